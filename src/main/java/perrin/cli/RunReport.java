package perrin.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import perrin.experiment.Experiment;
import perrin.experiment.Formula;
import perrin.output.ObservableRecord;
import perrin.output.RunRecord;
import perrin.output.RunSummary;
import perrin.report.HistogramPicture;
import perrin.statistics.Verdict;

/** What {@code perrin run} prints of a run. */
final class RunReport {
  private static final int COLUMNS = 80;

  /** Shorter phases are not worth a word. */
  private static final double SHORT = 0.05;

  private final Terminal terminal;
  private final boolean quiet;

  RunReport(Terminal terminal, boolean quiet) {
    this.terminal = terminal;
    this.quiet = quiet;
  }

  /** Before the run: what is going to run. */
  void begin(Experiment experiment) {
    String kT = experiment.temperature().map(t -> ", kT = " + oneLine(t)).orElse("");
    say(
        experiment.title()
            + ": "
            + Numbers.count(experiment.walkers())
            + " walkers × "
            + Numbers.count(experiment.steps())
            + " steps, "
            + experiment.method().name()
            + ", dt = "
            + oneLine(experiment.dt())
            + kT);
  }

  private static String oneLine(Formula formula) {
    return formula.text().strip().replaceAll("\\s+", " ");
  }

  /** Instead of a run: it has been made. */
  void kept(Path file, RunSummary summary) {
    say(
        file
            + ": this experiment has been run (perrin "
            + summary.perrinVersion()
            + ") and is kept; --force runs it again");
    verdict(summary.verdict());
  }

  /** After the run: what came out. */
  void end(Path file, RunRecord run) {
    picture(run);
    observables(run);
    speed(run);
    say("written: " + file);
    verdict(run.verdict());
  }

  private void picture(RunRecord run) {
    String name =
        run.histograms().containsKey(run.checked())
            ? run.checked()
            : run.histograms().keySet().stream().findFirst().orElse("");
    if (!name.isEmpty()) {
      String picture = HistogramPicture.draw(name, run.histograms().get(name), terminal.charset());
      say("\n" + picture);
    }
  }

  private void observables(RunRecord run) {
    int longest = run.observables().keySet().stream().mapToInt(String::length).max().orElse(0);
    for (Map.Entry<String, ObservableRecord> entry : run.observables().entrySet()) {
      var mean = entry.getValue().timeMean();
      say(
          String.format(Locale.ROOT, "%-" + longest + "s = ", entry.getKey())
              + Numbers.withError(mean.mean(), mean.standardError())
              + "  (time mean)");
    }
  }

  private void speed(RunRecord run) {
    List<String> phases = new ArrayList<>();
    run.benchmark()
        .forEach((phase, seconds) -> {
          if (seconds >= SHORT) {
            phases.add(String.format(Locale.ROOT, "%s %.1f", phase, seconds));
          }
        });
    say(
        String.format(
            Locale.ROOT,
            "speed: %s walker-steps/s stepping; %.1f s in all%s",
            Numbers.rate(run.header().walkerStepsPerSecond()),
            run.header().wallSeconds(),
            phases.isEmpty() ? "" : ": " + String.join(", ", phases)));
  }

  private void verdict(Verdict verdict) {
    terminal.print(verdict.line());
    if (verdict.exitCode() != 0) {
      say("\n" + wrapped(verdict.explanation()));
    }
  }

  private void say(String text) {
    if (!quiet) {
      terminal.print(text);
    }
  }

  private static String wrapped(String paragraph) {
    var text = new StringBuilder();
    int column = 0;
    for (String word : paragraph.split("\\s+")) {
      boolean fits = column + 1 + word.length() <= COLUMNS;
      text.append(column == 0 ? "" : fits ? " " : "\n").append(word);
      column = (fits && column > 0 ? column + 1 : 0) + word.length();
    }
    return text.toString();
  }
}
