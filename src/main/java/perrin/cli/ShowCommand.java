package perrin.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import perrin.output.RunFile;
import perrin.report.ResultCsv;
import perrin.report.ResultJson;
import perrin.run.judging.RunCheck;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code perrin show RUN.h5}. */
@Command(
    name = "show",
    description = {
      "Prints what a run printed: pictures, averages, correlations, times, and its verdict, judged"
          + " anew.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  perrin show double-well.h5",
      "  perrin show double-well.h5 --json",
      "",
      "Exit codes: 0 verdict not negative, 1 the file cannot be read, 2 the command is wrong, 3"
          + " negative verdict."
    })
final class ShowCommand implements Callable<Integer> {
  @ParentCommand Perrin perrin;
  @Mixin HelpOption help;
  @Spec CommandSpec command;

  @Parameters(paramLabel = "RUN.h5", converter = FileName.class, description = "A run file.")
  Path file;

  @ArgGroup Format format;

  /** For programs, one at most. */
  static final class Format {
    @Option(names = "--json", description = "Everything as one JSON object.")
    boolean json;

    @Option(names = "--csv", description = "Everything as a table, a value in each row.")
    boolean csv;
  }

  @Option(
      names = "--h5md",
      paramLabel = "PATHS.h5md",
      converter = FileName.class,
      description =
          "Also writes the paths of trajectories into a file of their own, which MDAnalysis opens.")
  Path paths;

  @Option(
      names = "--point",
      paramLabel = "P",
      description =
          "Of a sweep, the point whose paths --h5md writes, counted from 0; else the first.")
  Integer point;

  @Override
  public Integer call() {
    if (paths != null) {
      RunFile.exportPaths(file, point == null ? 0 : point, paths);
    } else if (point != null) {
      throw new ParameterException(
          command.commandLine(),
          "--point: says whose paths --h5md writes, and is nothing without it");
    }
    RunCheck check = RunCheck.of(file, RunCheck.Wanted.AS_THE_RUN);
    if (format != null) {
      String text = format.json ? ResultJson.of(check.result()) : ResultCsv.of(check.result());
      perrin.terminal().print(text.stripTrailing());
    } else {
      new StoredRunReport(perrin.terminal(), false).print(file, check);
    }
    check.notices().forEach(perrin.terminal()::complain);
    return ExitCode.of(check.verdict().worst());
  }
}
