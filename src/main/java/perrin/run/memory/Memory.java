package perrin.run.memory;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import perrin.backend.BackendException;
import perrin.backend.Grid;
import perrin.backend.HostEnsemble;
import perrin.backend.TileSums;
import perrin.experiment.Check;
import perrin.experiment.Experiment;
import perrin.experiment.Trajectories;
import perrin.kernel.Kernel;
import perrin.kernel.Sampling;

/**
 * What a run takes, so that one that cannot end well is refused before it has cost any time. Each
 * part is what is held when most is held: as a rule at the end, when the run file is written.
 *
 * @param parts the walkers, and what they leave behind
 */
public record Memory(List<Part> parts) {
  private static final double GIBIBYTE = 0x1p30;

  /** Java keeps a third of its memory for short-lived things. */
  private static final double SPARE = 1.5;

  private static final long BASE = 16L << 20;

  /** What a histogram's cell takes of Java's memory while it is judged and written, as measured. */
  private static final double CELL = 7 << 10;

  /**
   * Cells of one histogram at all points: 1 KiB each in {@code /sums}, and 1 GiB is one dataset.
   */
  private static final long LARGEST_DATASET = 1L << 20;

  /** What a Java array takes beside its elements, with the reference to it. */
  private static final double PLACE = 24;

  /** What the largest array of Java's holds. */
  private static final long MOST_WALKERS = Integer.MAX_VALUE - 8;

  /** Less is not worth a word. */
  private static final double WORTH_A_WORD = 0.1 * GIBIBYTE;

  /**
   * One part.
   *
   * @param name a word
   * @param what it is, with how many there are
   * @param heap bytes of Java's memory
   * @param beside bytes beside Java's memory
   * @param remedy what to do where it is too much
   */
  record Part(String name, String what, double heap, double beside, String remedy) {
    double bytes() {
      return heap + beside;
    }
  }

  /**
   * The plan of a run.
   *
   * @param points of a sweep, whose results are all held until the end; else 1
   * @param keepFinals whether the final states go into the result, and so into Java's memory
   */
  public static Memory of(Experiment experiment, int points, Kernel kernel, boolean keepFinals) {
    List<Part> parts = new ArrayList<>();
    double walkers = experiment.walkers();
    double row = walkers * kernel.precision().bytes();
    double cohorts = Math.ceil(walkers / Kernel.COHORT);
    double sums = cohorts * Double.BYTES * kernel.sampling().timeRows();
    int observables = experiment.observables().size();
    String many = String.format(Locale.ROOT, "%,.0f walkers", walkers) + each(points);
    double kept = cohorts * Double.BYTES * observables;
    String without = keepFinals ? ", or leave the final states out with --no-final" : "";
    parts.add(
        new Part(
            "walkers",
            many,
            sums + kept * points,
            row * kernel.variables().size(),
            "use fewer" + without));
    if (kernel.sampling().remembered() > 0) {
      String what = String.format(Locale.ROOT, "%,d origins of correlations", origins(kernel));
      double remembered = HostEnsemble.bytesOfOrigins(kernel, walkers);
      parts.add(new Part("correlations", what, 0, remembered, "keep fewer (origins)"));
    }
    if (keepFinals) {
      // The last point's are where its walkers are; others are kept. Some are looked at as copies.
      double finals = row * kernel.variables().size() * (points - 1) + row;
      String states = "the final states of " + many;
      parts.add(new Part("final states", states, 0, finals, "use fewer" + without));
    }
    parts.add(samples(experiment, points, kernel));
    if (!experiment.histograms().isEmpty()) {
      parts.add(histograms(experiment, points));
    }
    experiment.trajectories().ifPresent(paths -> parts.add(paths(paths, experiment, points)));
    return new Memory(List.copyOf(parts));
  }

  private static int origins(Kernel kernel) {
    return kernel.sampling().correlated().stream().mapToInt(Sampling.Correlated::origins).sum();
  }

  /**
   * Means and variances, when they were taken, and the one of these that is being written; and the
   * sums of two chunks on their way.
   */
  private static Part samples(Experiment experiment, int points, Kernel kernel) {
    double samples = experiment.samples();
    int observables = experiment.observables().size();
    double series = samples * Double.BYTES * ((2.0 * observables + 2) * points + 1);
    double runs = experiment.check().filter(Check::bias).isPresent() ? 2 : 1;
    int observed = kernel.sampling().observed().size();
    double each = TileSums.bytesPerSample(observed, experiment.walkers());
    double chunks = 2 * Math.min(HostEnsemble.SAMPLE_BYTES, samples * each);
    double heap = chunks * TileSums.heapBytesPerSample(observed) / each;
    String what =
        String.format(Locale.ROOT, "%,.0f samples of %,d observables", samples, observables)
            + each(points);
    return new Part(
        "samples", what, series * runs + heap, chunks - heap, "take fewer (sample-every)");
  }

