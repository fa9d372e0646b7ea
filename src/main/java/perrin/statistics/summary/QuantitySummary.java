package perrin.statistics.summary;

import java.util.List;
import perrin.statistics.TimeMean;

/**
 * What a run says of one quantity. What is unknown is NaN.
 *
 * @param name of a coordinate's component or an observable
 * @param kind {@code coordinate} or {@code observable}
 * @param mean its mean, whose standard error is the Monte Carlo error
 * @param deviation its standard deviation
 * @param quantiles as {@link #SHARES} says
 * @param bulk effective sample size of ranks
 * @param tail effective sample size of the tails
 * @param rhat nested R-hat
 * @param meanFrom where mean and standard deviation come from
 * @param quantilesFrom where quantiles and effective sample sizes come from
 */
public record QuantitySummary(
    String name,
    String kind,
    TimeMean mean,
    double deviation,
    List<Quantile> quantiles,
    double bulk,
    double tail,
    double rhat,
    Source meanFrom,
    Source quantilesFrom) {
  /** The quantiles that a summary has. */
  public static final List<Double> SHARES = List.of(0.05, 0.5, 0.95);

  /** Where a number comes from. */
  public enum Source {
    /** The mean over walkers and samples, with its error by cohorts or walkers. */
    TIME_MEAN("time mean"),
    /** All samples, as they were counted in bins. */
    HISTOGRAM("histogram"),
    /** The walkers after the last step. */
    FINAL("final states"),
    /** Nowhere. */
    NOTHING("");

    private final String words;

    Source(String words) {
      this.words = words;
    }

    /** As people read it. */
    public String words() {
      return words;
    }
  }

  /** Refuses another number of quantiles. */
  public QuantitySummary {
    quantiles = List.copyOf(quantiles);
    if (quantiles.size() != SHARES.size()) {
      throw new IllegalArgumentException(quantiles.size() + " quantiles, must be " + SHARES.size());
    }
  }

  /** The effective sample size of the mean: as many independent draws have its error. */
  public double ofMean() {
    return Values.effective(deviation * deviation, mean.standardError());
  }

  /** Whether anything is known of it. */
  public boolean known() {
    return meanFrom != Source.NOTHING || quantilesFrom != Source.NOTHING;
  }
}
