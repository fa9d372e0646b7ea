package perrin.calculus;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import perrin.experiment.Library;
import perrin.experiment.Precision;
import perrin.language.Expr;
import perrin.language.FormulaReader;
import perrin.yaml.YamlMap;

/**
 * The functions that come with the program. Each is read from {@code kernels/functions} when it is
 * first asked for: most formulas have few.
 */
public final class FunctionLibrary {
  private static final FunctionLibrary INSTANCE = new FunctionLibrary();

  private final Map<String, Function> known = new ConcurrentHashMap<>();
  private final Map<String, Function> draws = new ConcurrentHashMap<>();

  private FunctionLibrary() {}

  /** The one library of this program. */
  public static FunctionLibrary standard() {
    return INSTANCE;
  }

  public Optional<Function> find(String name) {
    return Library.functions().contains(name)
        ? Optional.of(known.computeIfAbsent(name, FunctionLibrary::read))
        : Optional.empty();
  }

  /**
   * What makes draws of random words, from {@code kernels/draws}: no formula may call it, and its
   * name is free for an experiment's own things.
   */
  public Function ofDraws(String name) {
    return draws.computeIfAbsent(name, key -> read(key, Library.open("draws", key)));
  }

  /** Names of all functions that formulas may call, in alphabetical order. */
  public List<String> inFormulas() {
    return Library.functions().stream()
        .map(name -> find(name).orElseThrow())
        .filter(Function::inFormulas)
        .map(Function::name)
        .toList();
  }

  private static Function read(String name) {
    Function function = read(name, Library.open("functions", name));
    if (function.inFormulas() && !HostFunctions.knows(name, function.arguments().size())) {
      throw new IllegalStateException("HostFunctions does not know the function " + name);
    }
    return function;
  }

  private static Function read(String name, YamlMap file) {
    List<Function.Argument> arguments = new ArrayList<>();
    YamlMap types = file.map("arguments");
    for (String argument : types.keys()) {
      boolean word = types.text(argument).equals("word");
      arguments.add(
          new Function.Argument(
              argument, word ? Function.ArgumentType.WORD : Function.ArgumentType.REAL));
    }
    List<Expr> derivatives = new ArrayList<>();
    file.optionalMap("derivatives")
        .ifPresent(map ->
            arguments.forEach(a -> derivatives.add(FormulaReader.formula(map.text(a.name())))));
    YamlMap errors = file.map("error");
    Map<Precision, Function.Text> definitions = new EnumMap<>(Precision.class);
    for (Precision precision : Precision.values()) {
      String text = file.text(precision.word());
      definitions.put(
          precision,
          new Function.Text(errors.text(precision.word()), text, FormulaReader.program(text)));
    }
    Function function =
        new Function(
            name,
            file.text("description"),
            file.text("reference"),
            arguments,
            file.texts("results"),
            derivatives,
            definitions);
    file.finish();
    return function;
  }
}
