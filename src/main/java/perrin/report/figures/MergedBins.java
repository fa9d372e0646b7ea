package perrin.report.figures;

import perrin.output.HistogramRecord;

/**
 * A histogram as a picture shows it: with at most so many bins along an axis, neighbours of more
 * being taken together, and with the density's error in each.
 *
 * @param edges of the bins along each axis
 * @param density counts over (all counts · bin size), [cells], the second axis running fastest
 * @param error standard error of each by the jackknife over groups of walkers; NaN if unknown
 * @param boltzmann the reference's mean density in each; of length 0 where there is none
 */
record MergedBins(double[][] edges, double[] density, double[] error, double[] boltzmann) {
  /** Bins along the axis of one quantity, and along each of two. */
  private static final int[] MOST = {500, 150};

  /** Values that must be expected in a bin for its deviation to be shown. */
  private static final double FEWEST = 10;

  static MergedBins of(HistogramRecord histogram) {
    return new Merging(histogram).merged();
  }

  /** What one histogram's bins are taken together to. */
  private static final class Merging {
    private final HistogramRecord histogram;
    private final int[] bins;
    private final int[] together;
    private final int[] cells;
    private final double size;

    Merging(HistogramRecord histogram) {
      this.histogram = histogram;
      int axes = histogram.dimensions();
      bins = new int[axes];
      together = new int[axes];
      cells = new int[axes];
      double whole = 1;
      for (int a = 0; a < axes; a++) {
        HistogramRecord.Axis axis = histogram.axes().get(a);
        bins[a] = axis.bins();
        together[a] = (bins[a] + MOST[axes - 1] - 1) / MOST[axes - 1];
        cells[a] = (bins[a] + together[a] - 1) / together[a];
        whole *= (axis.to() - axis.from()) / bins[a] * together[a];
      }
      size = whole;
    }

    MergedBins merged() {
      int all = cells.length == 1 ? cells[0] : cells[0] * cells[1];
      long[][] groups = histogram.counts().nonEmptyGroups();
      double total = Math.max(1, histogram.counts().total());
      double[] density = new double[all];
      double[][] ofGroups = new double[groups.length][];
      double[] weights = new double[groups.length];
      for (int g = 0; g < groups.length; g++) {
        ofGroups[g] = new double[all];
        for (int bin = 0; bin < groups[g].length; bin++) {
          weights[g] += groups[g][bin];
          if (bin > 0 && bin < groups[g].length - 1) {
            ofGroups[g][cell(bin - 1)] += groups[g][bin];
          }
        }
        for (int c = 0; c < all; c++) {
          density[c] += ofGroups[g][c] / total;
        }
      }
      double[] error = errors(density, ofGroups, weights, total);
      for (int c = 0; c < all; c++) {
        density[c] /= size(c);
        error[c] /= size(c);
      }
      return new MergedBins(edges(), density, error, boltzmann(all));
    }

    /** Of shares, as of a ratio of sums over independent groups. */
    private static double[] errors(
        double[] share, double[][] ofGroups, double[] weights, double total) {
      int groups = ofGroups.length;
      double[] error = new double[share.length];
      for (int c = 0; c < error.length; c++) {
        double squares = 0;
        for (int g = 0; g < groups; g++) {
          double rest = ofGroups[g][c] - share[c] * weights[g];
          squares += rest * rest;
        }
        error[c] = groups < 2 ? Double.NaN : Math.sqrt(squares * groups / (groups - 1.0)) / total;
      }
      return error;
    }

    private double[] boltzmann(int all) {
      if (!histogram.hasReference()) {
        return new double[0];
      }
      double[] merged = new double[all];
      for (int bin = 0; bin < histogram.counts().bins(); bin++) {
        merged[cell(bin)] += histogram.boltzmann()[bin + 1] / size(cell(bin));
      }
      return merged;
    }

    /** The size of what a cell holds: the last along an axis may be of fewer bins. */
    private double size(int cell) {
      int last = cells.length - 1;
      double part = share(last, last == 0 ? cell : cell % cells[1]);
      return size * (last == 0 ? part : part * share(0, cell / cells[1]));
    }

    private double share(int axis, int place) {
      int held = Math.min(together[axis], bins[axis] - place * together[axis]);
      return (double) held / together[axis];
    }

    /** Where a bin belongs. */
    private int cell(int bin) {
      return bins.length == 1
          ? bin / together[0]
          : bin / bins[1] / together[0] * cells[1] + bin % bins[1] / together[1];
    }

    private int bin(int axis, int edge) {
      int bin = edge * together[axis];
      return bins.length == 1 ? Math.min(bin, bins[axis]) : bin;
    }

    /**
     * The range's, in which the last bin may be narrower. Of two quantities equally far apart, as a
     * map wants them: there the last cell reaches beyond the range.
     */
    private double[][] edges() {
      double[][] edges = new double[bins.length][];
      for (int a = 0; a < edges.length; a++) {
        HistogramRecord.Axis axis = histogram.axes().get(a);
        edges[a] = new double[cells[a] + 1];
        for (int i = 0; i <= cells[a]; i++) {
          edges[a][i] = axis.from() + (axis.to() - axis.from()) * ((double) bin(a, i) / bins[a]);
        }
      }
      return edges;
    }
  }

  /** The middles of the bins along an axis. */
  double[] middles(int axis) {
    double[] middles = new double[edges[axis].length - 1];
    for (int i = 0; i < middles.length; i++) {
      middles[i] = (edges[axis][i] + edges[axis][i + 1]) / 2;
    }
    return middles;
  }

  /**
   * (density − Boltzmann)/error of each; NaN where too few are expected for an error to mean
   * anything. An error from a few groups of walkers may be small by chance: none is taken to be
   * below that of independent values.
   *
   * @param total how many values were counted
   */
  double[] residuals(double total) {
    double[] residuals = new double[boltzmann.length];
    for (int i = 0; i < residuals.length; i++) {
      double size = size(i);
      double expected = boltzmann[i] * size * total;
      double least = Math.sqrt(expected * Math.max(0, 1 - expected / total)) / (size * total);
      residuals[i] =
          expected >= FEWEST && !Double.isNaN(error[i])
              ? (density[i] - boltzmann[i]) / Math.max(error[i], least)
              : Double.NaN;
    }
    return residuals;
  }

  private double size(int i) {
    int rows = edges.length == 1 ? 1 : edges[1].length - 1;
    double size = edges[0][i / rows + 1] - edges[0][i / rows];
    return edges.length == 1 ? size : size * (edges[1][i % rows + 1] - edges[1][i % rows]);
  }

  /** The number of the largest value, by size, that is a number; 0 where there is none. */
  static int largest(double[] values) {
    int largest = 0;
    for (int i = 1; i < values.length; i++) {
      largest =
          Math.abs(values[i]) > Math.abs(values[largest]) || Double.isNaN(values[largest])
              ? i
              : largest;
    }
    return largest;
  }
}
