package perrin.backend;

import perrin.experiment.Experiment;
import perrin.kernel.Kernel;

/**
 * When a run's walkers are looked at. Samples are taken after steps burnIn + k·every, k ≥ 1.
 * Whether all values are finite is looked at then, after every so many steps, and at the end: at
 * steps that depend on the experiment alone, so that a run fails or not however it is cut into
 * chunks.
 *
 * @param steps of the whole run
 * @param burnIn steps before sampling begins
 * @param every steps from sample to sample
 * @param lookEvery steps between two looks where samples are rare
 */
public record SamplePlan(long steps, long burnIn, long every, long lookEvery) {
  /** Steps between two looks, unless Gaussians come in shorter pieces. */
  public static final long LOOK_EVERY = 4096;

  public SamplePlan(long steps, long burnIn, long every) {
    this(steps, burnIn, every, LOOK_EVERY);
  }

  /** An experiment's; without samples where its kernel measures nothing. */
  public static SamplePlan of(Experiment experiment, Kernel kernel) {
    long never = experiment.steps() + 1;
    return new SamplePlan(
        experiment.steps(),
        experiment.burnIn(),
        kernel.sampling().measures() ? experiment.sampleEvery() : never);
  }

  /** The same samples with looks at least every so many steps. */
  public SamplePlan lookingEvery(long steps) {
    return new SamplePlan(this.steps, burnIn, every, steps);
  }

  /** The next step at which walkers are looked at, after step n. */
  public long nextLook(long n) {
    long sample = n < burnIn ? burnIn + every : burnIn + ((n - burnIn) / every + 1) * every;
    return Math.min(steps, Math.min(sample, (n / lookEvery + 1) * lookEvery));
  }

  /** From step n on, the end of the burn-in, or of so many samples, or of the run. */
  public long endOfStretch(long n, int samples) {
    return Math.min(steps, n < burnIn ? burnIn : burnIn + (samplesUntil(n) + samples) * every);
  }

  /** The last look before step n; 0 if there is none. */
  public long lastLook(long n) {
    long sample = burnIn + samplesUntil(n - 1) * every;
    return Math.max(sample > burnIn ? sample : 0, (n - 1) / lookEvery * lookEvery);
  }

  /** Whether walkers are looked at after step n. */
  public boolean isLook(long n) {
    return isSample(n) || n % lookEvery == 0 || n == steps;
  }

  /** Whether a sample is taken after step n. */
  boolean isSample(long n) {
    return n > burnIn && (n - burnIn) % every == 0;
  }

  /** Sample times after at most n steps. */
  public long samplesUntil(long n) {
    return n <= burnIn ? 0 : (n - burnIn) / every;
  }

  /** The step that ends the first half of the samples. */
  public long middle() {
    return burnIn + samplesUntil(steps) / 2 * every;
  }

  /** 0 in the first half of the run's samples, 1 in the second. */
  int half(long n) {
    return n <= middle() ? 0 : 1;
  }
}
