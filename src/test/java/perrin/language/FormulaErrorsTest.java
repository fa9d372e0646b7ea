package perrin.language;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every complaint about a formula says what is wrong and where. */
class FormulaErrorsTest {
  /** The caret of the second line stands under the trouble. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = true,
      textBlock =
          """
          x +        | 3  | unexpected end
          (x + 1     | 6  | unexpected end
          sin(x      | 5  | unexpected end
          x +   # y  | 3  | unexpected end
          x y        | 2  | unexpected "y"
          2x         | 1  | unexpected "x"
          1..2       | 2  | unexpected ".2"
          1.2.3      | 3  | unexpected ".3"
          1e         | 1  | unexpected "e"
          x)         | 1  | unexpected ")"
          )          | 0  | unexpected ")"
          ()         | 1  | unexpected ")"
          f(,x)      | 2  | unexpected ","
          f(x,)      | 4  | unexpected ")"
          f(x y)     | 4  | unexpected "y"
          x + * y    | 4  | unexpected "*"
          * x        | 0  | unexpected "*"
          x ^        | 3  | unexpected end
          x = 1      | 2  | unexpected "="
          x; y       | 1  | unexpected ";"
          x & y      | 2  | unexpected "&"
          x ** 2     | 3  | unexpected "*"
          x @ y      | 2  | unexpected "@"
          x[0]       | 1  | unexpected "["
          x² + 1     | 1  | unexpected "²"
          x − 1      | 2  | unexpected "−"
          x × y      | 2  | unexpected "×"
          αx         | 0  | unexpected "α"
          x + 🌊     | 4  | unexpected "🌊"
          a $        | 2  | unexpected "$"
          0x123456789abcdef01| 0  | more than 64 bits
          """)
  void inFormulas(String text, int at, String problem) {
    assertTrouble(at, problem, () -> FormulaReader.formula(text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          x             | 1 | unexpected end
          x =           | 3 | unexpected end
          x + 1         | 2 | unexpected "+"
          = 1           | 0 | unexpected "="
          x = 1, y = 2  | 5 | unexpected ","
          x = y = 2     | 6 | unexpected "="
          x = 1;; y = 2 | 6 | unexpected ";"
          2 = x         | 0 | unexpected "2"
          x := 1        | 2 | unexpected ":"
          """)
  void inPrograms(String text, int at, String problem) {
    assertTrouble(at, problem, () -> FormulaReader.program(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\n\n", "\t\r\n", "# only a comment", "# one\n# two\n"})
  void nothing(String text) {
    assertTrouble(0, "nothing is written here", () -> FormulaReader.formula(text));
    assertTrouble(0, "nothing is written here", () -> FormulaReader.program(text));
  }

  /** Characters of two Java units before the trouble. */
  @Test
  void placesBehindEmoji() {
    String text = "x + # 🌊🌊\n y y";
    assertTrouble(text.length() - 1, "unexpected \"y\"", () -> FormulaReader.formula(text));
    assertTrouble(3, "unexpected end", () -> FormulaReader.formula("x +# 🌊"));
  }

  @Test
  void pictures() {
    assertPicture("  x + * y\n      ^", "x + * y", 4);
    assertPicture("  x +\n     ^", "x +", 3);
    assertPicture("  r = 2 + * x\n          ^", "x = 1\nr = 2 + * x\ny = 3", 14);
    assertPicture("  \n  ^", "\n", 0);
    assertPicture("  x\n   ^", "x\ny", 1);
    assertPicture("  y\n  ^", "x\ny", 2);
    assertPicture("  x  +  )\n       ^", "\nx \t+\t )\r\n", 6);
    assertPicture("  \n  ^", "", 0);
  }

  /** Of a long line the neighbourhood is shown, the caret still under the place. */
  @Test
  void picturesOfLongLines() {
    String text = "a + ".repeat(100) + "? + " + "b + ".repeat(100) + "c";
    int at = text.indexOf('?');
    FormulaException e = new FormulaException(text, at, "no such thing");
    String[] lines = e.picture().split("\n");
    assertEquals('?', lines[0].charAt(lines[1].indexOf('^')));
    assertTrue(lines[0].length() < 130, lines[0]);
    assertTrue(e.getMessage().contains("? + b"), e.getMessage());
    assertTrue(e.getMessage().length() < 200, e.getMessage());
  }

  /** Every place of every text can be shown. */
  @Test
  void everyPlaceHasAPicture() {
    for (String text : new String[] {"", "\n", "x", "\nx\n\ny\n", "x".repeat(300), "🌊 \n🌊"}) {
      for (int at = 0; at <= text.length(); at++) {
        FormulaException e = new FormulaException(text, at, "trouble");
        assertTrue(e.picture().endsWith("^"), e.picture());
        assertEquals(2, e.picture().lines().count());
      }
    }
  }

  @Test
  void messagesNameTheLineOfTheTrouble() {
    FormulaException e = new FormulaException("x = 1\nr = 2 + * x\n", 14, "unexpected \"*\"");
    assertEquals("unexpected \"*\" at position 9 of \"r = 2 + * x\"", e.getMessage());
  }

  private static void assertPicture(String expected, String text, int at) {
    assertEquals(expected, new FormulaException(text, at, "trouble").picture());
  }

  private static void assertTrouble(int at, String problem, Executable reading) {
    FormulaException e = assertThrows(FormulaException.class, reading);
    assertEquals(problem, e.problem());
    assertEquals(at, e.at(), e.getMessage());
  }
}
