package perrin.experiment;

/** How long an experiment is, and how many walkers it has. */
public sealed interface Extent permits Experiment, Outline {
  /** How long a step is, how many there are, and which are sampled. */
  Clock clock();

  /** Which walkers there are. */
  Population population();

  /** Time step, a formula of step and time. */
  default Formula dt() {
    return clock().dt();
  }

  /** All steps, burn-in included. */
  default long steps() {
    return clock().steps();
  }

  /** Steps before the first sample interval begins. */
  default long burnIn() {
    return clock().burnIn();
  }

  /** Steps from sample to sample. */
  default long sampleEvery() {
    return clock().sampleEvery();
  }

  /** Number of sample times. */
  default long samples() {
    return clock().samples();
  }

  /** Number of walkers. */
  default long walkers() {
    return population().walkers();
  }

  /** Global number of the first walker. */
  default long firstWalker() {
    return population().firstWalker();
  }
}
