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
      delimiterString = " | ",
      ignoreLeadingAndTrailingWhitespace = true,
      textBlock =
          """
          x +        | 3  | unexpected end
          (x + 1     | 6  | unexpected end
          sin(x      | 5  | unexpected end
          x +   # y  | 3  | unexpected end
          x y        | 2  | unexpected "y"; a product is written with *: x*y
          2x         | 1  | unexpected "x"; a product is written with *: 2*x
          1..2       | 1  | unexpected ".."; a range stands in a sum, such as sum(i in 0..9: x[i])
          1.2.3      | 3  | unexpected ".3"
          1e         | 1  | unexpected "e"; a product is written with *: 1*e
          x)         | 1  | unexpected ")"
          )          | 0  | unexpected ")"
          ()         | 1  | unexpected ")"
          f(,x)      | 2  | unexpected ","
          f(x,)      | 4  | unexpected ")"
          f(x y)     | 4  | unexpected "y"; a product is written with *: x*y
          x + * y    | 4  | unexpected "*"
          * x        | 0  | unexpected "*"
          x ^        | 3  | unexpected end
          x = 1      | 2  | unexpected "="; write what is on the right of = alone, or == for equality
          x; y       | 1  | unexpected ";"; remove it
          x & y      | 2  | unexpected "&"; "and" is written &&
          x ! y      | 2  | unexpected "!"; "not equal" is written !=, and there is no "not"
          x ** 2     | 3  | unexpected "*"; a power is written with ^, such as x^2
          x @ y      | 2  | unexpected "@"; a product is written *, one of vectors sum(i in 0..9: x[i]*y[i])
          x[0        | 3  | unexpected end
          x[]        | 2  | unexpected "]"
          x[0]]      | 4  | unexpected "]"
          x[0,]      | 4  | unexpected "]"
          x[0..1]    | 3  | unexpected ".."; a range stands in a sum, such as sum(i in 0..9: x[i])
          [0]        | 0  | unexpected "["; groups are written with ( )
          x[i][j]    | 4  | unexpected "["; two indices are written x[i, j]
          x(1)[0]    | 4  | unexpected "["
          sum(i in 0..: x[i])    | 12 | unexpected ":"
          sum(i in ..3: x[i])    | 9  | unexpected ".."; a range stands in a sum, such as sum(i in 0..9: x[i])
          sum(i in 0..3, x[i])   | 13 | unexpected ","
          sum(i in 0..3 x[i])    | 14 | unexpected "x"; a sum is written sum(i in 0..9: x[i])
          sum(i in 0..3: )       | 15 | unexpected ")"
          sum(i in 0..3: x[i]    | 19 | unexpected end
          sum(0 in 0..3: x[i])   | 6  | unexpected "in"; a sum is written sum(i in 0..9: x[i])
          sum(i, j in 0..3: 1)   | 9  | unexpected "in"; a sum is written sum(i in 0..9: x[i])
          sum(in rows: 1)        | 4  | unexpected "in"; a sum is written sum(i in 0..9: x[i])
          sum(i in 3: x[i])      | 9  | a range is written from..to, such as 0..9, or rows
          sum(i in x[0]: x[i])   | 9  | a range is written from..to, such as 0..9, or rows
          a &&       | 4  | unexpected end
          && a       | 0  | unexpected "&&"
          a = = b    | 2  | unexpected "="; equality is written ==
          a =< b     | 2  | unexpected "="; equality is written ==
          0 < x < 1  | 6  | a comparison of a comparison; write 0 < x && x < 1
          a == b == c | 7 | a comparison of a comparison; write 0 < x && x < 1
          in         | 0  | unexpected "in"; a sum is written sum(i in 0..9: x[i])
          repeat 3   | 0  | unexpected "repeat"
          x² + 1     | 1  | unexpected "²"; a power is written with ^, such as x^2
          x − 1      | 2  | unexpected "−"; the minus sign is -
          x × y      | 2  | unexpected "×"; a product is written *
          αx         | 0  | unexpected "α"; names have the letters a to z: write sigma for σ
          x + 🌊     | 4  | unexpected "🌊"
          a $        | 2  | unexpected "$"; LaTeX is not read: write (1/2)*x^2, sqrt(x), exp(x)
          0x123456789abcdef01 | 0  | more than 64 bits
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
          x = y = 2     | 6 | unexpected "="; equality is written ==
          repeat        | 6 | unexpected end
          repeat { x = 1 }   | 7  | unexpected "{"; repeat takes a whole number, written out: repeat 3 { ... }
          repeat n { x = 1 } | 7  | unexpected "n"; repeat takes a whole number, written out: repeat 3 { ... }
          repeat 2 x = 1     | 9  | unexpected "x"; repeat takes a whole number, written out: repeat 3 { ... }
          repeat 2 { }       | 11 | unexpected "}"
          repeat 2 { x = 1   | 16 | unexpected end
          repeat 2 { x = 1 }}| 18 | unexpected "}"
          repeat 2 { 1 }     | 11 | unexpected "1"
          repeat 0 { x = 1 } | 7  | repeat takes a whole number from 1 to 1000, not 0
          repeat 2.5 { x = 1 } | 7 | repeat takes a whole number from 1 to 1000, not 2.5
          repeat 1e9 { x = 1 } | 7 | repeat takes a whole number from 1 to 1000, not 1e9
          repeat = 2    | 7 | unexpected "="; repeat takes a whole number, written out: repeat 3 { ... }
          x[0] = 1      | 1 | unexpected "["
          x = 1;; y = 2 | 6 | unexpected ";"; remove it
          2 = x         | 0 | unexpected "2"
          x := 1        | 2 | unexpected ":"
          """)
  void inPrograms(String text, int at, String problem) {
    assertTrouble(at, problem, () -> FormulaReader.program(text));
  }

  /** In no table, as these columns are divided by that sign. */
  @Test
  void half() {
    String problem = "unexpected \"|\"; \"or\" is written ||";
    assertTrouble(2, problem, () -> FormulaReader.formula("x | y"));
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
    String problem = "unexpected \"y\"; a product is written with *: y*y";
    assertTrouble(text.length() - 1, problem, () -> FormulaReader.formula(text));
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
