package perrin.calculus;

import java.util.List;
import java.util.Map;
import perrin.experiment.Precision;
import perrin.language.Expr;
import perrin.language.Statement;

/**
 * A function of the language, as its file in {@code kernels/functions} defines it.
 *
 * @param name as written in formulas
 * @param description one sentence
 * @param reference where its approximation comes from
 * @param arguments their names and types, in order
 * @param results names of the intermediate values that are its results; one for every function that
 *     formulas may call
 * @param derivatives for each argument the derivative with respect to it, a formula of the
 *     arguments; empty for a function that only kernels use, such as the Gaussian
 * @param definitions for each precision
 */
public record Function(
    String name,
    String description,
    String reference,
    List<Argument> arguments,
    List<String> results,
    List<Expr> derivatives,
    Map<Precision, Text> definitions) {

  public Function {
    arguments = List.copyOf(arguments);
    results = List.copyOf(results);
    derivatives = List.copyOf(derivatives);
    definitions = Map.copyOf(definitions);
  }

  /** Whether formulas may call it. */
  public boolean inFormulas() {
    return !derivatives.isEmpty();
  }

  /** Its definition in that precision. */
  public Text in(Precision precision) {
    return definitions.get(precision);
  }

  /**
   * A definition over the primitives of the kernel's intermediate code.
   *
   * @param error stated accuracy
   * @param text as written, for complaints
   */
  public record Text(String error, String text, List<Statement> program) {
    public Text {
      program = List.copyOf(program);
    }
  }

  /** A named argument. */
  public record Argument(String name, ArgumentType type) {}

  /**
   * What an argument is: a floating-point value or random bits: 32 in single, 53 in double
   * precision.
   */
  public enum ArgumentType {
    REAL,
    WORD
  }
}
