package perrin.cli;

import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import perrin.report.Summary;
import perrin.report.SummaryCsv;
import perrin.report.SummaryJson;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code perrin summary RUN.h5}. */
@Command(
    name = "summary",
    description = {
      "A row for each coordinate and each observable of a run: mean, Monte Carlo error, standard"
          + " deviation, quantiles, effective sample sizes, R-hat.",
      ""
    },
    footer = {
      "",
      "Example:",
      "  perrin summary eight-schools.h5 --csv",
      "",
      "Exit codes: 0 whatever the verdict is, which stands below; 1 the file cannot be read or has"
          + " nothing to say, 2 the command is wrong."
    })
final class SummaryCommand implements Callable<Integer> {
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

    @Option(names = "--csv", description = "Everything as a table, a quantity in each row.")
    boolean csv;
  }

  @Option(
      names = "--point",
      paramLabel = "P",
      description =
          "Of a sweep this point alone, counted from 0, the last axis running fastest. All of them"
              + " by default.")
  Integer point;

  @Override
  public Integer call() {
    if (point != null && point < 0) {
      throw new ParameterException(
          command.commandLine(), "--point: " + point + ", must be at least 0");
    }
    Summary summary = Summary.of(file, point == null ? OptionalInt.empty() : OptionalInt.of(point));
    if (format != null) {
      String text = format.json ? SummaryJson.of(summary) : SummaryCsv.of(summary);
      perrin.terminal().print(text.stripTrailing());
    } else {
      new SummaryReport(perrin.terminal(), summary).print();
    }
    summary.notices().forEach(perrin.terminal()::complain);
    return ExitCode.OK;
  }
}
