package perrin.calculus;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;

/** Writes a node as a formula of the language, which reads back as the same node. */
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
      case Node.Tabulated table ->
          "table("
              + table.spline().name()
              + ", "
              + String.join(", ", table.arguments().stream().map(Printer::print).toList())
              + ")"
              + table.orders().stream().map("'"::repeat).collect(joining(","));
      case Node.Choice choice ->
          "if("
              + print(choice.left())
              + " "
              + choice.comparison().symbol()
              + " "
              + print(choice.right())
              + ", "
              + print(choice.whenTrue())
              + ", "
              + print(choice.whenFalse())
              + ")";
      case Node.Element element -> element.array().name() + "[" + element.at() + "]";
      case Node.Count count -> count.index().toString();
      case Node.Total total ->
          "sum("
              + total.loop().name()
              + " in "
              + total.loop().from()
              + ".."
              + total.loop().to()
              + ": "
              + print(total.body())
              + ")";
      case Node.Largest largest ->
          "largest("
              + largest
                  .loop()
                  .map(l -> l.name() + " in " + l.from() + ".." + l.to() + ": ")
                  .orElse("")
              + String.join(", ", largest.of().stream().map(Printer::print).toList())
              + ")";
    };
  }

  /** In order, but something positive first where there is any: 1 - x, not -x + 1. */
  private static String sum(Node.Sum sum) {
    List<String> summands = new ArrayList<>();
    sum.terms().forEach(term -> summands.add(summand(term)));
    if (sum.constant() != 0) {
      summands.add((sum.constant() < 0 ? "-" : "+") + number(Math.abs(sum.constant())));
    }
    String first = summands.stream().filter(s -> s.startsWith("+")).findFirst().orElse(null);
    if (first != null) {
      summands.remove(first);
      summands.addFirst(first.substring(1));
    } else if (summands.getFirst().startsWith("-(")) {
      summands.addFirst("-1*" + summands.removeFirst().substring(1)); // -(a + b)*c negates a and b
    }
    StringBuilder text = new StringBuilder(summands.getFirst());
    for (String summand : summands.subList(1, summands.size())) {
      text.append(' ').append(summand.charAt(0)).append(' ').append(summand, 1, summand.length());
    }
    return text.toString();
  }

  private static String summand(Node.Term term) {
    double size = Math.abs(term.coefficient());
    String coefficient = size == 1 ? "" : number(size) + "*";
    return (term.coefficient() < 0 ? "-" : "+") + coefficient + factor(term.node());
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
    return node instanceof Node.Sum || node instanceof Node.Count
        ? "(" + print(node) + ")"
        : print(node);
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
