package perrin.statistics;

/**
 * Nested R-hat of a quantity: do cohorts whose walkers started at one point still remember it?
 *
 * @param quantity coordinate, observable or energy
 * @param value R-hat, 1 or more
 * @param limit the value beyond which the starts are not forgotten
 */
public record NestedRhat(String quantity, double value, double limit) {

  /** Whether the starts are not forgotten. */
  public boolean exceeds() {
    return value > limit;
  }
}
