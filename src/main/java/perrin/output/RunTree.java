package perrin.output;

import io.jhdf.HdfFile;
import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import perrin.errors.Shown;
import perrin.experiment.Hdf5Bounds;

/**
 * Looks through a whole file before anything of it is read: it may come from anybody. What Perrin
 * writes is a tree of groups and datasets of numbers and text; links, above all into other files,
 * and groups that contain themselves are not.
 */
final class RunTree {
  /** A sweep has a group for each of its points. */
  private static final int MOST_NODES = 2_000_000;

  private static final int DEEPEST = 10;

  /** Elements of an attribute: a sweep's points at most. */
  private static final long LONGEST_ATTRIBUTE = 1 << 16;

  private static final int LONGEST_NAME = 1_000;

  private record Place(Node node, int depth) {}

  private RunTree() {}

  /**
   * Refuses what Perrin does not write, and what declares more than is there.
   *
   * @param bytes size of the file
   * @return all groups and datasets, the root first
   * @throws IllegalArgumentException with what is wrong
   */
  static List<Node> require(HdfFile root, long bytes) {
    List<Node> all = new ArrayList<>();
    Set<Long> seen = new HashSet<>();
    Deque<Place> open = new ArrayDeque<>(List.of(new Place(root, 0)));
    double packed = 0;
    while (!open.isEmpty()) {
      Place place = open.pop();
      Node node = place.node();
      require(!node.isLink(), node, "is a link");
      require(seen.add(node.getAddress()), node, "is in two places");
      require(place.depth() <= DEEPEST, node, "is nested too deeply");
      require(node.getName().length() <= LONGEST_NAME, node, "has too long a name");
      all.add(node);
      if (all.size() > MOST_NODES) {
        throw new IllegalArgumentException(
            "it has more than " + MOST_NODES + " groups and datasets");
      }
      node.getAttributes().values().forEach(attribute -> require(attribute, node));
      switch (node) {
        case Group group ->
            group
                .getChildren()
                .values()
                .forEach(child -> open.push(new Place(child, place.depth() + 1)));
        case Dataset dataset -> {
          packed += Hdf5Bounds.packed(dataset);
          Hdf5Bounds.requireUnpacked(packed, bytes);
          Hdf5Bounds.require(dataset, bytes);
        }
        default -> require(false, node, "is neither a group nor a dataset");
      }
    }
    return all;
  }

  private static void require(Attribute attribute, Node node) {
    double elements = 1;
    for (long length : attribute.getDimensionsAsLong()) {
      elements *= length;
    }
    Class<?> type = attribute.getJavaType();
    require(
        elements <= LONGEST_ATTRIBUTE
            && (type == String.class
                || type.isPrimitive()
                || isBoxed(type)
                || attribute.getName().equals(DimensionScales.LIST)), // which nobody reads here
        node,
        "has the attribute "
            + Shown.shortened(attribute.getName())
            + ", which none of Perrin's has");
  }

  private static boolean isBoxed(Class<?> type) {
    return Number.class.isAssignableFrom(type);
  }

  private static void require(boolean holds, Node node, String problem) {
    if (!holds) {
      throw new IllegalArgumentException("its " + Shown.line(place(node)) + " " + problem);
    }
  }

  /** A name, not a path: the path of a group that contains itself has no end. */
  private static String place(Node node) {
    return Shown.shortened(node.getName());
  }
}
