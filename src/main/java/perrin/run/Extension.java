package perrin.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import perrin.backend.EnsembleSnapshot;
import perrin.backend.Program;
import perrin.backend.WalkerRange;
import perrin.experiment.Differences;
import perrin.experiment.Experiment;
import perrin.experiment.ExperimentFile;
import perrin.kernel.Sampling;
import perrin.kernel.compile.KernelCompiler;
import perrin.output.EndState;
import perrin.output.PointRecord;
import perrin.output.RunFile;
import perrin.output.RunRecord;
import perrin.run.look.Completion;
import perrin.run.resume.Checkpoint;
import perrin.run.resume.ForwardingKeeper;
import perrin.run.resume.Keeper;
import perrin.run.resume.TargetTakenException;
import perrin.statistics.HistogramCounts;
import perrin.statistics.WalkerArray;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A longer run that goes on where a finished one has ended: bit for bit the one that would have
 * been made from the start.
 */
public final class Extension {
  private final Path file;
  private final RunRecord finished;
  private final Experiment shorter;
  private final Experiment longer;

  private Extension(Path file, RunRecord finished, Experiment shorter, Experiment longer) {
    this.file = file;
    this.finished = finished;
    this.shorter = shorter;
    this.longer = longer;
  }

  /**
   * Looks whether a run can be made longer.
   *
   * @param run the finished run's file
   * @param file the same experiment; what it leaves to be chosen is as in the run
   * @param sets options {@code key=value} that replace or add values: more steps
   * @throws TargetTakenException that says why not
   */
  public static Extension of(Path run, Path file, List<String> sets) {
    RunRecord finished = RunFile.read(run);
    Experiment longer = longer(finished.experiment(), run, file, sets);
    Experiment shorter = parsed(finished.experiment(), file, longer);
    Extension extension = new Extension(run, finished, shorter, longer);
    for (int point = 0; point < finished.points().size() && !extension.isThere(); point++) {
      extension.require(point);
    }
    if (!extension.isThere() && !extension.isOfKernel()) {
      throw refused(run, "was made by another build of Perrin, whose kernel differs");
    }
    return extension;
  }

  private static Experiment longer(String finished, Path run, Path file, List<String> sets) {
    Completion given =
        RunFile.isHdf5(file)
            ? Completion.of(
                Completion.with(file, lengths(run, sets), List.of())
                    .withTitle(RunFile.summary(file).title()))
            : Completion.load(file, sets);
    if (given.chosen().containsKey("steps")) {
      throw refused(run, "is not said how long it shall be; give --set steps=N");
    }
    JsonNode there = JsonMapper.shared().readTree(finished);
    List<String> chosen = new ArrayList<>();
    given
        .chosen()
        .keySet()
        .forEach(key -> chosen.add(key + "=" + (there.has(key) ? there.get(key) : "null")));
    Experiment longer = chosen.isEmpty() ? given.experiment() : Completion.with(file, sets, chosen);
    String differences = Differences.of(finished, longer.canonicalJson(), "steps", "time");
    if (!differences.isEmpty()) {
      throw refused(run, "is of another experiment: " + differences);
    }
    return longer;
  }

  /** A run file says steps, and may say time: the one that is given counts. */
  private static List<String> lengths(Path run, List<String> sets) {
    List<String> all = new ArrayList<>();
    boolean time = sets.stream().anyMatch(set -> set.strip().startsWith("time="));
    boolean steps = sets.stream().anyMatch(set -> set.strip().startsWith("steps="));
    if (!time && !steps) {
      throw refused(run, "is not said how long it shall be; give --set steps=N");
    }
    if (time && !steps) {
      all.add("steps=null");
    }
    all.addAll(sets);
    return all;
  }

  private static Experiment parsed(String json, Path file, Experiment like) {
    return ExperimentFile.parse(json, file.toString(), List.of()).withTitle(like.title());
  }

  /** Whether the run is as long as that already. */
  public boolean isThere() {
    return longer.sha256().equals(finished.header().experimentSha256());
  }

  /** The experiment to run. */
  public Experiment experiment() {
    return longer;
  }

  private static TargetTakenException refused(Path run, String why) {
    return new TargetTakenException(run + ": cannot be made longer, for it " + why, null);
  }

