package perrin.statistics.verdict;

import java.util.Locale;
import java.util.function.LongFunction;

/** Prints the figures of docs/verdict.md on nested R-hat. Not a test; takes a minute. */
final class NestedRhatStudy {
  private NestedRhatStudy() {}

  /**
   * Runs the study.
   *
   * @param args number of trials per line; 2000 if absent
   */
  public static void main(String[] args) {
    int trials = args.length > 0 ? Integer.parseInt(args[0]) : 2000;
    System.out.println("| walkers of | cohorts | samples | mean R | limit | beyond |");
    System.out.println("|---|---|---|---|---|---|");
    for (int cohorts : new int[] {8, 64, 512}) {
      int k = cohorts;
      line("forgotten starts, x", trials, s -> SharedStarts.walk(s, k, 1, 0, 0, 0, x -> x));
      line("forgotten starts, x²", trials, s -> SharedStarts.walk(s, k, 1, 0, 0, 0, x -> x * x));
      line(
          "forgotten starts, x⁴",
          trials,
          s -> SharedStarts.walk(s, k, 1, 0, 0, 0, x -> x * x * x * x));
      line(
          "forgotten starts, x, memory 0.9",
          trials,
          s -> SharedStarts.walk(s, k, 20, 0.9, 0, 0, x -> x));
      line(
          "starts of spread 3, a tenth left",
          trials,
          s -> SharedStarts.walk(s, k, 1, 0.99, 3, 0.1, x -> x));
      line("two wells, nobody crossed", trials, s -> SharedStarts.wells(s, k, 0));
      line("two wells, half have crossed", trials, s -> SharedStarts.wells(s, k, 0.5));
      line("two wells, 80 % have crossed", trials, s -> SharedStarts.wells(s, k, 0.8));
      line("two wells, all have crossed", trials, s -> SharedStarts.wells(s, k, 1));
    }
  }

  private static void line(String what, int trials, LongFunction<SharedStarts> walkers) {
    double sum = 0;
    int beyond = 0;
    for (int trial = 0; trial < trials; trial++) {
      NestedRhat found = walkers.apply(trial).rhat(1);
      sum += found.value();
      beyond += found.exceeds() ? 1 : 0;
    }
    SharedStarts any = walkers.apply(0);
    System.out.printf(
        Locale.ROOT,
        "| %s | %d | %d | %.4f | %.4f | %.4f |%n",
        what,
        any.sums().length,
        any.samples(),
        sum / trials,
        any.rhat(1).limit(),
        (double) beyond / trials);
  }
}
