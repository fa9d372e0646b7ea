package perrin.output;

import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import perrin.experiment.Coordinates;
import perrin.experiment.Histogram;
import perrin.experiment.Outline;
import perrin.statistics.HistogramCounts;
import perrin.statistics.TimeMean;
import perrin.statistics.WalkerArray;
import perrin.statistics.Weights;

/**
 * Whether a file's data can be of one run of its experiment: as many counts as walkers and samples
 * make, in every group of walkers and half of the run; the same counts wherever they stand; means
 * that are those of the cohorts' sums; final states that were counted.
 */
final class Consistency {
  /** How far numbers may differ that were rounded on different ways. */
  private static final double ROUNDING = 1e-5;

  private static final int WALKERS_TOGETHER = 256;

  private final HdfFile root;
  private final RunContents contents;
  private final Outline outline;
  private final int points;

  /** Data that cannot be of one run. */
  static final class Broken extends RuntimeException {
    private static final long serialVersionUID = 1;

    Broken(String problem) {
      super(problem);
    }
  }

  Consistency(HdfFile root, RunContents contents) {
    this.root = root;
    this.contents = contents;
    outline = contents.outline();
    points = outline.sweep().points();
  }

  /** Refuses what does not belong together. */
  void require() {
    equal("walkers", outline.walkers(), RunReader.wholes(root, "walkers")[0]);
    equal("steps", outline.clock(0).steps(), RunReader.wholes(root, "steps")[0]);
    equal("first_walker", outline.firstWalker(), RunReader.wholes(root, "first_walker")[0]);
    require(SweepLayout.isOf(root, outline.sweep()), "/sweep is not the experiment's");
    if (contents.hasFinals()) {
      outline.coordinates().blocks().forEach(this::finals);
    }
    outline
        .histograms()
        .forEach((name, wanted) -> {
          Unpacked unpacked = new Unpacked(); // of one histogram at a time
          for (int point = 0; point < points; point++) {
            PointReader at = new PointReader(point, points, unpacked);
            histogram(name, wanted, contents.histogram(name, point), at);
          }
        });
    if (!outline.observables().isEmpty()) {
      times();
      outline.observables().keySet().forEach(this::observable);
    }
  }

  private void finals(Coordinates.Block block) {
    int[] axes = outline.sweep().shape();
    int[] shape = contents.finals(block).getDimensions();
    long walkers = shape[shape.length - 1];
    long components = shape.length > axes.length + 1 ? shape[axes.length] : 1;
    require(
        walkers == outline.walkers()
            && components == block.length()
            && shape.length == axes.length + (block.length() > 1 ? 2 : 1)
            && Arrays.equals(axes, Arrays.copyOf(shape, axes.length)),
        "/final/" + block.name() + " has another shape than the walkers");
  }

  private void histogram(String name, Histogram wanted, HistogramRecord found, PointReader at) {
    List<HistogramRecord.Axis> axes =
        wanted.axes().stream()
            .map(axis -> new HistogramRecord.Axis(axis.from(), axis.to(), axis.bins()))
            .toList();
    require(axes.equals(found.axes()), "the bins of " + name + " are not the experiment's");
    equal("the samples of " + name, outline.samples(), found.samples());
    groups(name, found.counts(), at.point());
    Group group = (Group) root.getByPath("histograms/" + name);
    HistogramCounts counts = found.counts();
    require(
        Arrays.equals(counts.counts(), wholes(group.getChild("counts"), counts.bins(), at)),
        "the counts of " + name + " are not those of its groups");
    long[] groups =
        Arrays.stream(counts.groups())
            .flatMapToLong(g -> Arrays.stream(g, 1, g.length - 1))
            .toArray();
    require(
        Arrays.equals(groups, wholes(group.getChild("groups"), groups.length, at)),
        "the counts by group of " + name + " are not those of the halves");
    equal("underflow of " + name, counts.underflow(), at.whole(group, "underflow"));
    equal("overflow of " + name, counts.overflow(), at.whole(group, "overflow"));
    require(
        close(found.density(), numbers(group.getChild("density"), counts.bins(), at)),
        "the density of " + name + " is not that of its counts");
    if (found.hasReference()) {
      double[] p = found.boltzmann();
      require(
          Arrays.stream(p).allMatch(share -> share >= 0) && near(Arrays.stream(p).sum(), 1, 1),
          "the reference of " + name + " is no distribution");
      require(
          close(found.referenceDensity(), numbers(group.getChild("boltzmann"), counts.bins(), at))
              && near(p[0], at.number(group, "boltzmann_underflow"), p[0])
              && near(p[p.length - 1], at.number(group, "boltzmann_overflow"), p[p.length - 1]),
          "the reference of " + name + " is not that of its densities");
    }
    if (contents.hasFinals() && axes.size() == 1) {
      counted(name, wanted, counts, at.point());
    }
  }

