package perrin.output;

import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import io.jhdf.api.DatasetCreationOptions;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import io.jhdf.api.WritableGroup;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Paths as H5MD 1.1 lays them out (nongnu.org/h5md): a walker is a particle, its coordinates are
 * the dimensions of space.
 */
final class TrajectoryLayout {
  private static final int[] VERSION = {1, 1};

  /** jHDF writes short rows one by one, at 2 MB/s; deflated, all at once, seven times as fast. */
  private static final DatasetCreationOptions DEFLATED =
      DatasetCreationOptions.builder().shuffle().deflate(1).build();

  private TrajectoryLayout() {}

  /**
   * Writes {@code /h5md} and {@code /particles}.
   *
   * @param perrinVersion the creator's
   */
  static void write(WritableGroup root, TrajectoryRecord trajectory, String perrinVersion) {
    WritableGroup box = writeOpen(root, trajectory, perrinVersion);
    if (trajectory.edges().length > 0) {
      box.putDataset("edges", trajectory.edges());
    }
  }

  /**
   * The same for a file of its own, with edges of the box in each frame, as MDAnalysis wants them:
   * shape [frames, dimensions, dimensions].
   */
  static void writeAlone(WritableGroup root, TrajectoryRecord trajectory, String perrinVersion) {
    WritableGroup box = writeOpen(root, trajectory, perrinVersion);
    int dimensions = trajectory.edges().length;
    if (dimensions > 0) {
      double[][] vectors = new double[dimensions][dimensions];
      for (int d = 0; d < dimensions; d++) {
        vectors[d][d] = trajectory.edges()[d];
      }
      double[][][] all = new double[trajectory.step().length][][];
      Arrays.fill(all, vectors);
      WritableGroup edges = box.putGroup("edges");
      edges.putDataset("value", all, DEFLATED);
      edges.putDataset("step", trajectory.step());
      edges.putDataset("time", trajectory.time());
    }
  }

  /** Reads what {@link #write} wrote; empty where there is none. */
  static Optional<TrajectoryRecord> read(HdfFile root) {
    if (!root.getChildren().containsKey("particles")) {
      return Optional.empty();
    }
    Group group = (Group) root.getByPath("particles/trajectory");
    Group position = (Group) group.getChild("position");
    Group box = (Group) group.getChild("box");
    Dataset steps = (Dataset) position.getChild("step");
    Dataset times = (Dataset) position.getChild("time");
    Node edges = box.getChildren().get("edges");
    return Optional.of(
        new TrajectoryRecord(
            (Object[]) ((Dataset) position.getChild("value")).getData(),
            Pieces.wholes(steps, steps.getSize()),
            Pieces.numbers(times, times.getSize()),
            List.of((String[]) box.getAttribute("boundary").getData()),
            edges instanceof Dataset lengths
                ? Pieces.numbers(lengths, lengths.getSize())
                : new double[0]));
  }

  /**
   * @return the box, to which edges may be added
   */
  private static WritableGroup writeOpen(
      WritableGroup root, TrajectoryRecord trajectory, String perrinVersion) {
    WritableGroup h5md = root.putGroup("h5md");
    h5md.putAttribute("version", VERSION);
    WritableGroup author = h5md.putGroup("author");
    author.putAttribute("name", "unknown");
    readable(author);
    WritableGroup creator = h5md.putGroup("creator");
    creator.putAttribute("name", "Perrin");
    creator.putAttribute("version", perrinVersion);
    readable(creator);
    WritableGroup group = root.putGroup("particles").putGroup("trajectory");
    WritableGroup box = group.putGroup("box");
    box.putAttribute("dimension", trajectory.boundaries().size());
    box.putAttribute("boundary", trajectory.boundaries().toArray(String[]::new));
    readable(box);
    WritableGroup position = group.putGroup("position");
    position.putDataset("value", trajectory.value(), DEFLATED);
    position.putDataset("step", trajectory.step());
    position.putDataset("time", trajectory.time());
    return box;
  }

  /** jHDF writes a group without children such that nothing can read it. */
  private static void readable(WritableGroup group) {
    group.putDataset("placeholder", 0);
  }
}
