package perrin.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import perrin.errors.Shown;
import perrin.report.RunComparison;
import perrin.report.StepTrend;
import perrin.statistics.Interval;
import perrin.statistics.TimeMean;
import perrin.statistics.agreement.Agreement;
import perrin.statistics.agreement.Finding;
import perrin.statistics.agreement.HistogramDifference;
import perrin.statistics.agreement.MeanDifference;
import perrin.statistics.agreement.StepOrder;
import perrin.statistics.verdict.Digits;

/** A comparison of runs for people: in what they differ, their numbers, and the verdict. */
final class CompareReport {
  private static final String UNKNOWN = "-";

  /** Where there is no terminal, so that a comparison has one line. */
  private static final int WIDE = 120;

  /** Below, a p-value is no number but a bound. */
  private static final double LEAST = 1e-12;

  private final Terminal terminal;
  private final RunComparison comparison;
  private final int width;

  CompareReport(Terminal terminal, RunComparison comparison) {
    this.terminal = terminal;
    this.comparison = comparison;
    width = terminal.columns() == 0 ? WIDE : Math.max(terminal.columns(), Paragraph.COLUMNS);
  }

  void print() {
    differences();
    for (int g = 0; g < comparison.groups().size(); g++) {
      group(g);
    }
    comparison
        .notes()
        .forEach(note -> terminal.print("\n" + Paragraph.wrapped("Note: " + note, 0)));
    Agreement agreement = comparison.agreement();
    terminal.print("\n" + Paragraph.wrapped(meaning(agreement.outcome()), 0));
    terminal.verdict(
        agreement.outcome().words(), agreement.outcome().exitCode() == 0, agreement.line());
  }

  private static String meaning(Agreement.Outcome outcome) {
    return switch (outcome) {
      case IDENTICAL -> "Final states, counts and means are the same.";
      case AGREE ->
          "No difference is larger than chance makes it. Differences of up to some four standard"
              + " errors are not seen.";
      case DIFFER ->
          "Differences marked with * are too large for chance: of runs of the same law, one in a"
              + " thousand has any (Holm's test of all comparisons together).";
      case TOO_FEW_WALKERS ->
          "Errors come from the spread between cohorts of 32 walkers; run more walkers.";
    };
  }

  /** What is not the same in the files. */
  private void differences() {
    if (comparison.names().size() == 1) {
      terminal.printLine("The points of " + comparison.names().getFirst());
      return;
    }
    if (comparison.differences().isEmpty()) {
      terminal.print("Experiment, version and machine are the same.");
      return;
    }
    List<String> heads = new ArrayList<>(List.of("what differs"));
    heads.addAll(shown(comparison.names()));
    List<List<String>> rows = new ArrayList<>();
    comparison
        .differences()
        .forEach((key, values) -> {
          List<String> row = new ArrayList<>(shown(List.of(key)));
          row.addAll(shown(values));
          rows.add(row);
        });
    terminal.print(new TextTable(1, heads, rows, width).text().stripTrailing());
  }

  /** Texts of files, which are to stay in their cells. */
  private static List<String> shown(List<String> texts) {
    return texts.stream().map(Shown::line).toList();
  }

  private void group(int number) {
    RunComparison.Group group = comparison.groups().get(number);
    terminal.print("");
    if (!group.words().isEmpty()) {
      terminal.printLine(group.words());
    }
    List<List<String>> rows = means(number, group);
    if (!rows.isEmpty()) {
      List<String> heads = List.of("mean", "", "", "difference", "in errors", "p");
      terminal.print(new TextTable(2, heads, rows, width).text().stripTrailing());
    }
    List<List<String>> distances = distances(number, group);
    if (!distances.isEmpty()) {
      List<String> heads = List.of("histogram", "", "total variation", "p");
      terminal.print("\n" + new TextTable(2, heads, distances, width).text().stripTrailing());
    }
    group.members().stream()
        .filter(RunComparison.Member::identical)
        .forEach(each ->
            terminal.printLine(
                each.label()
                    + " is identical to "
                    + group.members().getFirst().label()
                    + ", bit for bit"));
    trends(group.trends());
  }

