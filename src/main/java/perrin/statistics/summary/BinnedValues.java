package perrin.statistics.summary;

import java.util.Arrays;
import perrin.statistics.TimeMean;
import perrin.statistics.Weights;

/**
 * Values that were counted in equal bins, by groups of walkers that are independent of each other:
 * samples of one walker may be correlated in time as they like.
 *
 * <p>Within a bin values are taken to be spread evenly, so a quantile is interpolated. Those
 * outside the bins are known by their number alone: no quantile is said to lie there, and where
 * there are any, mean and standard deviation are unknown. A value counts as the middle of its bin
 * in the mean; the variance of middles is larger than that of the values by width²/12 (Sheppard
 * 1898). Both hold for smooth densities and bins no wider than the standard deviation; mean and
 * deviation of wider ones are unknown.
 */
public final class BinnedValues implements Values {
  private final double from;
  private final double width;
  private final long[][] groups;
  private final double[] sizes;
  private final long[] counts;
  private final long total;

  /**
   * @param from start of the first bin
   * @param to end of the last one
   * @param groups counts of [underflow, bins …, overflow] by group, [groups][bins + 2]; kept
   */
  public BinnedValues(double from, double to, long[][] groups) {
    if (!(from < to)) {
      throw new IllegalArgumentException("range [" + from + ", " + to + "], must have from < to");
    }
    if (groups.length == 0 || groups[0].length < 3) {
      throw new IllegalArgumentException(groups.length + " groups, must have counts of bins");
    }
    this.from = from;
    this.groups = groups;
    width = (to - from) / (groups[0].length - 2);
    counts = new long[groups[0].length];
    sizes = new double[groups.length];
    for (int g = 0; g < groups.length; g++) {
      for (int cell = 0; cell < counts.length; cell++) {
        counts[cell] += groups[g][cell];
      }
      sizes[g] = Arrays.stream(groups[g]).sum();
    }
    total = Arrays.stream(counts).sum();
    if (total == 0) {
      throw new IllegalArgumentException("no values, must be at least one");
    }
  }

  /** How many values lie outside the bins. */
  public long outside() {
    return counts[0] + counts[counts.length - 1];
  }

  @Override
  public TimeMean mean() {
    double[] middles = new double[counts.length];
    Arrays.setAll(middles, cell -> from + (cell - 0.5) * width);
    TimeMean mean = mean(middles);
    double squares = variance(middles);
    boolean fine = outside() == 0 && width * width <= squares;
    return fine ? mean : new TimeMean(Double.NaN, Double.NaN);
  }

  @Override
  public double deviation() {
    double[] middles = new double[counts.length];
    Arrays.setAll(middles, cell -> (cell - 0.5) * width);
    TimeMean mean = mean();
    double error = Double.isNaN(mean.standardError()) ? 0 : mean.standardError();
    double variance = variance(middles) - width * width / 12 + error * error;
    return Double.isNaN(mean.mean()) ? Double.NaN : Math.sqrt(variance);
  }

  @Override
  public double quantile(double p) {
    double below = counts[0];
    double wanted = p * total;
    if (wanted < below) {
      return Double.NaN;
    }
    for (int bin = 0; bin < counts.length - 2; bin++) {
      long inside = counts[bin + 1];
      if (inside > 0 && wanted <= below + inside) {
        return from + width * (bin + (wanted - below) / inside);
      }
      below += inside;
    }
    return Double.NaN;
  }

  @Override
  public double shareError(double p, double at) {
    double place = Math.clamp((at - from) / width, 0, counts.length - 2.0);
    double[] shares = new double[counts.length];
    Arrays.setAll(shares, cell -> cell == 0 ? 1 : Math.clamp(place - (cell - 1), 0, 1));
    return mean(shares).standardError();
  }

  @Override
  public double bulk() {
    double[] scores = new double[counts.length];
    double below = 0;
    for (int cell = 0; cell < scores.length; cell++) {
      scores[cell] = counts[cell] == 0 ? 0 : Values.score(below + (counts[cell] + 1) / 2.0, total);
      below += counts[cell];
    }
    return Values.effective(variance(scores), mean(scores).standardError());
  }

  /** The mean of what each cell stands for. */
  private TimeMean mean(double[] ofCells) {
    double[] sums = new double[groups.length];
    for (int g = 0; g < groups.length; g++) {
      for (int cell = 0; cell < ofCells.length; cell++) {
        sums[g] += groups[g][cell] * ofCells[cell];
      }
    }
    TimeMean mean = TimeMean.of(0, sums, Weights.counted(sizes));
    return groups.length < LEAST_GROUPS ? new TimeMean(mean.mean(), Double.NaN) : mean;
  }

  private double variance(double[] ofCells) {
    double mean = mean(ofCells).mean();
    double squares = 0;
    for (int cell = 0; cell < ofCells.length; cell++) {
      squares += counts[cell] * (ofCells[cell] - mean) * (ofCells[cell] - mean);
    }
    return squares / total;
  }
}
