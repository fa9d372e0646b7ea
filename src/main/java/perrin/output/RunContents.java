package perrin.output;

import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import perrin.errors.ExperimentException;
import perrin.experiment.Coordinates;
import perrin.experiment.Outline;
import perrin.statistics.WalkerArray;
import perrin.statistics.verdict.Verdict;

/** What an open run file holds; its data belong together. */
public final class RunContents {
  private static final String AGAIN = "run the experiment again";

  private final Path file;
  private final HdfFile root;
  private final RunSummary summary;
  private final Outline outline;
  private String known = "";
  private Unpacked unpacked = new Unpacked();

  private RunContents(Path file, HdfFile root, RunSummary summary, Outline outline) {
    this.file = file;
    this.root = root;
    this.summary = summary;
    this.outline = outline;
  }

  /** Refuses data that cannot be of one run. */
  static RunContents of(Path file, HdfFile root) {
    String json = RunReader.text(root.getDatasetByPath("experiment"));
    RunSummary summary = RunReader.summary(root);
    if (!summary.experimentSha256().equals(sha256(json))) {
      throw OutputException.unreadable(
          file, "its experiment is not the one that experiment_sha256 names", AGAIN);
    }
    try {
      var contents = new RunContents(file, root, summary, Outline.read(json));
      new Consistency(root, contents).require();
      return contents;
    } catch (ExperimentException e) {
      throw OutputException.unreadable(
          file, "its experiment cannot be read: " + e.getMessage(), AGAIN);
    } catch (Consistency.Broken e) {
      throw OutputException.unreadable(
          file, "its data do not belong together: " + e.getMessage(), AGAIN);
    }
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** What identifies the run, and its own verdict. */
  public RunSummary summary() {
    return summary;
  }

  /** What the experiment says of the data. */
  public Outline outline() {
    return outline;
  }

  /** All that was written. */
  public RunRecord record() {
    return new RecordReader(root, this).read(true);
  }

  /** The same without what takes the most memory: final states and paths. */
  public RunRecord withoutWalkers() {
    return new RecordReader(root, this).read(false);
  }

  /** Whether the file's checksums were compared; older files have none. */
  public boolean hasChecksums() {
    return Checksums.has(root);
  }

  /**
   * The run's own verdict on a point.
   *
   * @param point of a sweep; else 0
   */
  public Verdict verdict(int point) {
    return summary.verdict().verdicts().get(point);
  }

  /**
   * A histogram, with its reference where it has one.
   *
   * @param point of a sweep; else 0
   */
  public HistogramRecord histogram(String name, int point) {
    if (!known.equals(name)) { // of all points, which are asked for in turn
      known = name;
      unpacked = new Unpacked();
    }
    return HistogramLayout.read(
        root, name, new PointReader(point, outline.sweep().points(), unpacked));
  }

  /**
   * A histogram that has a reference.
   *
   * @throws OutputException where there is none of that name
   */
  public HistogramRecord compared(String name, int point) {
    List<String> names = HistogramLayout.withReference(root);
    if (!names.contains(name) || !outline.histograms().containsKey(name)) {
      throw OutputException.unreadable(
          file,
          "it has no histogram '" + name + "' with a Boltzmann reference",
          names.isEmpty() ? "none has one" : "choose one of " + String.join(", ", names));
    }
    return histogram(name, point);
  }

  /** Whether a histogram has a reference. */
  public boolean isCompared(String name) {
    return HistogramLayout.withReference(root).contains(name);
  }

  /** Whether the walkers' final states are in the file. */
  public boolean hasFinals() {
    return FinalLayout.has(root);
  }

  /**
   * Requires the walkers' final states.
   *
   * @throws OutputException where they are not in the file
   */
  public void requireFinals() {
    if (!hasFinals()) {
      throw OutputException.unreadable(
          file, "it has no final states of walkers", "run the experiment without --no-final");
    }
  }

  /**
   * A coordinate's final values.
   *
   * @param component its number among the components of all coordinates
   * @param point of a sweep; else 0
   */
  public WalkerArray finals(int component, int point) {
    int first = 0;
    for (Coordinates.Block block : outline.coordinates().blocks()) {
      if (component < first + block.length()) {
        return FinalLayout.row(FinalLayout.dataset(root, block), outline, component - first, point);
      }
      first += block.length();
    }
    throw new IllegalArgumentException("component " + component + ", must be below " + first);
  }

  /**
   * Paths of the first walkers, where they were kept.
   *
   * @param point of a sweep; else 0
   */
  public Optional<TrajectoryRecord> paths(int point) {
    var sweep = outline.sweep();
    if (point < 0 || point >= sweep.points()) {
      throw OutputException.missing(
          file,
          "it has no point " + point,
          sweep.isEmpty()
              ? "its experiment has no sweep; leave --point out"
              : "choose one from 0 to " + (sweep.points() - 1));
    }
    return TrajectoryLayout.read(root, sweep.places(point), new PointReader(point, sweep.points()));
  }

  /** The dataset of a coordinate's final values. */
  Dataset finals(Coordinates.Block block) {
    return FinalLayout.dataset(root, block);
  }
}
