package perrin.cli;

import java.nio.file.Path;
import java.util.Optional;
import perrin.output.RunFile;
import perrin.output.TrajectoryRecord;
import perrin.run.judging.RunCheck;

/** A run that a file holds, as it was printed when it ended, but judged anew. */
final class StoredRunReport {
  private final Terminal terminal;
  private final boolean quiet;

  /**
   * @param quiet whether the verdict's line is all that is wanted
   */
  StoredRunReport(Terminal terminal, boolean quiet) {
    this.terminal = terminal;
    this.quiet = quiet;
  }

  /** All of it. */
  void print(Path file, RunCheck check) {
    var header = check.result().header();
    RunHead.of(header, check.outline())
        .lines(header.platform().backend(), header.platform().device())
        .forEach(terminal::printLine);
    var report = new ResultReport(terminal, quiet);
    report.results(check.result(), () -> paths(file));
    report.speed(check.result(), 0);
    terminal.printLine("run file: " + file + " (perrin " + header.perrinVersion() + ")");
    report.verdict(check.result());
  }

  /** In place of a run: it has been made. */
  void kept(Path file, RunCheck check) {
    if (!quiet) {
      terminal.printLine(
          file
              + " is kept: it holds this experiment already (perrin "
              + check.result().header().perrinVersion()
              + "); --force runs it again");
    }
    var report = new ResultReport(terminal, quiet);
    report.results(check.result(), () -> paths(file));
    report.verdict(check.result());
    if (!quiet) {
      check.notices().forEach(terminal::complain);
    }
  }

  private static Optional<TrajectoryRecord> paths(Path file) {
    return RunFile.open(file, contents -> contents.paths(0));
  }
}
