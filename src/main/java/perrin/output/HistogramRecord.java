package perrin.output;

import java.util.Arrays;
import java.util.List;
import perrin.statistics.HistogramCounts;
import perrin.statistics.distances.Comparison;
import perrin.statistics.reference.BoltzmannReference;

/**
 * A histogram of one or two quantities as it goes into a run file.
 *
 * @param counts the counts; bin i of the first and j of the second axis is bin i·bins(second) + j
 * @param axes one for each quantity
 * @param samples number of sample times
 * @param boltzmann probabilities of [underflow, bins …, overflow] in equilibrium, [bins + 2]; of
 *     length 0 where there is no reference
 */
public record HistogramRecord(
    HistogramCounts counts, List<Axis> axes, long samples, double[] boltzmann) {

  /**
   * Equal bins of one quantity.
   *
   * @param from start of the first bin
   * @param to end of the last bin
   */
  public record Axis(double from, double to, int bins) {
    /** Refuses an empty range. */
    public Axis {
      if (!(from < to)) {
        throw new IllegalArgumentException("range [" + from + ", " + to + "], must have from < to");
      }
    }

    /** Edges of the bins, [bins + 1]. */
    public double[] edges() {
      return BoltzmannReference.edges(from, to, bins);
    }

    double width() {
      return (to - from) / bins;
    }
  }

  /** Refuses bins that are not the counts' and a reference of another length. */
  public HistogramRecord {
    axes = List.copyOf(axes);
    int bins = axes.stream().mapToInt(Axis::bins).reduce(1, Math::multiplyExact);
    if (bins != counts.bins()) {
      throw new IllegalArgumentException(counts.bins() + " counts, must be " + bins);
    }
    counts = counts.inRows(axes.size() == 1 ? 1 : axes.getFirst().bins());
    if (boltzmann.length != 0 && boltzmann.length != counts.cells()) {
      throw new IllegalArgumentException(
          boltzmann.length + " reference probabilities, must be 0 or " + counts.cells());
    }
  }

  /** A histogram of one quantity. */
  public HistogramRecord(
      HistogramCounts counts, double from, double to, long samples, double[] boltzmann) {
    this(counts, List.of(new Axis(from, to, counts.bins())), samples, boltzmann);
  }

  /** Whether there is a reference. */
  public boolean hasReference() {
    return boltzmann.length > 0;
  }

  /** Number of quantities, 1 or 2. */
  public int dimensions() {
    return axes.size();
  }

  /** Counts over (all counts · bin size), [bins]; zeros where nothing was counted. */
  public double[] density() {
    long[] n = counts.counts();
    double total = Math.max(1, counts.total());
    double[] density = new double[n.length];
    for (int i = 0; i < n.length; i++) {
      density[i] = n[i] / (total * size());
    }
    return density;
  }

  /** The reference's mean density in each bin, [bins]. */
  public double[] referenceDensity() {
    double[] density = new double[counts.bins()];
    for (int i = 0; i < density.length; i++) {
      density[i] = boltzmann[i + 1] / size();
    }
    return density;
  }

  private double size() {
    return axes.stream().mapToDouble(Axis::width).reduce(1, (a, b) -> a * b);
  }

  /**
   * How far it is from its reference, which it must have.
   *
   * @param name its name
   * @param comparisons number of histograms that are judged together, 1 or the points of a sweep
   */
  public Comparison compare(String name, int comparisons) {
    return Comparison.of(name, counts, boltzmann, axes.size(), comparisons);
  }

  /** Whether all values are equal, NaN to NaN. */
  @Override
  public boolean equals(Object other) {
    return other instanceof HistogramRecord that
        && counts.equals(that.counts)
        && axes.equals(that.axes)
        && samples == that.samples
        && Arrays.equals(boltzmann, that.boltzmann);
  }

  @Override
  public int hashCode() {
    return 31 * counts.hashCode() + Arrays.hashCode(boltzmann);
  }
}
