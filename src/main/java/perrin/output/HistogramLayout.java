package perrin.output;

import io.jhdf.api.DatasetCreationOptions;
import io.jhdf.api.WritableGroup;
import java.util.Arrays;
import java.util.List;
import perrin.statistics.HistogramCounts;

/** Where each part of a histogram lies in its file: [bins], or [bins0, bins1]. */
final class HistogramLayout {
  /** Counts by group are mostly zeros or small; one chunk, deflated. */
  private static final DatasetCreationOptions DEFLATED =
      DatasetCreationOptions.builder().shuffle().deflate(1).build();

  private HistogramLayout() {}

  /** Writes one histogram into its group. */
  static void write(WritableGroup group, HistogramRecord histogram) {
    HistogramCounts counts = histogram.counts();
    List<HistogramRecord.Axis> axes = histogram.axes();
    group.putDataset("counts", shaped(counts.counts(), axes));
    for (int a = 0; a < axes.size(); a++) {
      group.putDataset(axes.size() == 1 ? "edges" : "edges_" + a, axes.get(a).edges());
    }
    group.putDataset("density", shaped(histogram.density(), axes));
    group.putDataset("groups", groups(counts, axes), DEFLATED);
    group.putAttribute("underflow", counts.underflow());
    group.putAttribute("overflow", counts.overflow());
    group.putAttribute("samples", histogram.samples());
    if (histogram.hasReference()) {
      double[] p = histogram.boltzmann();
      group.putDataset("boltzmann", shaped(histogram.referenceDensity(), axes));
      group.putAttribute("boltzmann_underflow", p[0]);
      group.putAttribute("boltzmann_overflow", p[p.length - 1]);
    }
  }

  /** What merging needs: counts by half, group and cell, underflow and overflow included. */
  static void writeSums(WritableGroup group, String name, HistogramCounts counts) {
    group.putDataset(name, new long[][][] {counts.half(0), counts.half(1)}, DEFLATED);
  }

  private static Object groups(HistogramCounts counts, List<HistogramRecord.Axis> axes) {
    long[][] groups = counts.groups();
    Object[] bins = axes.size() == 1 ? new long[groups.length][] : new long[groups.length][][];
    for (int g = 0; g < groups.length; g++) {
      bins[g] = shaped(Arrays.copyOfRange(groups[g], 1, groups[g].length - 1), axes);
    }
    return bins;
  }

  private static Object shaped(long[] flat, List<HistogramRecord.Axis> axes) {
    if (axes.size() == 1) {
      return flat;
    }
    int columns = axes.get(1).bins();
    long[][] rows = new long[axes.get(0).bins()][];
    Arrays.setAll(rows, i -> Arrays.copyOfRange(flat, i * columns, (i + 1) * columns));
    return rows;
  }

  private static Object shaped(double[] flat, List<HistogramRecord.Axis> axes) {
    if (axes.size() == 1) {
      return flat;
    }
    int columns = axes.get(1).bins();
    double[][] rows = new double[axes.get(0).bins()][];
    Arrays.setAll(rows, i -> Arrays.copyOfRange(flat, i * columns, (i + 1) * columns));
    return rows;
  }
}
