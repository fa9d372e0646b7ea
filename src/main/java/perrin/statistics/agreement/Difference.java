package perrin.statistics.agreement;

/** What two runs say of one quantity, the second against the first. */
public sealed interface Difference permits MeanDifference, HistogramDifference {
  /**
   * The probability of a difference as large, or larger, where both runs are of the same law; NaN
   * where their errors are not known.
   */
  double pValue();

  /** Whether anything can be said. */
  default boolean known() {
    return !Double.isNaN(pValue());
  }
}
