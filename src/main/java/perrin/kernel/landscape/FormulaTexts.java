package perrin.kernel.landscape;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import perrin.calculus.Indices;
import perrin.calculus.Node;
import perrin.calculus.Translator;
import perrin.errors.ExperimentException;
import perrin.errors.Location;
import perrin.experiment.Experiment;
import perrin.experiment.Formula;
import perrin.experiment.FormulaArray;
import perrin.experiment.Library;
import perrin.experiment.Method;
import perrin.experiment.Values;
import perrin.language.FormulaException;
import perrin.language.FormulaReader;

/** Reads an experiment's formulas; every complaint gets its place in the file. */
public final class FormulaTexts {
  private final Experiment experiment;
  private final Translator translator;

  FormulaTexts(Experiment experiment, Translator translator) {
    this.experiment = experiment;
    this.translator = translator;
  }

  /** The formula of component i. */
  public static Formula of(Values values, int i) {
    return switch (values) {
      case Formula formula -> formula;
      case FormulaArray array -> array.elements().get(i);
    };
  }

  /** A formula of one component. */
  public Node scalar(String field, Formula formula, Translator.Environment environment) {
    return scalar(field, formula, environment, Indices.NONE);
  }

  /** A formula of one component within sums, or for one component of a vector. */
  public Node scalar(
      String field, Formula formula, Translator.Environment environment, Indices indices) {
    return located(
        field,
        formula,
        () -> {
          String text = formula.text();
          List<Node> value =
              translator.translate(text, FormulaReader.formula(text), environment, indices);
          if (value.size() != 1) {
            throw new FormulaException(text, 0, "a single value is wanted, not one a coordinate");
          }
          return value.getFirst();
        });
  }

  /** Runs what reads a formula; a complaint gets the formula's place in the file. */
  public <T> T located(String field, Formula formula, Supplier<T> reading) {
    try {
      return reading.get();
    } catch (NoTemperatureException e) {
      String method = experiment.method().name();
      boolean library = field.equals("method.step") && !method.equals(Method.CUSTOM);
      throw noTemperature(library ? "method " + method : field);
    } catch (FormulaException e) {
      throw trouble(formula.at(e.at()), field, e.getMessage());
    } catch (IllegalArgumentException e) {
      throw trouble(formula.where(), field, e.getMessage());
    }
  }

  /** Of a formula of the library, which is as it should be, the experiment's file is told. */
  private ExperimentException trouble(Location where, String field, String message) {
    return Library.has(where)
        ? new ExperimentException(file(), field, message + ", " + where.place())
        : new ExperimentException(where, field, message);
  }

  /** Somebody writes kT. */
  static final class NoTemperatureException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /**
   * Told of the experiment, which lacks the key, not of the formula, which may be the library's.
   *
   * @param user what contains kT
   */
  private ExperimentException noTemperature(String user) {
    return new ExperimentException(file(), "temperature", "missing; kT is used by " + user);
  }

  /** The experiment's file, by values that stand in it. */
  private Location file() {
    return Stream.of(
            experiment.parameters().values().stream(),
            experiment.start().values().stream(),
            Stream.of(experiment.dt()))
        .flatMap(values -> values)
        .map(Values::where)
        .filter(where -> !where.isOption() && !Library.has(where))
        .findFirst()
        .map(where -> Location.whole(where.source()))
        .orElse(experiment.dt().where());
  }
}
