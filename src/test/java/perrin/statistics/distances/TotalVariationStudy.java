package perrin.statistics.distances;

import java.util.Locale;
import perrin.statistics.Draws;

/**
 * Prints the figures of docs/verdict.md: bias of the estimate and coverage of its interval, over
 * shapes and sizes of the difference and numbers of independent values. Not a test; takes minutes.
 */
final class TotalVariationStudy {
  private TotalVariationStudy() {}

  private record Case(String shape, double[] p, double[] q, double truth) {}

  /**
   * Runs the study.
   *
   * @param args number of trials per line; 200 if absent
   */
  public static void main(String[] args) {
    int trials = args.length > 0 ? Integer.parseInt(args[0]) : 200;
    System.out.println(
        "| bins | difference | values | TV | mean estimate | mean interval | low > TV | high < TV |"
            + " covered |");
    System.out.println("|---|---|---|---|---|---|---|---|---|");
    for (long values = 10_000; values <= 10_000_000; values *= 10) {
      for (Case c : cases(200)) {
        line(c, 200, values, 64, 1, trials, "");
      }
    }
    var wrong = cases(200)[2];
    for (long values : new long[] {100_000, 1_000_000}) {
      for (Case c : new Case[] {cases(200)[0], wrong}) {
        line(c, 200, values, 64, 10, trials, ", each counted 10 times");
        line(c, 200, values, 8, 1, trials, ", 8 groups");
        line(c, 200, values, 40, 1, trials, ", 40 groups");
      }
    }
  }

  private static Case[] cases(int bins) {
    double[] q = Draws.doubleWell(0.5, bins);
    double[] warm = Draws.doubleWell(0.51, bins);
    double[] tilted = Draws.cells(x -> Draws.doubleWell(x) + 0.01 * x, 0.5, bins);
    double[] rough = Draws.rough(q);
    return new Case[] {
      new Case("none", q, q, 0),
      new Case("temperature", Draws.at(0.003, q, warm), q, 0.003),
      new Case("temperature", Draws.at(0.012, q, warm), q, 0.012),
      new Case("share of wells", Draws.at(0.012, q, tilted), q, 0.012),
      new Case("rough", Draws.at(0.012, q, rough), q, 0.012),
    };
  }

  private static void line(
      Case c, int bins, long values, int groups, int clump, int trials, String note) {
    double[] sum = new double[3];
    int above = 0;
    int below = 0;
    for (int trial = 0; trial < trials; trial++) {
      var counts = new Draws(trial).histogram(c.p, values, groups, clump);
      var found = TotalVariation.estimate(counts, c.q);
      sum[0] += found.value();
      sum[1] += found.low();
      sum[2] += found.high();
      above += found.low() > c.truth ? 1 : 0;
      below += found.high() < c.truth ? 1 : 0;
    }
    System.out.printf(
        Locale.ROOT,
        "| %d | %s%s | 1e%d | %.3f | %.4f | [%.4f, %.4f] | %.3f | %.3f | %.3f |%n",
        bins,
        c.shape,
        note,
        Math.round(StrictMath.log10(values)),
        c.truth,
        sum[0] / trials,
        sum[1] / trials,
        sum[2] / trials,
        (double) above / trials,
        (double) below / trials,
        1 - (double) (above + below) / trials);
  }
}
