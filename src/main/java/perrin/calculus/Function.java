package perrin.calculus;

import java.util.List;
import perrin.language.Expr;
import perrin.language.Statement;

/**
 * A function of the language, as its file in {@code kernels/functions} defines it.
 *
 * @param name as written in formulas
 * @param description one sentence
 * @param reference where its approximation comes from
 * @param error stated accuracy in single precision
 * @param arguments their names and types, in order
 * @param results names of the intermediate values that are its results; one for every function that
 *     formulas may call
 * @param derivatives for each argument the derivative with respect to it, a formula of the
 *     arguments; empty for a function that only kernels use, such as the Gaussian
 * @param single its definition in single precision, over the primitives of the kernel's
 *     intermediate code
 */
public record Function(
    String name,
    String description,
    String reference,
    String error,
    List<Argument> arguments,
    List<String> results,
    List<Expr> derivatives,
    String singleText,
    List<Statement> single) {

  public Function {
    arguments = List.copyOf(arguments);
    results = List.copyOf(results);
    derivatives = List.copyOf(derivatives);
    single = List.copyOf(single);
  }

  /** Whether formulas may call it. */
  public boolean inFormulas() {
    return !derivatives.isEmpty();
  }

  /** A named argument. */
  public record Argument(String name, ArgumentType type) {}

  /** What an argument is: a floating-point value or 32 random bits. */
  public enum ArgumentType {
    REAL,
    WORD
  }
}
