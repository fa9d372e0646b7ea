package perrin.report.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import perrin.experiment.SweepValue;
import perrin.output.PointRecord;
import perrin.output.RunRecord;
import perrin.statistics.verdict.Digits;
import perrin.statistics.verdict.Verdict;

/** A row for each point of a sweep: what was swept, its verdict, what was measured. */
final class PointsTable {
  private static final int MOST_ROWS = 200;
  private static final int MOST_OBSERVABLES = 6;

  private PointsTable() {}

  /** A column of what was measured. */
  private record Column(String name, Function<PointRecord, String> value) {}

  /** Whether any point has a verdict. */
  static boolean isJudged(RunRecord run) {
    return run.points().stream()
        .anyMatch(point -> point.verdict().outcome() != Verdict.Outcome.NOT_APPLICABLE);
  }

  /**
   * Writes it under its heading.
   *
   * @param units of observables, where they have one
   */
  static void write(RunRecord run, Map<String, String> units, Html html) {
    boolean judged = isJudged(run);
    // what is not judged may not be at rest: how it ends is what counts
    boolean ends = !judged && run.points().stream().allMatch(p -> p.times().samples() > 1);
    List<Column> columns = new ArrayList<>();
    run.points().getFirst().observables().keySet().stream()
        .limit(MOST_OBSERVABLES)
        .forEach(name -> columns.addAll(measured(name, units.getOrDefault(name, ""), ends)));
    html.leaf("h2", "Points of the sweep");
    if (!columns.isEmpty()) {
      html.leaf(
          "p",
          ends
              ? "Observables: at the last sample, and the mean of all samples."
              : "Observables are time means, over all samples.");
    }
    html.open("div", "class", "wide points", "tabindex", "0")
        .open("table")
        .open("thead")
        .open("tr");
    run.sweep().axes().forEach(axis -> heading(axis.name(), html));
    if (judged) {
      heading("verdict", html);
    }
    columns.forEach(column -> heading(column.name(), html));
    html.close("tr").close("thead").open("tbody");
    int shown = Math.min(MOST_ROWS, run.points().size());
    for (int p = 0; p < shown; p++) {
      PointRecord point = run.points().get(p);
      html.open("tr");
      for (SweepValue value : run.sweep().values(p).values()) {
        html.leaf("td", value.word());
      }
      if (judged) {
        html.leaf(
            "td",
            point.verdict().outcome().words() + "  " + point.verdict().figures(),
            "class",
            "words");
      }
      for (Column column : columns) {
        html.leaf("td", column.value().apply(point), "class", "number");
      }
      html.close("tr");
    }
    html.close("tbody").close("table").close("div");
    if (shown < run.points().size()) {
      html.leaf("p", "… and " + (run.points().size() - shown) + " more in the run file.");
    }
  }

  private static void heading(String name, Html html) {
    html.leaf("th", name, "scope", "col");
  }

  private static List<Column> measured(String name, String unit, boolean ends) {
    String in = unit.isEmpty() ? "" : " (" + unit + ")";
    Column mean =
        new Column(
            ends ? name + ", mean" + in : name + in,
            point -> {
              var found = point.observables().get(name).timeMean();
              return Digits.withError(found.mean(), found.standardError());
            });
    return ends
        ? List.of(new Column(name + ", last" + in, p -> last(p, name)), mean)
        : List.of(mean);
  }

  private static String last(PointRecord point, String name) {
    double[] means = point.observables().get(name).mean();
    return Digits.rounded(means[means.length - 1], 4);
  }
}
