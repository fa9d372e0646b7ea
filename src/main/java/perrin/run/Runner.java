package perrin.run;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import perrin.backend.Backend;
import perrin.backend.Ensemble;
import perrin.backend.NotFiniteException;
import perrin.backend.Program;
import perrin.experiment.Check;
import perrin.experiment.Experiment;
import perrin.experiment.Histogram;
import perrin.experiment.Sweep;
import perrin.kernel.Kernel;
import perrin.kernel.Sampling;
import perrin.kernel.compile.KernelCompiler;
import perrin.output.AcceptanceRecord;
import perrin.output.BestRecord;
import perrin.output.HistogramRecord;
import perrin.output.ObservableRecord;
import perrin.output.PointRecord;
import perrin.output.RunHeader;
import perrin.output.RunRecord;
import perrin.output.Section;
import perrin.output.Sections;
import perrin.output.SgdRecord;
import perrin.output.TrajectoryRecord;
import perrin.run.judging.Acceptances;
import perrin.run.judging.BatchNoises;
import perrin.run.judging.BestPlaces;
import perrin.run.judging.Judgement;
import perrin.run.judging.PendingReferences;
import perrin.run.judging.References;
import perrin.run.memory.Disk;
import perrin.run.memory.Memory;
import perrin.run.resume.Checkpoint;
import perrin.run.resume.Keeper;
import perrin.run.text.Notice;
import perrin.statistics.Counted;
import perrin.statistics.HistogramCounts;
import perrin.statistics.Interval;
import perrin.statistics.TimeMean;
import perrin.statistics.WalkerArray;
import perrin.statistics.noise.BatchNoise;
import perrin.statistics.verdict.Verdict;

/** Carries out an experiment: chunks of steps, samples, progress, verdict. */
public final class Runner {
  /** What walkers wait at most, so that what is wrong with an experiment is said before the run. */
  private static final double SECONDS_FOR_REFERENCES = 1;

  private final Experiment experiment;
  private final int comparisons;
  private final long made = System.nanoTime();
  private final Options options;
  private final Progress progress;
  private final Map<String, Double> phases = new LinkedHashMap<>();
  private final Memory memory;
  private final PendingReferences references;
  private KernelCompiler.Compiled compiled;
  private SampleSeries series;
  private Integration integration;
  private Optional<TrajectoryRecord> paths = Optional.empty();

  /** Where the run goes on. */
  private Optional<Checkpoint> from = Optional.empty();

  /**
   * How to run; none of it changes the result.
   *
   * @param threads at most so many
   * @param chunk steps between two reports of progress; 0 for as many as take a moment
   * @param keepFinals whether the final state is part of the result
   * @param keeper where it keeps how far it is
   */
  public record Options(
      EnsembleOpener backend, int threads, long chunk, boolean keepFinals, Keeper keeper) {
    /** Of a run that keeps nothing. */
    public Options(EnsembleOpener backend, int threads, long chunk, boolean keepFinals) {
      this(backend, threads, chunk, keepFinals, Keeper.NONE);
    }

    /** The same with another keeper. */
    public Options with(Keeper other) {
      return new Options(backend, threads, chunk, keepFinals, other);
    }
  }

  /**
   * @param references those of this experiment, where they are known
   */
  private Runner(
      Experiment experiment,
      int comparisons,
      Optional<References> references,
      boolean identities,
      Options options,
      Progress progress) {
    if (!experiment.sweep().isEmpty()) {
      throw new IllegalArgumentException("a sweep is run point by point");
    }
    this.experiment = experiment;
    this.comparisons = comparisons;
    this.options = options;
    this.progress = progress;
    compiled = KernelCompiler.compile(experiment);
    memory = Memory.of(experiment, comparisons, compiled.kernel(), options.keepFinals());
    memory.require(experiment, comparisons);
    options
        .keeper()
        .requireRoom(Disk.of(experiment, comparisons, compiled.kernel(), options.keepFinals()));
    this.references =
        references
            .map(PendingReferences::of)
            .orElseGet(() -> PendingReferences.of(experiment, compiled));
    if (identities) {
      compiled = KernelCompiler.compileWithIdentities(experiment);
    }
    phase("formulas", made);
  }

  /**
   * Runs an experiment, all points of it where something is swept.
   *
   * @param progress is told of all points as of one run
   * @param notice told about fallbacks, once
   * @throws perrin.experiment.ExperimentException for a formula that has no meaning, at any point,
   *     before the first one runs
   * @throws perrin.backend.BackendException where the backend cannot be had
   * @throws perrin.backend.NotFiniteException where a walker leaves the finite numbers
   */
  public static RunRecord run(
      Experiment experiment, Options options, Progress progress, Notice notice) {
    return experiment.sweep().isEmpty()
        ? new Runner(experiment, 1, Optional.empty(), false, options, progress).run(notice)
        : new SweepRunner(experiment, options, progress).run(notice);
  }

