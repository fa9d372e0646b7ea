package perrin.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import perrin.backend.WalkerRange;
import perrin.experiment.Experiment;
import perrin.kernel.Kernel;
import perrin.output.OutputException;
import perrin.output.RunFile;
import perrin.output.RunRecord;
import perrin.output.RunSummary;
import perrin.run.Extension;
import perrin.run.HeadStart;
import perrin.run.Progress;
import perrin.run.RunTarget;
import perrin.run.Runner;
import perrin.run.ShardRunner;
import perrin.run.judging.RunCheck;
import perrin.run.look.Completion;
import perrin.run.resume.Checkpoints;
import perrin.run.resume.Shard;
import perrin.run.resume.ShardFile;
import perrin.run.resume.StoppedException;
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
      "Example:",
      "  perrin run examples/double-well.yaml --set dt=0.01 -o fine.h5",
      "",
      "The last result line is the verdict. Exit codes: 0 verdict not negative, 1 failed, 2 the"
          + " command or the experiment is wrong, 3 negative verdict, 85 stopped on demand and not done: the"
          + " same command goes on."
    })
final class RunCommand implements Callable<Integer> {
  private static final int MOST_PORTS = 65_535;
  private static final Pattern TIME = Pattern.compile("(\\d+(?:\\.\\d*)?)([smh]?)");

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

  @Option(
      names = "--dry-run",
      description = "Prints what the run would be, and what it takes of memory and disk; no more.")
  boolean dryRun;

  @Option(names = "--force", description = "Runs in any case, and overwrites the run file.")
  boolean force;

  @Option(
      names = "--no-final",
      description = "Leaves the walkers' final states out of the run file.")
  boolean noFinal;

  @Option(
      names = "--checkpoint-every",
      paramLabel = "TIME",
      description =
          "How often a long run keeps where it is, as in 60s, 5m or 2h; never for not at all. An"
              + " interrupted run is taken up by the same command. Default: 5m.")
  String checkpointEvery = "5m";

  @Option(
      names = "--extend",
      description =
          "Goes on where a finished run has ended, with more steps: --set steps=N. The run file (FILE"
              + " itself, where it is one; -o names another then) becomes that of the longer run, bit"
              + " for bit as if made from the start.")
  boolean extend;

  @Option(
      names = "--shard",
      paramLabel = "K/N",
      description =
          "Runs the K-th of N parts of the walkers, K from 0 on, into NAME.shard-K-of-N, which perrin"
              + " merge joins. N alone takes K from the scheduler: "
              + ShardNumber.NAMES
              + ".")
  String shard;

  @Option(
      names = "--live",
      arity = "0..1",
      fallbackValue = "0",
      paramLabel = "PORT",
      description =
          "Shows the run while it lasts: prints the address of a page, for browsers of this machine"
              + " alone, on which the histograms grow. PORT: of loopback, else any that is free.")
  Integer live;

  @Option(names = "--chunk", paramLabel = "N", hidden = true)
  Long chunk;

  /** Set when the run is to stop. */
  private final AtomicBoolean stop = new AtomicBoolean();

  @Override
  public Integer call() {
    requireLiveAlone();
    HeadStart.begin();
    seconds(checkpointEvery); // refused before anything else is done
    var options = new Runner.Options(backend.choice(), backend.threads(), chunk(), !noFinal);
    if (extend) {
      return extended(options);
    }
    Completion completion = arguments.load();
    Experiment experiment = completion.experiment();
    var target = RunTarget.of(arguments.file, experiment, Optional.ofNullable(output));
    var report = new RunReport(perrin.terminal(), experiment, quiet);
    if (dryRun) {
      report.plan(completion.lines(), plan(experiment, target.file()));
      return ExitCode.OK;
    }
    if (shard != null) {
      return shard(experiment, options, target, report);
    }
    Optional<RunSummary> kept = force ? Optional.empty() : target.kept(experiment);
    if (kept.isPresent()) {
      return kept(target.file());
    }
    target.check();
    report.chosen(completion.lines());
    if (experiment.curand().isPresent()) { // whose sequence cannot be taken up
      return run(experiment, options, target, report, force);
    }
    var checkpoints = checkpoints(target.file(), experiment, report);
    var keeping = options.with(checkpoints);
    return stoppable(checkpoints, () -> run(experiment, keeping, target, report, force));
  }

