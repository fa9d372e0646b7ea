package perrin.calculus;

import java.util.ArrayList;
import java.util.List;

/** Writes a node as a formula of the language, for comments in generated text. */
public final class Printer {
  private Printer() {}

  public static String print(Node node) {
    return switch (node) {
      case Node.Constant number -> number(number.value());
      case Node.Variable variable -> variable.name();
      case Node.Sum sum -> sum(sum);
      case Node.Product product -> product(product);
      case Node.Apply call ->
          call.function().name()
              + "("
              + String.join(", ", call.arguments().stream().map(Printer::print).toList())
              + ")";
    };
  }

  private static String sum(Node.Sum sum) {
    StringBuilder text = new StringBuilder();
    for (Node.Term term : sum.terms()) {
      double size = Math.abs(term.coefficient());
      String sign = term.coefficient() < 0 ? "-" : "+";
      text.append(text.isEmpty() ? (sign.equals("-") ? "-" : "") : " " + sign + " ");
      text.append(size == 1 ? "" : number(size) + "*").append(factor(term.node()));
    }
    if (sum.constant() != 0) {
      text.append(sum.constant() < 0 ? " - " : " + ").append(number(Math.abs(sum.constant())));
    }
    return text.toString();
  }

  private static String product(Node.Product product) {
    List<String> above = new ArrayList<>();
    List<String> below = new ArrayList<>();
    for (Node.Factor factor : product.factors()) {
      int size = Math.abs(factor.exponent());
      String text = factor(factor.base()) + (size == 1 ? "" : "^" + size);
      (factor.exponent() > 0 ? above : below).add(text);
    }
    String over = above.isEmpty() ? "1" : String.join("*", above);
    return below.isEmpty() ? over : over + "/" + String.join("/", below);
  }

  private static String factor(Node node) {
    return node instanceof Node.Sum ? "(" + print(node) + ")" : print(node);
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
