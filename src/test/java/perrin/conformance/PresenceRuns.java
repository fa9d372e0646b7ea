package perrin.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import perrin.backend.Chunk;
import perrin.backend.Ensemble;
import perrin.backend.Program;
import perrin.backend.SampleSums;
import perrin.experiment.Experiment;
import perrin.kernel.Sampling;
import perrin.kernel.compile.Counting;
import perrin.kernel.compile.KernelCompiler;
import perrin.run.BackendChoice;
import perrin.statistics.HistogramCounts;
import perrin.statistics.Moments;

/** Runs in which walkers come and go, as they are in the memory of an ensemble. */
public final class PresenceRuns {
  /** A condition that most walkers change sides of, all of some cohorts at times. */
  public static final String HERE = "x > 0.4";

  private PresenceRuns() {}

  /**
   * What is known afterwards.
   *
   * @param moments of each observed quantity at each sample, shape [samples][observed]
   * @param cohorts sums over time, shape [rows][cohorts]
   * @param walkers likewise; empty where not kept
   */
  public record Result(
      List<List<Moments>> moments,
      List<double[]> cohorts,
      List<Optional<double[]>> walkers,
      List<HistogramCounts> counts) {}

  /** Observables, histograms, correlations and R-hat. */
  public static Trial trial(String... sets) {
    return Trial.of(
            Trial.SMALL,
            "sample-every=2",
            "correlations.x={of: x, lags: 3}",
            "correlations.few={of: x^2, lags: 5, origins: 2}",
            "correlations.far={displacement: true, lags: 4}",
            "histograms.two={of: [x, x^2], from: [-1, 0], to: [1.5, 2], bins: [5, 4]}",
            "check={rhat: true, tolerance: 0.1}")
        .with(sets);
  }

  /** Coordinates in memory. */
  public static Trial large(String... sets) {
    return CorrelationsTest.vector(40, "energy='sum(i in 0..39: (x[i]^2 - 1)^2) + s^2'").with(sets);
  }

  /** Runs a trial in which those count for whom a condition holds. */
  public static Result run(
      Trial trial, String condition, String backend, int width, int threads, long chunk) {
    Experiment experiment = trial.experiment();
    KernelCompiler.Compiled compiled = Counting.where(experiment, condition);
    Program program = Program.of(experiment, compiled.kernel());
    try (Ensemble ensemble =
        new BackendChoice(backend, width).open(program, threads, _ -> {}).ensemble()) {
      ensemble.start(experiment.seed(), compiled.schedule().ofRun());
      List<List<Moments>> moments = new ArrayList<>();
      long step = chunk == 0 ? experiment.steps() : chunk;
      for (long n = 0; n < experiment.steps(); n += step) {
        Chunk next = new Chunk(n, Math.min(experiment.steps(), n + step), program.plan());
        SampleSums sums = ensemble.run(next, compiled.schedule().ofSteps(next.from(), next.to()));
        for (int sample = 0; sample < next.samples(); sample++) {
          int at = sample;
          moments.add(
              compiled.kernel().sampling().observed().stream()
                  .map(Sampling.Observed::row)
                  .map(row -> sums.moments(at, row))
                  .toList());
        }
      }
      ensemble.await();
      return result(compiled.kernel().sampling(), ensemble, moments);
    }
  }

  private static Result result(Sampling sampling, Ensemble ensemble, List<List<Moments>> moments) {
    List<double[]> cohorts = new ArrayList<>();
    List<Optional<double[]>> walkers = new ArrayList<>();
    for (int row = 0; row < sampling.timeRows(); row++) {
      cohorts.add(ensemble.cohortSums(row));
      walkers.add(ensemble.walkerSums(row));
    }
    List<HistogramCounts> counts = new ArrayList<>();
    for (int h = 0; h < sampling.histograms().size(); h++) {
      counts.add(ensemble.counts(h));
    }
    return new Result(moments, cohorts, walkers, counts);
  }

  /** Both are the same to the last bit. */
  public static void assertSame(Result expected, Result found) {
    assertEquals(expected.moments, found.moments);
    assertEquals(expected.counts, found.counts);
    for (int row = 0; row < expected.cohorts.size(); row++) {
      assertArrayEquals(expected.cohorts.get(row), found.cohorts.get(row), "row " + row);
      assertArrayEquals(
          expected.walkers.get(row).orElse(null),
          found.walkers.get(row).orElse(null),
          "walkers, row " + row);
    }
  }
}
