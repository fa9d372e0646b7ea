package perrin.kernel.landscape;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import perrin.errors.ExperimentException;
import perrin.experiment.Experiment;
import perrin.experiment.Formula;
import perrin.language.Expr;
import perrin.language.FormulaReader;

/**
 * How deep the named sub-expressions of {@code where} are nested when their names are replaced by
 * what they stand for. A formula by itself is bounded where it is read; here the sum of them is, so
 * that every recursion over what they make stays shallow.
 */
final class NamedParts {
  static final int MAX_NESTING = 100;

  private final Map<String, Formula> formulas;
  private final FormulaTexts texts;
  private final Map<String, Integer> known = new HashMap<>();
  private final Set<String> open = new HashSet<>();

  private NamedParts(Experiment experiment, FormulaTexts texts) {
    formulas = experiment.where();
    this.texts = texts;
  }

  /** Refuses names that are nested too deeply, and formulas that cannot be read. */
  static void require(Experiment experiment, FormulaTexts texts) {
    NamedParts parts = new NamedParts(experiment, texts);
    experiment
        .where()
        .forEach((name, formula) -> {
          if (parts.depth(name) > MAX_NESTING) {
            throw new ExperimentException(
                formula.where(),
                "where." + name,
                "nested more than " + MAX_NESTING + " deep, with the names that it uses");
          }
        });
  }

  private int depth(String name) {
    if (known.containsKey(name)) {
      return known.get(name);
    }
    if (open.contains(name)) {
      return 0; // defined by itself: said where it is used
    }
    if (open.size() > MAX_NESTING) {
      return MAX_NESTING; // already too deep for the outermost
    }
    Formula formula = formulas.get(name);
    open.add(name);
    Expr expression =
        texts.located("where." + name, formula, () -> FormulaReader.formula(formula.text()));
    int depth = depth(expression);
    open.remove(name);
    known.put(name, depth);
    return depth;
  }

  private int depth(Expr expression) {
    if (expression instanceof Expr.Name name && formulas.containsKey(name.name())) {
      return 1 + depth(name.name());
    }
    return 1 + parts(expression).stream().mapToInt(this::depth).max().orElse(0);
  }

  /** What is nested in an expression; the terms of a long sum are not nested in each other. */
  private static List<Expr> parts(Expr expression) {
    return switch (expression) {
      case Expr.Number number -> List.of();
      case Expr.Word word -> List.of();
      case Expr.Name name -> List.of();
      case Expr.Negate negate -> List.of(negate.of());
      case Expr.Call call -> call.arguments();
      case Expr.Element element -> element.indices();
      case Expr.Total total ->
          switch (total.range()) {
            case Expr.Range.Between range -> List.of(range.from(), range.to(), total.body());
            case Expr.Range.Named range -> List.of(total.body());
          };
      case Expr.Binary binary -> {
        List<Expr> parts = new ArrayList<>(List.of(binary.right()));
        Expr left = binary.left();
        while (left instanceof Expr.Binary link && isSum(link) == isSum(binary)) {
          parts.add(link.right());
          left = link.left();
        }
        parts.add(left);
        yield parts;
      }
    };
  }

  private static boolean isSum(Expr.Binary binary) {
    return switch (binary.operator()) {
      case ADD, SUBTRACT -> true;
      case MULTIPLY, DIVIDE, POWER -> false;
      case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL, EQUAL, NOT_EQUAL, AND, OR -> false;
    };
  }
}
