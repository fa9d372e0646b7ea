package perrin.experiment;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import perrin.errors.ExperimentException;

/**
 * The sizes that an energy of the library leaves to the experiment. Each is a whole number and a
 * parameter of the energy, such as {@code N}: in {@code coordinates: {x: N}} and {@code shapes:
 * {stiffness: [N, N]}}.
 *
 * @param lengths for each vector of such a length, the parameter
 * @param shapes for each such array, the parameters that its dimensions have
 */
record OpenSizes(Map<String, String> lengths, Map<String, List<String>> shapes) {
  /** A vector of 1 would be a number, and formulas index vectors. */
  private static final int SHORTEST = 2;

  public OpenSizes {
    lengths = Names.inOrder(lengths);
    shapes = Names.inOrder(shapes);
  }

  /** The parameters that are sizes. */
  TreeSet<String> names() {
    var names = new TreeSet<>(lengths.values());
    shapes.values().forEach(names::addAll);
    return names;
  }

  /**
   * The sizes of an experiment: the parameters given, else the lengths of the coordinates given,
   * else the shapes of the arrays given, else the defaults.
   *
   * @param defaults the energy's parameters
   * @param given those of the experiment
   */
  Map<String, Integer> of(
      Map<String, Values> defaults, Map<String, Values> given, Optional<Coordinates> coordinates) {
    var sizes = new LinkedHashMap<String, Integer>();
    for (var name : names()) {
      var size =
          given.containsKey(name)
              ? Optional.of(number(name, given.get(name)))
              : coordinates
                  .flatMap(blocks -> length(name, blocks))
                  .or(() -> dimension(name, given));
      sizes.put(name, size.orElseGet(() -> number(name, defaults.get(name))));
    }
    return sizes;
  }

  private static int number(String name, Values value) {
    return Optional.of(value)
        .filter(Formula.class::isInstance)
        .flatMap(formula -> ((Formula) formula).number())
        .filter(
            size -> size == Math.rint(size) && size >= SHORTEST && size <= Coordinates.MAX_LENGTH)
        .map(Double::intValue)
        .orElseThrow(() ->
            new ExperimentException(
                value.where(),
                "parameters." + name,
                "must be a whole number from " + SHORTEST + " to " + Coordinates.MAX_LENGTH));
  }

  private Optional<Integer> length(String size, Coordinates given) {
    return given.blocks().stream()
        .filter(block -> size.equals(lengths.get(block.name())))
        .map(Coordinates.Block::length)
        .filter(length -> length >= SHORTEST)
        .findFirst();
  }

  private Optional<Integer> dimension(String size, Map<String, Values> given) {
    for (var shape : shapes.entrySet()) {
      int axis = shape.getValue().indexOf(size);
      if (axis >= 0
          && given.get(shape.getKey()) instanceof FormulaArray array
          && array.shape().size() == shape.getValue().size()) {
        return Optional.of(array.shape().get(axis));
      }
    }
    return Optional.empty();
  }

  /** The usual coordinates with these lengths. */
  Coordinates coordinates(Coordinates usual, Map<String, Integer> sizes) {
    return new Coordinates(
        usual.blocks().stream()
            .map(block ->
                lengths.containsKey(block.name())
                    ? new Coordinates.Block(
                        block.name(), sizes.get(lengths.get(block.name())), false)
                    : block)
            .toList());
  }

  /**
   * The value of a parameter; one formula for an array stands for all of its elements.
   *
   * @param usual the energy's default
   */
  Values value(String name, Values value, Values usual, Map<String, Integer> sizes) {
    List<Integer> wanted;
    if (names().contains(name)) {
      return new Formula(String.valueOf(sizes.get(name)), value.where());
    } else if (shapes.containsKey(name)) {
      wanted = shapes.get(name).stream().map(sizes::get).toList();
    } else if (usual instanceof FormulaArray array) {
      wanted = array.shape();
    } else {
      return value;
    }
    return switch (value) {
      case Formula formula -> {
        int elements = wanted.stream().reduce(1, Math::multiplyExact);
        yield new FormulaArray(Collections.nCopies(elements, formula), wanted, value.where());
      }
      case FormulaArray array -> {
        if (!array.shape().equals(wanted)) {
          throw new ExperimentException(
              value.where(),
              "parameters." + name,
              "an array of " + by(array.shape()) + ", must be of " + by(wanted) + because(name));
        }
        yield array;
      }
    };
  }

  private String because(String name) {
    var sizes = new ArrayList<>(shapes.getOrDefault(name, List.of()));
    return sizes.isEmpty() ? "" : ", which is " + String.join(" x ", sizes);
  }

  private static String by(List<Integer> shape) {
    return String.join(" x ", shape.stream().map(String::valueOf).toList());
  }
}
