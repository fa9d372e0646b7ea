package perrin.calculus;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import perrin.language.Expr;

/**
 * Gives a syntax tree its meaning as nodes of a graph. A value has one component, or one for each
 * coordinate; operations work component by component, a single component going with every other.
 */
public final class Translator {
  /** What names and calls mean beyond constants and the functions of the library. */
  public interface Environment {
    /** The value of a name. */
    Optional<List<Node>> name(String name);

    /** The value of a name at a place within sums. */
    default Optional<List<Node>> name(String name, Indices indices) {
      return name(name);
    }

    /** What {@code name[i]} takes its elements from. */
    default Optional<ArrayView> array(String name) {
      return Optional.empty();
    }

    /**
     * A walker's own whole number, which elements may be taken by: {@code name}, or {@code
     * name[at]}.
     *
     * @param at read where the name is known; empty where it stands alone
     * @param indices those of the sums around
     */
    default Optional<Index> index(String name, Supplier<List<Index>> at, Indices indices) {
      return Optional.empty();
    }

    /** What {@code table(name, x)} interpolates. */
    default Optional<Spline> table(String name) {
      return Optional.empty();
    }

    /** Names of all tables, for suggestions. */
    default Collection<String> tables() {
      return List.of();
    }

    /** What the range of that name runs through: {@code rows}. */
    default Optional<Range> range(String name) {
      return Optional.empty();
    }

    /**
     * Whether a sum is written out term by term instead of becoming a loop.
     *
     * @param size symbols that it has when written out
     */
    default boolean writesOut(int terms, long size) {
      return terms <= 64 && size <= 2_000;
    }

    /** The value of a call such as {@code normal()} or {@code gradient(x)}. */
    default Optional<List<Node>> call(String function, List<List<Node>> arguments) {
      return Optional.empty();
    }

    /** All names that have a value, for suggestions. */
    Collection<String> names();

    /** Why a name that the data could have given is none: of a column with text, say. */
    default Optional<String> reason(String name) {
      return Optional.empty();
    }

    /** All that may be called besides the functions of the library, for suggestions. */
    default Collection<String> calls() {
      return List.of();
    }

    /**
     * The value of a shared node that cannot change, so that it may decide how a power is computed.
     */
    default OptionalDouble valueOf(Node node) {
      return OptionalDouble.empty();
    }
  }

  /**
   * What a sum over a named range adds up.
   *
   * @param rounds how many terms, at least 1
   * @param index of a term, by its number from 0
   * @param scale what the sum is multiplied by; 1 unless it is an estimate
   * @param estimate whether some terms stand for all: then they are not written out
   */
  public record Range(int rounds, UnaryOperator<Index> index, double scale, boolean estimate) {
    /** 0 … length − 1. */
    public static Range of(int length) {
      return new Range(length, UnaryOperator.identity(), 1, false);
    }
  }

  private final Graph graph;
  private final FunctionLibrary functions;
  private final HostWork work = new HostWork();

  public Translator(Graph graph, FunctionLibrary functions) {
    this.graph = graph;
    this.functions = functions;
  }

  /**
   * The node of a formula of one component over the given names; for formulas known to be right.
   */
  Node formula(Expr formula, Map<String, Node> names) {
    Environment environment =
        new Environment() {
          @Override
          public Optional<List<Node>> name(String name) {
            return Optional.ofNullable(names.get(name)).map(List::of);
          }

          @Override
          public Collection<String> names() {
            return names.keySet();
          }
        };
    return translate("", formula, environment).getFirst();
  }

  /**
   * The components of an expression.
   *
   * @param text what the expression was parsed from, for complaints
   */
  public List<Node> translate(String text, Expr expression, Environment environment) {
    return translate(text, expression, environment, Indices.NONE);
  }

  /**
   * The components of an expression within sums.
   *
   * @param indices those that it may use
   */
  public List<Node> translate(
      String text, Expr expression, Environment environment, Indices indices) {
    return new FormulaWalk(graph, functions, text, environment, work).visit(expression, indices);
  }
}