  private void requireLiveAlone() {
    if (live != null && (shard != null || dryRun || live < 0 || live > MOST_PORTS)) {
      throw new ParameterException(
          command.commandLine(),
          live < 0 || live > MOST_PORTS
              ? "--live: " + live + ", must be a port from 1 to " + MOST_PORTS + ", or left out"
              : "--live: goes with neither --shard nor --dry-run");
    }
  }

  private List<String> plan(Experiment experiment, Path file) {
    List<String> lines = Runner.plan(planned(experiment), !noFinal, file);
    return shard == null ? lines : lines.stream().map(line -> "each shard's " + line).toList();
  }

  /** The run, or of a shard so many walkers. */
  private Experiment planned(Experiment experiment) {
    if (shard == null) {
      return experiment;
    }
    int of = ShardNumber.of(shard, System.getenv(), command).of();
    long walkers = Math.ceilDiv(WalkerRange.cohorts(experiment.walkers()), of) * Kernel.COHORT;
    return experiment.withWalkers(
        experiment.firstWalker(), Math.min(walkers, experiment.walkers()));
  }

  /** Makes a finished run longer: FILE itself where it is a run file, else FILE's run file. */
  private int extended(Runner.Options options) {
    if (shard != null || force || dryRun || noFinal) {
      throw new ParameterException(
          command.commandLine(),
          "--extend: goes with none of --shard, --force, --dry-run and --no-final");
    }
    if (!Files.exists(arguments.file)) {
      throw new ParameterException(command.commandLine(), arguments.file + ": no such file");
    }
    boolean itself = RunFile.isHdf5(arguments.file);
    Path run =
        itself ? arguments.file : RunTarget.name(arguments.file, Optional.ofNullable(output));
    if (!Files.exists(run)) {
      throw new ParameterException(
          command.commandLine(), "--extend: " + run + " is not there; run without --extend first");
    }
    Extension extension = Extension.of(run, arguments.file, arguments.sets);
    Experiment experiment = extension.experiment();
    boolean elsewhere = itself && output != null && !RunTarget.isSame(run, output);
    var target =
        elsewhere
            ? RunTarget.of(arguments.file, experiment, Optional.of(output))
            : RunTarget.at(run);
    var report = new RunReport(perrin.terminal(), experiment, quiet);
    if (extension.isThere() || elsewhere && target.kept(experiment).isPresent()) {
      return kept(target.file());
    }
    target.check();
    var checkpoints = checkpoints(target.file(), experiment, report);
    var longer = options.with(extension.keeper(checkpoints));
    return stoppable(checkpoints, () -> run(experiment, longer, target, report, !elsewhere));
  }

  private int kept(Path file) {
    var check = RunCheck.of(file, RunCheck.Wanted.AS_THE_RUN);
    new StoredRunReport(perrin.terminal(), quiet).kept(file, check);
    return ExitCode.of(check.verdict().worst());
  }

  private Checkpoints checkpoints(Path file, Experiment experiment, RunReport report) {
    var checkpoints = new Checkpoints(file, experiment, seconds(checkpointEvery), stop, report);
    if (force) {
      checkpoints.clear();
    }
    return checkpoints;
  }

  /** Makes a run that may be told to end; of one that is whole nothing is kept. */
  private int stoppable(Checkpoints checkpoints, IntSupplier run) {
    try (var _ = new StopSignals(stop, perrin.terminal(), "these steps and keeps where it is")) {
      int exit = run.getAsInt();
      checkpoints.clear();
      return exit;
    } catch (StoppedException e) {
      perrin.terminal().complain(e.getMessage());
      return ExitCode.STOPPED;
    }
  }

