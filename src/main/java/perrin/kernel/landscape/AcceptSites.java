package perrin.kernel.landscape;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import perrin.experiment.Method;
import perrin.language.FormulaException;
import perrin.language.FormulaReader;
import perrin.language.Statement;

/** The accept statements of a method's step. */
public final class AcceptSites {
  /**
   * One of them.
   *
   * @param at its place in the step's text
   * @param name that of what it gives a value first, with a number from the second on: x, x_2
   * @param times how often a step comes by
   */
  public record Site(int at, String name, int times) {}

  private AcceptSites() {}

  /** In the order written; none where the step cannot be read, which its compiler will tell. */
  public static List<Site> of(Method method) {
    try {
      List<Site> sites = new ArrayList<>();
      find(FormulaReader.program(method.step().text()), 1, sites, new HashMap<>());
      return List.copyOf(sites);
    } catch (FormulaException e) {
      return List.of();
    }
  }

  private static void find(
      List<Statement> program, int times, List<Site> sites, Map<String, Integer> named) {
    for (Statement statement : program) {
      switch (statement) {
        case Statement.Assignment _ -> {}
        case Statement.Repeat loop -> find(loop.body(), times * loop.times(), sites, named);
        case Statement.Accept line -> {
          String name = line.news().getFirst().name();
          int number = named.merge(name, 1, Integer::sum);
          sites.add(new Site(line.at(), number == 1 ? name : name + "_" + number, times));
        }
      }
    }
  }
}
