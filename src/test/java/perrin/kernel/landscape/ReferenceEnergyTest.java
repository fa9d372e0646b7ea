package perrin.kernel.landscape;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import perrin.errors.Location;
import perrin.experiment.Boundary;
import perrin.experiment.Formula;
import perrin.kernel.compile.Sample;

/** The parts of the energy that have no coordinate in common. */
class ReferenceEnergyTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          (x^2 - 1)^2 + y^4               | (x^2 - 1)^2
          y^2 + 3*x + x*2 - 7             | 5*x
          (x^2 + y^2)/2                   | x^2/2
          k*(x^2 + y^2)                   | k*x^2
          k/2*(x^2 + c*(y^2 + x))         | k/2*(x^2 + c*x)
          -(x^2 - y)                      | -x^2
          2*(3*(x + y) + y^2)*k           | 6*k*x
          exp(k*x)*c + sin(y)             | exp(k*x)*c
          (x + y)^2 - 2*x*y               | NONE
          x*y                             | NONE
          (x + y)^2                       | NONE
          sin(x + y)                      | NONE
          x*(1 + y)                       | NONE
          (x^2 + y^2)^1.5                 | NONE
          x^2 + y^2 + 0.1*x*y             | NONE
          y^2                             | 0
          x^2*kT + y*dt                   | x^2/2
          """)
  void partOfOneCoordinate(String energy, String part) {
    var found = energy(energy).part(0).orElseThrow();
    assertEquals(part.equals("NONE") ? List.of(0, 1) : List.of(0), found.coordinates());
    if (!part.equals("NONE")) {
      var expected = energy(part + " + y").part(0).orElseThrow().energy();
      for (double x : new double[] {-1.7, -0.2, 0, 0.3, 2.5}) {
        double constant = found.energy().value(0) - expected.value(0);
        assertEquals(constant, found.energy().value(x) - expected.value(x), 1e-12);
      }
    }
  }

  @Test
  void eachCoordinateHasItsOwn() {
    var energy = energy("(x^2 - 1)^2 + k*y^2");
    assertEquals(9, energy.part(0).orElseThrow().energy().value(2));
    assertEquals(6, energy.part(1).orElseThrow().energy().value(2), 1e-12);
  }

  @Test
  void twoThatAreCoupled() {
    var part = energy("k*(x^2 + (x - y)^2) + exp(-y)").part(1).orElseThrow();
    assertEquals(1.5 * (9 + 1) + Math.exp(-2), part.energy().value(3, 2), 1e-12);
  }

  /** Components of vectors, coupled in pairs, by written sums. */
  @Test
  void partsOfManyCoordinates() {
    var energy =
        Sample.compile(
                Sample.YAML.replace("[x]", "{x: 6, s: 1}").replace("start: {", "start: {s: 0, "),
                "energy=\"sum(i in 0..5: (x[i]^2 - 1)^2) + k*sum(i in 0..1: x[i]*x[i + 4]) + s^2\"",
                "parameters={k: 0.5}")
            .energy();
    assertEquals(List.of(0, 4), energy.together(0).orElseThrow());
    assertEquals(List.of(1, 5), energy.together(5).orElseThrow());
    assertEquals(List.of(2), energy.together(2).orElseThrow());
    assertEquals(List.of(6), energy.together(6).orElseThrow());
    assertEquals(0 + 9 + 1, energy.part(4).orElseThrow().energy().value(1, 2), 1e-12);
  }

  /** More rows than are written out: the sum stays one, and is still taken apart. */
  @Test
  void aSumOverManyRows() {
    var energy = energy("sum(r in 0..59999: k*(x - r/60000)^2 + exp(-r)*y^2)/60000 + c*sin(y)");
    var part = energy.part(0).orElseThrow();
    assertEquals(List.of(0), part.coordinates());
    double expected = 1.5 * (0.25 - 0.5 * (1 - 1 / 6e4) + (1 - 1 / 6e4) * (2 - 1 / 6e4) / 6);
    assertEquals(expected, part.energy().value(0.5), 1e-10);
    double e = Math.E;
    double y = energy.part(1).orElseThrow().energy().value(2);
    assertEquals(4 * e / (e - 1) / 6e4 - 2 * Math.sin(2), y, 1e-12);
  }

  @ParameterizedTest
  @CsvSource({"x, 0", "' y ', 1", "(x), 0", "x + 0*y, 0"})
  void coordinates(String of, int number) {
    assertEquals(OptionalInt.of(number), energy("x^2 + y^2").coordinate(formula(of)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"x^2", "x + y", "2*x", "energy", "k", "atan2(y, x)"})
  void otherQuantities(String of) {
    assertEquals(OptionalInt.empty(), energy("x^2 + y^2").coordinate(formula(of)));
  }

  @ParameterizedTest
  @CsvSource({"x y, true", "x, true", "x x, false", "x*y, false", "z, false", "y z, false"})
  void hasDensity(String quantities, boolean has) {
    var energy =
        Sample.compile(
                Sample.YAML
                    .replace("[x]", "[x, y, z, u, v]")
                    .replace("start: {", "start: {y: 0, z: 0, u: 0, v: 0, "),
                "energy=x^2 + x*y + y^2 + (z + u + v)^2")
            .energy();
    var formulas =
        java.util.Arrays.stream(quantities.split(" ")).map(ReferenceEnergyTest::formula).toList();
    assertEquals(has, energy.reasonAgainst(formulas).isEmpty());
  }

  /** Each row takes about six operations. */
  @ParameterizedTest
  @CsvSource({"300, true", "1000, false", "50000, false"})
  void tooLong(int rows, boolean has) {
    var energy = energy("x^2 + y^2 + sum(r in 0.." + rows + ": log(1 + exp(x + y*r)))");
    assertEquals(has, energy.reasonAgainst(java.util.List.of(formula("x"))).isEmpty());
  }

  @Test
  void ends() {
    var energy = Sample.compile(Sample.PLANE, "boundaries={y: \"reflect(-1/2, pi)\"}").energy();
    assertEquals(true, energy.ends(0).isEmpty());
    var ends = energy.ends(1).orElseThrow();
    assertEquals(Boundary.Kind.REFLECT, ends.kind());
    assertArrayEquals(new double[] {-0.5, Math.PI}, new double[] {ends.from(), ends.to()});
  }

  private static ReferenceEnergy energy(String energy) {
    return Sample.compile(Sample.PLANE, "energy='" + energy + "'", "parameters={k: 1.5, c: -2}")
        .energy();
  }

  private static Formula formula(String of) {
    return new Formula(of, Location.whole("test"));
  }
}
