package perrin.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import perrin.backend.Chunk;
import perrin.backend.Ensemble;
import perrin.backend.EnsembleSnapshot;
import perrin.backend.Program;
import perrin.backend.SampleSums;
import perrin.experiment.Experiment;
import perrin.kernel.Kernel;
import perrin.kernel.SharedNumbers;
import perrin.kernel.compile.KernelCompiler;
import perrin.statistics.Moments;
import perrin.statistics.WalkerArray;

/**
 * Runs of a trial that begin and end in the middle, without what a runner adds.
 *
 * @param backend as of {@link Places}
 * @param threads to use at most
 * @param chunk steps of a chunk at most
 */
public record Walks(String backend, int width, int threads, long chunk) {

  /**
   * What a walk leaves behind.
   *
   * @param end the ensemble then
   * @param samples moments of all observables at each sample of the walk
   */
  public record Result(EnsembleSnapshot end, List<Moments> samples) {}

  /** From the start on. */
  public Result until(Trial trial, long to) {
    return until(trial, KernelCompiler::compile, to);
  }

  /** The same with a kernel that somebody else compiles. */
  public Result until(
      Trial trial, Function<Experiment, KernelCompiler.Compiled> compiler, long to) {
    return walk(
        trial,
        compiler,
        0,
        to,
        begun -> begun.ensemble.start(begun.seed(), begun.shared()),
        this::done);
  }

  /** Beginning with the last step of a snapshot. */
  public Result on(Trial trial, EnsembleSnapshot from, long to) {
    return walk(
        trial,
        KernelCompiler::compile,
        from.steps(),
        to,
        begun -> begun.ensemble.restore(begun.seed(), begun.shared(), from),
        this::done);
  }

  /** From given states on. */
  public Result from(Trial trial, List<WalkerArray> states, long step, long to) {
    return walk(
        trial,
        KernelCompiler::compile,
        step,
        to,
        begun -> begun.ensemble.load(begun.seed(), begun.shared(), states),
        this::done);
  }

  /** An ensemble at work. */
  public record Begun(
      Ensemble ensemble, Experiment experiment, KernelCompiler.Compiled compiled, Program program) {
    public long seed() {
      return experiment.seed();
    }

    public SharedNumbers shared() {
      return compiled.schedule().ofRun();
    }
  }

  /**
   * @param beginning puts the walkers where they are to be
   * @param ending what is wanted of them, with the samples' moments
   */
  private <T> T walk(
      Trial trial,
      Function<Experiment, KernelCompiler.Compiled> compiler,
      long from,
      long to,
      Consumer<Begun> beginning,
      Function<Walked, T> ending) {
    Experiment experiment = trial.experiment();
    KernelCompiler.Compiled compiled = compiler.apply(experiment);
    Kernel kernel = compiled.kernel();
    Program program = Program.of(experiment, kernel);
    try (Ensemble ensemble = Places.of(backend, width).open(program, threads, _ -> {}).ensemble()) {
      beginning.accept(new Begun(ensemble, experiment, compiled, program));
      List<Moments> moments = new ArrayList<>();
      for (long n = from; n < to; ) {
        Chunk next = new Chunk(n, Math.min(to, n + chunk), program.plan());
        SampleSums sums = ensemble.run(next, compiled.schedule().ofSteps(n, next.to()));
        for (int sample = 0; sample < next.samples(); sample++) {
          for (int k = 0; k < kernel.sampling().observed().size(); k++) {
            moments.add(sums.moments(sample, k));
          }
        }
        n = next.to();
      }
      ensemble.await();
      return ending.apply(new Walked(ensemble, moments));
    }
  }

  private record Walked(Ensemble ensemble, List<Moments> moments) {}

  private Result done(Walked walked) {
    return new Result(walked.ensemble.snapshot(), walked.moments);
  }

  /**
   * Whether half a run here and the rest there gives what the whole run gives on plain Java, for
   * each two that follow each other, and at each of some steps.
   */
  public static void assertResume(Trial trial, List<Walks> places, long... cuts) {
    long steps = trial.experiment().steps();
    Walks plain = new Walks("java", 0, 1, steps);
    Result whole = plain.until(trial, steps);
    int turn = 0;
    for (long cut : cuts) {
      Walks here = places.get(turn % places.size());
      Walks there = places.get(++turn % places.size());
      String where = here + " until " + cut + ", then " + there + ": " + trial.sets();
      Result first = here.until(trial, cut);
      assertEquals(plain.until(trial, cut).end(), first.end(), where);
      Result rest = there.on(trial, first.end(), steps);
      assertEquals(whole.end(), rest.end(), where);
      List<Moments> samples = new ArrayList<>(first.samples());
      samples.addAll(rest.samples());
      assertEquals(whole.samples(), samples, where);
    }
  }

  /** Nothing divides anything: what is to be resumed on each backend. */
  public static List<Trial> trials(String precision) {
    Trial small = Trial.of(Trial.SMALL, "precision=" + precision);
    Trial often =
        small.with(
            "steps=211",
            "burn-in=9",
            "sample-every=2",
            "correlations.x={of: x, lags: 30}",
            "correlations.few={of: x^2, lags: 9, origins: 2}",
            "correlations.apart={displacement: true, lags: 40}");
    Trial plane =
        Trial.of(
            Trial.COUPLED,
            "precision=" + precision,
            "steps=130",
            "walkers=2500",
            "method=baoab",
            "histograms.ab={of: [a, b], from: [-1, -2], to: [1.5, 2], bins: [7, 5]}",
            "correlations.all={displacement: true, lags: 6}");
    Trial inMemory =
        CorrelationsTest.vector(40, "energy='sum(i in 0..39: (x[i]^2 - 1)^2) + s^2*x[1]'")
            .with("precision=" + precision, "method=baoab", "first-walker=64", "walkers=301");
    return List.of(
        small,
        small.with("method=baoab"),
        often.with("method=obabo"),
        often.with("walkers=3003"),
        plane,
        inMemory);
  }
}
