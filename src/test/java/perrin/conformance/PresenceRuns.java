package perrin.conformance;

import perrin.kernel.compile.Counting;

/** Runs in which walkers come and go, as they are in the memory of an ensemble. */
public final class PresenceRuns {
  /** A condition that most walkers change sides of, all of some cohorts at times. */
  public static final String HERE = "x > 0.4";

  private PresenceRuns() {}

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

  /**
   * Runs a trial in which those count for whom a condition holds.
   *
   * @param chunk steps of a chunk; 0 for all at once
   */
  public static Walks.Result run(
      Trial trial, String condition, String backend, int width, int threads, long chunk) {
    long steps = trial.experiment().steps();
    return new Walks(backend, width, threads, chunk == 0 ? steps : chunk)
        .until(trial, experiment -> Counting.where(experiment, condition), steps);
  }
}
