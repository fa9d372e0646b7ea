package perrin.output;

import perrin.statistics.distances.TotalVariation;
import perrin.statistics.verdict.Evidence;
import perrin.statistics.verdict.Identity;
import perrin.statistics.verdict.NestedRhat;
import perrin.statistics.verdict.StepBias;
import perrin.statistics.verdict.Verdict;

/** Whether stored figures can be what they are called: a distance, a probability, an interval. */
final class Plausible {
  private Plausible() {}

  /**
   * Refuses figures that no run can have found.
   *
   * @throws IllegalArgumentException with the first one
   */
  static void require(Verdict verdict) {
    if (verdict.outcome() != Verdict.Outcome.NOT_APPLICABLE) {
      within("tolerance", verdict.tolerance(), Double.MIN_VALUE, 1);
    }
    Evidence evidence = verdict.evidence();
    evidence
        .comparison()
        .ifPresent(found -> {
          distance("total_variation", found.distance());
          ordered("kolmogorov", found.kolmogorov().low(), found.kolmogorov().high());
          ordered(
              "kullback_leibler", found.kullbackLeibler().low(), found.kullbackLeibler().high());
          share("halves_p_value", found.halves().pValue());
          share("outside", found.outside().measured());
          share("outside_boltzmann", found.outside().expected());
          atLeast("values", found.values(), 0);
          atLeast("effective_sample_size", found.effective(), 0);
        });
    share("neighbour_p_value", evidence.neighbours().pValue());
    evidence.identities().forEach(Plausible::require);
    evidence.rhat().forEach(Plausible::require);
    evidence.companion().ifPresent(Plausible::require);
  }

  private static void require(Identity identity) {
    finite(identity.name(), identity.mean());
    atLeast("standard_error of " + identity.name(), identity.standardError(), 0);
    within("kT of " + identity.name(), identity.kT(), Double.MIN_VALUE, Double.MAX_VALUE);
    atLeast("margin of " + identity.name(), identity.margin(), 0);
    finite("expected of " + identity.name(), identity.expected());
  }

  private static void require(NestedRhat rhat) {
    atLeast("nested R-hat of " + rhat.quantity(), rhat.value(), 1);
    atLeast("limit of nested R-hat of " + rhat.quantity(), rhat.limit(), 1);
  }

  private static void require(StepBias found) {
    within("dt of the companion run", found.dt(), Double.MIN_VALUE, Double.MAX_VALUE);
    within("order of the companion run", found.order(), 1, 100);
    distance("total_variation of the companion run", found.distance());
    ordered("extrapolated", found.extrapolated().low(), found.extrapolated().high());
    ordered("remaining", found.remaining().low(), found.remaining().high());
  }

  private static void distance(String name, TotalVariation found) {
    share(name, found.value());
    share(name + "_low", found.low());
    share(name + "_high", found.high());
    ordered(name, found.low(), found.value());
    ordered(name, found.value(), found.high());
  }

  /** NaN is what is unknown. */
  private static void share(String name, double value) {
    if (!Double.isNaN(value)) {
      within(name, value, 0, 1);
    }
  }

  private static void atLeast(String name, double value, double least) {
    if (value < least) {
      throw refused(name, value);
    }
  }

  private static void finite(String name, double value) {
    if (Double.isInfinite(value)) {
      throw refused(name, value);
    }
  }

  private static void within(String name, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw refused(name, value);
    }
  }

  private static void ordered(String name, double low, double high) {
    if (low > high) {
      throw new IllegalArgumentException(
          name
              + " has an interval whose ends "
              + low
              + " and "
              + high
              + " are the wrong way round");
    }
  }

  private static IllegalArgumentException refused(String name, double value) {
    return new IllegalArgumentException(name + " cannot be " + value);
  }
}
