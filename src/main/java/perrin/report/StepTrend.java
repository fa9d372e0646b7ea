package perrin.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import perrin.statistics.TimeMean;
import perrin.statistics.agreement.StepOrder;

/**
 * What runs that differ in the time step alone say of an observable at dt = 0.
 *
 * @param observable its name
 * @param fit of the order; empty with fewer than three time steps
 * @param order of the method, as its file says
 * @param limit the mean at dt = 0, by that order
 */
public record StepTrend(String observable, Optional<StepOrder> fit, int order, TimeMean limit) {
  /** Keys that change no average of a run in equilibrium but through the time step. */
  private static final Set<String> WITH_STEPS =
      Set.of(
          "dt",
          "steps",
          "time",
          "burn-in",
          "sample-every",
          "seed",
          "walkers",
          "first-walker",
          "observables",
          "histograms",
          "correlations",
          "trajectories",
          "check",
          "perrin",
          "backend",
          "device");

  /** Whether keys that differ are the time step's, and those that change no average. */
  static boolean onlySteps(Collection<String> keys) {
    return keys.stream().allMatch(key -> WITH_STEPS.contains(key.replaceFirst("\\..*", "")));
  }

  /** Of all observables that all points have; none where dt is the same, or no number. */
  static List<StepTrend> all(List<ComparedPoint> points) {
    if (points.stream().anyMatch(point -> point.dt().isEmpty())) {
      return List.of();
    }
    double[] dt = points.stream().mapToDouble(point -> point.dt().orElseThrow()).toArray();
    long steps = Arrays.stream(dt).distinct().count();
    ComparedPoint first = points.getFirst();
    if (steps < 2 || points.stream().anyMatch(point -> point.order() != first.order())) {
      return List.of();
    }
    List<StepTrend> trends = new ArrayList<>();
    for (String name : first.record().observables().keySet()) {
      if (points.stream().allMatch(point -> point.observes(name, first))) {
        TimeMean[] means = points.stream().map(p -> p.mean(name)).toArray(TimeMean[]::new);
        if (StepOrder.canFit(means)) {
          trends.add(
              new StepTrend(
                  name,
                  steps < StepOrder.LEAST_STEPS
                      ? Optional.empty()
                      : Optional.of(StepOrder.of(dt, means)),
                  first.order(),
                  StepOrder.limit(dt, means, first.order())));
        }
      }
    }
    return trends;
  }
}