  private EndState end(int point) {
    return finished
        .points()
        .get(point)
        .end()
        .orElseThrow(() -> refused(file, "has no final states (--no-final, or an older version)"));
  }

  private boolean isOfKernel() {
    return IntStream.range(0, finished.points().size())
        .allMatch(point -> {
          EndState end = end(point);
          Experiment one = longer.point(point);
          return Integration.origin(one, compiled(one, end)).kernel().equals(end.kernel());
        });
  }

  private static KernelCompiler.Compiled compiled(Experiment experiment, EndState end) {
    return KernelCompiler.compile(experiment, end.identities());
  }

  private void require(int point) {
    if (!finished.header().perrinVersion().equals(Version.TEXT)) {
      throw refused(
          file,
          "is of version "
              + finished.header().perrinVersion()
              + " of Perrin, and this is "
              + Version.TEXT);
    }
    end(point);
    Experiment before = shorter.point(point);
    Experiment now = longer.point(point);
    if (now.steps() <= before.steps()) {
      throw refused(
          file, "has " + before.steps() + " steps; --set steps must be more, not " + now.steps());
    }
    if (before.burnIn() != now.burnIn() || before.sampleEvery() != now.sampleEvery()) {
      throw refused(file, "takes its samples at other steps");
    }
    long samples = before.samples();
    if (!before.histograms().isEmpty() && now.samples() / 2 < samples) {
      throw refused(
          file,
          "has histograms, which keep the counts of each half of a run: the first half must hold all"
              + " that was counted; steps must be at least "
              + (now.burnIn() + 2 * samples * now.sampleEvery()));
    }
  }

  /**
   * Takes the longer run up where it was interrupted, else where the finished one has ended.
   *
   * @param kept the longer run's
   */
  public Keeper keeper(Keeper kept) {
    return new Ended(kept, 0);
  }

  private final class Ended extends ForwardingKeeper {
    private final Keeper kept;
    private final int point;

    Ended(Keeper kept, int point) {
      super(kept);
      this.kept = kept;
      this.point = point;
    }

    @Override
    public Optional<Checkpoint> begin() {
      return kept.begin().or(() -> Optional.of(checkpoint(point)));
    }

    @Override
    public Keeper at(int other) {
      return new Ended(kept.at(other), other);
    }
  }

  private Checkpoint checkpoint(int number) {
    PointRecord point = finished.points().get(number);
    EndState end = end(number);
    Experiment one = longer.point(number);
    KernelCompiler.Compiled compiled = compiled(one, end);
    Program before = Program.of(shorter.point(number), compiled.kernel());
    Sampling sampling = compiled.kernel().sampling();
    long steps = shorter.point(number).steps();
    List<double[]> cohortSums = new ArrayList<>();
    for (int row = 0; row < sampling.timeRows(); row++) {
      cohortSums.add(end.cohortSums().get(row));
    }
    for (Sampling.Observed observed : sampling.observables()) {
      cohortSums.set(observed.row(), point.observables().get(observed.name()).cohortSums());
    }
    List<WalkerArray> variables = new ArrayList<>();
    for (int i = 0; i < compiled.kernel().variables().size(); i++) {
      WalkerArray shown = point.finals().get(compiled.kernel().variables().get(i));
      variables.add(i < compiled.kernel().ends() ? shown : end.hidden().get(i));
    }
    EnsembleSnapshot snapshot =
        new EnsembleSnapshot(
            new WalkerRange(one.firstWalker(), one.walkers()),
            steps,
            before.plan().samplesUntil(steps),
            variables,
            sampling.histograms().stream()
                .map(histogram -> inFirstHalf(point, histogram.name()))
                .toList(),
            cohortSums,
            end.walkerSumsInOrder(),
            end.origins());
    List<double[]> samples =
        Stream.concat(
                sampling.observables().stream()
                    .map(observed -> point.observables().get(observed.name()).mean()),
                sampling.observables().stream()
                    .map(observed -> point.observables().get(observed.name()).variance()))
            .toList();
    double seconds = finished.benchmark().getOrDefault("stepping", 0.0) / finished.points().size();
    return new Checkpoint(
        Integration.origin(one, compiled), end.identities(), snapshot, samples, seconds);
  }

  private static HistogramCounts inFirstHalf(PointRecord point, String name) {
    return point.histograms().get(name).counts().asFirstHalf();
  }
}
