package perrin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import perrin.statistics.verdict.Digits;

/** Numbers and paragraphs as people read them. */
class WordsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0.8521432 | 0.0000213 | 0.852143 ± 0.000021",
        "0.8521432 | 0.0996    | 0.85 ± 0.10",
        "-12345.6  | 123       | -12350 ± 120",
        "1.5e-9    | 2e-11     | 1.500e-9 ± 2.0e-11",
        "0.3333333333 | 0      | 0.333333 ± 0",
        "100       | 0         | 100 ± 0",
        "0.3333333333 | NaN    | 0.333333 ± unknown",
        "NaN       | 1         | NaN",
      })
  void valuesHaveTheDigitsThatTheirErrorAllows(double value, double error, String words) {
    assertEquals(words, Digits.withError(value, error));
  }

  @ParameterizedTest
  @CsvSource({"1.826e9, 1.83e9", "512, 5.12e2", "1e12, 1.00e12"})
  void ratesHaveThreeDigits(double value, String words) {
    assertEquals(words, Numbers.rate(value));
  }

  @ParameterizedTest
  @CsvSource({"0, 0:00", "7.4, 0:08", "754, 12:34", "7384, 2:03:04", "Infinity, 277777:46:40"})
  void timesAreReadAsOnAClock(double seconds, String words) {
    assertEquals(words, Numbers.clock(seconds));
  }

  @Test
  void paragraphsAreBrokenBetweenWords() {
    String text = "word ".repeat(40);
    for (String line : ("    " + Paragraph.wrapped(text, 4)).split("\n")) {
      assertEquals("    word", line.substring(0, 8));
      assertEquals(true, line.length() <= 80);
    }
    assertEquals("one two", Paragraph.wrapped(" one\n two ", 0));
    assertEquals("x".repeat(100) + "\ny", Paragraph.wrapped("x".repeat(100) + " y", 0));
  }
}
