package perrin.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import perrin.experiment.Check;
import perrin.experiment.Outline;
import perrin.experiment.Units;
import perrin.output.CorrelationRecord;
import perrin.output.HistogramRecord;
import perrin.output.LearningRecord;
import perrin.output.ObservableRecord;
import perrin.output.PointRecord;
import perrin.output.RunRecord;
import perrin.output.TrajectoryRecord;
import perrin.report.HeatMap;
import perrin.report.HistogramPicture;
import perrin.report.figures.FirstPath;
import perrin.statistics.TimeMean;
import perrin.statistics.verdict.Digits;
import perrin.statistics.verdict.SweepVerdict;
import perrin.statistics.verdict.Verdict;

/** What a run left behind, for people: pictures, averages, correlations, verdict. */
final class ResultReport {
  /** With so many degrees of freedom Student's t is nearly a Gaussian. */
  private static final int MANY = 64;

  /** Phases that took less, in seconds, are not worth a word. */
  private static final double SHORT = 0.05;

  private final Terminal terminal;
  private final boolean quiet;

  /**
   * @param quiet whether the verdict's line is all that is wanted
   */
  ResultReport(Terminal terminal, boolean quiet) {
    this.terminal = terminal;
    this.quiet = quiet;
  }

  /**
   * Pictures, averages and correlations; of a sweep a table.
   *
   * @param paths where they were kept, those of the first walkers
   */
  void results(RunRecord run, Supplier<Optional<TrajectoryRecord>> paths) {
    if (run.sweep().isEmpty()) {
      run.only().best().ifPresent(found -> show("\n" + BestReport.of(found)));
      picture(run);
      path(run, paths);
      averages(run);
    } else {
      averages(run);
      SweepTable.picture(run, terminal.charset()).ifPresent(this::show);
    }
  }

  /** Averages and correlations; of a sweep a table. */
  void averages(RunRecord run) {
    if (run.sweep().isEmpty()) {
      observables(run.only(), Units.ofObservables(run.experiment()));
      run.only().correlations().forEach(this::correlation);
      learning(run.only());
      acceptance(run.only());
      String noise = SgdReport.of(run.only().sgd(), tolerance(run));
      if (!noise.isEmpty()) {
        show("\n" + noise);
      }
    } else {
      show("\n" + SweepTable.of(run).text());
      String note = SweepTable.note(run);
      if (!note.isEmpty()) {
        show(Paragraph.wrapped(note, 0) + "\n");
        SweepTable.below(run).ifPresent(below -> show(Paragraph.wrapped(below, 0) + "\n"));
      }
    }
  }

  private void acceptance(PointRecord point) {
    point
        .acceptance()
        .shares()
        .forEach((name, share) ->
            show(
                String.format(
                        Locale.ROOT,
                        "accepted: %.4f of the steps of %s; of single walkers %.4f to %.4f",
                        share.mean(),
                        name,
                        share.lowest(),
                        share.highest())
                    + (share.lowest() == 0
                        ? " (who never accepts is stuck: smaller moves or a smaller dt help)"
                        : "")));
  }

  /** The verdict, and where a histogram differs. */
  void verdict(RunRecord run) {
    SweepVerdict verdict = run.verdict();
    Verdict worst = verdict.worst();
    if (quiet || worst.outcome() == Verdict.Outcome.NOT_APPLICABLE) {
      terminal.verdict(worst, verdict.line());
      if (run.sweep().isEmpty()) { // a sweep's notes are in its file, for each point
        worst.notes().forEach(note -> show(Paragraph.wrapped(note, 0)));
      }
    } else {
      var report = new VerdictReport(terminal);
      report.print(verdict);
      report.difference(worst, run.points().get(verdict.worstPoint()).histograms()::get);
    }
  }

  /**
   * How long it took.
   *
   * @param writing seconds that writing the run file took
   */
  void speed(RunRecord run, double writing) {
    var phases = new LinkedHashMap<>(run.benchmark());
    if (writing > 0) {
      phases.put("writing", writing);
    }
    List<String> words =
        phases.entrySet().stream()
            .filter(phase -> phase.getValue() >= SHORT)
            .map(phase -> phase.getKey() + " " + tenths(phase.getValue()))
            .toList();
    String parts = words.isEmpty() ? "" : " (" + String.join(", ", words) + ")";
    say(
        "speed: "
            + Numbers.rate(run.header().timing().walkerStepsPerSecond())
            + " walker-steps/s stepping, "
            + Numbers.rate(run.header().timing().longer(writing).walkerStepsPerSecondTotal())
            + " in the whole run");
    show(
        Paragraph.wrapped(
            "time: " + tenths(run.header().timing().wallSeconds() + writing) + " s" + parts, 0));
  }

