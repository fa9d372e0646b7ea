package perrin.statistics.distances;

import java.util.Locale;
import java.util.function.BiFunction;
import perrin.statistics.Draws;
import perrin.statistics.HistogramCounts;
import perrin.statistics.Interval;

/**
 * Prints the figures of docs/verdict.md on Kolmogorov's distance and the Kullback–Leibler
 * divergence: coverage of their intervals over shapes and sizes of the difference. Not a test.
 */
final class DistanceStudy {
  private DistanceStudy() {}

  private record Case(String shape, double[] p, double[] q) {
    double kolmogorov() {
      double sum = 0;
      double largest = 0;
      for (int i = 0; i < p.length - 1; i++) {
        sum += p[i] - q[i];
        largest = Math.max(largest, Math.abs(sum));
      }
      return largest;
    }

    double kullbackLeibler() {
      double sum = 0;
      for (int i = 0; i < p.length; i++) {
        sum += p[i] > 0 ? p[i] * Math.log(p[i] / q[i]) : 0;
      }
      return sum;
    }
  }

  /**
   * Runs the study.
   *
   * @param args number of trials per line; 200 if absent
   */
  public static void main(String[] args) {
    int trials = args.length > 0 ? Integer.parseInt(args[0]) : 200;
    System.out.println(
        "| distance | bins | difference | values | truth | mean estimate | mean interval |"
            + " low > truth | high < truth | covered |");
    System.out.println("|---|---|---|---|---|---|---|---|---|---|");
    for (long values = 10_000; values <= 1_000_000; values *= 10) {
      for (Case c : cases(200)) {
        lines(c, 200, values, 64, trials, "");
      }
    }
    for (Case c : new Case[] {cases(200)[0], cases(200)[2], cases(200)[3]}) {
      lines(c, 200, 100_000, 8, trials, ", 8 groups");
      lines(c, 200, 100_000, 40, trials, ", 40 groups");
    }
  }

  private static Case[] cases(int bins) {
    double[] q = Draws.doubleWell(0.5, bins);
    double[] warm = Draws.doubleWell(0.51, bins);
    double[] tilted = Draws.cells(x -> Draws.doubleWell(x) + 0.01 * x, 0.5, bins);
    return new Case[] {
      new Case("none", q, q),
      new Case("temperature", Draws.at(0.003, q, warm), q),
      new Case("temperature", Draws.at(0.012, q, warm), q),
      new Case("share of wells", Draws.at(0.012, q, tilted), q),
      new Case("share of wells", Draws.at(0.1, q, tilted), q),
      new Case("rough", Draws.at(0.012, q, Draws.rough(q)), q),
    };
  }

  private static void lines(Case c, int bins, long values, int groups, int trials, String note) {
    String start =
        String.format(
            Locale.ROOT, "%d | %s%s | 1e%d", bins, c.shape, note, Math.round(Math.log10(values)));
    BiFunction<HistogramCounts, double[], Interval> k =
        (counts, q) -> KolmogorovDistance.estimate(counts, q, 0.05);
    line("Kolmogorov | " + start, k, c, c.kolmogorov(), values, groups, trials);
    BiFunction<HistogramCounts, double[], Interval> kl =
        (counts, q) -> KullbackLeibler.estimate(counts, q, 0.05);
    line("KL | " + start, kl, c, c.kullbackLeibler(), values, groups, trials);
  }

  private static void line(
      String start,
      BiFunction<HistogramCounts, double[], Interval> estimate,
      Case c,
      double truth,
      long values,
      int groups,
      int trials) {
    double[] sum = new double[3];
    int above = 0;
    int below = 0;
    for (int trial = 0; trial < trials; trial++) {
      Interval found = estimate.apply(new Draws(trial).histogram(c.p, values, groups, 1), c.q);
      sum[0] += found.value();
      sum[1] += found.low();
      sum[2] += found.high();
      above += found.low() > truth ? 1 : 0;
      below += found.high() < truth ? 1 : 0;
    }
    System.out.printf(
        Locale.ROOT,
        "| %s | %.2g | %.2g | [%.2g, %.2g] | %.3f | %.3f | %.3f |%n",
        start,
        truth,
        sum[0] / trials,
        sum[1] / trials,
        sum[2] / trials,
        (double) above / trials,
        (double) below / trials,
        1 - (double) (above + below) / trials);
  }
}
