package perrin.calculus;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;

/**
 * A whole number, constant + Σ factor·atom. Most depend on the indices of sums alone: the same for
 * all walkers, so that an element of an array is one load. One with a walker's own number in it
 * differs from walker to walker, and an element is gathered, see {@link OfWalker}.
 *
 * <p>Elements are only made where {@link #min} and {@link #max} are within the array, so an index
 * is never out of bounds by its type.
 */
public record Index(int constant, List<Stride> strides) {

  /** A whole factor, not 0, and what it multiplies. */
  public record Stride(int factor, Atom atom) {}

  /** What an index is made of. */
  public sealed interface Atom {}

  /** An atom that is given its value: all others are computed from these. */
  public sealed interface Free extends Atom {}

  /**
   * The index of a sum, from … to, both included.
   *
   * @param depth how many sums are around this one; tells indices in use at the same time apart,
   *     and makes sums over the same range share theirs
   */
  public record Loop(int depth, Index from, Index to) implements Free {
    /** What it is called in generated text. */
    public String name() {
      return depth < 0 ? "e" : depth < 6 ? String.valueOf("ijklmn".charAt(depth)) : "i" + depth;
    }
  }

  /**
   * A walker's own whole number from 0 to length − 1, such as the row that it has drawn: what a
   * value is rounded to, and the nearest end of the range where it is outside; 0 for what is not a
   * number. A constant when derived.
   *
   * @param value may depend on the indices of sums
   * @param length at least 1
   */
  public record OfWalker(Node value, int length) implements Free {
    public OfWalker {
      if (length < 1) {
        throw new IllegalArgumentException(length + " values of an index, must be at least 1");
      }
    }

    /** Whether it is an element of a walker's own words: a row that it has drawn. */
    boolean isDrawn() {
      return value instanceof Node.Element element && element.array().words();
    }

    /** The number that a value means. */
    public int nearest(double number) {
      return (int) Math.clamp(Math.rint(Double.isNaN(number) ? 0 : number), 0, length - 1);
    }
  }

  /** A shared array's element, used as an index: {@code group[i]}. */
  public record Lookup(Array array, Index at) implements Atom {}

  /** The remainder of a division, from 0 … divisor − 1: neighbours on a ring. */
  public record Remainder(Index of, int divisor) implements Atom {}

  public Index {
    strides = List.copyOf(strides);
  }

  public static Index constant(int value) {
    return new Index(value, List.of());
  }

  /** A walker's own whole number from 0 to length − 1. */
  public static Index ofWalker(Node value, int length) {
    OfWalker own = new OfWalker(value, length);
    return value instanceof Node.Constant number ? constant(own.nearest(number.value())) : of(own);
  }

  public static Index of(Atom atom) {
    return new Index(0, List.of(new Stride(1, atom)));
  }

  public boolean isConstant() {
    return strides.isEmpty();
  }

  public Index plus(Index other) {
    Map<Atom, Integer> factors = new LinkedHashMap<>();
    strides.forEach(stride -> factors.merge(stride.atom(), stride.factor(), Math::addExact));
    other.strides.forEach(stride -> factors.merge(stride.atom(), stride.factor(), Math::addExact));
    List<Stride> sum = new ArrayList<>();
    factors.forEach((atom, factor) -> {
      if (factor != 0) {
        sum.add(new Stride(factor, atom));
      }
    });
    sum.sort(Comparator.comparingInt(stride -> depth(stride.atom())));
    return new Index(Math.addExact(constant, other.constant), sum);
  }

  public Index plus(int number) {
    return new Index(Math.addExact(constant, number), strides);
  }

  public Index times(int factor) {
    if (factor == 0) {
      return constant(0);
    }
    return new Index(
        Math.multiplyExact(constant, factor),
        strides.stream()
            .map(s -> new Stride(Math.multiplyExact(s.factor(), factor), s.atom()))
            .toList());
  }

  /** An array's element as an index; a number where the place is one. */
  public static Index lookup(Array array, Index at) {
    return at.isConstant()
        ? constant(array.wholeNumbers()[at.constant()])
        : of(new Lookup(array, at));
  }

  public Index minus(Index other) {
    return plus(other.times(-1));
  }

  public Index remainder(int divisor) {
    return isConstant()
        ? constant(Math.floorMod(constant, divisor))
        : of(new Remainder(this, divisor));
  }

  private static int depth(Atom atom) {
    return switch (atom) {
      case Loop loop -> loop.depth();
      case Lookup lookup -> 1_000;
      case Remainder remainder -> 1_001;
      case OfWalker own -> 1_002;
    };
  }

  /** The indices of sums that it depends on. */
  public Set<Loop> loops() {
    Set<Loop> found = new LinkedHashSet<>();
    collect(found);
    return found;
  }

  /** The walker's own numbers that it depends on. */
  public Set<OfWalker> own() {
    Set<OfWalker> found = new LinkedHashSet<>();
    collectFree(new LinkedHashSet<>(), found);
    return found;
  }

  /** Whether it differs from walker to walker. */
  public boolean isOwn() {
    return !own().isEmpty();
  }

  /** Whether it depends on a row that a walker has drawn. */
  boolean isDrawn() {
    return own().stream().anyMatch(OfWalker::isDrawn);
  }

