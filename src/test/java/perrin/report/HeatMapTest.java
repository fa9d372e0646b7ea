package perrin.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import perrin.output.HistogramRecord;
import perrin.statistics.HistogramCounts;

class HeatMapTest {
  /** Counts in two places: many at the left below, half as many at the right above. */
  private static HistogramRecord twoPlaces(int bins0, int bins1) {
    int bins = bins0 * bins1;
    long[] flat = new long[HistogramCounts.flatLength(bins)];
    flat[HistogramCounts.index(bins, 0, 0, 1)] = 200;
    flat[HistogramCounts.index(bins, 0, 0, bins)] = 100;
    flat[HistogramCounts.index(bins, 1, 7, 0)] = 75;
    flat[HistogramCounts.index(bins, 1, 7, bins + 1)] = 25;
    var axes =
        List.of(new HistogramRecord.Axis(-2, 1, bins0), new HistogramRecord.Axis(0, 10, bins1));
    return new HistogramRecord(HistogramCounts.of(bins, flat), axes, 1, new double[0]);
  }

  @Test
  void theFirstQuantityRunsToTheRightAndTheSecondUp() {
    String[] lines = HeatMap.draw("xy", twoPlaces(2, 2), false).split("\n");
    assertEquals("       10 |" + " ".repeat(30) + "+".repeat(30), lines[0]);
    assertEquals("        0 |" + "@".repeat(30), lines[23]);
    assertTrue(lines[11].startsWith("        5 |"), lines[11]);
    assertEquals("          -2", lines[24].substring(0, 12));
    assertTrue(lines[24].endsWith(" 1"), lines[24]);
    assertEquals("  xy   \" .:-=+*#%@\"   peak 0.0667   outside 25 %", lines[25]);
    assertEquals(26, lines.length);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 7", "60, 24", "61, 25", "200, 3", "120, 120"})
  void anyNumberOfBins(int bins0, int bins1) {
    String text = HeatMap.draw("xy", twoPlaces(bins0, bins1), false);
    assertTrue(StandardCharsets.US_ASCII.newEncoder().canEncode(text), text);
    assertTrue(text.contains("@"), text);
    text.lines()
        .forEach(line -> {
          assertTrue(line.length() <= 72, line);
          assertEquals(line.stripTrailing(), line);
        });
  }

  /** Half blocks: two places a character; every line ends its colours. */
  @Test
  void colours() {
    String[] lines = HeatMap.draw("xy", twoPlaces(2, 48), true).split("\n");
    assertEquals(26, lines.length);
    assertTrue(lines[0].contains("\u001b[38;5;72;48;5;16m▀") || lines[0].contains(";48;5;16m▀"));
    for (int i = 0; i < 24; i++) {
      assertTrue(lines[i].endsWith("\u001b[0m"), lines[i]);
      assertEquals(60, lines[i].chars().filter(c -> c == '▀').count());
    }
    assertTrue(lines[23].contains("\u001b[38;5;16;48;5;226m▀"), lines[23]);
  }

  @Test
  void nothingCounted() {
    var axes = List.of(new HistogramRecord.Axis(0, 1, 3), new HistogramRecord.Axis(0, 1, 3));
    var none = new HistogramRecord(new HistogramCounts(9), axes, 1, new double[0]);
    String text = HeatMap.draw("xy", none, false);
    assertFalse(text.contains("NaN"), text);
    assertTrue(text.contains("outside 0 %"), text);
  }
}
