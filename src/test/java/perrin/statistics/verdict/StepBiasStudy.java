package perrin.statistics.verdict;

import java.util.Locale;
import perrin.statistics.Draws;
import perrin.statistics.Interval;
import perrin.statistics.distances.Excess;
import perrin.statistics.distances.Remainder;

/**
 * Prints the figures of docs/verdict.md: how often the time step is held to be the reason for a
 * difference of .0255, by the share of it that is not the step's and the number of independent
 * values. Run with {@code -cp target/classes:target/test-classes:…}.
 */
final class StepBiasStudy {
  private static final int TRIALS = 1000;
  private static final double[] Q = Draws.doubleWell(0.5, 100);
  private static final double[] OFF = Draws.doubleWell(0.52, 100);

  private StepBiasStudy() {}

  public static void main(String[] arguments) {
    Draws draws = new Draws(7);
    for (long values : new long[] {10_000, 30_000, 100_000, 300_000, 1_000_000}) {
      StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "| %,d |", values));
      for (double stays : new double[] {0, 0.25, 0.5, 0.75, 1}) {
        line.append(String.format(Locale.ROOT, " %.1f %% |", explained(draws, values, stays)));
      }
      System.out.println(line);
    }
  }

  private static double explained(Draws draws, long values, double stays) {
    int explained = 0;
    for (int trial = 0; trial < TRIALS; trial++) {
      Excess whole = Excess.of(draws.histogram(mixed(1, stays), values, 64, 1), Q);
      Excess half = Excess.of(draws.histogram(mixed(0.5, stays), values, 64, 1), Q);
      Interval share = Remainder.of(whole, half, 1);
      explained += share.high() < StepBias.MOST_REMAINING ? 1 : 0;
    }
    return 100.0 * explained / TRIALS;
  }

  /** Both parts of the same sign pattern, so that shares are what they are called. */
  private static double[] mixed(double step, double stays) {
    double scale = 0.0255 * (step * (1 - stays) + stays);
    return Draws.at(scale, Q, OFF);
  }
}
