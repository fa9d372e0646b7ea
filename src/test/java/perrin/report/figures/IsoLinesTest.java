package perrin.report.figures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Lines of equal height of functions whose lines are known. */
class IsoLinesTest {
  private static final int POINTS = 61;

  private static double[] axis() {
    return IntStream.range(0, POINTS).mapToDouble(i -> -1.5 + 3.0 * i / (POINTS - 1)).toArray();
  }

  private static List<double[][]> lines(DoubleBinaryOperator of, double level) {
    double[] x = axis();
    double[] values =
        IntStream.range(0, POINTS * POINTS)
            .mapToDouble(k -> of.applyAsDouble(x[k / POINTS], x[k % POINTS]))
            .toArray();
    return IsoLines.at(x, x, values, level);
  }

  @Test
  void theLineOfABowlIsACircleThatCloses() {
    List<double[][]> lines = lines((x, y) -> x * x + y * y, 1);
    assertEquals(1, lines.size());
    double[][] circle = lines.getFirst();
    int last = circle[0].length - 1;
    assertEquals(circle[0][0], circle[0][last]);
    assertEquals(circle[1][0], circle[1][last]);
    assertTrue(last > 30 && last < 100, last + " pieces, those on a straight way being one");
    for (int i = 0; i <= last; i++) {
      double radius = StrictMath.hypot(circle[0][i], circle[1][i]);
      assertEquals(1, radius, 1e-3, "crossings are interpolated between points 0.05 apart");
    }
  }

  @Test
  void theLinesOfASaddleAreTwoBranches() {
    List<double[][]> lines = lines((x, y) -> x * y, 0.2);
    assertEquals(2, lines.size());
    for (double[][] line : lines) {
      for (int i = 0; i < line[0].length; i++) {
        assertEquals(0.2, line[0][i] * line[1][i], 2e-3);
      }
    }
  }

  @Test
  void whatIsNotFiniteIsLeftOut() {
    List<double[][]> lines = lines((x, y) -> x < 0 ? Double.NaN : x * x + y * y, 1);
    assertEquals(1, lines.size());
    for (double x : lines.getFirst()[0]) {
      assertTrue(x >= 0);
    }
    assertEquals(0, lines((x, y) -> Double.NaN, 1).size());
  }

  @Test
  void everyCellsFourCrossingsAreJoinedOnce() {
    double[] two = {0, 1};
    List<double[][]> lines = IsoLines.at(two, two, new double[] {1, 0, 0, 1}, 0.4);
    assertEquals(2, lines.size(), "the middle, 0.5, is above: the high corners are connected");
    assertEquals(2, IsoLines.at(two, two, new double[] {1, 0, 0, 1}, 0.6).size());
  }
}
