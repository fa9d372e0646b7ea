package perrin.experiment;

/**
 * An experiment at half its time step: twice the steps, burn-in and steps between samples, so the
 * same times; noise of its own; and of the outputs only what is compared.
 */
public final class HalfStep {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private HalfStep() {}

  /** The companion of an experiment that is not swept. */
  public static Experiment of(Experiment x) {
    return x.withoutSweep()
        .withCheck(x.check().map(Check::alone))
        .withOutputs(x.outputs().ofHistogram(x.check().flatMap(Check::boltzmann)))
        .withClock(x.clock().halved())
        .withPopulation(x.population().withSeed(seed(x.seed())));
  }

  /**
   * The first number of SplitMix64 (Steele, Lea &amp; Flood, OOPSLA 2014) with this seed. Not a sum
   * or an exclusive-or with a constant: seeds of other runs may differ by any.
   */
  static long seed(long seed) {
    long z = seed + GOLDEN;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
