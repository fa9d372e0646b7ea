package perrin.run.text;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import perrin.experiment.Experiment;

/** Says where a run spends more time looking at its walkers than moving them. */
public final class SamplingCost {
  /** Seconds of sampling that are worth a word. */
  private static final double SHORT = 0.5;

  /** What sampling should take at most, of stepping. */
  private static final double SHARE = 0.25;

  /** Fewer samples than these tell little of how fast things change. */
  private static final long FEWEST = 100;

  private SamplingCost() {}

  /**
   * A line with a better {@code sample-every}; nothing where stepping takes longer, or where few
   * samples are taken.
   *
   * @param phases seconds by phase, of the run
   */
  public static Optional<String> of(Experiment experiment, Map<String, Double> phases) {
    double stepping = phases.getOrDefault("stepping", 0.0);
    double sampling = phases.getOrDefault("sampling", 0.0);
    if (!(sampling > stepping && sampling >= SHORT)) {
      return Optional.empty();
    }
    double wanted = experiment.sampleEvery() * sampling / (SHARE * stepping);
    long most = (experiment.steps() - experiment.burnIn()) / FEWEST;
    long better = round(Math.min(wanted, most));
    if (better <= experiment.sampleEvery()) {
      return Optional.empty();
    }
    return Optional.of(
        String.format(
            Locale.ROOT,
            "sampling: %.1f times as long as stepping; less with sample-every: %d (now %d)",
            sampling / stepping,
            better,
            experiment.sampleEvery()));
  }

  /** The largest of 1, 2, 5, 10, 20, … that is not above. */
  private static long round(double value) {
    long round = 0;
    for (long power = 1; power <= value; power *= 10) {
      for (long digit : new long[] {1, 2, 5}) {
        round = digit * power <= value ? digit * power : round;
      }
    }
    return round;
  }
}