  private static String tenths(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  private void picture(RunRecord run) {
    Map<String, HistogramRecord> histograms = run.only().histograms();
    String name =
        histograms.containsKey(run.checked())
            ? run.checked()
            : histograms.keySet().stream().findFirst().orElse("");
    if (!name.isEmpty()) {
      picture(name, histograms.get(name));
    }
  }

  private void picture(String name, HistogramRecord histogram) {
    if (histogram.dimensions() == 1) {
      show("\n" + HistogramPicture.draw(name, histogram, terminal.charset()));
    } else if (!quiet) {
      boolean colours = terminal.colours().areMany() && terminal.unicode();
      terminal.picture("\n" + HeatMap.draw(name, histogram, colours));
    }
  }

  private void path(RunRecord run, Supplier<Optional<TrajectoryRecord>> paths) {
    Outline outline = Outline.read(run.experiment());
    List<String> names = outline.coordinates().componentNames();
    if (!quiet && names.size() <= 2) {
      paths
          .get()
          .flatMap(kept -> FirstPath.of(names, kept))
          .ifPresent(figure -> FigurePicture.print(terminal, figure));
    }
  }

  private void learning(PointRecord point) {
    LearningRecord found = point.learning();
    if (!found.equals(LearningRecord.NOTHING)) {
      TimeMean coefficient = found.coefficient();
      say(
          "learning coefficient = "
              + Digits.withError(coefficient.mean(), coefficient.standardError())
              + "  (of a loss of "
              + Digits.withError(found.loss().mean(), found.loss().standardError())
              + " above "
              + Digits.rounded(found.minimum(), 6)
              + ")");
      if (coefficient.interval().high() < 0) {
        show(
            "Note: walkers are lower than the place that learning-coefficient.at names: it is no"
                + " minimum.");
      }
    }
  }

  private static double tolerance(RunRecord run) {
    double own = run.only().verdict().tolerance();
    return Double.isNaN(own) ? Check.DEFAULT_TOLERANCE : own;
  }

  /**
   * @param units by name
   */
  private void observables(PointRecord point, Map<String, String> units) {
    int longest = point.observables().keySet().stream().mapToInt(String::length).max().orElse(0);
    for (Map.Entry<String, ObservableRecord> entry : point.observables().entrySet()) {
      var mean = entry.getValue().timeMean();
      String name = String.format(Locale.ROOT, "%-" + longest + "s = ", entry.getKey());
      String unit = units.containsKey(entry.getKey()) ? " " + units.get(entry.getKey()) : "";
      String value = Digits.withError(mean.mean(), mean.standardError()) + unit + "  (time mean";
      String interval = interval(mean);
      boolean fits = (name + value + interval + ")").length() <= Paragraph.COLUMNS;
      say(name + value + (fits ? interval : "") + ")");
      if (!fits) {
        say(" ".repeat(name.length()) + interval.substring(2));
      }
    }
  }

  /** Where the error is known from few, two of it are no 95 %. */
  private static String interval(TimeMean mean) {
    if (!(mean.degreesOfFreedom() < MANY && mean.standardError() > 0)) {
      return "";
    }
    double half = mean.interval().high() - mean.mean();
    return "; 95 %: ± "
        + Digits.rounded(half, 2)
        + ", "
        + Numbers.count((long) mean.degreesOfFreedom())
        + " degrees of freedom";
  }

  /** The last lag, and where an autocorrelation has fallen to 1/e. */
  private void correlation(String name, CorrelationRecord record) {
    double[] value = record.correlation().value();
    int last = value.length - 1;
    if (Double.isNaN(value[last])) {
      say("autocorrelation " + name + ": unknown, for nothing varies or no cohort has two walkers");
      return;
    }
    int fallen = 0;
    while (fallen <= last && value[fallen] > 1 / Math.E) {
      fallen++;
    }
    boolean displacement = record.kind().equals("displacement");
    String head =
        displacement
            ? "mean square displacement " + name + ": "
            : "autocorrelation "
                + name
                + ": below 1/e "
                + (fallen > last
                    ? "at no lag"
                    : "from a lag of " + Numbers.count(record.lag()[fallen]) + " steps on")
                + "; ";
    say(
        head
            + Digits.withError(value[last], record.correlation().standardError()[last])
            + " at "
            + Numbers.count(record.lag()[last])
            + " steps");
  }

  /** A line, whatever is in the names and texts that are part of it. */
  private void say(String line) {
    if (!quiet) {
      terminal.printLine(line);
    }
  }

  /** Several lines of ours. */
  private void show(String lines) {
    if (!quiet) {
      terminal.print(lines);
    }
  }
}
