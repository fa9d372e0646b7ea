package perrin.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import perrin.experiment.Data;
import perrin.experiment.Experiment;
import perrin.experiment.Trajectories;
import perrin.output.RunRecord;
import perrin.run.text.Notice;
import perrin.run.text.SamplingCost;

/** What {@code perrin run} prints of a run; if quiet, the verdict's line alone. */
final class RunReport implements Notice {
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
      say("# chosen (perrin init FILE prints the file with it):");
      lines.forEach(this::say);
    }
  }

  @Override
  public boolean isRead() {
    return !quiet;
  }

  @Override
  public void underway(String text) {
    if (!quiet && terminal.columns() > 0) {
      terminal.complain(text);
    }
  }

  /** What a run would be and take. */
  void plan(List<String> chosen, List<String> plan) {
    chosen(chosen);
    RunHead.of(experiment).lines().forEach(this::say);
    plan.forEach(line -> Paragraph.wrapped(line, 0).lines().forEach(this::say));
  }

  /** Before the run: what is going to run, and on what. */
  void begin(String backend, String device) {
    RunHead.of(experiment).lines(backend, device).forEach(this::say);
    experiment
        .data()
        .flatMap(Data::words)
        .ifPresent(words -> Paragraph.wrapped("data: " + words, 0).lines().forEach(this::say));
    experiment.trajectories().ifPresent(this::trajectories);
  }

  /** That it goes on where it was interrupted. */
  void resumes(long done, long total) {
    say("goes on behind step " + Numbers.count(done) + " of " + Numbers.count(total));
  }

  /** What the run takes, where it is worth a word. */
  void memory(String plan) {
    say("memory: " + plan);
  }

  private void trajectories(Trajectories kept) {
    double bytes =
        (double) kept.values(experiment.steps(), experiment.coordinates().dimension())
            * experiment.precision().bytes()
            * experiment.sweep().points();
    say(
        "trajectories: "
            + Numbers.count(kept.walkers())
            + " walkers × "
            + Numbers.count(kept.frames(experiment.steps()))
            + " frames"
            + (experiment.sweep().isEmpty() ? "" : " at each point")
            + ", "
            + String.format(Locale.ROOT, "%.1f MiB", bytes / (1 << 20)));
  }

  /**
   * After the run: what came out.
   *
   * @param writing seconds that writing the run file took
   */
  void end(Path file, RunRecord run, double writing) {
    var report = new ResultReport(terminal, quiet);
    report.results(run, () -> run.only().trajectory());
    report.speed(run, writing);
    SamplingCost.of(experiment, run.benchmark()).ifPresent(this::say);
    say("run file: " + file);
    report.verdict(run);
  }

  /** A line, whatever is in the names and texts that are part of it. */
  private void say(String line) {
    if (!quiet) {
      terminal.printLine(line);
    }
  }
}
