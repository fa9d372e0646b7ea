package perrin.statistics;

import java.util.List;

/**
 * What a companion run at half the time step says about the time step's share in a difference.
 *
 * @param dt the companion's time step
 * @param order of the method: differences are to shrink by 2^order
 * @param distance the companion's total variation
 * @param extrapolated total variation of what both runs extrapolate to at dt = 0
 * @param shrinks whether the difference shrinks as the order predicts
 * @param observables extrapolated as well
 */
public record StepBias(
    double dt,
    int order,
    TotalVariation distance,
    Interval extrapolated,
    boolean shrinks,
    List<Extrapolation> observables) {

  public StepBias {
    observables = List.copyOf(observables);
  }

  /**
   * A mean at dt, at dt/2 and extrapolated to dt = 0.
   *
   * @param name of the observable
   */
  public record Extrapolation(String name, TimeMean whole, TimeMean half, TimeMean extrapolated) {}
}
