package perrin.kernel.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import perrin.errors.ExperimentException;
import perrin.experiment.ExperimentFile;

/**
 * Whatever is wrong with a formula is said with the file's line and column, the key and the place
 * in the formula.
 */
class LocatedErrorsTest {
  private static final String FILE =
      """
      coordinates: [x, y]
      energy: (x^2 - 1)^2 + k*y^2
      parameters: {k: 1.5}
      start: {x: 0.1, y: "normal(0, 1)"}
      method:
        state: {v: normal()}
        step: |
          v = 0.9*v + sqrt(kT)*normal()
          x = x - dt*gradient(x) + dt*v
      temperature: 0.5
      dt: 0.01
      walkers: 10
      steps: 20
      observables: {E: energy, r: sqrt(x^2 + y^2)}
      histograms: {h: {of: x, from: -1, to: 1, bins: 10}}
      seed: 1
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          energy                    | k*y^2            | kk*y^2           | 2:23 | unknown name "kk"; the nearest name is k
          energy                    | k*y^2            | k*y^             | 2:27 | unexpected end
          energy                    | k*y^2            | k*y^2)           | 2:28 | unexpected ")"
          energy                    | k*y^2            | k*v^2            | 2:25 | unknown name "v"
          energy                    | k*y^2            | k*n              | 2:25 | unknown name "n"
          energy                    | k*y^2            | normal()         | 2:23 | unknown function "normal"; normal() draws in method.step, in start and in a method's state
          energy                    | k*y^2            | uniform()        | 2:23 | unknown function "uniform"; uniform() draws in method.step, in start and in a method's state
          energy                    | k*y^2            | accept(x)        | 2:23 | unknown function "accept"; accept(p, x = y) is a statement of its own in method.step
          energy                    | k*y^2            | gradient(x)      | 2:23 | unknown function "gradient"
          energy                    | k*y^2            | sin(x, y)        | 2:23 | sin takes 1 argument, not 2
          energy                    | k*y^2            | y/0              | 2:24 | division by zero
          energy                    | k*y^2            | walker           | 2:23 | unknown name "walker"
          parameters.k              | k: 1.5           | k: 2*q           | 3:19 | unknown name "q"
          parameters.k              | k: 1.5           | k: x             | 3:17 | unknown name "x"
          parameters.k              | k: 1.5           | k: 1/0           | 3:18 | division by zero
          start.x                   | x: 0.1           | x: 2*normal(1)   | 4:14 | normal: is written normal(mean, sd)
          start.x                   | x: 0.1           | x: norml()       | 4:12 | unknown function "norml"; the nearest function is normal
          start.x                   | x: 0.1           | x: y + 1         | 4:12 | unknown name "y"
          start.x                   | x: 0.1           | x: walker + n    | 4:21 | unknown name "n"
          start.x                   | x: 0.1           | x: t             | 4:12 | unknown name "t"
          method.state.v            | normal()         | normal(          | 6:21 | unexpected end
          method.state.v            | normal()         | vv               | 6:14 | unknown name "vv"
          method.step               | v = 0.9*v        | w = 0.9*v        | 8:5  | only x and the method's state can be assigned, not "w"
          method.step               | v = 0.9*v        | y = 0.9*v        | 8:5  | only x and the method's state can be assigned, not "y"
          method.step               | v = 0.9*v        | kT = 0.9*v       | 8:5  | only x and the method's state can be assigned, not "kT"
          method.step               | gradient(x)      | gradient()       | 9:16 | gradient: takes 1 argument, not 0
          method.step               | gradient(x)      | gradient(x, v)   | 9:16 | gradient: takes 1 argument, not 2
          method.step               | gradient(x)      | energy()         | 9:16 | energy: takes 1 argument, not 0
          method.step               | gradient(x)      | accept(x)        | 9:16 | unknown function "accept"; accept(p, x = y) is a statement of its own
          method.step               | gradient(x)      | dot(x)           | 9:16 | dot: takes 2 arguments, not 1
          method.step               | gradient(x)      | sum(x, v)        | 9:16 | sum: takes 1 argument, not 2
          method.step               | gradient(x)      | grad(x)          | 9:16 | unknown function "grad"; the nearest function is
          method.step               | gradient(x)      | y                | 9:16 | unknown name "y"
          method.step               | *normal()        | *normal(0, 1)    | 8:26 | normal: takes no arguments here
          method.step               | *normal()        | *uniform(0, 1)   | 8:26 | uniform: takes no arguments here
          method.step               | + dt*v           | + dt*            | 9:33 | unexpected end
          method.step               | 0.9*v + sqrt(kT) | 0.9*v ++ * sqrt  | 8:18 | unexpected "*"
          temperature               | 0.5              | kT/2             | 10:14| unknown name "kT"
          temperature               | 0.5              | 1 + x            | 10:18| unknown name "x"
          dt                        | 0.01             | 0.01/dt          | 11:10| unknown name "dt"
          dt                        | 0.01             | log(-1)*n        | 11:5 | log of -1.0 is not a number
          observables.r             | sqrt(x^2 + y^2)  | sqrt(x^2 + z^2)  | 14:40| unknown name "z"
          observables.r             | sqrt(x^2 + y^2)  | sqt(x)           | 14:29| unknown function "sqt"; the nearest function is sqrt
          observables.r             | sqrt(x^2 + y^2)  | v                | 14:29| unknown name "v"
          observables.E             | E: energy        | E: energi        | 14:18| unknown name "energi"; the nearest name is energy
          histograms.h.of           | of: x,           | of: x + t,       | 15:26| unknown name "t"
          """)
  void everyKey(String field, String piece, String replacement, String place, String problem) {
    assertTrue(FILE.contains(piece), piece);
    int at = piece.equals("0.5") ? FILE.indexOf("re: 0.5") + 4 : FILE.indexOf(piece);
    String yaml = FILE.substring(0, at) + replacement + FILE.substring(at + piece.length());
    ExperimentException e = assertThrows(ExperimentException.class, () -> compile(yaml));
    assertEquals(field, e.field(), e.getMessage());
    for (String part : problem.split("(?=; )")) { // the place stands before the hint
      assertTrue(e.problem().contains(part), e.getMessage());
    }
    assertEquals("wells.yaml:" + place, e.where().toString(), e.getMessage());
    String line = place.substring(0, place.indexOf(':'));
    assertTrue(e.getMessage().startsWith("wells.yaml:" + line + ": " + field + ": "));
    assertTrue(e.getMessage().contains(" at position "));
    assertFalse(e.getMessage().contains("\n"));
  }

  @Test
  void kTNeedsATemperature() {
    ExperimentException e =
        assertThrows(
            ExperimentException.class, () -> compile(FILE.replace("temperature: 0.5\n", "")));
    assertEquals("wells.yaml: temperature: missing; kT is used by method.step", e.getMessage());
  }

  /** Neither the library's method file nor an option is where a temperature is missing. */
  @Test
  void kTOfTheLibraryNeedsATemperatureInTheExperiment() {
    ExperimentException e =
        assertThrows(
            ExperimentException.class,
            () -> Sample.compile(Sample.YAML, "temperature=null", "dt=0.02"));
    assertEquals(
        "sample.yaml: temperature: missing; kT is used by method euler-maruyama", e.getMessage());
    assertEquals("temperature", e.field());
  }

  /** A hint is of the right kind, and comes after the place. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          energy=y*x       | unknown name "y" at position 1 of "y*x"; it must be a coordinate, or declared: parameters: {y: 1}
          energy=tit*x     | unknown name "tit" at position 1 of "tit*x"; the nearest name is tilt
          energy=ee*x      | unknown name "ee" at position 1 of "ee*x"; the nearest name is e
          energy=kooo*x    | unknown name "kooo" at position 1 of "kooo*x"; the nearest name is koo
          energy=gradient(x) | unknown function "gradient" at position 1 of "gradient(x)"; gradients stand in the steps of methods only; elsewhere write the derivative as a formula
          energy=energy*x  | unknown name "energy" at position 1 of "energy*x"; energy is known in histograms, observables and steps
          energy=sin*x     | unknown name "sin" at position 1 of "sin*x"; sin is a function, write sin(...)
          energy=x(2)      | unknown function "x" at position 1 of "x(2)"; x is a value here, not a function
          observables={E: energy(x)} | unknown function "energy" at position 1 of "energy(x)"; energy is a value here, not a function
          method.step=x = normal | unknown name "normal" at position 5 of "x = normal"; normal is a function, write normal(...)
          start={x: norm(0, 1)} | unknown function "norm" at position 1 of "norm(0, 1)"; the nearest function is normal
          """)
  void hints(String set, String message) {
    ExperimentException e =
        assertThrows(
            ExperimentException.class,
            () -> Sample.compile(Sample.YAML, "parameters={tilt: 1, koo: 2}", set));
    assertEquals(message, e.problem());
  }

  @Test
  void aStateVariableMustNotBecomeACoordinate() {
    String yaml =
        Sample.PLANE
            .replace("[x, y]", "[a, r_a]")
            .replace("energy: (x^2 - 1)^2 + (x - y)^2", "energy: a^2 + r_a^2")
            .replaceAll("start:.*", "start: {a: 0, r_a: 1}")
            .replace("euler-maruyama", "{state: {r: 5}, step: \"x = x + r\"}");
    ExperimentException e = assertThrows(ExperimentException.class, () -> Sample.compile(yaml));
    assertEquals(
        "sample.yaml:4: method.state.r: for coordinate a it is called r_a, as a coordinate is;"
            + " choose another name",
        e.getMessage());
    String states =
        yaml.replace("[a, r_a]", "[b, a_b]")
            .replace("a^2 + r_a^2", "b^2 + a_b^2")
            .replace("{a: 0, r_a: 1}", "{b: 0, a_b: 1}")
            .replace("{r: 5}", "{v: 1, v_a: 2}")
            .replace("x + r", "x + v");
    e = assertThrows(ExperimentException.class, () -> Sample.compile(states));
    assertTrue(e.problem().contains("v_a_b, as another state variable is"), e.getMessage());
    Sample.compile(yaml.replace("{r: 5}", "{s: 5}").replace("x + r", "x + s"));
  }

  @Test
  void aScheduleHasNoOneValueInAnEnergy() {
    String yaml =
        FILE.replace("k*y^2", "kT*y^2").replace("temperature: 0.5", "temperature: 1/(n + 1)");
    ExperimentException e = assertThrows(ExperimentException.class, () -> compile(yaml));
    assertEquals("energy", e.field());
    assertEquals("wells.yaml:2:23", e.where().toString());
    assertTrue(e.problem().contains("kT changes from step to step"), e.problem());
  }

  /** In a step program x means all coordinates; elsewhere it is one of them. */
  @Test
  void xIsACoordinateOutsideOfPrograms() {
    compile(FILE.replace("r: sqrt(x^2 + y^2)", "r: x"));
    assertThrows(ExperimentException.class, () -> compile(FILE.replace("0.9*v", "0.9*y")));
  }

  /** An empty program, and one of comments only. */
  @Test
  void emptySteps() {
    for (String step : List.of("# nothing", " \\n # \\n")) {
      ExperimentException e =
          assertThrows(
              ExperimentException.class,
              () ->
                  KernelCompiler.compile(
                      ExperimentFile.parse(
                          FILE, "wells.yaml", List.of("method={step: \"" + step + "\"}"))));
      assertTrue(e.field().startsWith("method"), e.getMessage());
    }
  }

  private static KernelCompiler.Compiled compile(String yaml) {
    return KernelCompiler.compile(ExperimentFile.parse(yaml, "wells.yaml", List.of()));
  }

  /** Each sum is allowed; what would take minutes all together is refused. */
  @Test
  void manyLongSumsOfTheHost() {
    String sums =
        "k*y^2 + sum(i in 1..10000000: sin(i)) + sum(i in 1..10000000: cos(2*i))"
            + " + sum(i in 1..10000000: exp(-i/k)) + sum(i in 1..10000000: log(i))";
    String yaml = FILE.replace("energy: (x^2 - 1)^2 + k*y^2", "energy: \"" + sums + "\"");
    ExperimentException e = assertThrows(ExperimentException.class, () -> compile(yaml));
    assertEquals("energy", e.field());
    assertTrue(
        e.getMessage().contains("with this sum the host has more than 1e8 operations"),
        e.getMessage());
  }

  /** A force that nothing takes is none. */
  @Test
  void forcesActThroughTheGradient() {
    ExperimentException e =
        assertThrows(
            ExperimentException.class,
            () ->
                KernelCompiler.compile(
                    ExperimentFile.parse(
                        FILE,
                        "wells.yaml",
                        List.of("method.step=x = x + normal()", "force={y: foo(x)}"))));
    assertTrue(
        e.getMessage().contains("force.y")
            && e.getMessage().contains("acts through gradient(x), which method.step does not use"),
        e.getMessage());
  }
}
