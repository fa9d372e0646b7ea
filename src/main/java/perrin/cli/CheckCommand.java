package perrin.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import perrin.experiment.Check;
import perrin.output.HistogramRecord;
import perrin.output.RunFile;
import perrin.output.RunSummary;
import perrin.statistics.Evidence;
import perrin.statistics.SweepVerdict;
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
    RunSummary run = RunFile.summary(file);
    return run.sweep().isPresent() ? sweep(run.sweep().get()) : run(run.verdict());
  }

  private int run(Verdict first) {
    Verdict verdict = judged(first, 0, 1);
    var report = new VerdictReport(perrin.terminal());
    report.print(verdict);
    report.difference(verdict, name -> RunFile.histogram(file, name, 0));
    return ExitCode.of(verdict);
  }

  private int sweep(SweepVerdict first) {
    var verdicts = new ArrayList<Verdict>();
    for (int p = 0; p < first.verdicts().size(); p++) {
      verdicts.add(judged(first.verdicts().get(p), p, first.verdicts().size()));
    }
    var verdict = new SweepVerdict(first.points(), verdicts);
    var report = new VerdictReport(perrin.terminal());
    report.print(verdict);
    report.difference(verdict.worst(), name -> RunFile.histogram(file, name, verdict.worstPoint()));
    perrin.terminal().print("\n" + SweepTable.of(verdict).text().stripTrailing());
    return ExitCode.of(verdict.worst());
  }

  /**
   * The verdict by the wanted histogram and tolerance.
   *
   * @param points of a sweep, judged together
   */
  private Verdict judged(Verdict first, int point, int points) {
    Verdict verdict = first;
    if (histogram != null) {
      verdict = Verdict.judge(compared(verdict.evidence(), point, points), judgedBy(verdict));
    }
    if (tolerance != null) {
      verdict = Verdict.judge(verdict.evidence(), tolerance);
    }
    return verdict;
  }

  private Evidence compared(Evidence evidence, int point, int points) {
    HistogramRecord found = RunFile.histogram(file, histogram, point);
    return found.hasReference() ? evidence.with(found.compare(histogram, points)) : evidence;
  }

  private static double judgedBy(Verdict verdict) {
    return Double.isNaN(verdict.tolerance()) ? Check.DEFAULT_TOLERANCE : verdict.tolerance();
  }
}
