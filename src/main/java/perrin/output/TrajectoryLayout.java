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
 * the dimensions of space. With a sweep its axes stand in front, and it is H5MD no more.
 */
final class TrajectoryLayout {
  private static final int[] VERSION = {1, 1};

  /** jHDF writes short rows one by one, at 2 MB/s; deflated, all at once, seven times as fast. */
  private static final DatasetCreationOptions DEFLATED =
      DatasetCreationOptions.builder().shuffle().deflate(1).build();

  private TrajectoryLayout() {}

  /** Adds {@code /particles}. */
  static void write(ResultTree root, TrajectoryRecord trajectory) {
    ResultTree box = particles(root, trajectory);
    if (trajectory.edges().length > 0) {
      box.putDataset("edges", trajectory.edges());
    }
  }

  /**
   * Says that a file is H5MD, which one with the axes of a sweep is not.
   *
   * @param perrinVersion the creator's
   */
  static void writeFormat(WritableGroup root, String perrinVersion) {
    ResultTree tree = new ResultTree();
    ResultTree h5md = tree.putGroup("h5md");
    h5md.putConstant("version", VERSION);
    ResultTree author = h5md.putGroup("author");
    author.putConstant("name", "unknown");
    readable(author);
    ResultTree creator = h5md.putGroup("creator");
    creator.putConstant("name", "Perrin");
    creator.putConstant("version", perrinVersion);
    readable(creator);
    tree.writeTo(root);
  }

  /**
   * The same for a file of its own, with edges of the box in each frame, as MDAnalysis wants them:
   * shape [frames, dimensions, dimensions].
   */
  static void writeAlone(WritableGroup root, TrajectoryRecord trajectory, String perrinVersion) {
    writeFormat(root, perrinVersion);
    ResultTree tree = new ResultTree();
    ResultTree box = particles(tree, trajectory);
    int dimensions = trajectory.edges().length;
    if (dimensions > 0) {
      double[][] vectors = new double[dimensions][dimensions];
      for (int d = 0; d < dimensions; d++) {
        vectors[d][d] = trajectory.edges()[d];
      }
      double[][][] all = new double[trajectory.step().length][][];
      Arrays.fill(all, vectors);
      ResultTree edges = box.putGroup("edges");
      edges.putDataset("value", all, DEFLATED);
      edges.putDataset("step", trajectory.step());
      edges.putDataset("time", trajectory.time());
    }
    tree.writeTo(root);
  }

  /**
   * Reads what {@link #write} wrote; empty where there is none.
   *
   * @param places of the point along the axes of a sweep; none without
   * @param point how it is read
   */
  static Optional<TrajectoryRecord> read(HdfFile root, int[] places, PointReader point) {
    if (!root.getChildren().containsKey("particles")) {
      return Optional.empty();
    }
    Group group = (Group) root.getByPath("particles/trajectory");
    Group position = (Group) group.getChild("position");
    Group box = (Group) group.getChild("box");
    Node edges = box.getChildren().get("edges");
    return Optional.of(
        new TrajectoryRecord(
            values((Dataset) position.getChild("value"), places),
            point.wholes(position.getChild("step")),
            point.numbers(position.getChild("time")),
            List.of((String[]) box.getAttribute("boundary").getData()),
            edges instanceof Dataset ? point.numbers(edges) : new double[0]));
  }

  /** The frames of one point: deflated data are in pieces, of which only its own are unpacked. */
  private static Object[] values(Dataset dataset, int[] places) {
    if (places.length == 0) {
      return (Object[]) dataset.getData();
    }
    int[] size = dataset.getDimensions();
    long[] start = new long[size.length];
    for (int a = 0; a < places.length; a++) {
      start[a] = places[a];
      size[a] = 1;
    }
    Object[] all = (Object[]) dataset.getData(start, size);
    for (int a = 0; a < places.length; a++) {
      all = (Object[]) all[0];
    }
    return all;
  }

  /**
   * @return the box, to which edges may be added
   */
  private static ResultTree particles(ResultTree root, TrajectoryRecord trajectory) {
    ResultTree group = root.putGroup("particles").putGroup("trajectory");
    ResultTree box = group.putGroup("box");
    box.putConstant("dimension", trajectory.boundaries().size());
    box.putConstant("boundary", trajectory.boundaries().toArray(String[]::new));
    readable(box);
    ResultTree position = group.putGroup("position");
    position.putDataset("value", trajectory.value(), DEFLATED);
    position.putDataset("step", trajectory.step());
    position.putDataset("time", trajectory.time());
    return box;
  }

  /** jHDF writes a group without children such that nothing can read it. */
  private static void readable(ResultTree group) {
    group.putDataset("placeholder", 0);
  }
}
