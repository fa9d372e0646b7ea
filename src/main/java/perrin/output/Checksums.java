package perrin.output;

import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import io.jhdf.api.WritableDataset;
import io.jhdf.api.WritableGroup;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Fingerprints of all that is in a run file, kept in the file itself: a bit that flips, on a disk
 * or in a copy, makes other numbers and still a good HDF5 file. They say that a file is as it was
 * written, not by whom.
 *
 * <p>The dataset {@code /checksums} has a line for each dataset, {@code SHA256 /PATH}, over its
 * values as in {@link Digest}, text in UTF-8; and one for each group, and each dataset with
 * attributes, {@code SHA256 /PATH@}, over the name and then the value of each, by name.
 */
final class Checksums {
  static final String NAME = "checksums";

  /** Attributes of the library that writes, which come last. */
  private static final String LIBRARY = "_";

  private Checksums() {}

  /**
   * Adds the checksums of all that was put before.
   *
   * @param late what stands for placeholders
   */
  static void write(WritableGroup root, LateValues late) {
    String lines =
        of(root, late).entrySet().stream()
            .map(entry -> entry.getValue() + " " + entry.getKey())
            .collect(Collectors.joining("\n"));
    root.putDataset(NAME, lines);
  }

  /** Whether a file has them: since 0.2.0. */
  static boolean has(Group root) {
    return root.getChildren().containsKey(NAME);
  }

  /**
   * Compares what is there with what was written.
   *
   * @throws IllegalStateException with the first place where they differ
   */
  static void verify(Group root) {
    Map<String, String> written = new TreeMap<>();
    RunReader.text(root.getChildren().get(NAME))
        .lines()
        .forEach(line -> {
          int space = line.indexOf(' ');
          written.put(line.substring(space + 1), line.substring(0, Math.max(0, space)));
        });
    Map<String, String> found = of(root, new LateValues());
    written.forEach((path, sum) -> {
      if (!Objects.equals(found.get(path), sum)) {
        throw new IllegalStateException(
            found.containsKey(path)
                ? "the checksum of " + words(path) + " is not that of what was written"
                : words(path) + " is missing");
      }
    });
    found.keySet().removeAll(written.keySet());
    if (!found.isEmpty()) {
      throw new IllegalStateException(
          words(found.keySet().iterator().next()) + " has no checksum, and so was added later");
    }
  }

  private static String words(String path) {
    return path.endsWith("@") ? "the attributes of " + path.substring(0, path.length() - 1) : path;
  }

  private static Map<String, String> of(Group root, LateValues late) {
    Map<String, String> sums = new TreeMap<>();
    add(root, "/", late, sums);
    return sums;
  }

  private static void add(Node node, String path, LateValues late, Map<String, String> sums) {
    Map<String, Attribute> attributes = new TreeMap<>(node.getAttributes());
    attributes
        .keySet()
        .removeIf(name -> name.startsWith(LIBRARY) || DimensionScales.isOfScales(name));
    if (node instanceof Group || !attributes.isEmpty()) {
      var hash = new ValueHash();
      attributes.forEach((name, attribute) -> {
        hash.add(name);
        hash.addAny(attribute.getData());
      });
      sums.put(path + "@", hash.hex());
    }
    if (node instanceof Group group) {
      String parent = path.equals("/") ? path : path + "/";
      group
          .getChildren()
          .forEach((name, child) -> {
            boolean none = DimensionScales.isWithoutValues(child);
            if (!none && !(parent.equals("/") && name.equals(NAME))) {
              add(child, parent + name, late, sums);
            }
          });
      return;
    }
    var hash = new ValueHash();
    if (late.get(path) != null) {
      late.get(path).rows().forEach(hash::add);
    } else if (node instanceof WritableDataset writable) {
      hash.addAny(writable.getData());
    } else {
      Pieces.of((Dataset) node, hash::addAny);
    }
    sums.put(path, hash.hex());
  }
}
