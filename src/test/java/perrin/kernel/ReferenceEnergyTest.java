package perrin.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import perrin.experiment.Formula;
import perrin.experiment.Location;

/** The energy along one coordinate, where it stands alone. */
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
    Optional<DoubleUnaryOperator> along = along(energy, "x");
    assertEquals(part.equals("NONE"), along.isEmpty());
    if (along.isPresent()) {
      DoubleUnaryOperator expected = along(part, "x").orElseThrow();
      for (double x : new double[] {-1.7, -0.2, 0, 0.3, 2.5}) {
        double constant = along.get().applyAsDouble(0) - expected.applyAsDouble(0);
        double difference = along.get().applyAsDouble(x) - expected.applyAsDouble(x);
        assertEquals(constant, difference, 1e-12);
      }
    }
  }

  @Test
  void eachCoordinateHasItsOwn() {
    String energy = "(x^2 - 1)^2 + k*y^2";
    assertEquals(9, along(energy, "x").orElseThrow().applyAsDouble(2));
    assertEquals(8 * 1.5, along(energy, " y ").orElseThrow().applyAsDouble(2) * 2, 1e-12);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x^2", "x + y", "2*x", "energy", "k", "z", "(x)"})
  void onlyCoordinatesHaveOne(String of) {
    assertEquals(Optional.empty(), along("x^2 + y^2", of));
  }

  private static Optional<DoubleUnaryOperator> along(String energy, String of) {
    return Sample.compile(Sample.PLANE, "energy=" + energy, "parameters={k: 1.5, c: -2}")
        .energy()
        .along(new Formula(of, Location.whole("test")));
  }
}
