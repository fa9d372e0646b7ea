package perrin.cli;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import perrin.output.HistogramRecord;
import perrin.report.DifferencePicture;
import perrin.statistics.Interval;
import perrin.statistics.TimeMean;
import perrin.statistics.distances.Comparison;
import perrin.statistics.verdict.Digits;
import perrin.statistics.verdict.Evidence;
import perrin.statistics.verdict.Identity;
import perrin.statistics.verdict.NestedRhat;
import perrin.statistics.verdict.StepBias;
import perrin.statistics.verdict.SweepVerdict;
import perrin.statistics.verdict.Verdict;

/** A verdict for people: its line, what it means, and the figures behind it. */
final class VerdictReport {
  /** More quantities than these are in the run file only. */
  private static final int MOST_SHOWN = 12;

  /** Columns that names take. */
  private static final int NAMES = 30;

  private final Terminal terminal;

  VerdictReport(Terminal terminal) {
    this.terminal = terminal;
  }

  /** The line, a paragraph, and figures; of a sweep the worst point's. */
  void print(SweepVerdict all) {
    Verdict verdict = all.worst();
    boolean fits = all.line().length() <= Paragraph.COLUMNS; // the explanation names the point
    terminal.verdict(verdict, fits ? all.line() : verdict.line());
    terminal.print("\n" + Paragraph.wrapped(all.explanation(), 0));
    Evidence evidence = verdict.evidence();
    StringBuilder figures = new StringBuilder();
    evidence.comparison().ifPresent(found -> figures(found, figures));
    figures(evidence.identities().stream().limit(MOST_SHOWN).toList(), figures);
    evidence.rhat().stream()
        .filter(NestedRhat::known)
        .limit(MOST_SHOWN)
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
          case CONVERGED, TOO_FEW_SAMPLES, CONSISTENT, STATIONARY, NOT_APPLICABLE -> false;
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
          String.format(
              Locale.ROOT,
              "%-30s %s%n",
              "effective sample size",
              Digits.rounded(found.effective(), 3)));
    }
  }

  private static void line(StringBuilder lines, String name, Interval interval) {
    if (!Double.isNaN(interval.value())) {
      lines.append(
          String.format(
              Locale.ROOT,
              "%-30s %s [%s, %s]%n",
              name,
              Digits.rounded(interval.value(), 3),
              Digits.rounded(interval.low(), 3),
              Digits.rounded(interval.high(), 3)));
    }
  }

  /** Numbers below each other, also beside names that are long. */
  private static void figures(List<Identity> found, StringBuilder lines) {
    int width = found.stream().mapToInt(i -> i.notation().length()).max().orElse(0);
    String format = "%-" + Math.max(NAMES, width) + "s %s  (expected %s)%n";
    for (Identity each : found) {
      lines.append(
          String.format(
              Locale.ROOT,
              format,
              each.notation(),
              Digits.withError(each.mean(), each.standardError()),
              Digits.rounded(each.expected(), 6)));
    }
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

  private static String withError(TimeMean mean) {
    return Digits.withError(mean.mean(), mean.standardError());
  }

  private static void figures(StepBias found, StringBuilder lines) {
    for (StepBias.Extrapolation each : found.observables()) {
      lines.append(String.format(Locale.ROOT, "%-30s ", each.name() + " at dt = 0"));
      lines.append(withError(each.extrapolated())).append('\n');
      lines.append(String.format(Locale.ROOT, "%-30s ", ""));
      lines.append("at dt ").append(withError(each.whole()));
      lines.append(", at dt/2 ").append(withError(each.half())).append('\n');
    }
  }
}