  /**
   * Runs one of several experiments that are judged together.
   *
   * @param comparisons how many these are; intervals and tests are stricter by as much
   * @param references what {@link #prepare} has found
   */
  static RunRecord run(
      Experiment experiment,
      int comparisons,
      References references,
      Options options,
      Progress progress,
      Notice notice) {
    return new Runner(experiment, comparisons, Optional.of(references), false, options, progress)
        .run(notice);
  }

  /** Runs a companion that is compared, and not judged. */
  static RunRecord companion(Experiment experiment, Options options, Progress progress) {
    return new Runner(experiment, 1, Optional.empty(), false, options, progress).run(_ -> {});
  }

  /** Runs a companion, which looks at identities as well. */
  static RunRecord companion(
      Experiment experiment,
      int comparisons,
      References references,
      Options options,
      Progress progress) {
    return new Runner(experiment, comparisons, Optional.of(references), true, options, progress)
        .run(_ -> {});
  }

  /** What a run takes of the machine, in lines; refuses one that does not fit. */
  public static List<String> plan(Experiment experiment, boolean keepFinals, Path file) {
    int points = experiment.sweep().isEmpty() ? 1 : experiment.sweep().points();
    Experiment one = experiment.point(0);
    Kernel kernel = KernelCompiler.compile(one).kernel();
    Memory memory = Memory.of(one, points, kernel, keepFinals);
    Disk disk = Disk.of(one, points, kernel, keepFinals);
    memory.require(one, points);
    disk.require(file);
    return List.of("memory: " + memory.allWords(), "disk: " + disk.words(file));
  }

  /**
   * Does all that may fail for what is wrong with an experiment, or for lack of memory.
   *
   * @param notice told where that takes a moment
   */
  static References prepare(
      Experiment experiment, int comparisons, Options options, Notice notice) {
    return new Runner(experiment, comparisons, Optional.empty(), false, options, Progress.SILENT)
        .references.await(notice);
  }

  private RunRecord run(Notice notice) {
    try {
      return runToTheEnd(notice);
    } catch (NotFiniteException e) {
      throw Instability.explained(e, experiment);
    }
  }

  private RunRecord runToTheEnd(Notice notice) {
    walkPaths();
    from = options.keeper().begin();
    boolean ofIdentities = from.isPresent() && from.get().identities();
    Optional<RunRecord> first = ofIdentities ? Optional.empty() : judged(notice);
    RunRecord record = first.isPresent() ? first.get() : judgedByIdentities(notice);
    Companion companion =
        new Companion(experiment, compiled, comparisons, references.await(notice));
    if (companion.wanted()) {
      record = companion.judged(record, options, progress);
    }
    LangevinCompanion langevin = new LangevinCompanion(experiment);
    return langevin.wanted(record)
        ? langevin.compared(record, options, progress)
        : langevin.leftOut(record);
  }

  /** Once more, where it has turned out that a density is not to be had. */
  private RunRecord judgedByIdentities(Notice notice) {
    compiled = KernelCompiler.compileWithIdentities(experiment);
    return judged(notice).orElseThrow();
  }

  /**
   * The run with the kernel that is compiled now; nothing where it has turned out that it measures
   * too little.
   */
  private Optional<RunRecord> judged(Notice notice) {
    long compiling = System.nanoTime();
    Program program = Program.of(experiment, compiled.kernel());
    EnsembleOpener.Opened opened = options.backend().open(program, options.threads(), notice);
    phase("compile", compiling);
    try (Ensemble ensemble = opened.ensemble()) {
      long waiting = System.nanoTime();
      if (references.known(SECONDS_FOR_REFERENCES) && measuresTooLittle()) {
        return Optional.empty();
      }
      phase("reference", waiting);
      String device = opened.backend().device() + ", " + ensemble.workers();
      progress.begins(opened.backend().name(), device);
      progress.memory(memory.words());
      if (!move(ensemble, program)) {
        return Optional.empty();
      }
      long integrating = System.nanoTime();
      references.await(notice);
      phase("reference", integrating);
      return measuresTooLittle()
          ? Optional.empty()
          : Optional.of(record(ensemble, opened.backend(), device));
    }
  }

  /** Whether identities must judge, which the kernel does not measure. References are known. */
  private boolean measuresTooLittle() {
    return !compiled.checked().identities() && references.get().leaves(experiment);
  }

  private void walkPaths() {
    if (experiment.trajectories().isPresent()) {
      long begun = System.nanoTime();
      paths = Paths.of(experiment, options.backend());
      phase("trajectories", begun);
    }
  }

  /** Makes all steps; gives up, and gives false, when it turns out that too little is measured. */
  private boolean move(Ensemble ensemble, Program program) {
    series = new SampleSeries(experiment);
    integration = new Integration(experiment, compiled, program, options, progress, series);
    long begun = System.nanoTime();
    long made = integration.begin(ensemble, from);
    from = Optional.empty(); // its arrays are not needed any more
    phase("start", begun);
    long running = System.nanoTime();
    if (!integration.finish(ensemble, made, () -> isInVain(ensemble))) {
      return false;
    }
    phases.put("stepping", integration.seconds(ensemble));
    phases.put("sampling", (System.nanoTime() - running) * 1e-9 - ensemble.steppingSeconds());
    return true;
  }

