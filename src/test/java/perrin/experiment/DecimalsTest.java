package perrin.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalsTest {
  private final Decimals decimals = new Decimals();

  private double read(String text, char point) {
    var characters = ("7" + text + "7").toCharArray();
    return decimals.read(characters, 1, characters.length - 1, point);
  }

  private void assertSame(String text) {
    assertEquals(
        Double.doubleToRawLongBits(Double.parseDouble(text)),
        Double.doubleToRawLongBits(read(text, '.')),
        text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-0",
        "+0.0",
        "1",
        "-1.5",
        ".5",
        "5.",
        "1e3",
        "1E-3",
        "1e+22",
        "1e23",
        "9007199254740993",
        "0.1",
        "123456789012345",
        "1234567890123456",
        "999999999999999e22",
        "0.000000000000000000001",
        "1e-400",
        "1e400",
        "1e99999999999",
        "-1e-99999999999",
        "0e99999999999",
        "000000000000000000001.5",
        "1.7976931348623157e308",
        "4.9e-324",
        "2.4703282292062328e-324",
        "1e-22",
        "1e-23"
      })
  void areThoseOfJava(String text) {
    assertSame(text);
  }

  @Test
  void areThoseOfJavaForRandomNumbers() {
    var random = new Random(1);
    for (int i = 0; i < 200_000; i++) {
      assertSame(Double.toString(Double.longBitsToDouble(random.nextLong() & ~(1L << 62))));
      assertSame(Double.toString(random.nextGaussian()));
      assertSame(
          String.format(Locale.ROOT, "%." + random.nextInt(20) + "f", random.nextGaussian()));
      assertSame(random.nextLong(1L << random.nextInt(1, 63)) + "e" + random.nextInt(-30, 30));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "+",
        "-",
        ".",
        "-.",
        "e",
        "e5",
        "1e",
        "1e+",
        "1e1.5",
        "1 ",
        " 1",
        "1,5",
        "1.5.2",
        "--1",
        "+-1",
        "0x1p3",
        "0x10",
        "1f",
        "1d",
        "1_000",
        "NaN",
        "Infinity",
        "inf",
        "1.0D0",
        "١",
        "12 kg"
      })
  void nothingElseIsANumber(String text) {
    assertTrue(Double.isNaN(read(text, '.')), text);
  }

  @Test
  void commas() {
    assertEquals(-1.5, read("-1,5", ','));
    assertEquals(',', decimals.mark());
    assertEquals(1.23456789012345678, read("1,23456789012345678", ','));
    assertEquals(2.5e10, read("2.5e10", ','));
    assertEquals('.', decimals.mark());
    assertTrue(Double.isNaN(read("1,234,567", ',')));
    assertTrue(Double.isNaN(read("1.234,5", ',')));
  }
}
