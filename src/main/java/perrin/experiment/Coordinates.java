package perrin.experiment;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import perrin.errors.BadValue;
import perrin.errors.Nearest;

/**
 * The coordinates of a walker: numbers and vectors of numbers.
 *
 * @param blocks in the order that numbers their draws
 */
public record Coordinates(List<Block> blocks) {
  /** More would not fit into one kernel. */
  static final int MAX_LENGTH = 1_000_000;

  /**
   * One coordinate by name.
   *
   * @param length number of components
   * @param scalar whether it is a number x, not a vector x[0], x[1], …; then its length is 1
   */
  public record Block(String name, int length, boolean scalar) {
    public Block {
      Names.requireCoordinate("coordinates", name);
      if (length < 1 || length > MAX_LENGTH) {
        throw new BadValue(
            "coordinates." + name, length + ", must be from 1 to " + MAX_LENGTH + " components");
      }
      if (scalar && length != 1) {
        throw new IllegalArgumentException(name + " of length " + length + " is no number");
      }
    }

    /** Names of its components: x for a number, x[0], x[1], … for a vector. */
    public List<String> componentNames() {
      var names = new ArrayList<String>();
      for (int i = 0; i < length; i++) {
        names.add(scalar ? name : name + "[" + i + "]");
      }
      return List.copyOf(names);
    }
  }

  public Coordinates {
    blocks = List.copyOf(blocks);
    if (blocks.isEmpty()) {
      throw new BadValue("coordinates", "[], must name at least one coordinate");
    }
    var taken = new HashSet<String>();
    long total = 0;
    for (var block : blocks) {
      if (!taken.add(block.name())) {
        throw new BadValue("coordinates", block.name() + " is given twice");
      }
      total += block.length();
    }
    if (total > MAX_LENGTH) {
      throw new BadValue(
          "coordinates", total + " components in all, must be at most " + MAX_LENGTH);
    }
  }

  /** Coordinates that are numbers. */
  public static Coordinates ofNumbers(List<String> names) {
    return new Coordinates(names.stream().map(name -> new Block(name, 1, true)).toList());
  }

  /** Number of components of all. */
  public int dimension() {
    return blocks.stream().mapToInt(Block::length).sum();
  }

  /** Names of all components, in order. */
  public List<String> componentNames() {
    return blocks.stream().flatMap(block -> block.componentNames().stream()).toList();
  }

  /** Names of the coordinates, in order; a vector has one. */
  public List<String> names() {
    return blocks.stream().map(Block::name).toList();
  }

  /** The coordinate of that name. */
  public Optional<Block> find(String name) {
    return blocks.stream().filter(block -> block.name().equals(name)).findFirst();
  }

  /** Number of the first component of a coordinate among those of all. */
  public int first(Block block) {
    return blocks.stream()
        .takeWhile(other -> !other.name().equals(block.name()))
        .mapToInt(Block::length)
        .sum();
  }

  /** Whether all coordinates are numbers. */
  public boolean allNumbers() {
    return blocks.stream().allMatch(Block::scalar);
  }

  /** As experiment files spell them. */
  String written() {
    return allNumbers()
        ? names().toString()
        : blocks.stream()
            .map(block -> block.name() + ": " + block.length())
            .collect(Collectors.joining(", ", "{", "}"));
  }

  /** Refuses the name of a coordinate that is none. */
  Block requireKnown(String field, String name) {
    return find(name)
        .orElseThrow(() ->
            new BadValue(
                field,
                "unknown coordinate"
                    + Nearest.hintOrAll("coordinate", "coordinates", name, names(), "")));
  }

  /** Refuses values for a coordinate that is none, and an array of another length than it has. */
  void requireValues(String field, String name, Values values) {
    var block = requireKnown(field, name);
    if (!(values instanceof FormulaArray array)) {
      return;
    }
    if (block.scalar()) {
      throw new BadValue(field, "an array, must be one formula: " + name + " is a single number");
    }
    if (!array.shape().equals(List.of(block.length()))) {
      throw new BadValue(
          field,
          "an array of "
              + array.elements().size()
              + ", must be of "
              + block.length()
              + ", one for each component of "
              + name);
    }
  }
}
