package perrin.output;

import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import java.util.LinkedHashMap;
import java.util.Map;
import perrin.errors.Shown;
import perrin.experiment.Coordinates;
import perrin.experiment.Outline;
import perrin.statistics.WalkerArray;

/**
 * Final states: {@code /final/NAME} is [walkers], of a vector [components, walkers], with the axes
 * of a sweep in front. What a point's method does not have is NaN there, and is not read.
 */
final class FinalLayout {
  private static final String FINAL = "final";

  private FinalLayout() {}

  /** Writes all of them; the components of a vector become one array. */
  static void write(ResultTree root, Map<String, WalkerArray> finals) {
    if (finals.isEmpty()) {
      return;
    }
    ResultTree all = root.putGroup(FINAL);
    Vectors.of(finals)
        .forEach((name, components) -> all.putDataset(name, WalkerRows.of(components)));
  }

  /** Whether they are in the file. */
  static boolean has(HdfFile root) {
    return root.getChildren().containsKey(FINAL);
  }

  /**
   * Reads what {@link #write} wrote of a point.
   *
   * @param point of a sweep; else 0
   */
  static Map<String, WalkerArray> read(HdfFile root, Outline outline, int point) {
    Map<String, WalkerArray> finals = new LinkedHashMap<>();
    if (root.getChildren().get(FINAL) instanceof Group all) {
      all.getChildren()
          .forEach((stored, node) -> {
            Dataset dataset = (Dataset) node;
            String name = Shown.line(stored);
            if (!outline.keeps(name, point)) {
              return;
            }
            int[] shape = dataset.getDimensions();
            int axes = outline.sweep().axes().size();
            boolean vector = shape.length > axes + 1;
            for (int c = 0; c < (vector ? shape[axes] : 1); c++) {
              finals.put(vector ? name + "[" + c + "]" : name, row(dataset, outline, c, point));
            }
          });
    }
    return finals;
  }

  /** The dataset of a coordinate's final values. */
  static Dataset dataset(HdfFile root, Coordinates.Block block) {
    Node found =
        root.getChildren().get(FINAL) instanceof Group group
            ? group.getChildren().get(block.name())
            : null;
    if (found instanceof Dataset dataset) {
      return dataset;
    }
    throw new IllegalStateException("/final has no dataset " + block.name());
  }

  /**
   * The values of one component.
   *
   * @param point of a sweep; else 0
   */
  static WalkerArray row(Dataset dataset, Outline outline, int component, int point) {
    long[] shape = dataset.getDimensionsAsLong();
    int axes = outline.sweep().axes().size();
    long components = shape.length > axes + 1 ? shape[axes] : 1;
    long walkers = shape[shape.length - 1];
    return StoredNumbers.of(dataset).row((point * components + component) * walkers, walkers);
  }
}