  private int shard(
      Experiment experiment, Runner.Options options, RunTarget target, RunReport report) {
    ShardNumber which = ShardNumber.of(shard, System.getenv(), command);
    if (experiment.curand().isPresent()) {
      throw new ParameterException(
          command.commandLine(),
          "--shard: what cuRAND draws for a walker depends on how many there are; leave noise out");
    }
    String name = target.file().getFileName().toString().replaceFirst("(?i)\\.h5$", "");
    Path file = target.file().resolveSibling(name + Shard.ending(which.number(), which.of()));
    try {
      Optional<Shard> there = force ? Optional.empty() : ShardFile.read(file);
      if (there.isPresent()) {
        String other =
            there.get().head().experiment().equals(experiment.canonicalJson())
                ? ShardRunner.other(experiment, there.get())
                : "another experiment";
        if (other.isEmpty()) {
          perrin.terminal().printLine("shard: " + file + " is there already");
          return ExitCode.OK;
        }
        throw new ParameterException(
            command.commandLine(),
            file + ": belongs to " + other + "; --force overwrites it, -o names another");
      }
      ShardFile.checkWritable(file);
    } catch (IOException e) {
      throw OutputException.unwritable(file, e);
    }
    var checkpoints = checkpoints(file, experiment, report);
    return stoppable(
        checkpoints, () -> shard(which, experiment, options.with(checkpoints), file, report));
  }

  private int shard(
      ShardNumber which,
      Experiment experiment,
      Runner.Options options,
      Path file,
      RunReport report) {
    String source = arguments.file.toAbsolutePath().toString();
    Shard made;
    try (var progress = new RunProgress(report, perrin.terminal(), !quiet)) {
      made =
          ShardRunner.run(
              source, experiment, which.number(), which.of(), options, progress, report);
    }
    try {
      ShardFile.write(file, made);
    } catch (IOException e) {
      throw OutputException.unwritable(file, e);
    }
    perrin.terminal().printLine("shard: " + file);
    return ExitCode.OK;
  }

  /** Of a time such as 90, 60s, 5m or 2h. */
  private double seconds(String time) {
    Matcher given = TIME.matcher(time.strip());
    if (time.strip().equals("never")) {
      return Double.POSITIVE_INFINITY;
    }
    double seconds = given.matches() ? Double.parseDouble(given.group(1)) : 0;
    if (!(seconds > 0)) {
      throw new ParameterException(
          command.commandLine(),
          "--checkpoint-every: "
              + time
              + ", must be a time above 0 such as 60s, 5m or 2h, or never");
    }
    return switch (given.group(2)) {
      case "m" -> 60 * seconds;
      case "h" -> 3600 * seconds;
      default -> seconds;
    };
  }

  /**
   * @param replaces whether the run file that was there at first may be replaced
   */
  private int run(
      Experiment experiment,
      Runner.Options options,
      RunTarget target,
      RunReport report,
      boolean replaces) {
    var shown = new RunProgress(report, perrin.terminal(), !quiet);
    RunRecord run;
    if (live == null) {
      run = run(experiment, options, shown, target, report, replaces);
    } else {
      var watched = new LiveProgress(shown, experiment, live, perrin.terminal());
      try {
        run = run(experiment, options, watched, target, report, replaces);
        watched.end(run);
      } finally {
        watched.stop();
      }
    }
    return ExitCode.of(run.verdict().worst());
  }

  private static RunRecord run(
      Experiment experiment,
      Runner.Options options,
      Progress progress,
      RunTarget target,
      RunReport report,
      boolean replaces) {
    RunRecord run;
    try (var shown = progress) {
      run = Runner.run(experiment, options, shown, report);
    }
    long writing = System.nanoTime();
    Path file = target.write(RunTarget.Writer.of(run), experiment, replaces, report::urgent);
    report.end(file, run, (System.nanoTime() - writing) * 1e-9);
    return run;
  }

  private long chunk() {
    if (chunk != null && chunk < 1) {
      throw new ParameterException(
          command.commandLine(), "--chunk: " + chunk + ", must be at least 1");
    }
    return chunk == null ? 0 : chunk;
  }
}
