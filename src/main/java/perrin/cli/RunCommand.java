package perrin.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import perrin.experiment.Experiment;
import perrin.output.RunFile;
import perrin.output.RunRecord;
import perrin.output.RunSummary;
import perrin.run.HeadStart;
import perrin.run.RunTarget;
import perrin.run.Runner;
import perrin.run.judging.RunCheck;
import perrin.run.look.Completion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code perrin run FILE}. */
@Command(
    name = "run",
    description = {
      "Runs an experiment, writes a run file (HDF5), and prints a verdict on the result.",
      ""
    },
    footer = {
      "",
      "The last result line is the verdict. Exit codes: 0 verdict not negative, 1 failed, 2 the"
          + " command or the experiment is wrong, 3 negative verdict."
    })
final class RunCommand implements Callable<Integer> {
  @ParentCommand Perrin perrin;
  @Mixin HelpOption help;
  @Spec CommandSpec command;
  @Mixin ExperimentArguments arguments;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "OUT.h5",
      converter = FileName.class,
      description =
          "The run file. Else FILE's name with .h5, in the current folder; RUN-again.h5 where FILE"
              + " is RUN.h5. A run file of the same"
              + " experiment is reported and kept; any other file is never overwritten.")
  Path output;

  @Mixin BackendOptions backend;

  @Option(names = "--quiet", description = "Prints the verdict line and errors only.")
  boolean quiet;

  @Option(names = "--force", description = "Runs in any case, and overwrites the run file.")
  boolean force;

  @Option(
      names = "--no-final",
      description = "Leaves the walkers' final states out of the run file.")
  boolean noFinal;

  @Option(names = "--chunk", paramLabel = "N", hidden = true)
  Long chunk;

  @Override
  public Integer call() {
    HeadStart.begin();
    var options = new Runner.Options(backend.choice(), backend.threads(), chunk(), !noFinal);
    Completion completion = arguments.load();
    Experiment experiment = completion.experiment();
    var target = RunTarget.of(arguments.file, experiment, Optional.ofNullable(output));
    var report = new RunReport(perrin.terminal(), experiment, quiet);
    Optional<RunSummary> kept = force ? Optional.empty() : target.kept(experiment);
    if (kept.isPresent()) {
      var check = RunCheck.of(target.file(), RunCheck.Wanted.AS_THE_RUN);
      new StoredRunReport(perrin.terminal(), quiet).kept(target.file(), check);
      return ExitCode.of(check.verdict().worst());
    }
    target.check(experiment, !noFinal);
    report.chosen(completion.lines());
    return run(experiment, options, target, report);
  }

  private int run(
      Experiment experiment, Runner.Options options, RunTarget target, RunReport report) {
    RunRecord run;
    try (var progress = new RunProgress(report, perrin.terminal(), !quiet)) {
      run = Runner.run(experiment, options, progress, report);
    }
    long writing = System.nanoTime();
    Path file = target.write(writer(run), experiment, force, report::urgent);
    report.end(file, run, (System.nanoTime() - writing) * 1e-9);
    return ExitCode.of(run.verdict().worst());
  }

  private static RunTarget.Writer writer(RunRecord run) {
    return new RunTarget.Writer() {
      @Override
      public void replace(Path file) {
        RunFile.write(file, run);
      }

      @Override
      public Optional<Path> writeNew(Path file, Function<Path, Optional<Path>> instead) {
        return RunFile.writeNew(file, run, instead);
      }
    };
  }

  private long chunk() {
    if (chunk != null && chunk < 1) {
      throw new ParameterException(
          command.commandLine(), "--chunk: " + chunk + ", must be at least 1");
    }
    return chunk == null ? 0 : chunk;
  }
}
