package perrin.cli;

import java.util.Locale;
import java.util.function.Function;
import perrin.output.HistogramRecord;
import perrin.report.DifferencePicture;
import perrin.statistics.Comparison;
import perrin.statistics.Digits;
import perrin.statistics.Evidence;
import perrin.statistics.Identity;
import perrin.statistics.Interval;
import perrin.statistics.NestedRhat;
import perrin.statistics.StepBias;
import perrin.statistics.SweepVerdict;
import perrin.statistics.Verdict;

/** A verdict for people: its line, what it means, and the figures behind it. */
final class VerdictReport {
  /** More quantities than these are in the run file only. */
  private static final int MOST = 12;

  private final Terminal terminal;

  VerdictReport(Terminal terminal) {
    this.terminal = terminal;
  }

  /** The line, a paragraph, and figures. */
  void print(Verdict verdict) {
    print(verdict.line(), verdict.explanation(), verdict);
  }

  /** The same for a sweep, with the worst point's figures. */
  void print(SweepVerdict verdict) {
    print(verdict.line(), verdict.explanation(), verdict.worst());
  }

  private void print(String line, String explanation, Verdict verdict) {
    terminal.verdict(verdict, line);
    terminal.print("\n" + Paragraph.wrapped(explanation, 0));
    Evidence evidence = verdict.evidence();
    StringBuilder figures = new StringBuilder();
    evidence.comparison().ifPresent(found -> figures(found, figures));
    evidence.identities().stream().limit(MOST).forEach(found -> figures(found, figures));
    evidence.rhat().stream()
        .filter(NestedRhat::known)
        .limit(MOST)
        .forEach(found -> figures(found, figures));
    evidence.companion().ifPresent(found -> figures(found, figures));
    if (!figures.isEmpty()) {
      terminal.print("\n" + figures.toString().stripTrailing());
    }
  }

  /**
   * Where a histogram differs, if the verdict is that it does or may.
   *
   * @param histograms gives a histogram by name
   */
  void difference(Verdict verdict, Function<String, HistogramRecord> histograms) {
    boolean differs =
        switch (verdict.outcome()) {
          case BIASED, NOT_EQUILIBRATED -> true;
          case CONVERGED, TOO_FEW_SAMPLES, CONSISTENT, NOT_APPLICABLE -> false;
        };
    if (differs && verdict.evidence().comparison().isPresent()) {
      String name = verdict.evidence().comparison().get().histogram();
      HistogramRecord histogram = histograms.apply(name);
      if (histogram.dimensions() == 1) {
        terminal.print(
            "\n" + DifferencePicture.draw(histogram, terminal.charset()).stripTrailing());
      }
    }
  }

  private static void figures(Comparison found, StringBuilder lines) {
    line(lines, "Kolmogorov distance", found.kolmogorov());
    line(lines, "Kullback-Leibler divergence", found.kullbackLeibler());
    if (!Double.isNaN(found.effective())) {
      lines.append(
          String.format(Locale.ROOT, "%-30s %.3g%n", "effective sample size", found.effective()));
    }
  }

  private static void line(StringBuilder lines, String name, Interval interval) {
    if (!Double.isNaN(interval.value())) {
      lines.append(
          String.format(
              Locale.ROOT,
              "%-30s %.3g [%.3g, %.3g]%n",
              name,
              interval.value(),
              interval.low(),
              interval.high()));
    }
  }

  private static void figures(Identity found, StringBuilder lines) {
    lines.append(
        String.format(
            Locale.ROOT,
            "%-30s %s  (expected %s)%n",
            found.notation(),
            Numbers.withError(found.mean(), found.standardError()),
            Digits.rounded(found.expected(), 6)));
  }

  private static void figures(NestedRhat found, StringBuilder lines) {
    lines.append(
        String.format(
            Locale.ROOT,
            "%-30s %.4f  (limit %.4f)%n",
            "nested R-hat of " + found.quantity(),
            found.value(),
            found.limit()));
  }

  private static void figures(StepBias found, StringBuilder lines) {
    for (StepBias.Extrapolation each : found.observables()) {
      lines.append(
          String.format(
              Locale.ROOT,
              "%-30s %s  (at dt %s, at dt/2 %s)%n",
              each.name() + " at dt = 0",
              Numbers.withError(each.extrapolated().mean(), each.extrapolated().standardError()),
              Numbers.withError(each.whole().mean(), each.whole().standardError()),
              Numbers.withError(each.half().mean(), each.half().standardError())));
    }
  }
}
