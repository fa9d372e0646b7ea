package perrin.calculus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import perrin.language.FormulaException;

/** Names, calls and powers get a meaning, or a complaint with its place. */
class TranslatorTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1/0                 | 1  | division by zero
          x + y/0             | 5  | division by zero
          x*y/(2 - 2)         | 3  | division by zero
          x/(y - y)           | 1  | division by zero
          1/(0*x)             | 1  | division by zero
          0^-1                | 1  | the value is not finite
          x + (x - x)^-2      | 11 | the value is not finite
          log(0)*x            | 0  | the value is not finite
          x + exp(1000)       | 4  | the value is not finite
          1e200*x*1e200       | 7  | the value is not finite
          1e308 + 1e308       | 6  | the value is not finite
          x + 1e308 + 1e308   | 10 | the value is not finite
          x + log(-1)         | 4  | log of -1.0 is not a number
          y*sqrt(-4)          | 2  | sqrt of -4.0 is not a number
          2 + (-8)^(1/3)      | 8  | log of -8.0 is not a number
          (-1)^0.5            | 4  | sqrt of -1.0 is not a number
          x^1e7               | 1  | a whole power beyond 1000000
          x^-1000000.5        | 1  | a whole power beyond 1000000
          ((x^1e6)^1e6)^2     | 8  | a power beyond 1073741824
          x + 0x10            | 4  | a bit pattern has no place here
          sin()               | 0  | sin takes 1 argument, not 0
          x*sin(x, y)         | 2  | sin takes 1 argument, not 2
          gaussian(x)         | 0  | unknown function "gaussian"
          """)
  void complaints(String text, int at, String problem) {
    FormulaException e = assertThrows(FormulaException.class, () -> new Formulas().node(text));
    if (!e.problem().startsWith("unknown")) {
      assertEquals(problem, e.problem());
    }
    assertEquals(at, e.at(), e.getMessage());
    assertTrue(e.getMessage().startsWith(e.problem().split("; ")[0]), e.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          tlit*x        | 0 | unknown name "tlit"; the nearest name is tilt
          x + Tilt      | 4 | unknown name "Tilt"; the nearest name is tilt
          x + PI        | 4 | unknown name "PI"; the nearest name is pi
          sn(x)         | 0 | unknown function "sn"; the nearest function is sin
          1 + ln(x)     | 4 | unknown function "ln"; the natural logarithm is written log(x)
          x(2)          | 0 | unknown function "x"
          """)
  void unknownNamesGetASuggestion(String text, int at, String problem) {
    Formulas formulas = new Formulas(Map.of("tilt", 0.3));
    FormulaException e = assertThrows(FormulaException.class, () -> formulas.node(text));
    assertEquals(at, e.at());
    assertTrue(e.problem().startsWith(problem), e.problem());
  }

  @Test
  void constantsAreKnownUnlessTheNameIsTaken() {
    assertEquals(Math.PI, new Formulas().value(new Formulas().node("pi"), 0, 0));
    assertEquals(Math.E, new Formulas().value(new Formulas().node("e"), 0, 0));
    assertEquals("e", new Formulas(Map.of("e", 7.0)).simplified("e"));
  }

  /** A power decides by its value how it is computed, whole ones also for negative numbers. */
  @ParameterizedTest
  @CsvSource({
    "x^p, 3, -2, -8",
    "x^p, 2, -2, 4",
    "x^p, -1, -2, -0.5",
    "x^p, 0, -2, 1",
    "x^-p, 2, -2, 0.25",
    "x^(2*p), 1, -3, 9",
    "x^(p/2), 6, -2, -8",
    "x^p, 101, -1, -1",
    "x^p, 2.5, 4, 32",
    "x^p, 0.3, 1, 1"
  })
  void powersOfParameters(String text, double p, double x, double value) {
    Formulas formulas = new Formulas(Map.of("p", p));
    assertEquals(value, formulas.value(formulas.node(text), x, 0), 1e-12 * Math.abs(value));
  }
}
