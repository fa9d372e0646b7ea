package perrin.backend;

import perrin.kernel.Kernel;

/** How far an ensemble is, by the chunks that it was given: they follow each other. */
public final class StepsMade {
  private final Kernel kernel;
  private long steps;
  private long samples;
  private boolean loaded;

  public StepsMade(Kernel kernel) {
    this.kernel = kernel;
  }

  /** Steps made so far, or being made. */
  public long steps() {
    return steps;
  }

  /** Samples taken during these. */
  public long samples() {
    return samples;
  }

  /** From now on step 0 comes next. */
  public void start() {
    set(0, 0);
  }

  /** From now on any step may come next. */
  public void load() {
    set(0, 0);
    loaded = true;
  }

  /** From now on the snapshot's next step comes next. */
  public void restore(EnsembleSnapshot snapshot) {
    set(snapshot.steps(), snapshot.samples());
  }

  private void set(long steps, long samples) {
    this.steps = steps;
    this.samples = samples;
    loaded = false;
  }

  /**
   * Takes a chunk's steps as made.
   *
   * @throws IllegalArgumentException where others come next, or where given states are to be
   *     correlated with samples that were taken before them
   */
  public void make(Chunk chunk) {
    if (!loaded && chunk.from() != steps) {
      throw new IllegalArgumentException("step " + chunk.from() + ", must be " + steps);
    }
    if (loaded && chunk.firstSample() > 0 && !kernel.sampling().correlated().isEmpty()) {
      throw new IllegalArgumentException(
          "correlations of states that are given at step "
              + chunk.from()
              + ", after "
              + chunk.firstSample()
              + " samples; must be within the burn-in");
    }
    set(chunk.to(), chunk.firstSample() + chunk.samples());
  }
}
