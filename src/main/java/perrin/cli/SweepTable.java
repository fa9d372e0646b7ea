package perrin.cli;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import perrin.experiment.SweepAxis;
import perrin.output.BestRecord;
import perrin.output.PointRecord;
import perrin.output.RunRecord;
import perrin.report.SweepPicture;
import perrin.statistics.TimeMean;
import perrin.statistics.noise.BatchNoise;
import perrin.statistics.verdict.Digits;
import perrin.statistics.verdict.Verdict;

/**
 * The points of a sweep as a table.
 *
 * @param table a row for each point; its first columns say which point it is
 * @param verdicts of each point
 */
record SweepTable(TextTable table, List<Verdict> verdicts) {
  /** More points than these are in the run file only. */
  private static final int MOST_ROWS = 50;

  /** More observables than these are in the run file only. */
  private static final int MOST_OBSERVABLES = 3;

  private static final int LEAST_TO_DRAW = 3;

  /** An axis in words: {@code temperature = 0.1 … 1, 10 values}; methods by name. */
  static String range(SweepAxis axis) {
    var words = axis.words();
    String first = axis.name() + " = " + words.getFirst();
    if (!axis.isOfNumbers()) {
      return axis.name() + " = " + String.join(", ", words);
    }
    return words.size() == 1
        ? first
        : first + " … " + words.getLast() + ", " + words.size() + " values";
  }

  /** With what a run has found: verdicts and observables. */
  static SweepTable of(RunRecord run) {
    var heads = new ArrayList<String>();
    run.sweep().axes().forEach(axis -> heads.add(axis.name()));
    boolean judged =
        run.verdict().verdicts().stream()
            .anyMatch(each -> each.outcome() != Verdict.Outcome.NOT_APPLICABLE);
    if (judged) {
      heads.add("verdict");
      heads.add("");
    }
    var observables =
        run.points().getFirst().observables().keySet().stream().limit(MOST_OBSERVABLES).toList();
    heads.addAll(observables);
    boolean noisy = run.points().stream().anyMatch(SweepTable::hasTemperature);
    if (noisy) {
      heads.add("kT of batches");
    }
    boolean accepting =
        run.points().stream().anyMatch(point -> !point.acceptance().shares().isEmpty());
    if (accepting) {
      heads.add("accepted");
    }
    boolean tracked = run.points().getFirst().best().isPresent();
    if (tracked) {
      heads.addAll(List.of("lowest", "found by", "half by"));
    }
    var verdicts = run.verdict().verdicts();
    var rows = new ArrayList<List<String>>();
    for (int p = 0; p < run.points().size(); p++) {
      var row = new ArrayList<String>();
      run.sweep().values(p).values().forEach(value -> row.add(value.word()));
      if (judged) {
        row.add(verdicts.get(p).outcome().words());
        row.add(verdicts.get(p).figures());
      }
      for (var name : observables) {
        var mean = run.points().get(p).observables().get(name).timeMean();
        row.add(Digits.withError(mean.mean(), mean.standardError()));
      }
      if (noisy) {
        row.add(run.points().get(p).sgd().noise().map(SweepTable::temperature).orElse("-"));
      }
      if (accepting) {
        row.add(accepted(run.points().get(p)));
      }
      if (tracked) {
        row.addAll(best(run.points().get(p).best().orElseThrow()));
      }
      rows.add(row);
    }
    return new SweepTable(new TextTable(run.sweep().axes().size(), heads, rows), verdicts);
  }

  /** Of the first that a step asks for. */
  private static String accepted(PointRecord point) {
    return point.acceptance().shares().values().stream()
        .findFirst()
        .map(share -> Digits.rounded(100 * share.mean(), 3) + " %")
        .orElse("-");
  }

  /** The lowest energy, how many walkers found it or the known one, by when half of these had. */
  private static List<String> best(BestRecord best) {
    return List.of(
        Digits.rounded(best.energy().value(best.walker()), 4),
        Digits.rounded(100.0 * best.found() / best.energy().walkers(), 3) + " %",
        best.halfBy().isEmpty() ? "-" : Numbers.count(best.halfBy().getAsLong()));
  }

  /** What the columns of the best places are; empty where there are none. */
  static String note(RunRecord run) {
    return run.points().getFirst().best().map(SweepTable::note).orElse("");
  }

  /** That some point found less than the minimum that is known; the first such point tells. */
  static Optional<String> below(RunRecord run) {
    var words = run.sweep().words();
    return IntStream.range(0, run.points().size())
        .boxed()
        .flatMap(p ->
            run.points().get(p).best().stream()
                .flatMap(best -> BestReport.below(best, " at " + words.get(p)).stream()))
        .findFirst();
  }

  private static String note(BestRecord best) {
    return "lowest: energy; found by: walkers that came within "
        + Digits.plain(best.within())
        + " of "
        + best.minimum()
            .map(minimum -> "the known minimum, " + Digits.rounded(minimum, 9))
            .orElse("it, each point's own (track-best: {minimum: E} counts for all alike)")
        + "; half by: the step by which half of these "
        + (best.foundAt().isPresent() ? "had" : "were at their best");
  }

  private static boolean hasTemperature(PointRecord point) {
    return point.sgd().noise().filter(n -> !Double.isNaN(n.rate())).isPresent();
  }

  private static String temperature(BatchNoise noise) {
    return Digits.rounded(noise.scalar().value(), 4);
  }

  /** The first observable over the axis, if there is one axis and something to see. */
  static Optional<String> picture(RunRecord run, Charset charset) {
    var observables = run.points().getFirst().observables().keySet().stream().findFirst();
    var axes = run.sweep().axes();
    if (observables.isEmpty()
        || axes.size() != 1
        || !axes.getFirst().isOfNumbers()
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
            axes.getFirst().numbers(),
            name,
            mean,
            means.stream().mapToDouble(TimeMean::standardError).toArray(),
            charset));
  }

  /** The lines; where there are too many points, those whose verdict is negative come first. */
  String text() {
    int points = table.rows().size();
    var shown =
        IntStream.range(0, points)
            .boxed()
            .sorted((a, b) -> points <= MOST_ROWS ? 0 : exit(b) - exit(a))
            .limit(MOST_ROWS)
            .sorted()
            .toList();
    var lines = new StringBuilder(table.text(shown));
    if (shown.size() < points) {
      lines.append("… and ").append(points - shown.size()).append(" more in the run file\n");
    }
    return lines.toString();
  }

  private int exit(int point) {
    return verdicts.get(point).exitCode();
  }
}
