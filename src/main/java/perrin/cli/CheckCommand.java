package perrin.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import perrin.run.judging.RunCheck;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code perrin check RUN.h5}. */
@Command(
    name = "check",
    description = {
      "Judges a run anew from the data in its file, after a look whether they are as they were"
          + " written and belong together: what was compared, what it means and what to do next.",
      ""
    },
    footer = {
      "",
      "Example:",
      "  perrin check double-well.h5 --tolerance 0.002",
      "",
      "Exit codes: 0 verdict not negative, 1 the file cannot be read, 2 the command is wrong, 3"
          + " negative verdict."
    })
final class CheckCommand implements Callable<Integer> {
  @ParentCommand Perrin perrin;
  @Mixin HelpOption help;
  @Spec CommandSpec command;

  @Parameters(paramLabel = "RUN.h5", converter = FileName.class, description = "A run file.")
  Path file;

  @Option(
      names = "--tolerance",
      paramLabel = "T",
      description = "Judges by another tolerance than the experiment's, above 0 and at most 1.")
  Double tolerance;

  @Option(
      names = "--histogram",
      paramLabel = "NAME",
      description =
          "Judges another histogram of the file, one that has a Boltzmann reference. The run's"
              + " tolerance, or 0.01, is the default then.")
  String histogram;

  @Override
  public Integer call() {
    if (tolerance != null && !(tolerance > 0 && tolerance <= 1)) {
      throw new ParameterException(
          command.commandLine(),
          "--tolerance: " + tolerance + ", must be greater than 0 and at most 1");
    }
    var wanted =
        new RunCheck.Wanted(Optional.ofNullable(histogram), Optional.ofNullable(tolerance));
    RunCheck check = RunCheck.of(file, wanted);
    var report = new VerdictReport(perrin.terminal());
    report.print(check.verdict());
    report.difference(check.verdict().worst(), _ -> check.compared().orElseThrow());
    perrin.terminal().print("");
    new ResultReport(perrin.terminal(), false).averages(check.result());
    check.notices().forEach(perrin.terminal()::complain);
    return ExitCode.of(check.verdict().worst());
  }
}
