package perrin.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import perrin.experiment.Experiment;
import perrin.experiment.Formula;
import perrin.experiment.Precision;
import perrin.experiment.Trajectories;
import perrin.output.HistogramRecord;
import perrin.output.ObservableRecord;
import perrin.output.RunHeader;
import perrin.output.RunRecord;
import perrin.output.RunSummary;
import perrin.output.SweepRecord;
import perrin.report.HeatMap;
import perrin.report.HistogramPicture;
import perrin.run.Notice;
import perrin.run.SamplingCost;
import perrin.statistics.Digits;
import perrin.statistics.SweepVerdict;
import perrin.statistics.TimeMean;
import perrin.statistics.Verdict;

/** What {@code perrin run} prints of a run; if quiet, the verdict's line alone. */
final class RunReport implements Notice {
  /** With so many degrees of freedom Student's t is nearly a Gaussian. */
  private static final int MANY = 64;

  /** Phases that took less, in seconds, are not worth a word. */
  private static final double SHORT = 0.05;

  private final Terminal terminal;
  private final Experiment experiment;
  private final boolean quiet;

  RunReport(Terminal terminal, Experiment experiment, boolean quiet) {
    this.terminal = terminal;
    this.experiment = experiment;
    this.quiet = quiet;
  }

  /** Says that a better backend was passed over. */
  @Override
  public void accept(String text) {
    if (!quiet) {
      terminal.complain(text);
    }
  }

  @Override
  public void urgent(String text) {
    terminal.complain(text);
  }

  /** What the file leaves to be chosen, as it may be written there. */
  void chosen(List<String> lines) {
    if (!lines.isEmpty()) {
      say("chosen (perrin init FILE prints it, to be put into the file):");
      lines.forEach(line -> say("  " + line));
    }
  }

  @Override
  public void underway(String text) {
    if (!quiet && terminal.columns() > 0) {
      terminal.complain(text);
    }
  }

  /** Before the run: what is going to run, and on what. */
  void begin(String backend, String device) {
    int points = experiment.sweep().points();
    say(
        experiment.title()
            + ": "
            + (points > 1 ? points + " points × " : "")
            + Numbers.count(experiment.walkers())
            + " walkers × "
            + Numbers.count(experiment.steps())
            + " steps, "
            + experiment.method().name()
            + unlessSwept("dt", "dt", Optional.of(experiment.dt()))
            + unlessSwept("temperature", "kT", experiment.temperature())
            + (experiment.precision() == Precision.DOUBLE ? ", double precision" : ""));
    experiment.sweep().axes().forEach(axis -> say("sweep: " + SweepTable.range(axis)));
    say("backend: " + backend + " — " + device);
    experiment.trajectories().ifPresent(this::trajectories);
  }

  /** What the run takes, where it is worth a word. */
  void memory(String plan) {
    say("memory: " + plan);
  }

  private String unlessSwept(String key, String symbol, Optional<Formula> value) {
    boolean swept = experiment.sweep().axes().stream().anyMatch(axis -> axis.name().equals(key));
    return value.filter(_ -> !swept).map(x -> ", " + symbol + " = " + oneLine(x)).orElse("");
  }

  private void trajectories(Trajectories kept) {
    double bytes =
        (double) kept.values(experiment.steps(), experiment.coordinates().dimension())
            * experiment.precision().bytes();
    say(
        "trajectories: "
            + Numbers.count(kept.walkers())
            + " walkers × "
            + Numbers.count(kept.frames(experiment.steps()))
            + " frames, "
            + String.format(Locale.ROOT, "%.1f MiB", bytes / (1 << 20)));
  }

  private static String oneLine(Formula formula) {
    return formula.text().strip().replaceAll("\\s+", " ");
  }