  /**
   * The same with other indices for some of the sums'.
   *
   * @param values does the same to what walkers' own numbers are made of
   */
  Index with(Map<Loop, Index> others, UnaryOperator<Node> values) {
    Index sum = constant(constant);
    for (Stride stride : strides) {
      Index atom =
          switch (stride.atom()) {
            case Loop loop -> others.getOrDefault(loop, of(loop));
            case OfWalker own -> ofWalker(values.apply(own.value()), own.length());
            case Lookup lookup -> lookup(lookup.array(), lookup.at().with(others, values));
            case Remainder r -> r.of().with(others, values).remainder(r.divisor());
          };
      sum = sum.plus(atom.times(stride.factor()));
    }
    return sum;
  }

  /**
   * The value of a loop's index at which this index equals another one, where that can be told:
   * empty where the index is looked up or a remainder, or the equation has solutions for some
   * values of the others only.
   */
  Optional<Index> whereEqual(Index other, Loop loop) {
    int factor = 0;
    List<Stride> rest = new ArrayList<>();
    for (Stride stride : strides) {
      if (stride.atom().equals(loop)) {
        factor = stride.factor();
      } else {
        rest.add(stride);
      }
    }
    Index left = new Index(constant, rest);
    if (factor == 0 || left.loops().contains(loop)) {
      return Optional.empty();
    }
    Index difference = other.minus(left);
    int divisor = factor;
    return difference.constant % divisor == 0
            && difference.strides.stream().allMatch(s -> s.factor() % divisor == 0)
        ? Optional.of(difference.dividedBy(divisor))
        : Optional.empty();
  }

  private Index dividedBy(int divisor) {
    return new Index(
        constant / divisor,
        strides.stream().map(s -> new Stride(s.factor() / divisor, s.atom())).toList());
  }

  /** Whether it is at least 0 whatever the values of the indices, in ranges that are not empty. */
  boolean isNeverNegative() {
    return min() >= 0;
  }

  void collect(Set<Loop> found) {
    Set<OfWalker> own = new LinkedHashSet<>();
    collectFree(found, own);
    own.forEach(number -> found.addAll(number.value().loops()));
  }

  /**
   * Adds the atoms that it takes its value from; of sums' indices those outside of walkers' own
   * numbers.
   */
  public void collectFree(Set<Loop> loops, Set<OfWalker> own) {
    for (Stride stride : strides) {
      switch (stride.atom()) {
        case Loop loop -> loops.add(loop);
        case OfWalker number -> own.add(number);
        case Lookup lookup -> lookup.at().collectFree(loops, own);
        case Remainder remainder -> remainder.of().collectFree(loops, own);
      }
    }
  }

  public int value(ToIntFunction<? super Free> given) {
    int sum = constant;
    for (Stride stride : strides) {
      int atom =
          switch (stride.atom()) {
            case Free free -> given.applyAsInt(free);
            case Lookup lookup -> (int) lookup.array().value(lookup.at().value(given));
            case Remainder r -> Math.floorMod(r.of().value(given), r.divisor());
          };
      sum += stride.factor() * atom;
    }
    return sum;
  }

  /** The least value, for ranges that are not empty. */
  public int min() {
    return -times(-1).max();
  }

  /**
   * The greatest value, for ranges that are not empty: exact for whole multiples of indices, as a
   * linear function is greatest at an end of each range, innermost first.
   */
  public int max() {
    Index bound = this;
    while (true) {
      Stride inner = null;
      for (Stride stride : bound.strides) {
        if (stride.atom() instanceof Loop) {
          inner = stride;
        }
      }
      if (inner == null) {
        break;
      }
      Loop loop = (Loop) inner.atom();
      Index end = inner.factor() > 0 ? loop.to() : loop.from();
      bound = bound.plus(Index.of(loop).times(-inner.factor())).plus(end.times(inner.factor()));
    }
    int max = bound.constant;
    for (Stride stride : bound.strides) {
      max += stride.factor() * extreme(stride.atom(), stride.factor() > 0);
    }
    return max;
  }

  private static int extreme(Atom atom, boolean greatest) {
    return switch (atom) {
      case Loop loop -> greatest ? loop.to().max() : loop.from().min();
      case OfWalker own -> greatest ? own.length() - 1 : 0;
      case Lookup lookup -> {
        int[] values = lookup.array().wholeNumbers();
        int found = values[lookup.at().min()];
        for (int i = lookup.at().min(); i <= lookup.at().max(); i++) {
          found = greatest ? Math.max(found, values[i]) : Math.min(found, values[i]);
        }
        yield found;
      }
      case Remainder r -> greatest ? r.divisor() - 1 : 0;
    };
  }

  /** As a formula writes it. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Stride stride : strides) {
      int size = Math.abs(stride.factor());
      String sign =
          text.isEmpty() ? (stride.factor() < 0 ? "-" : "") : stride.factor() < 0 ? " - " : " + ";
      text.append(sign).append(size == 1 ? "" : size + "*").append(name(stride.atom()));
    }
    if (text.isEmpty()) {
      return Integer.toString(constant);
    }
    if (constant != 0) {
      text.append(constant < 0 ? " - " : " + ").append(Math.abs(constant));
    }
    return text.toString();
  }

  private static String name(Atom atom) {
    return switch (atom) {
      case Loop loop -> loop.name();
      case OfWalker own when own.isDrawn() -> "row";
      case OfWalker own ->
          switch (own.value()) {
            case Node.Element _, Node.Variable _ -> Printer.print(own.value());
            default -> "round(" + Printer.print(own.value()) + ")";
          };
      case Lookup lookup -> lookup.array().name() + "[" + lookup.at() + "]";
      case Remainder r -> "mod(" + r.of() + ", " + r.divisor() + ")";
    };
  }
}
