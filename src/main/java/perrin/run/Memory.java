package perrin.run;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import perrin.backend.BackendException;
import perrin.backend.Grid;
import perrin.experiment.Experiment;
import perrin.experiment.Trajectories;
import perrin.kernel.Kernel;

/** What a run takes, so that one that cannot end well is refused before it has cost any time. */
final class Memory {
  private static final double GIBIBYTE = 0x1p30;

  /** Java keeps a third of its memory for short-lived things. */
  private static final double SPARE = 1.5;

  private static final long BASE = 16L << 20;

  /** What a histogram's cell takes of Java's memory while the run file is written, as measured. */
  private static final double CELL = 7 << 10;

  /**
   * Cells of one histogram at all points: 1 KiB each in {@code /sums}, and 1 GiB is one dataset.
   */
  private static final long LARGEST_DATASET = 1L << 20;

  /** What a Java array takes beside its elements, with the reference to it. */
  private static final double PLACE = 24;

  private Memory() {}

  /**
   * Refuses a run that this machine, or Java on it, cannot hold.
   *
   * @param points of a sweep, whose results are all held until the end; else 1
   * @param keepFinals whether the final states go into the result, and so into Java's memory
   */
  static void check(Experiment experiment, int points, Kernel kernel, boolean keepFinals) {
    double walkers = experiment.walkers();
    double bytes = walkers * kernel.precision().bytes();
    double states = bytes * kernel.rows();
    double sums = walkers / Kernel.COHORT * Double.BYTES * kernel.timeRows();
    var machine = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    String what = String.format(Locale.ROOT, "%,.0f walkers", walkers) + each(points);
    require(what, states + sums, machine.getTotalMemorySize(), "this machine has", "");
    double finals = keepFinals ? bytes * kernel.variables().size() : 0;
    double java = SPARE * points * (sums + finals) + BASE;
    String remedy =
        (keepFinals ? ", or leave the final states out with --no-final" : "")
            + ", or allow Java more: PERRIN_JAVA_OPTS=-Xmx"
            + (long) Math.ceil(java / GIBIBYTE)
            + "g";
    require(what, java, Runtime.getRuntime().maxMemory(), "Java may take", remedy);
    requireBins(experiment, points);
    experiment.trajectories().ifPresent(kept -> requireFrames(kept, experiment));
  }

  private static String each(int points) {
    return points == 1 ? "" : " at each of " + points + " points";
  }

  /** A walker's place in a frame is an array of its own; and the file has a copy of all. */
  private static void requireFrames(Trajectories kept, Experiment experiment) {
    int dimension = experiment.coordinates().dimension();
    double values = kept.values(experiment.steps(), dimension);
    double bytes = values / dimension * PLACE + 4 * values * experiment.precision().bytes() + BASE;
    double most = Runtime.getRuntime().maxMemory();
    if (bytes > most) {
      throw new BackendException(
          String.format(
              Locale.ROOT,
              "trajectories of %,d frames of %,d walkers take %.2f GiB of memory, and Java may take"
                  + " %.2f GiB; keep fewer, or allow Java more: PERRIN_JAVA_OPTS=-Xmx%.0fg",
              kept.frames(experiment.steps()),
              kept.walkers(),
              bytes / GIBIBYTE,
              most / GIBIBYTE,
              Math.ceil(bytes / GIBIBYTE)));
    }
  }

  private static void requireBins(Experiment experiment, int points) {
    var grids = Grid.of(experiment);
    double cells = grids.stream().mapToDouble(Grid::cells).sum();
    double bytes = CELL * cells * points + BASE;
    double most = Runtime.getRuntime().maxMemory();
    if (cells > 0 && bytes > most) {
      throw new BackendException(
          String.format(
              Locale.ROOT,
              "histograms of %,.0f cells%s take %.2f GiB of memory, and Java may take %.2f GiB;"
                  + " use fewer bins, or allow Java more: PERRIN_JAVA_OPTS=-Xmx%.0fg",
              cells,
              each(points),
              bytes / GIBIBYTE,
              most / GIBIBYTE,
              Math.ceil(bytes / GIBIBYTE)));
    }
    double largest = grids.stream().mapToDouble(Grid::cells).max().orElse(0) * points;
    if (points > 1 && largest > LARGEST_DATASET) {
      throw new BackendException(
          String.format(
              Locale.ROOT,
              "a histogram of %,.0f cells%s is more than one dataset holds, %,d cells in all; use"
                  + " fewer bins or points",
              largest / points,
              each(points),
              LARGEST_DATASET));
    }
  }

  private static void require(String what, double bytes, double most, String whose, String remedy) {
    if (bytes > most) {
      throw new BackendException(
          String.format(
              Locale.ROOT,
              "%s take %.2f GiB of memory, and %s %.2f GiB; use fewer%s",
              what,
              bytes / GIBIBYTE,
              whose,
              most / GIBIBYTE,
              remedy));
    }
  }
}
