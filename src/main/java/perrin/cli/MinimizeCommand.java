package perrin.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import perrin.output.RunFile;
import perrin.run.HeadStart;
import perrin.run.RunTarget;
import perrin.run.Runner;
import perrin.run.look.Completion;
import perrin.run.look.SearchRanges;
import perrin.run.minimize.Minimized;
import perrin.run.minimize.MinimizedJson;
import perrin.run.minimize.Minimizer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code perrin minimize FILE}. */
@Command(
    name = "minimize",
    description = {
      "Looks for the lowest place of an energy: walkers are cooled in rounds, each twice as long as"
          + " the one before, until several rounds running have ended in the same place, or time is"
          + " up. Of a file only coordinates and energy matter.",
      ""
    },
    footer = {
      "",
      "Example:",
      "  perrin minimize examples/lennard-jones.yaml --seconds 30",
      "",
      "Exit codes: 0 done, 1 failed, 2 the command or the experiment is wrong."
    })
final class MinimizeCommand implements Callable<Integer> {
  @ParentCommand Perrin perrin;
  @Mixin HelpOption help;
  @Spec CommandSpec command;

  @Parameters(
      paramLabel = "FILE",
      converter = FileName.class,
      description = "An experiment, of which coordinates and energy are enough.")
  Path file;

  @Option(
      names = "--set",
      paramLabel = "key=value",
      description = "Overrides a key of the experiment. May be repeated.")
  List<String> sets = new ArrayList<>();

  @Option(
      names = "--seconds",
      paramLabel = "T",
      defaultValue = "10",
      description = "How long it may take, reading and compiling included. Default: 10.")
  double seconds;

  @Option(
      names = "--times",
      paramLabel = "K",
      defaultValue = "3",
      description = "Rounds, one after the other, that are to find the same. Default: 3.")
  int times;

  @Option(
      names = "--target",
      paramLabel = "E",
      description = "An energy that is low enough: ends when it has been found.")
  Double target;

  @Option(
      names = "--from",
      paramLabel = "A[,B...]",
      split = ",",
      description =
          "Where to look from: a number for all coordinates, or one for each. By default the"
              + " boundaries, the domain of an energy of the library, or -10 to 10 and farther as"
              + " long as the lowest place is at an end.")
  List<Double> from = new ArrayList<>();

  @Option(
      names = "--to",
      paramLabel = "A[,B...]",
      split = ",",
      description = "Where to look to, likewise.")
  List<Double> to = new ArrayList<>();

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of the first round; the others follow. Default: 1.")
  long seed;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "OUT.h5",
      converter = FileName.class,
      description =
          "Where the round that found it goes, as a run file. Else FILE's name with -minimum.h5 (or"
              + " -minimum-2.h5 where that is taken, and so on), in the current folder.")
  Path output;

  @Option(names = "--force", description = "Overwrites the run file.")
  boolean force;

  @Option(names = "--json", description = "Everything as one JSON object.")
  boolean json;

  @Mixin BackendOptions backend;

  @Override
  public Integer call() {
    long begun = System.nanoTime();
    HeadStart.begin();
    requireOptions();
    Path target = target();
    var report = new MinimizeReport(perrin.terminal(), json);
    Minimized found;
    AtomicBoolean stop = new AtomicBoolean();
    try (var _ =
        new StopSignals(stop, perrin.terminal(), "this round and tells what it has found")) {
      found =
          Minimizer.search(
              file,
              sets,
              wanted(begun, stop),
              new Runner.Options(backend.choice(), backend.threads(), 0, true),
              report,
              report::round);
    }
    Path written = write(target, found, report);
    if (json) {
      perrin.terminal().print(MinimizedJson.of(found, written).stripTrailing());
    } else {
      report.end(found, written);
    }
    return ExitCode.OK;
  }

  private Minimizer.Wanted wanted(long begun, AtomicBoolean stop) {
    double low = target == null ? Double.NEGATIVE_INFINITY : target;
    return new Minimizer.Wanted(
        begun, seconds, times, low, seed, new SearchRanges.Given(from, to), stop);
  }

  private void requireOptions() {
    require(seconds > 0 && Double.isFinite(seconds), "--seconds: " + seconds, "be above 0");
    require(times >= 1, "--times: " + times, "be at least 1");
    require(target == null || Double.isFinite(target), "--target: " + target, "be finite");
    require(
        from.size() == to.size(),
        "--from and --to: " + from.size() + " and " + to.size() + " numbers",
        "be as many each");
    if (from.size() > 1) {
      int coordinates = Completion.energyOf(file, sets).coordinates().dimension();
      require(
          from.size() == coordinates,
          "--from and --to: " + from.size() + " numbers",
          "be one, or " + coordinates);
    }
    for (int i = 0; i < from.size(); i++) {
      boolean range = from.get(i) < to.get(i) && Double.isFinite(to.get(i) - from.get(i));
      require(range, "--from and --to: " + from.get(i) + " to " + to.get(i), "be a range");
    }
  }

  private void require(boolean good, String given, String limit) {
    if (!good) {
      throw new ParameterException(command.commandLine(), given + ", must " + limit);
    }
  }

  /** Where the run goes; what is there already is known before the search begins. */
  private Path target() {
    String name = file.getFileName().toString().replaceFirst("(?i)\\.(ya?ml|json|h5)$", "");
    Path wanted = output == null ? Path.of(name + "-minimum.h5") : output;
    for (int k = 2; output == null && !force && Files.exists(wanted); k++) {
      wanted = Path.of(name + "-minimum-" + k + ".h5");
    }
    if (!force && Files.exists(wanted)) {
      throw new ParameterException(
          command.commandLine(), wanted + ": exists; --force overwrites it, -o names another");
    }
    RunFile.checkWritable(wanted);
    return wanted;
  }

  private Path write(Path wanted, Minimized found, MinimizeReport report) {
    var target = RunTarget.of(file, found.experiment(), Optional.of(wanted));
    return target.write(
        RunTarget.Writer.of(found.run()), found.experiment(), force, report::urgent);
  }
}