  /** Every walker is counted once in each sample, in its group, in the half that the time is in. */
  private void groups(String name, HistogramCounts counts, int point) {
    long first = outline.firstWalker(point);
    long samples = outline.samples();
    for (int half = 0; half < HistogramCounts.HALVES; half++) {
      long[][] groups = counts.half(half);
      long times = half == 0 ? samples / 2 : samples - samples / 2;
      for (int g = 0; g < groups.length; g++) {
        long walkers = below(first + outline.walkers(), g) - below(first, g);
        require(
            Arrays.stream(groups[g]).allMatch(count -> count >= 0), name + " has a count below 0");
        long values = Arrays.stream(groups[g]).sum();
        require(
            values == walkers * times,
            String.format(
                Locale.ROOT,
                "%s has %d values in group %d of half %d, must be %d walkers x %d samples",
                name,
                values,
                g,
                half,
                walkers,
                times));
      }
    }
  }

  /** Walkers of a group among those with smaller numbers: 256 in a row belong to it. */
  private static long below(long walker, int group) {
    long period = (long) WALKERS_TOGETHER * HistogramCounts.GROUPS;
    long rest = walker % period - (long) group * WALKERS_TOGETHER;
    return walker / period * WALKERS_TOGETHER + Math.clamp(rest, 0, WALKERS_TOGETHER);
  }

  /** Where the last sample is the final state, each of its values is among the counts. */
  private void counted(String name, Histogram wanted, HistogramCounts counts, int point) {
    var coordinate = outline.coordinate(wanted.axes().getFirst().of());
    var clock = outline.clock(point);
    boolean last = (clock.steps() - clock.burnIn()) % clock.sampleEvery() == 0;
    if (coordinate.isEmpty() || !last) {
      return;
    }
    int component = outline.coordinates().componentNames().indexOf(coordinate.get());
    WalkerArray values = contents.finals(component, point);
    var axis = wanted.axes().getFirst();
    long[] cells = new long[counts.cells()];
    for (int w = 0; w < values.walkers(); w++) {
      double bin =
          Math.floor((values.value(w) - axis.from()) / (axis.to() - axis.from()) * axis.bins());
      cells[(int) Math.clamp(bin + 1, 0, axis.bins() + 1)]++;
    }
    long[] all = counts.cellCounts();
    for (int i = 0; i < cells.length; i++) {
      long around = all[i]; // a value on an edge may round to either side
      around += i > 0 ? all[i - 1] : 0;
      around += i + 1 < all.length ? all[i + 1] : 0;
      require(
          cells[i] <= around,
          "more final values of " + coordinate.get() + " than " + name + " counts");
    }
  }

  private void times() {
    Group all = group(root, "observables");
    Unpacked unpacked = new Unpacked();
    for (int point = 0; point < points; point++) {
      PointReader at = new PointReader(point, points, unpacked);
      long[] steps = wholes(all.getChild("step"), outline.samples(), at);
      var clock = outline.clock(point);
      require(
          IntStream.range(0, steps.length)
              .allMatch(s -> steps[s] == clock.burnIn() + (s + 1) * clock.sampleEvery()),
          "/observables/step is not when the experiment takes samples");
    }
  }

  private void observable(String name) {
    Group group = group(group(root, "observables"), name);
    double[] timeMeans = RunReader.numbers(group, "time_mean");
    Unpacked unpacked = new Unpacked();
    for (int point = 0; point < points; point++) {
      PointReader at = new PointReader(point, points, unpacked);
      double[] mean = numbers(group.getChild("mean"), outline.samples(), at);
      double[] variance = numbers(group.getChild("variance"), outline.samples(), at);
      Node stored = group(group(root, "sums"), "observables").getChild(name);
      double[] sums = numbers(stored, Math.ceilDiv(outline.walkers(), 32L), at);
      double found =
          TimeMean.of(
                  outline.firstWalker(point) / 32,
                  sums,
                  Weights.ofCohorts(outline.walkers(), outline.samples()))
              .mean();
      double size =
          Arrays.stream(mean).map(Math::abs).max().orElse(0)
              + Math.sqrt(Arrays.stream(variance).max().orElse(0));
      require(
          near(timeMeans[point], found, size)
              && near(Arrays.stream(mean).average().orElse(0), found, size),
          "the means of " + name + " are not those of the cohorts' sums");
    }
  }

  private static Group group(Group parent, String name) {
    if (parent.getChildren().get(name) instanceof Group group) {
      return group;
    }
    throw new Broken(name + " is missing");
  }

  /** What a dataset holds of one point, so much of each. */
  private long[] wholes(Node dataset, long length, PointReader at) {
    Pieces.requireLength((Dataset) dataset, points * length);
    return at.wholes(dataset);
  }

  private double[] numbers(Node dataset, long length, PointReader at) {
    Pieces.requireLength((Dataset) dataset, points * length);
    return at.numbers(dataset);
  }

  private static boolean close(double[] expected, double[] found) {
    return expected.length == found.length
        && IntStream.range(0, expected.length)
            .allMatch(i -> near(expected[i], found[i], Math.abs(expected[i])));
  }

  private static boolean near(double a, double b, double size) {
    return a == b || Math.abs(a - b) <= ROUNDING * size;
  }

  private static void equal(String what, long expected, long found) {
    require(expected == found, what + ": " + found + ", must be " + expected);
  }

  private static void require(boolean holds, String problem) {
    if (!holds) {
      throw new Broken(problem);
    }
  }
}
