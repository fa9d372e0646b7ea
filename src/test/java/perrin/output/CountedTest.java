package perrin.output;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import perrin.backend.Chunk;
import perrin.backend.Ensemble;
import perrin.backend.Program;
import perrin.conformance.PresenceRuns;
import perrin.conformance.Trial;
import perrin.conformance.Walks;
import perrin.experiment.Experiment;
import perrin.kernel.Kernel;
import perrin.kernel.compile.Counting;
import perrin.kernel.compile.KernelCompiler;
import perrin.run.BackendChoice;
import perrin.statistics.Counted;
import perrin.statistics.TimeMean;
import perrin.statistics.TimeWeights;

/** What walkers that come and go amount to, against the definitions over all their paths. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CountedTest {
  private static final Trial TRIAL = PresenceRuns.trial("precision=double", "walkers=77");
  private static final double LEAST = 0.4;

  private final Experiment experiment = TRIAL.experiment();
  private final int walkers = (int) experiment.walkers();
  private final int samples = (int) experiment.samples();

  /** Where walkers are at the samples, shape [samples][walkers]. */
  private final double[][] x = new double[samples][walkers];

  private Walks.Result run;

  /** Quantities that are observed; x2 is the first. */
  private final int observed =
      Counting.where(experiment, PresenceRuns.HERE).kernel().sampling().observed().size();

  @BeforeAll
  void run() {
    KernelCompiler.Compiled compiled = KernelCompiler.compile(experiment);
    Program program = Program.of(experiment, compiled.kernel());
    try (Ensemble ensemble = new BackendChoice("java", 0).open(program, 1, _ -> {}).ensemble()) {
      ensemble.start(experiment.seed(), compiled.schedule().ofRun());
      long from = 0;
      for (int t = 0; t < samples; t++) {
        long to = experiment.burnIn() + (t + 1) * experiment.sampleEvery();
        ensemble.run(new Chunk(from, to, program.plan()), compiled.schedule().ofSteps(from, to));
        var there = ensemble.variable(0);
        for (int w = 0; w < walkers; w++) {
          x[t][w] = there.value(w);
        }
        from = to;
      }
    }
    run = PresenceRuns.run(TRIAL, PresenceRuns.HERE, "java", 0, 1, 0);
  }

  private boolean here(int t, int w) {
    return x[t][w] > LEAST;
  }

  /** Over the walkers that are there. */
  private double sum(int t, int from, int to, IntToDoubleFunction of) {
    return IntStream.range(from, to).filter(w -> here(t, w)).mapToDouble(of).sum();
  }

  private double count(int t, int from, int to) {
    return sum(t, from, to, w -> 1);
  }

  @Test
  void momentsAreOfThoseThatAreThere() {
    for (int t = 0; t < samples; t++) {
      int at = t;
      var x2 = run.samples().get(t * observed);
      double n = count(t, 0, walkers);
      assertTrue(n > 5 && n < walkers - 5, "some are there: " + n);
      double mean = sum(t, 0, walkers, w -> x[at][w] * x[at][w]) / n;
      assertEquals(n, x2.count());
      assertEquals(mean, x2.mean(), 1e-13);
      double squares = sum(t, 0, walkers, w -> Math.pow(x[at][w] * x[at][w] - mean, 2));
      assertEquals(squares, x2.m2(), 1e-11);
    }
  }

  @Test
  void histogramsCountThoseThatAreThere() {
    long all = (long) IntStream.range(0, samples).mapToDouble(t -> count(t, 0, walkers)).sum();
    run.end().counts().forEach(counts -> assertEquals(all, counts.total()));
  }

  /** A ratio of sums, whose error is that of a ratio estimator. */
  @Test
  void meansWeighByWhatWasCounted() {
    double[] sums = new double[walkers];
    double[] counts = new double[walkers];
    for (int t = 0; t < samples; t++) {
      for (int w = 0; w < walkers; w++) {
        sums[w] += here(t, w) ? x[t][w] * x[t][w] : 0;
        counts[w] += here(t, w) ? 1 : 0;
      }
    }
    double all = Arrays.stream(counts).sum();
    double mean = Arrays.stream(sums).sum() / all;
    double squares = 0;
    for (int w = 0; w < walkers; w++) {
      squares += Math.pow(sums[w] - counts[w] * mean, 2);
    }
    double n = Arrays.stream(counts).filter(c -> c > 0).count();
    assertTrue(n < walkers, "some are never there");
    double error = Math.sqrt(squares * n / (n - 1)) / all;
    withEnsemble((compiled, ensemble) -> {
      TimeWeights weights = counted(compiled, ensemble).weights();
      assertArrayEquals(
          counts, IntStream.range(0, walkers).mapToDouble(weights.ofWalkers()::of).toArray());
      TimeMean found =
          TimeMean.of(
              experiment.firstWalker() / Kernel.COHORT,
              ensemble.cohortSums(0),
              ensemble.walkerSums(0).orElseThrow(),
              weights);
      assertEquals(mean, found.mean(), 1e-13);
      assertEquals(error, found.standardError(), 1e-13);
      assertEquals(n - 1, found.degreesOfFreedom());
    });
  }

  /** Over the pairs of samples at both of which a walker is there. */
  @Test
  void correlationsTakePairsThatAreThere() {
    withEnsemble((compiled, ensemble) -> {
      Section.Source source =
          new Section.Source(
              experiment,
              compiled.kernel(),
              ensemble,
              SgdRecord.NOTHING,
              Optional.empty(),
              AcceptanceRecord.NOTHING);
      var found = CorrelationSection.INSTANCE.collect(source);
      assertEquals(3, found.size());
      assertDisplacement(found.get("far"));
      assertAutocorrelation(found.get("x"));
    });
  }

  private void assertDisplacement(CorrelationRecord found) {
    for (int lag = 1; lag <= 4; lag++) {
      double sum = 0;
      double pairs = 0;
      for (int t = 0; t + lag < samples; t++) {
        for (int w = 0; w < walkers; w++) {
          if (here(t, w) && here(t + lag, w)) {
            sum += Math.pow(x[t + lag][w] - x[t][w], 2);
            pairs++;
          }
        }
      }
      assertEquals(sum / pairs, found.correlation().value()[lag], 1e-13, "lag " + lag);
      assertTrue(found.correlation().standardError()[lag] > 0);
    }
  }

  private void assertAutocorrelation(CorrelationRecord found) {
    double variance = covariance(0);
    for (int lag = 0; lag <= 3; lag++) {
      double value = found.correlation().value()[lag];
      assertEquals(covariance(lag) / variance, value, 1e-12, "lag " + lag);
    }
    assertEquals(variance, found.variance(), 1e-13);
  }

  /** Of deviations from the mean of those of the cohort that are there. */
  private double covariance(int lag) {
    double sum = 0;
    double freedom = 0;
    for (int first = 0; first < walkers; first += Kernel.COHORT) {
      int end = Math.min(walkers, first + Kernel.COHORT);
      double pairs = 0;
      for (int t = 0; t + lag < samples; t++) {
        double then = mean(t, first, end);
        double now = mean(t + lag, first, end);
        for (int w = first; w < end; w++) {
          if (here(t, w) && here(t + lag, w)) {
            sum += (x[t][w] - then) * (x[t + lag][w] - now);
            pairs++;
          }
        }
      }
      freedom += Math.max(0, pairs - (samples - lag));
    }
    return sum / freedom;
  }

  private double mean(int t, int from, int to) {
    return sum(t, from, to, w -> x[t][w]) / count(t, from, to);
  }

  private Counted counted(KernelCompiler.Compiled compiled, Ensemble ensemble) {
    return new Counted(compiled.kernel().sampling(), walkers, samples, ensemble);
  }

  private interface Look {
    void at(KernelCompiler.Compiled compiled, Ensemble ensemble);
  }

  private void withEnsemble(Look look) {
    KernelCompiler.Compiled compiled = Counting.where(experiment, PresenceRuns.HERE);
    Program program = Program.of(experiment, compiled.kernel());
    try (Ensemble ensemble = new BackendChoice("java", 0).open(program, 1, _ -> {}).ensemble()) {
      ensemble.start(experiment.seed(), compiled.schedule().ofRun());
      Chunk all = new Chunk(0, experiment.steps(), program.plan());
      ensemble.run(all, compiled.schedule().ofSteps(0, all.to()));
      look.at(compiled, ensemble);
    }
  }
}
