package perrin.statistics.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers as people read them, far from 1 as well. */
class DigitsTest {
  @ParameterizedTest
  @CsvSource({
    "0.852143, 2.1e-5, 0.852143 ± 0.000021",
    "4.143e-21, 4.5e-24, 4.1430e-21 ± 4.5e-24",
    "2.6e-24, 6.5e-24, 2.6e-24 ± 6.5e-24",
    "0, 1e-23, 0 ± 1.0e-23",
    "610865.3, 0.5, 610865.3 ± 0.5",
    "1.234e9, 3000, 1.2340000e9 ± 3.0e3",
    "1.2e-5, 3e-7, 1.200e-5 ± 3.0e-7",
    "5e6, 3e8, 0 ± 3.0e8",
    "1e-9, 1, 0 ± 1",
    "-2.3e-28, 2.2e-28, -2.3e-28 ± 2.2e-28",
    "1, 0, 1 ± 0",
    "1e-30, NaN, 1e-30 ± unknown",
    "NaN, 1, NaN",
  })
  void withError(double value, double error, String words) {
    assertEquals(words, Digits.withError(value, error, " ± "));
  }
}
