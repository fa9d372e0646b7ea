package perrin.experiment;

import java.util.HashSet;
import java.util.List;
import java.util.stream.DoubleStream;
import perrin.errors.BadValue;
import perrin.errors.Location;

/**
 * What takes turns along one axis of a sweep.
 *
 * @param name {@code temperature}, {@code dt}, {@code method} for whole methods, {@code
 *     method.NAME} for a parameter of the method, or the name of another parameter
 * @param values in the order written, at least one: methods under {@code method}, else numbers
 * @param where place of the values, which does not count when two axes are compared
 */
public record SweepAxis(String name, List<SweepValue> values, Location where) {
  public SweepAxis {
    values = List.copyOf(values);
    if (values.isEmpty()) {
      throw refused("[], must have at least one value", name);
    }
    for (var value : values) {
      if (name.equals(Sweep.METHODS) != value instanceof SweepValue.OfMethod) {
        throw new IllegalArgumentException(name + " with " + value);
      }
      switch (value) {
        case SweepValue.Number number -> requireWithin(name, number.value());
        case SweepValue.OfMethod _ -> {}
      }
    }
    if (name.equals(Sweep.METHODS)) {
      requireDistinct(values);
    }
  }

  /** An axis of numbers. */
  public static SweepAxis of(String name, List<Double> numbers, Location where) {
    return new SweepAxis(
        name, numbers.stream().<SweepValue>map(SweepValue.Number::new).toList(), where);
  }

  private static void requireWithin(String name, double value) {
    if (!Double.isFinite(value)) {
      throw refused(value + ", must be finite", name);
    }
    if (name.equals(Sweep.DT) && !(value > 0)) {
      throw refused(value + ", must be greater than 0", name);
    }
    if (name.equals(Sweep.TEMPERATURE) && !(value >= 0)) {
      throw refused(value + ", must be at least 0", name);
    }
  }

  /** A table has to tell them apart. */
  private static void requireDistinct(List<SweepValue> values) {
    var words = new HashSet<String>();
    for (var value : values) {
      if (!words.add(value.word())) {
        throw refused(
            value.word()
                + " is there twice; remove one, or give a step of your own a name: {name: mine,"
                + " step: …}",
            Sweep.METHODS);
      }
    }
  }

  private static BadValue refused(String problem, String name) {
    return new BadValue("sweep." + name, problem);
  }

  /** How many there are. */
  public int length() {
    return values.size();
  }

  /** Whether its values are numbers. */
  public boolean isOfNumbers() {
    return !name.equals(Sweep.METHODS);
  }

  /** The values of an axis of numbers. */
  public double[] numbers() {
    return values.stream()
        .flatMapToDouble(value ->
            switch (value) {
              case SweepValue.Number number -> DoubleStream.of(number.value());
              case SweepValue.OfMethod _ ->
                  throw new IllegalStateException(name + " has no numbers");
            })
        .toArray();
  }

  /** Each value in a word. */
  public List<String> words() {
    return values.stream().map(SweepValue::word).toList();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SweepAxis that && name.equals(that.name) && values.equals(that.values);
  }

  @Override
  public int hashCode() {
    return 31 * name.hashCode() + values.hashCode();
  }
}
