package perrin.calculus;

import java.util.Arrays;
import perrin.calculus.Node.Scope;

/**
 * Numbers in a row that a formula takes one of by an index. Compared by identity.
 *
 * <p>An array of scope RUN has its values here (an experiment's data and lists of parameters); one
 * of scope WALKER is each walker's own (its coordinates), and only a kernel has its values.
 */
public final class Array {
  private final String name;
  private final Scope scope;
  private final int length;
  private final double[] values;
  private final boolean words;

  private Array(String name, Scope scope, int length, double[] values, boolean words) {
    this.words = words;
    this.name = name;
    this.scope = scope;
    this.length = length;
    this.values = values;
  }

  /**
   * What all walkers share.
   *
   * @param values kept as they are, for data may be large; not to be modified
   */
  public static Array shared(String name, double... values) {
    return new Array(name, Scope.RUN, values.length, values, false);
  }

  /** What each walker has its own of. */
  public static Array ofWalker(String name, int length) {
    return new Array(name, Scope.WALKER, length, new double[0], false);
  }

  /**
   * Whole numbers that each walker has its own of, below 2³⁰: the rows that it has drawn. A kernel
   * keeps them as words, in the bits of its numbers.
   */
  public static Array wordsOfWalker(String name, int length) {
    return new Array(name, Scope.WALKER, length, new double[0], true);
  }

  public String name() {
    return name;
  }

  public Scope scope() {
    return scope;
  }

  public int length() {
    return length;
  }

  /** Whether a kernel keeps the elements as words. */
  public boolean words() {
    return words;
  }

  /** A shared array's value number i. */
  public double value(int i) {
    return values[i];
  }

  /** A shared array's values, shape [length]. */
  public double[] values() {
    return values.clone();
  }

  /**
   * The values as whole numbers, for use as indices.
   *
   * @throws IllegalArgumentException for one that is none
   */
  int[] wholeNumbers() {
    return Arrays.stream(values)
        .mapToInt(value -> {
          if (value != Math.rint(value) || Math.abs(value) > 1e9) {
            throw new IllegalArgumentException(
                name + " is used as an index, but contains " + value + ", not a whole number");
          }
          return (int) value;
        })
        .toArray();
  }
}
