package perrin.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import perrin.experiment.Check;
import perrin.output.RunHeader;
import perrin.report.Summary;
import perrin.statistics.HistogramCounts;
import perrin.statistics.summary.Quantile;
import perrin.statistics.summary.QuantitySummary;
import perrin.statistics.summary.QuantitySummary.Source;
import perrin.statistics.summary.Values;
import perrin.statistics.verdict.Digits;
import perrin.statistics.verdict.NestedRhat;

/** A summary for people: a table for each point, and what its columns are. */
final class SummaryReport {
  private static final List<String> HEADS =
      List.of("", "mean", "MCSE", "sd", "5 %", "50 %", "95 %", "bulk", "tail", "R-hat", "from");

  private static final String UNKNOWN = "-";

  /** Where there is no terminal, so that a quantity has one line. */
  private static final int WIDE = 120;

  /** From here on an effective sample size is rounded: its second digit is uncertain. */
  private static final double MANY = 10_000;

  private final Terminal terminal;
  private final Summary summary;

  SummaryReport(Terminal terminal, Summary summary) {
    this.terminal = terminal;
    this.summary = summary;
  }

  void print() {
    RunHeader header = summary.run().header();
    RunHead.of(header, summary.outline())
        .lines(header.platform().backend(), header.platform().device())
        .forEach(terminal::printLine);
    int width = terminal.columns() == 0 ? WIDE : Math.max(terminal.columns(), Paragraph.COLUMNS);
    for (Summary.Point point : summary.points()) {
      terminal.print("");
      if (!summary.run().sweep().isEmpty()) {
        terminal.printLine(heading(point));
      }
      terminal.print(new TextTable(1, HEADS, rows(point), width).text().stripTrailing());
    }
    terminal.print("");
    notes().forEach(note -> terminal.print(Paragraph.wrapped(note, 0)));
    var verdict = summary.run().verdict();
    terminal.verdict(verdict.worst(), verdict.line());
  }

  /** {@code point 3: temperature = 0.5}. */
  private String heading(Summary.Point point) {
    return "point "
        + point.number()
        + ": "
        + summary.run().sweep().values(point.number()).entrySet().stream()
            .map(axis -> axis.getKey() + " = " + axis.getValue().word())
            .collect(Collectors.joining(", "));
  }

  private static List<List<String>> rows(Summary.Point point) {
    Map<String, Long> called =
        point.quantities().stream()
            .collect(Collectors.groupingBy(QuantitySummary::name, Collectors.counting()));
    List<List<String>> rows = new ArrayList<>();
    for (QuantitySummary quantity : point.quantities()) {
      var row = new ArrayList<String>();
      boolean twice = called.get(quantity.name()) > 1;
      row.add(quantity.name() + (twice ? " (" + quantity.kind() + ")" : ""));
      double error = quantity.mean().standardError();
      row.add(near(quantity.mean().mean(), error));
      row.add(error >= 0 ? Digits.withError(quantity.mean().mean(), error).split(" ")[2] : UNKNOWN);
      row.add(known(quantity.deviation(), Digits.rounded(quantity.deviation(), 4)));
      for (Quantile quantile : quantity.quantiles()) {
        row.add(near(quantile.value(), 10 * quantile.error()));
      }
      row.add(size(quantity.bulk()));
      row.add(size(quantity.tail()));
      row.add(known(quantity.rhat(), String.format(Locale.ROOT, "%.3f", quantity.rhat())));
      row.add(from(quantity));
      rows.add(row);
    }
    return rows;
  }

  /** An effective sample size: {@code 32768} or {@code 8.0e5}. */
  private static String size(double value) {
    String text =
        value < MANY
            ? Long.toString(Math.round(value))
            : String.format(Locale.ROOT, "%.1e", value).replace("e+0", "e");
    return known(value, text);
  }

  /** As many decimals as an error of two digits has; four digits where it is unknown. */
  private static String near(double value, double error) {
    String text =
        Double.isNaN(error)
            ? Digits.rounded(value, 4)
            : Digits.withError(value, error).split(" ")[0];
    return known(value, text);
  }

  private static String known(double value, String text) {
    return Double.isNaN(value) ? UNKNOWN : text;
  }

  /** Where the moments come from, and where the rest does. */
  private static String from(QuantitySummary quantity) {
    String moments = letter(quantity.meanFrom());
    String rest = letter(quantity.quantilesFrom());
    return moments.equals(rest) ? moments : moments + ", " + rest;
  }

  private static String letter(Source source) {
    return source == Source.NOTHING ? UNKNOWN : source.words().substring(0, 1);
  }

  private boolean any(Predicate<QuantitySummary> wanted) {
    return summary.points().stream().flatMap(p -> p.quantities().stream()).anyMatch(wanted);
  }

  /** What the columns are, as far as this table has them. */
  private List<String> notes() {
    List<String> notes = new ArrayList<>();
    boolean counted = any(q -> q.quantilesFrom() == Source.HISTOGRAM);
    boolean atTheEnd = any(q -> q.quantilesFrom() == Source.FINAL);
    List<String> sources = new ArrayList<>();
    if (any(q -> q.meanFrom() == Source.TIME_MEAN)) {
      sources.add("t the time mean, over all walkers and samples");
    }
    if (counted) {
      sources.add("h a histogram of all samples, interpolated within its bins");
    }
    if (atTheEnd || any(q -> q.meanFrom() == Source.FINAL)) {
      sources.add("f the walkers' final states");
    }
    notes.add(
        "from: "
            + String.join("; ", sources)
            + ". Of two the first is where mean, MCSE and sd come from, the second where the rest"
            + " does.");
    boolean shared = summary.outline().check().filter(Check::rhat).isPresent();
    String words = "bulk, tail: effective sample sizes";
    if (counted) {
      words +=
          "; h by the spread between up to "
              + HistogramCounts.GROUPS
              + " groups of walkers, good to some 20 %, and not known from fewer than "
              + Values.LEAST_GROUPS;
    }
    if (atTheEnd) {
      words +=
          shared
              ? "; f by the spread between cohorts, whose walkers started at one point"
              : "; f the number of walkers, which are independent of each other";
    }
    notes.add(words + ". That of the mean is (sd/MCSE)².");
    notes.add(rhat(shared));
    return notes;
  }

  private String rhat(boolean measured) {
    if (!measured) {
      return "R-hat: not measured, for all walkers started on their own; check: {rhat: true} does.";
    }
    List<NestedRhat> beyond =
        summary.points().stream()
            .flatMap(p ->
                summary.run().points().get(p.number()).verdict().evidence().remembered().stream())
            .toList();
    return "R-hat: nested, of cohorts that shared their starts"
        + (beyond.isEmpty()
            ? "; none is beyond its limit."
            : "; beyond its limit of "
                + String.format(Locale.ROOT, "%.3f", beyond.getFirst().limit())
                + ": "
                + beyond.stream()
                    .map(NestedRhat::quantity)
                    .distinct()
                    .collect(Collectors.joining(", "))
                + ".");
  }
}
