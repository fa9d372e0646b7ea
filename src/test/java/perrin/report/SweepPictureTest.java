package perrin.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SweepPictureTest {
  private static final double NAN = Double.NaN;

  private static String[] draw(double[] at, double[] mean, double[] error) {
    return SweepPicture.draw("kT", at, "x2", mean, error, StandardCharsets.UTF_8).split("\n");
  }

  /** From the left below to the right above, whatever the order of the values. */
  @Test
  void marksStandWhereTheMeansAre() {
    var lines = draw(new double[] {3, 1, 2}, new double[] {13, 0, 6}, new double[] {0, 0, NAN});
    assertEquals(16, lines.length);
    assertEquals("       13 │" + " ".repeat(59) + "•", lines[0]);
    assertEquals("          │" + " ".repeat(30) + "•", lines[7]);
    assertEquals("        0 │•", lines[13]);
    assertTrue(lines[14].startsWith("          1  "), lines[14]);
    assertTrue(lines[14].endsWith("  3"), lines[14]);
    assertEquals("  • x2 over kT", lines[15]);
  }

  @Test
  void twoStandardErrorsToEitherSide() {
    var lines = draw(new double[] {0, 1}, new double[] {0, 13}, new double[] {0, 1.5});
    assertEquals("       16 │" + " ".repeat(59) + "│", lines[0]);
    assertEquals('•', lines[2].charAt(lines[2].length() - 1));
    assertEquals('│', lines[4].charAt(lines[4].length() - 1));
  }

  @Test
  void wideRangesAreLogarithmic() {
    var lines = draw(new double[] {0.01, 1, 100}, new double[] {1, 2, 1}, new double[3]);
    assertTrue(lines[0].matches("        2 │ {29,30}•"), lines[0]);
    assertEquals("  • x2 over kT, logarithmic", lines[15]);
    assertTrue(lines[14].contains("  1  "), lines[14]);
  }

  @Test
  void equalMeansAndPlainCharacters() {
    String text =
        SweepPicture.draw(
            "kT",
            new double[] {-1, 1},
            "x2",
            new double[] {5, 5},
            new double[2],
            StandardCharsets.US_ASCII);
    assertTrue(StandardCharsets.US_ASCII.newEncoder().canEncode(text), text);
    text.lines().forEach(line -> assertTrue(line.length() <= 72, line));
    assertTrue(text.contains(" |o" + " ".repeat(58) + "o\n"), text);
  }
}