  /** Asked after each chunk; whoever watches the run is shown how far it is. */
  private boolean isInVain(Ensemble ensemble) {
    boolean known = references.known(0);
    if (progress.looks()) {
      progress.look("", histograms(ensemble, known));
    }
    return known && measuresTooLittle();
  }

  private RunRecord record(Ensemble ensemble, Backend backend, String device) {
    long judging = System.nanoTime();
    Map<String, HistogramRecord> histograms = histograms(ensemble, true);
    String checked = experiment.check().flatMap(Check::boltzmann).orElse("");
    Verdict verdict =
        new Judgement(experiment, compiled, references.get(), comparisons).of(histograms, ensemble);
    phase("verdict", judging);
    SgdRecord sgd = sgd(ensemble, verdict);
    Optional<BestRecord> best = BestPlaces.of(experiment, compiled.kernel(), ensemble);
    AcceptanceRecord accepted = Acceptances.of(experiment, compiled.kernel(), ensemble);
    PointRecord point =
        new PointRecord(
            histograms,
            series.times(compiled.schedule()),
            observables(ensemble),
            Sections.collect(
                new Section.Source(experiment, compiled.kernel(), ensemble, sgd, best, accepted)),
            paths,
            finals(ensemble),
            EndStates.of(experiment, compiled, ensemble, options.keepFinals()),
            verdict);
    double walkerSteps = (double) experiment.walkers() * experiment.steps();
    double seconds = (System.nanoTime() - made) * 1e-9 + integration.secondsBefore();
    RunHeader header =
        new RunHeader(
            Version.TEXT,
            experiment.title(),
            experiment.sha256(),
            new RunHeader.Walk(
                experiment.seed(),
                experiment.firstWalker(),
                experiment.walkers(),
                experiment.steps()),
            new RunHeader.Platform(
                backend.name(),
                device,
                backend.math(experiment.math()).word(),
                experiment.precision().word()),
            RunHeader.Timing.of(walkerSteps, integration.seconds(ensemble), seconds));
    return new RunRecord(
        header, experiment.canonicalJson(), Sweep.NONE, checked, phases, List.of(point));
  }

  private SgdRecord sgd(Ensemble ensemble, Verdict verdict) {
    if (experiment.minibatch().isEmpty()) {
      return SgdRecord.NOTHING;
    }
    long measuring = System.nanoTime();
    List<WalkerArray> coordinates =
        IntStream.range(0, experiment.coordinates().dimension()).mapToObj(ensemble::view).toList();
    Optional<BatchNoise> noise = BatchNoises.of(experiment, coordinates);
    phase("noise", measuring);
    Interval rest =
        verdict.evidence().ofRest()
            ? verdict.evidence().rest(independentSums(ensemble) - 1.0)
            : Interval.UNKNOWN;
    return new SgdRecord(noise, rest, Optional.empty());
  }

  /** How many sums over time errors come from: of walkers where they are few, else of cohorts. */
  private static int independentSums(Ensemble ensemble) {
    return ensemble.walkerSums(0).orElseGet(() -> ensemble.cohortSums(0)).length;
  }

  /**
   * @param compared whether they come with their references, which are known
   */
  private Map<String, HistogramRecord> histograms(Ensemble ensemble, boolean compared) {
    Map<String, HistogramRecord> records = new LinkedHashMap<>();
    List<String> order = List.copyOf(experiment.histogramsByName().keySet());
    for (Map.Entry<String, Histogram> entry : experiment.histograms().entrySet()) {
      HistogramCounts counts = ensemble.counts(order.indexOf(entry.getKey()));
      List<HistogramRecord.Axis> axes =
          entry.getValue().axes().stream()
              .map(axis -> new HistogramRecord.Axis(axis.from(), axis.to(), axis.bins()))
              .toList();
      records.put(
          entry.getKey(),
          new HistogramRecord(
              counts,
              axes,
              experiment.samples(),
              compared ? references.get().cells().get(entry.getKey()) : new double[0]));
    }
    return records;
  }

  private Map<String, ObservableRecord> observables(Ensemble ensemble) {
    Map<String, ObservableRecord> records = new LinkedHashMap<>();
    Counted counted = Counted.of(experiment, compiled.kernel(), ensemble);
    long first = experiment.firstWalker() / Kernel.COHORT;
    for (Sampling.Observed observed : compiled.kernel().sampling().observables()) {
      int row = observed.row();
      TimeMean mean = counted.timeMean(first, row);
      records.put(
          observed.name(),
          new ObservableRecord(
              series.means(row), series.variances(row), mean, ensemble.cohortSums(row)));
    }
    return records;
  }

  private Map<String, WalkerArray> finals(Ensemble ensemble) {
    Map<String, WalkerArray> finals = new LinkedHashMap<>();
    for (int i = 0; options.keepFinals() && i < compiled.kernel().ends(); i++) {
      finals.put(compiled.kernel().variables().get(i), ensemble.view(i));
    }
    return finals;
  }

  private void phase(String name, long begun) {
    phases.merge(name, (System.nanoTime() - begun) * 1e-9, Double::sum);
  }
}