  private List<List<String>> means(int number, RunComparison.Group group) {
    List<List<String>> rows = new ArrayList<>();
    for (String name : group.members().getFirst().means().keySet()) {
      String head = name;
      for (int m = 0; m < group.members().size(); m++) {
        RunComparison.Member member = group.members().get(m);
        TimeMean mean = member.means().get(name);
        if (mean != null) {
          List<String> row = new ArrayList<>(shown(List.of(head, member.label())));
          row.add(Digits.withError(mean.mean(), mean.standardError()));
          row.addAll(difference(number, m, name));
          rows.add(row);
          head = "";
        }
      }
    }
    return rows;
  }

  private List<String> difference(int group, int member, String name) {
    return comparison.agreement().findings().stream()
        .filter(each -> is(each, group, member, name))
        .filter(each -> each.difference() instanceof MeanDifference)
        .findFirst()
        .map(each -> {
          MeanDifference found = (MeanDifference) each.difference();
          return List.of(
              Digits.withError(found.value(), found.standardError()),
              number(found.inErrors()),
              p(each));
        })
        .orElse(List.of("", "", ""));
  }

  private static boolean is(Finding finding, int group, int member, String name) {
    return finding.group() == group
        && finding.member() == member
        && finding.quantity().equals(name);
  }

  private static String number(double errors) {
    return Double.isNaN(errors) ? UNKNOWN : String.format(Locale.ROOT, "%.1f", errors);
  }

  private String p(Finding finding) {
    double p = finding.difference().pValue();
    if (Double.isNaN(p)) {
      return UNKNOWN;
    }
    return (p < LEAST ? "< 1e-12" : Digits.rounded(p, 2))
        + (comparison.agreement().differs(finding) ? " *" : "");
  }

  private List<List<String>> distances(int number, RunComparison.Group group) {
    List<List<String>> rows = new ArrayList<>();
    String before = "";
    for (Finding finding : comparison.agreement().findings()) {
      if (finding.group() == number && finding.difference() instanceof HistogramDifference found) {
        String name = finding.quantity();
        List<String> row = new ArrayList<>(shown(List.of(name.equals(before) ? "" : name)));
        row.addAll(shown(List.of(group.members().get(finding.member()).label())));
        row.add(
            distance(
                new Interval(
                    found.distance().value(), found.distance().low(), found.distance().high())));
        row.add(p(finding));
        rows.add(row);
        before = name;
      }
    }
    return rows;
  }

  private static String distance(Interval distance) {
    if (Double.isNaN(distance.value())) {
      return UNKNOWN;
    }
    String value = String.format(Locale.ROOT, "%.4f", distance.value());
    return distance.known()
        ? value + String.format(Locale.ROOT, " [%.4f, %.4f]", distance.low(), distance.high())
        : value;
  }

  private void trends(List<StepTrend> trends) {
    if (trends.isEmpty()) {
      return;
    }
    int order = trends.getFirst().order();
    boolean fitted = trends.getFirst().fit().isPresent();
    List<String> heads = new ArrayList<>(List.of("at dt = 0", "by order " + order));
    if (fitted) {
      heads.addAll(List.of("by fitted order p", "p", "chi2"));
    }
    List<List<String>> rows = new ArrayList<>();
    for (StepTrend trend : trends) {
      List<String> row = new ArrayList<>(shown(List.of(trend.observable())));
      row.add(Digits.withError(trend.limit().mean(), trend.limit().standardError()));
      trend.fit().ifPresent(fit -> row.addAll(fit(fit)));
      rows.add(row);
    }
    terminal.print("\n" + new TextTable(1, heads, rows, width).text().stripTrailing());
    if (fitted) {
      terminal.print(
          "p: mean = m0 + c*dt^p by weighted least squares, with its 95 % interval; - where the"
              + " means do not tell it");
    }
  }

  private static List<String> fit(StepOrder fit) {
    String quality =
        String.format(Locale.ROOT, "%.1f of %d", fit.chiSquare(), fit.degrees())
            + (fit.holds() ? "" : ", no fit");
    if (!fit.resolved()) {
      return List.of(UNKNOWN, UNKNOWN, quality);
    }
    return List.of(
        Digits.withError(fit.limit().mean(), fit.limit().standardError()),
        String.format(
            Locale.ROOT,
            "%.2f [%.2f, %.2f]",
            fit.order().value(),
            fit.order().low(),
            fit.order().high()),
        quality);
  }
}
