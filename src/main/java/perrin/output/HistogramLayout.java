package perrin.output;

import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import io.jhdf.api.DatasetCreationOptions;
import io.jhdf.api.Group;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import perrin.errors.Shown;
import perrin.statistics.HistogramCounts;

/** Where each part of a histogram lies in its file: [bins], or [bins0, bins1]. */
final class HistogramLayout {
  /** Counts by group are mostly zeros or small; one chunk, deflated. */
  private static final DatasetCreationOptions DEFLATED =
      DatasetCreationOptions.builder().shuffle().deflate(1).build();

  /** Group of {@code /sums} that holds the references' probabilities. */
  static final String REFERENCES = "boltzmann";

  private HistogramLayout() {}

  /** Writes one histogram into its group. */
  static void write(ResultTree group, HistogramRecord histogram) {
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
    group.putConstant("samples", histogram.samples());
    if (histogram.hasReference()) {
      double[] p = histogram.boltzmann();
      group.putDataset("boltzmann", shaped(histogram.referenceDensity(), axes));
      group.putAttribute("boltzmann_underflow", p[0]);
      group.putAttribute("boltzmann_overflow", p[p.length - 1]);
    }
  }

  /**
   * The reference's probabilities themselves, [bins + 2]: of densities they come back rounded.
   * Written where there is a reference.
   */
  static void writeReference(ResultTree group, String name, HistogramRecord histogram) {
    if (histogram.hasReference()) {
      group.putDataset(name, histogram.boltzmann());
    }
  }

  /** What merging needs: counts by half, group and cell, underflow and overflow included. */
  static void writeSums(ResultTree group, String name, HistogramCounts counts) {
    group.putDataset(name, new long[][][] {counts.half(0), counts.half(1)}, DEFLATED);
  }

  /** Names of the histograms that have a reference. */
  static List<String> withReference(HdfFile root) {
    List<String> names = new ArrayList<>();
    if (root.getChildren().get("histograms") instanceof Group all) {
      all.getChildren()
          .forEach((name, histogram) -> {
            if (histogram instanceof Group group && group.getChildren().containsKey("boltzmann")) {
              names.add(Shown.line(name));
            }
          });
    }
    return names;
  }

  /**
   * Reads a histogram, with its reference where it has one.
   *
   * @param point whose it is
   */
  static HistogramRecord read(HdfFile root, String name, PointReader point) {
    Group histogram = (Group) root.getByPath("histograms/" + name);
    List<HistogramRecord.Axis> axes = axes(histogram, point);
    int bins = axes.stream().mapToInt(HistogramRecord.Axis::bins).reduce(1, Math::multiplyExact);
    return new HistogramRecord(
        counts(root, name, bins, point),
        axes,
        RunReader.wholes(histogram, "samples")[0],
        reference(root, name, point));
  }

  /** Its counts, as {@link #writeSums} wrote them. */
  private static HistogramCounts counts(HdfFile root, String name, int bins, PointReader point) {
    Dataset sums = root.getDatasetByPath("sums/histograms/" + name);
    Pieces.requireLength(sums, (long) point.points() * HistogramCounts.flatLength(bins));
    return HistogramCounts.of(bins, point.wholes(sums));
  }

  /** Probabilities of [underflow, bins …, overflow]; empty where they are unknown. */
  private static double[] reference(HdfFile root, String name, PointReader point) {
    Group histogram = (Group) root.getByPath("histograms/" + name);
    if (!histogram.getChildren().containsKey("boltzmann")) {
      return new double[0];
    }
    double[] reference =
        root.getChildren().get("sums") instanceof Group sums
                && sums.getChildren().get(REFERENCES) instanceof Group all
                && all.getChildren().containsKey(name)
            ? point.numbers(all.getChild(name))
            : ofDensities(histogram, point);
    return Double.isNaN(reference[0]) ? new double[0] : reference;
  }

  /** Of a file that was written before there were probabilities. */
  private static double[] ofDensities(Group histogram, PointReader point) {
    double[] densities = point.numbers(histogram.getChild("boltzmann"));
    double size =
        axes(histogram, point).stream()
            .mapToDouble(HistogramRecord.Axis::width)
            .reduce(1, (a, b) -> a * b);
    double[] reference = new double[densities.length + 2];
    reference[0] = point.number(histogram, "boltzmann_underflow");
    reference[reference.length - 1] = point.number(histogram, "boltzmann_overflow");
    for (int i = 0; i < densities.length; i++) {
      reference[i + 1] = densities[i] * size;
    }
    return reference;
  }

  private static List<HistogramRecord.Axis> axes(Group histogram, PointReader point) {
    List<HistogramRecord.Axis> axes = new ArrayList<>();
    for (String name : List.of("edges", "edges_0", "edges_1")) {
      if (histogram.getChildren().containsKey(name)) {
        double[] at = point.numbers(histogram.getChild(name));
        axes.add(new HistogramRecord.Axis(at[0], at[at.length - 1], at.length - 1));
      }
    }
    return axes;
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
