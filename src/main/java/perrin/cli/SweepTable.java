package perrin.cli;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import perrin.errors.Shown;
import perrin.experiment.Sweep;
import perrin.output.RunRecord;
import perrin.report.SweepPicture;
import perrin.statistics.TimeMean;
import perrin.statistics.verdict.Verdict;

/**
 * The points of a sweep as a table.
 *
 * @param axes columns that say which point it is, the first ones
 * @param heads of the columns
 * @param rows one for each point
 * @param verdicts of each point
 */
record SweepTable(int axes, List<String> heads, List<List<String>> rows, List<Verdict> verdicts) {
  /** Between two columns. */
  private static final int GAP = 2;

  /** More points than these are in the run file only. */
  private static final int MOST_ROWS = 50;

  /** More observables than these are in the run file only. */
  private static final int MOST_OBSERVABLES = 3;

  private static final int LEAST_TO_DRAW = 3;

  /** An axis in words: {@code temperature = 0.1 … 1, 10 values}. */
  static String range(Sweep.Axis axis) {
    var values = axis.values();
    String first = axis.name() + " = " + Shown.number(values.getFirst());
    return values.size() == 1
        ? first
        : first + " … " + Shown.number(values.getLast()) + ", " + values.size() + " values";
  }

  /** With what a run has found: verdicts and observables. */
  static SweepTable of(RunRecord run) {
    var heads = new ArrayList<String>();
    run.sweep().axes().forEach(axis -> heads.add(axis.name()));
    heads.add("verdict");
    heads.add("");
    var observables =
        run.points().getFirst().observables().keySet().stream().limit(MOST_OBSERVABLES).toList();
    heads.addAll(observables);
    var verdicts = run.verdict().verdicts();
    var rows = new ArrayList<List<String>>();
    for (int p = 0; p < run.points().size(); p++) {
      var row = new ArrayList<String>();
      run.sweep().values(p).values().forEach(value -> row.add(Shown.number(value)));
      row.add(verdicts.get(p).outcome().words());
      row.add(verdicts.get(p).figures());
      for (var name : observables) {
        var mean = run.points().get(p).observables().get(name).timeMean();
        row.add(Numbers.withError(mean.mean(), mean.standardError()));
      }
      rows.add(row);
    }
    return new SweepTable(run.sweep().axes().size(), heads, rows, verdicts);
  }

  /** The first observable over the axis, if there is one axis and something to see. */
  static Optional<String> picture(RunRecord run, Charset charset) {
    var observables = run.points().getFirst().observables().keySet().stream().findFirst();
    var axes = run.sweep().axes();
    if (observables.isEmpty()
        || axes.size() != 1
        || axes.getFirst().values().stream().distinct().count() < LEAST_TO_DRAW) {
      return Optional.empty();
    }
    String name = observables.get();
    var means =
        run.points().stream().map(point -> point.observables().get(name).timeMean()).toList();
    double[] mean = means.stream().mapToDouble(TimeMean::mean).toArray();
    return Optional.of(
        SweepPicture.draw(
            axes.getFirst().name(),
            axes.getFirst().values().stream().mapToDouble(x -> x).toArray(),
            name,
            mean,
            means.stream().mapToDouble(TimeMean::standardError).toArray(),
            charset));
  }

  /** The lines; where there are too many points, those whose verdict is negative come first. */
  String text() {
    var shown =
        IntStream.range(0, rows.size())
            .boxed()
            .sorted((a, b) -> rows.size() <= MOST_ROWS ? 0 : exit(b) - exit(a))
            .limit(MOST_ROWS)
            .sorted()
            .toList();
    var lines = new StringBuilder();
    for (List<Integer> block : blocks()) {
      lines.append(lines.isEmpty() ? "" : "\n").append(line(heads, block));
      shown.forEach(p -> lines.append(line(rows.get(p), block)));
    }
    if (shown.size() < rows.size()) {
      lines.append("… and ").append(rows.size() - shown.size()).append(" more in the run file\n");
    }
    return lines.toString();
  }

  /** Columns that fit beside each other; the point's own, the first ones, begin each block. */
  private List<List<Integer>> blocks() {
    var blocks = new ArrayList<List<Integer>>();
    var block = new ArrayList<>(IntStream.range(0, axes).boxed().toList());
    for (int c = axes; c < heads.size(); c++) {
      if (block.size() > axes && width(block) + GAP + width(c) > Paragraph.COLUMNS) {
        blocks.add(block);
        block = new ArrayList<>(block.subList(0, axes));
      }
      block.add(c);
    }
    blocks.add(block);
    return blocks;
  }

  private int width(List<Integer> block) {
    return block.stream().mapToInt(c -> width(c) + GAP).sum() - GAP;
  }

  private int exit(int point) {
    return verdicts.get(point).exitCode();
  }

  private String line(List<String> cells, List<Integer> block) {
    var line = new StringBuilder();
    for (int c : block) {
      line.append(cells.get(c)).repeat(' ', width(c) - cells.get(c).length() + GAP);
    }
    return line.toString().stripTrailing() + "\n";
  }

  private int width(int column) {
    return Math.max(
        heads.get(column).length(),
        rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0));
  }
}