  private static Part histograms(Experiment experiment, int points) {
    double cells = Grid.of(experiment).stream().mapToDouble(Grid::cells).sum();
    String what = String.format(Locale.ROOT, "histograms of %,.0f cells", cells) + each(points);
    return new Part("histograms", what, CELL * cells * points, 0, "use fewer bins");
  }

  /** A particle's place in a frame is an array of its own; and the file has a copy of all. */
  private static Part paths(Trajectories kept, Experiment experiment, int points) {
    int dimension = experiment.coordinates().dimension();
    double values = kept.values(experiment.steps(), dimension);
    double bytes =
        values / dimension * kept.atoms() * PLACE + 4 * values * experiment.precision().bytes();
    String what =
        String.format(
                Locale.ROOT,
                "trajectories of %,d frames of %,d walkers",
                kept.frames(experiment.steps()),
                kept.walkers())
            + each(points);
    return new Part("trajectories", what, bytes * points, 0, "keep fewer");
  }

  private static String each(int points) {
    return points == 1 ? "" : " at each of " + points + " points";
  }

  /**
   * Refuses a run that this machine, or Java on it, cannot hold.
   *
   * @throws BackendException with the part that takes most
   */
  public void require(Experiment experiment, int points) {
    require(experiment, points, Runtime.getRuntime().maxMemory(), FreeMemory.bytes());
  }

  /**
   * @param heap bytes that Java may take
   * @param free bytes that the process may take, Java's memory included
   */
  void require(Experiment experiment, int points, double heap, double free) {
    requireCountable(experiment);
    double java = needed(this);
    if (java > heap) {
      String more =
          " or allow Java more: PERRIN_JAVA_OPTS=-Xmx" + (long) Math.ceil(java / GIBIBYTE) + "g";
      Part most = parts.stream().max(Comparator.comparingDouble(Part::heap)).orElseThrow();
      throw refused(most, java, SPARE * most.heap() + BASE, "Java may take", heap, "," + more);
    }
    double all = parts.stream().mapToDouble(Part::bytes).sum() + BASE;
    if (all > free) {
      Part most = parts.stream().max(Comparator.comparingDouble(Part::bytes)).orElseThrow();
      throw refused(most, all, most.bytes(), "free are", free, "");
    }
    requireDatasets(experiment, points);
  }

  /** What Java must be allowed to take, in bytes. */
  static double needed(Memory plan) {
    return SPARE * plan.parts().stream().mapToDouble(Part::heap).sum() + BASE;
  }

  private static BackendException refused(
      Part most, double all, double own, String whose, double limit, String more) {
    String together =
        own > 0.9 * all
            ? ""
            : String.format(Locale.ROOT, ", the whole run %.2f GiB", all / GIBIBYTE);
    return new BackendException(
        String.format(
            Locale.ROOT,
            "%s take %.2f GiB of memory%s, and %s %.2f GiB; %s%s",
            most.what(),
            own / GIBIBYTE,
            together,
            whose,
            limit / GIBIBYTE,
            most.remedy(),
            more));
  }

  /** At the end, walkers are looked at for notes and the check in arrays of Java's. */
  private static void requireCountable(Experiment experiment) {
    if (experiment.walkers() > MOST_WALKERS) {
      throw new BackendException(
          String.format(
              Locale.ROOT,
              "%,d walkers, must be at most %,d in one run, for they are looked at together when it"
                  + " ends; run parts of them, with first-walker",
              experiment.walkers(),
              MOST_WALKERS));
    }
  }

  private static void requireDatasets(Experiment experiment, int points) {
    double largest = Grid.of(experiment).stream().mapToDouble(Grid::cells).max().orElse(0) * points;
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

  /** The plan in words; empty where it is too little to speak of. */
  public String words() {
    double all = parts.stream().mapToDouble(Part::bytes).sum();
    if (all < WORTH_A_WORD) {
      return "";
    }
    String each =
        parts.stream()
            .filter(part -> part.bytes() >= 0.005 * GIBIBYTE) // what would not round to 0.00
            .map(part -> part.name() + " " + gibibytes(part.bytes()))
            .collect(Collectors.joining(", "));
    return gibibytes(all)
        + " GiB at most ("
        + each
        + "); Java may take "
        + gibibytes(Runtime.getRuntime().maxMemory())
        + ", free are "
        + gibibytes(FreeMemory.bytes());
  }

  private static String gibibytes(double bytes) {
    return String.format(Locale.ROOT, "%.2f", bytes / GIBIBYTE);
  }
}
