package perrin.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import perrin.output.HistogramRecord;
import perrin.statistics.HistogramCounts;
import perrin.statistics.reference.BoltzmannReference;

class HistogramPictureTest {
  private static final int CENTER = 3 + 68 / 2;

  /** A million counts spread as {@code cells} says. */
  private static HistogramRecord histogram(double[] cells, double[] reference) {
    int bins = cells.length - 2;
    long[] flat = new long[HistogramCounts.flatLength(bins)];
    for (int i = 0; i < cells.length; i++) {
      flat[HistogramCounts.index(bins, 0, 0, i)] = Math.round(1e6 * cells[i]);
    }
    return new HistogramRecord(HistogramCounts.of(bins, flat), -2.5, 2.5, 1, reference);
  }

  private static double[] doubleWell(double kT, int bins) {
    return BoltzmannReference.of(x -> (x * x - 1) * (x * x - 1), kT, -2.5, 2.5)
        .cells(-2.5, 2.5, bins);
  }

  private static String[] lines(HistogramRecord histogram, Charset charset) {
    String text = HistogramPicture.draw("x", histogram, charset);
    assertTrue(text.endsWith("\n"));
    String[] lines = text.split("\n");
    assertTrue(lines.length <= 20, lines.length + " lines");
    for (String line : lines) {
      assertTrue(line.length() <= 72, line);
      assertEquals(line.stripTrailing(), line);
    }
    return lines;
  }

  /** As far as a histogram may reach. */
  @ParameterizedTest
  @ValueSource(doubles = {1e-30, 1e8, 1e30, 1.6e38})
  void anyRange(double to) {
    var flat = new long[HistogramCounts.flatLength(10)];
    flat[HistogramCounts.index(10, 0, 0, 5)] = 7;
    var histogram = new HistogramRecord(HistogramCounts.of(10, flat), -to, to, 1, new double[0]);
    String[] lines = lines(histogram, StandardCharsets.UTF_8);
    assertTrue(lines[0].contains("█"), lines[0]);
    assertFalse(String.join("", lines).contains("NaN"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 68, 100, 200, 1000})
  void whereBothAgreeTheBarsReachTheCurve(int bins) {
    double[] cells = doubleWell(0.5, bins);
    String[] lines = lines(histogram(cells, cells), StandardCharsets.UTF_8);
    for (int column = 3; column < 71; column++) {
      boolean curve = false;
      for (int row = 0; row < 14; row++) {
        char mark = column < lines[row].length() ? lines[row].charAt(column) : ' ';
        assertFalse(curve && mark == ' ', "gap under the curve");
        assertTrue(curve || mark == ' ' || mark == '•', "bar above the curve");
        curve |= mark == '•';
      }
      assertTrue(curve, "column " + column);
    }
    assertTrue(lines[16].contains("Boltzmann"), lines[16]);
  }

  @Test
  void aLackIsAGapAndAnExcessRisesAboveTheCurve() {
    double[] half = doubleWell(0.5, 200);
    Arrays.setAll(half, i -> half[i] * (i < 101 ? 1.5 : 0.5));
    String[] lines = lines(histogram(half, doubleWell(0.5, 200)), StandardCharsets.UTF_8);
    int left = 3 + 68 * 15 / 50; // x = −1
    int right = 3 + 68 * 35 / 50; // x = 1
    assertEquals('█', lines[2].charAt(left));
    assertEquals(' ', lines[6].charAt(right));
    assertEquals('•', lines[4].charAt(right));
  }

  @Test
  void plainAsciiForOtherTerminals() {
    double[] cells = doubleWell(0.5, 200);
    String text = HistogramPicture.draw("x", histogram(cells, cells), StandardCharsets.ISO_8859_1);
    assertTrue(StandardCharsets.US_ASCII.newEncoder().canEncode(text), text);
    assertTrue(text.contains("o Boltzmann"), text);
  }

  @Test
  void axisAndLegend() {
    double[] cells = doubleWell(0.5, 200);
    String[] lines = lines(histogram(cells, new double[0]), StandardCharsets.UTF_8);
    assertTrue(lines[15].startsWith("  -2.5"), lines[15]);
    assertEquals('0', lines[15].charAt(CENTER));
    assertTrue(lines[15].endsWith(" 2.5"), lines[15]);
    assertEquals("  █ x   peak 0.705   outside 0 %", lines[16]);
  }

  @Test
  void nothingCountedAndAllInOneBin() {
    lines(histogram(new double[12], new double[0]), StandardCharsets.UTF_8);
    double[] one = new double[12];
    one[5] = 1;
    String[] lines = lines(histogram(one, new double[0]), StandardCharsets.UTF_8);
    assertTrue(lines[0].contains("██"), lines[0]);
    double[] outside = {0.25, 0.25, 0.5};
    assertTrue(
        lines(histogram(outside, new double[0]), StandardCharsets.UTF_8)[16].contains(
            "outside 75 %"));
  }
}
