package perrin.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import perrin.output.HistogramRecord;

/** Of two quantities: its margins are the counts of each. */
class PlaneHistogramTest {
  private static final Trial TRIAL =
      Trial.of(
          Trial.SMALL,
          "coordinates=[x, y]",
          "energy=x^2 + 2*y^2 + x*y",
          "start={x: 'normal(0, 0.5)', y: 'normal(0, 0.3)'}",
          "histograms.x={of: x, from: -9, to: 9, bins: 60}",
          "histograms.y={of: y, from: -1, to: 1, bins: 10}",
          "histograms.xy={of: [x, y], from: [-9, -1], to: [9, 1], bins: [60, 10]}");

  @Test
  void marginsAreTheCountsOfEachQuantity() {
    var run = TRIAL.run();
    HistogramRecord plane = run.histograms().get("xy");
    long[] counts = plane.counts().counts();
    long[] down = new long[10];
    for (int i = 0; i < counts.length; i++) {
      down[i % 10] += counts[i];
    }
    var y = run.histograms().get("y").counts();
    assertArrayEquals(y.counts(), down);
    assertEquals(y.underflow(), plane.counts().underflow());
    assertEquals(y.overflow(), plane.counts().overflow());
    assertTrue(y.underflow() > 0 && y.overflow() > 0);
    long[] x = run.histograms().get("x").counts().counts();
    for (int i = 0; i < 60; i++) {
      assertTrue(x[i] >= Arrays.stream(counts, 10 * i, 10 * i + 10).sum());
    }
    assertEquals(1003 * 6, plane.counts().total());
  }
}
