package perrin.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import perrin.output.HistogramRecord;
import perrin.statistics.HistogramCounts;

class DifferencePictureTest {
  private static final int BINS = 68;

  /** Eight groups of uniform counts, of which some bins have more and some less. */
  private static HistogramRecord histogram(int more, int less, int spread) {
    long[] flat = new long[HistogramCounts.flatLength(BINS)];
    for (int g = 0; g < 8; g++) {
      for (int b = 0; b < BINS; b++) {
        long planted = b == more ? 500 : b == less ? -500 : 0;
        long noise = (g + b) % 2 == 0 ? spread : -spread;
        flat[HistogramCounts.index(BINS, 0, g, 1 + b)] = 1000 + planted + noise;
      }
    }
    double[] reference = new double[BINS + 2];
    java.util.Arrays.fill(reference, 1, BINS + 1, 1.0 / BINS);
    return new HistogramRecord(HistogramCounts.of(BINS, flat), 0, 1, 1, reference);
  }

  @Test
  void anExcessStandsUpAndALackHangsDown() {
    String[] lines =
        DifferencePicture.draw(histogram(10, 50, 0), StandardCharsets.UTF_8).split("\n");
    assertEquals(13, lines.length);
    for (int row = 0; row < 5; row++) {
      assertEquals('█', lines[row].charAt(3 + 10), lines[row]);
      assertEquals(14, lines[row].length());
      assertEquals('█', lines[6 + row].charAt(3 + 50));
      assertTrue(lines[row].length() <= 72);
    }
    assertTrue(lines[12].contains("up to 0.5 "), lines[12]);
    String ascii = DifferencePicture.draw(histogram(10, 50, 0), StandardCharsets.US_ASCII);
    assertTrue(ascii.chars().allMatch(c -> c < 128), ascii);
    assertEquals('#', ascii.split("\n")[0].charAt(3 + 10));
  }

  /** The marks are where noise reaches: two standard errors. */
  @Test
  void marksTellNoise() {
    String quiet = DifferencePicture.draw(histogram(10, 50, 0), StandardCharsets.UTF_8);
    assertFalse(quiet.lines().limit(11).anyMatch(line -> line.contains("·")), quiet);
    String noisy = DifferencePicture.draw(histogram(-1, -1, 300), StandardCharsets.UTF_8);
    assertTrue(noisy.lines().limit(1).allMatch(line -> line.contains("·")), noisy);
  }
}
