package perrin.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import perrin.experiment.Check;
import perrin.output.HistogramRecord;
import perrin.output.RunFile;
import perrin.statistics.Evidence;
import perrin.statistics.TotalVariation;
import perrin.statistics.Verdict;
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
      "Prints a run's verdict again: what was compared, what it means and what to do next.",
      ""
    },
    footer = {
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
    Verdict verdict = RunFile.summary(file).verdict();
    if (histogram != null) {
      verdict = Verdict.judge(compared(verdict.evidence()), judgedBy(verdict));
    }
    if (tolerance != null) {
      verdict = Verdict.judge(verdict.evidence(), tolerance);
    }
    var report = new VerdictReport(perrin.terminal());
    report.print(verdict);
    report.difference(verdict, name -> RunFile.histogram(file, name));
    return ExitCode.of(verdict);
  }

  private Evidence compared(Evidence evidence) {
    HistogramRecord found = RunFile.histogram(file, histogram);
    return evidence.with(found.compare(histogram, TotalVariation.OUTSIDE));
  }

  private static double judgedBy(Verdict verdict) {
    return Double.isNaN(verdict.tolerance()) ? Check.DEFAULT_TOLERANCE : verdict.tolerance();
  }
}
