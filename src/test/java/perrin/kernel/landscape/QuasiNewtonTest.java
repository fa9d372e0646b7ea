package perrin.kernel.landscape;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import perrin.conformance.Trial;

/** Descents to minima that are known. */
class QuasiNewtonTest {
  private static QuasiNewton of(Trial trial, double low, double high) {
    LocalEnergy energy = LocalEnergy.of(trial.experiment());
    int dimension = trial.experiment().coordinates().dimension();
    double[] from = new double[dimension];
    double[] to = new double[dimension];
    Arrays.fill(from, low);
    Arrays.fill(to, high);
    return new QuasiNewton(energy, from, to);
  }

  private static Trial plane(String energy) {
    return Trial.of(
        Trial.SMALL,
        "coordinates=[x, y]",
        "start={x: 0, y: 0}",
        "energy=\"" + energy + "\"",
        "observables={}",
        "histograms={}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "(1 - x)^2 + 100*(y - x^2)^2 | -1.2 | 1 | 1 | 1 | 0",
        "(x - 3)^2/2 + 500*(y + 2)^2 + x*y/10 | 40 | 7 | 3.200032 | -2.00032 | -0.62005",
        "(x^2 + y - 11)^2 + (x + y^2 - 7)^2 | 2 | 1 | 3 | 2 | 0"
      })
  void minima(String energy, double x, double y, double atX, double atY, double lowest) {
    Trial trial = plane(energy);
    var found = of(trial, -1e9, 1e9).descend(new double[] {x, y}, 200);
    assertArrayEquals(new double[] {atX, atY}, found.at(), 1e-5);
    assertEquals(lowest, found.energy(), 1e-4);
    assertTrue(
        Arrays.stream(LocalEnergy.of(trial.experiment()).gradient(found.at()))
            .allMatch(slope -> Math.abs(slope) < 1e-6));
  }

  @Test
  void staysBetweenWalls() {
    var found = of(plane("x + (y - 3)^2"), -1, 1).descend(new double[] {0.5, 0}, 100);
    assertArrayEquals(new double[] {-1, 1}, found.at(), 1e-6);
  }

  /** Along a wall as far as anywhere else: the lowest place of the square is on its edge. */
  @Test
  void goesOnAlongAWall() {
    Trial trial = plane("(y - 0.3)^4 + 5*(y - 0.3)^2 + x*y/10 - 3*x + sin(x)*y");
    var found = of(trial, -3, 2).descend(new double[] {0.3, -1}, 500);
    assertEquals(2, found.at()[0]);
    double y = found.at()[1];
    double slope = LocalEnergy.of(trial.experiment()).gradient(found.at())[1];
    assertEquals(0, slope, 1e-7, "at y = " + y);
  }

  @Test
  void makesNoMoreStepsThanItMay() {
    QuasiNewton descent = of(plane("(1 - x)^2 + 100*(y - x^2)^2"), -9, 9);
    double[] start = {-1.2, 1};
    assertArrayEquals(start, descent.descend(start, 0).at());
    double once = descent.descend(start, 1).energy();
    assertTrue(once < 24.2 && once > descent.descend(start, 5).energy());
  }

  @Test
  void staysWhereTheEnergyIsNoNumber() {
    var found = of(plane("sqrt(x) + y^2"), -9, 9).descend(new double[] {-1, 2}, 10);
    assertArrayEquals(new double[] {-1, 2}, found.at());
  }
}
