package perrin.backend.cxx;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import perrin.calculus.Function;
import perrin.kernel.Definition;

/**
 * The library's functions as functions that are called, where inlining them would make code long.
 */
final class CalledFunctions {
  private final List<Definition> definitions;

  /** Those that have been printed. */
  private final Set<String> printed = new HashSet<>();

  CalledFunctions(List<Definition> definitions) {
    this.definitions = definitions;
  }

  /** A text in which every function is called, with those that it needs in front. */
  String inAll(String text) {
    return in(
        text, definitions.stream().map(one -> one.function().name()).collect(Collectors.toSet()));
  }

  /** The same for some functions. */
  String in(String text, Set<String> functions) {
    StringBuilder called = new StringBuilder();
    String calling = text;
    for (Definition definition : definitions) {
      String name = definition.function().name();
      String replaced = calling.replaceAll("\\b" + name + "\\(", name + "_called(");
      if (functions.contains(name) && !replaced.equals(calling)) {
        calling = replaced;
        if (printed.add(name)) {
          called.append(print(definition.function()));
        }
      }
    }
    return called + calling;
  }

  private static String print(Function function) {
    boolean one = function.results().size() == 1;
    List<String> parameters = new ArrayList<>();
    List<String> arguments = new ArrayList<>();
    for (Function.Argument argument : function.arguments()) {
      boolean word = argument.type() == Function.ArgumentType.WORD;
      parameters.add((word ? "word " : "real ") + argument.name());
      arguments.add(argument.name());
    }
    if (!one) {
      function.results().forEach(result -> parameters.add("real &" + result));
      arguments.addAll(function.results());
    }
    return "CALLED_FUNCTION "
        + (one ? "real " : "void ")
        + function.name()
        + "_called("
        + String.join(", ", parameters)
        + ") {\n  "
        + (one ? "return " : "")
        + function.name()
        + "("
        + String.join(", ", arguments)
        + ");\n}\n\n";
  }
}
