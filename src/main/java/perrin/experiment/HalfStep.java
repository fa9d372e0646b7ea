package perrin.experiment;

import java.util.Map;
import java.util.Optional;

/**
 * An experiment at half its time step: twice the steps, burn-in and steps between samples, so the
 * same times; noise of its own; and of the outputs only what is compared.
 */
public final class HalfStep {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private HalfStep() {}

  /** The companion of an experiment that is not swept. */
  public static Experiment of(Experiment x) {
    return new Experiment(
        x.title(),
        x.model(),
        x.method(),
        x.temperature(),
        half(x.dt()),
        x.walkers(),
        x.firstWalker(),
        Math.multiplyExact(2, x.steps()),
        Math.multiplyExact(2, x.burnIn()),
        Math.multiplyExact(2, x.sampleEvery()),
        outputs(x),
        x.check()
            .map(check -> new Check(check.boltzmann(), check.tolerance(), false, check.rhat())),
        Sweep.NONE,
        x.precision(),
        x.math(),
        x.curand(),
        seed(x.seed()));
  }

  private static Formula half(Formula dt) {
    var text =
        dt.number()
            .map(number -> Double.toString(number / 2))
            .orElseGet(() -> "(" + dt.canonical() + ")/2");
    return new Formula(text, dt.where());
  }

  private static Outputs outputs(Experiment x) {
    var checked = x.check().flatMap(Check::boltzmann);
    return new Outputs(
        checked.map(name -> Map.of(name, x.histograms().get(name))).orElse(Map.of()),
        x.observables(),
        Map.of(),
        Optional.empty());
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
