package perrin.run;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import perrin.backend.CacheFolder;
import perrin.backend.Chunk;
import perrin.backend.Ensemble;
import perrin.backend.EnsembleSnapshot;
import perrin.backend.Program;
import perrin.backend.SampleSums;
import perrin.backend.cpu.CpuBackend;
import perrin.experiment.Experiment;
import perrin.kernel.compile.KernelCompiler;
import perrin.run.resume.Checkpoint;
import perrin.run.resume.Keeper;
import perrin.run.resume.TargetTakenException;

/**
 * Makes all steps of a run, or of a shard's walkers: chunk after chunk, from the start or from
 * where a run was, and keeps where it is.
 */
final class Integration {
  private final Experiment experiment;
  private final KernelCompiler.Compiled compiled;
  private final Program program;
  private final Runner.Options options;
  private final Progress progress;
  private final Samples samples;

  /** Seconds that steps took before the run was taken up. */
  private double before;

  /**
   * @param program of the walkers that are moved
   * @param samples takes what is sampled
   */
  Integration(
      Experiment experiment,
      KernelCompiler.Compiled compiled,
      Program program,
      Runner.Options options,
      Progress progress,
      Samples samples) {
    this.experiment = experiment;
    this.compiled = compiled;
    this.program = program;
    this.options = options;
    this.progress = progress;
    this.samples = samples;
  }

  /** What checkpoints of an experiment belong to. */
  static Checkpoint.Origin origin(Experiment experiment, KernelCompiler.Compiled compiled) {
    String text = CpuBackend.text(compiled.kernel());
    String kernel =
        CacheFolder.hash(text.replaceAll("//[^\\n]*", "")); // which say what was written
    return new Checkpoint.Origin(Version.TEXT, experiment.sha256(), kernel);
  }

  /**
   * Sets the walkers to their start values, or to where they were.
   *
   * @param from is not taken up where its kernel measured other things
   * @return steps that are made
   * @throws TargetTakenException where that is of another run
   */
  long begin(Ensemble ensemble, Optional<Checkpoint> from) {
    if (from.isEmpty() || from.get().identities() != compiled.checked().identities()) {
      ensemble.start(experiment.seed(), compiled.schedule().ofRun());
      return 0;
    }
    Checkpoint there = from.get();
    String other = other(there);
    if (!other.isEmpty()) {
      throw new TargetTakenException(
          keeper().name()
              + ": belongs to "
              + other
              + "; finish that run, delete the file, choose another output with -o, or begin anew"
              + " with --force",
          null);
    }
    ensemble.restore(experiment.seed(), compiled.schedule().ofRun(), there.ensemble());
    samples.restore(there.samples());
    before = there.seconds();
    progress.resumes(there.ensemble().steps(), experiment.steps());
    return there.ensemble().steps();
  }

  /** What a checkpoint is of that this is not; empty where it is of this run. */
  private String other(Checkpoint there) {
    String other = origin(experiment, compiled).differs(there.of());
    EnsembleSnapshot ensemble = there.ensemble();
    boolean same =
        ensemble.walkers().equals(program.walkers())
            && (experiment.observables().isEmpty()
                || samples.hasShapeOf(there.samples(), ensemble.samples()));
    return other.isEmpty() && !same ? "another part of the run, or all of it" : other;
  }

  /**
   * Makes the steps that are left.
   *
   * @param made as {@link #begin} gave it
   * @param inVain asked after each chunk: whether to give up
   * @return false where it was given up
   * @throws perrin.run.resume.StoppedException where the run was told to end
   */
  boolean finish(Ensemble ensemble, long made, BooleanSupplier inVain) {
    double walkers = program.walkers().count();
    progress.steps(walkers * made, walkers * experiment.steps());
    var length =
        new ChunkLength(
            experiment,
            compiled.kernel(),
            program.plan(),
            ensemble.samplesAtOnce(),
            options.chunk());
    Made last = nothing(made);
    while (last.chunk.to() < experiment.steps()) {
      long next = last.chunk.to();
      Chunk chunk = new Chunk(next, length.end(next, program.plan()), program.plan());
      SampleSums sums = ensemble.run(chunk, compiled.schedule().ofSteps(next, chunk.to()));
      collect(last, length); // while a device makes the new chunk's steps
      last = new Made(chunk, sums);
      if (inVain.getAsBoolean()) {
        return false;
      }
      if (keeper().due()) {
        ensemble.await();
        collect(last, length);
        last = nothing(chunk.to());
        keeper().keep(() -> checkpoint(ensemble));
      }
    }
    ensemble.await();
    collect(last, length);
    if (keeper().dueAtEnd()) {
      keeper().keep(() -> checkpoint(ensemble));
    }
    return true;
  }

  private Keeper keeper() {
    return options.keeper();
  }

  /** Where it is now, until more steps are made. */
  Checkpoint checkpoint(Ensemble ensemble) {
    return new Checkpoint(
        origin(experiment, compiled),
        compiled.checked().identities(),
        ensemble.present(),
        samples.soFar(),
        seconds(ensemble));
  }

  /** That steps took before the run was taken up, or elsewhere. */
  double secondsBefore() {
    return before;
  }

  /** That all steps took, also before the run was taken up. */
  double seconds(Ensemble ensemble) {
    return before + ensemble.steppingSeconds();
  }

  /** A chunk whose steps are made, or being made. */
  private record Made(Chunk chunk, SampleSums sums) {}

  private Made nothing(long at) {
    return new Made(new Chunk(at, at, program.plan()), null);
  }

  private void collect(Made made, ChunkLength length) {
    long steps = made.chunk.to() - made.chunk.from();
    if (steps > 0) {
      samples.add(made.sums, made.chunk.samples());
      length.took(steps, made.sums.seconds());
      double walkers = program.walkers().count();
      progress.steps(walkers * made.chunk.to(), walkers * experiment.steps());
    }
  }
}
