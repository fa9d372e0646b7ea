package perrin.output;

import perrin.statistics.BoltzmannReference;
import perrin.statistics.HistogramCounts;

/**
 * A one-dimensional histogram as it goes into a run file.
 *
 * @param counts the counts
 * @param from start of the first bin
 * @param to end of the last bin
 * @param samples number of sample times
 * @param boltzmann probabilities of [underflow, bins …, overflow] in equilibrium, [bins + 2]; of
 *     length 0 where there is no reference
 */
public record HistogramRecord(
    HistogramCounts counts, double from, double to, long samples, double[] boltzmann) {

  /** Refuses an empty range and a reference of another length. */
  public HistogramRecord {
    if (!(from < to)) {
      throw new IllegalArgumentException("range [" + from + ", " + to + "], must have from < to");
    }
    if (boltzmann.length != 0 && boltzmann.length != counts.cells()) {
      throw new IllegalArgumentException(
          boltzmann.length + " reference probabilities, must be 0 or " + counts.cells());
    }
  }

  /** Whether there is a reference. */
  public boolean hasReference() {
    return boltzmann.length > 0;
  }

  /** Edges of the bins, [bins + 1]. */
  public double[] edges() {
    return BoltzmannReference.edges(from, to, counts.bins());
  }

  /** Counts over (all counts · bin width), [bins]; zeros where nothing was counted. */
  public double[] density() {
    long[] n = counts.counts();
    double total = Math.max(1, counts.total());
    double[] density = new double[n.length];
    for (int i = 0; i < n.length; i++) {
      density[i] = n[i] / (total * width());
    }
    return density;
  }

  /** The reference's mean density in each bin, [bins]. */
  public double[] referenceDensity() {
    double[] density = new double[counts.bins()];
    for (int i = 0; i < density.length; i++) {
      density[i] = boltzmann[i + 1] / width();
    }
    return density;
  }

  private double width() {
    return (to - from) / counts.bins();
  }
}