  /** Instead of a run: it has been made. */
  void kept(Path file, RunSummary summary) {
    say(
        file
            + " is kept: it holds this experiment already (perrin "
            + summary.perrinVersion()
            + "); --force runs it again");
    summary.sweep().ifPresentOrElse(this::verdict, () -> verdict(summary.verdict()));
  }

  /**
   * After the run: what came out.
   *
   * @param writing seconds that writing the run file took
   */
  void end(Path file, RunRecord run, double writing) {
    picture(run);
    observables(run);
    speed(run.header(), run.benchmark(), writing);
    say("run file: " + file);
    verdict(run.verdict());
    if (!quiet) {
      new VerdictReport(terminal).difference(run.verdict(), run.histograms()::get);
    }
  }

  /**
   * After a sweep: what came out at each point.
   *
   * @param writing seconds that writing the run file took
   */
  void end(Path file, SweepRecord run, double writing) {
    show("\n" + SweepTable.of(run).text());
    SweepTable.picture(run, terminal.charset()).ifPresent(this::show);
    speed(run.header(), run.benchmark(), writing);
    say("run file: " + file);
    SweepVerdict verdict = run.verdict();
    verdict(verdict);
    if (!quiet) {
      var worst = run.points().get(verdict.worstPoint());
      new VerdictReport(terminal).difference(verdict.worst(), worst.histograms()::get);
    }
  }

  private void verdict(SweepVerdict verdict) {
    if (quiet || verdict.worst().outcome() == Verdict.Outcome.NOT_APPLICABLE) {
      terminal.printLine(verdict.line());
    } else {
      new VerdictReport(terminal).print(verdict);
    }
  }

  private void picture(RunRecord run) {
    String name =
        run.histograms().containsKey(run.checked())
            ? run.checked()
            : run.histograms().keySet().stream().findFirst().orElse("");
    if (!name.isEmpty()) {
      picture(name, run.histograms().get(name));
    }
  }

  private void picture(String name, HistogramRecord histogram) {
    if (histogram.dimensions() == 1) {
      show("\n" + HistogramPicture.draw(name, histogram, terminal.charset()));
    } else if (!quiet) {
      boolean colours = terminal.colours() && terminal.unicode();
      terminal.picture("\n" + HeatMap.draw(name, histogram, colours));
    }
  }

  private void observables(RunRecord run) {
    int longest = run.observables().keySet().stream().mapToInt(String::length).max().orElse(0);
    for (Map.Entry<String, ObservableRecord> entry : run.observables().entrySet()) {
      var mean = entry.getValue().timeMean();
      say(
          String.format(Locale.ROOT, "%-" + longest + "s = ", entry.getKey())
              + Numbers.withError(mean.mean(), mean.standardError())
              + "  (time mean"
              + interval(mean)
              + ")");
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

  private void speed(RunHeader header, Map<String, Double> benchmark, double writing) {
    var phases = new LinkedHashMap<>(benchmark);
    phases.put("writing", writing);
    List<String> words =
        phases.entrySet().stream()
            .filter(phase -> phase.getValue() >= SHORT)
            .map(phase -> phase.getKey() + " " + tenths(phase.getValue()))
            .toList();
    String parts = words.isEmpty() ? "" : " (" + String.join(", ", words) + ")";
    say(
        "speed: "
            + Numbers.rate(header.walkerStepsPerSecond())
            + " walker-steps/s stepping, "
            + Numbers.rate(header.longer(writing).walkerStepsPerSecondTotal())
            + " in the whole run");
    say("time: " + tenths(header.wallSeconds() + writing) + " s" + parts);
    SamplingCost.of(experiment, benchmark).ifPresent(this::say);
  }

  private static String tenths(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  private void verdict(Verdict verdict) {
    if (quiet || verdict.outcome() == Verdict.Outcome.NOT_APPLICABLE) {
      terminal.printLine(verdict.line());
      verdict.notes().forEach(note -> say(Paragraph.wrapped(note, 0)));
    } else {
      new VerdictReport(terminal).print(verdict);
    }
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
