package perrin.language;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is written: a tree or a {@link FormulaException}, soon. */
class HardInputTest {
  private static final Duration SOON = Duration.ofSeconds(5);

  static Stream<String> endless() {
    int many = 100_000;
    return Stream.of(
        "(".repeat(many) + "x" + ")".repeat(many),
        "(".repeat(many),
        ")".repeat(many),
        "-".repeat(many) + "x",
        "+".repeat(many),
        "x" + "^x".repeat(many),
        "x" + "^-x".repeat(many),
        "sin(".repeat(many) + "x" + ")".repeat(many),
        "f(x, ".repeat(many),
        "x" + " + x".repeat(many),
        "x" + " < x".repeat(many),
        "x".repeat(many) + " y",
        "1".repeat(many) + " 2",
        "#".repeat(many),
        " ".repeat(many),
        "x = 1\n".repeat(many),
        "x[".repeat(many),
        "sum(i in 0..".repeat(many),
        "sum(i in 0..1: ".repeat(many),
        "x" + " && x < 1".repeat(many),
        "repeat 2 {".repeat(many),
        "?".repeat(many),
        "🌊".repeat(many));
  }

  @ParameterizedTest
  @MethodSource("endless")
  void endlessInputIsRefused(String text) {
    assertTimeout(
        SOON, () -> assertThrows(FormulaException.class, () -> FormulaReader.formula(text)));
  }

  /** Chains to the left may be as long as the limit on symbols allows: they are not nested. */
  @Test
  void longChains() {
    int operators = (FormulaReader.MAX_TOKENS - 2) / 2;
    for (String link : List.of(" + x", " - x", "*x", "/x")) {
      Expr chain = FormulaReader.formula("x" + link.repeat(operators));
      int found = 0;
      while (chain instanceof Expr.Binary binary) {
        chain = binary.left();
        found++;
      }
      assertEquals(operators, found);
      FormulaException e =
          assertThrows(
              FormulaException.class,
              () -> FormulaReader.formula("x" + link.repeat(operators + 1)));
      assertEquals("more than 4000 symbols in one formula", e.problem());
    }
  }

  @Test
  void nestingHasALimitAndAPlace() {
    int limit = FormulaReader.MAX_NESTING;
    for (String[] nest :
        new String[][] {
          {"(", "x", ")"}, {"-", "x", ""}, {"x^", "x", ""}, {"sin(", "x", ")"}, {"x[", "i", "]"}
        }) {
      String allowed = nest[0].repeat(limit - 1) + nest[1] + nest[2].repeat(limit - 1);
      FormulaReader.formula(allowed);
      FormulaReader.program("x = " + allowed);
      String text = nest[0].repeat(limit) + nest[1] + nest[2].repeat(limit);
      FormulaException e =
          assertThrows(FormulaException.class, () -> FormulaReader.formula(text), text);
      assertEquals("nested more than 100 deep", e.problem());
      assertEquals(nest[0].length() * limit, e.at());
    }
  }

  @Test
  void repetitionsNestLess() {
    int limit = FormulaReader.MAX_REPEAT_NESTING;
    String inside =
        "x = "
            + "(".repeat(FormulaReader.MAX_NESTING - 1)
            + "x"
            + ")".repeat(FormulaReader.MAX_NESTING - 1);
    FormulaReader.program("repeat 2 { ".repeat(limit) + inside + " }".repeat(limit));
    String text = "repeat 2 { ".repeat(limit + 1) + "x = 1" + " }".repeat(limit + 1);
    FormulaException e = assertThrows(FormulaException.class, () -> FormulaReader.program(text));
    assertEquals("repeat nested more than 20 deep", e.problem());
    assertEquals(text.indexOf("x = 1"), e.at());
    FormulaReader.program("repeat 2 { repeat 3 { x = 1 } }\n".repeat(200));
    String sums = "sum(i in 0..1: ".repeat(100) + "x" + ")".repeat(100);
    e = assertThrows(FormulaException.class, () -> FormulaReader.formula(sums));
    assertEquals("nested more than 100 deep", e.problem());
  }

  /** Neighbours are not nested in each other, however many. */
  @Test
  void widthIsNoDepth() {
    FormulaReader.formula("(x) + ".repeat(900) + "-x");
    FormulaReader.formula("sin(x)*".repeat(700) + "x^2");
    FormulaReader.program("x = -(x + 1)\n".repeat(400));
  }

  /** Random texts, mutated from good ones; fixed seed, so the outcome never changes. */
  @Test
  void fuzz() {
    List<String> good =
        List.of(
            "(x^2 - 1)^2 + tilt*x",
            "k*x^2/2 + 1e-3*sin(2*pi*x) - .5",
            "x = x - dt*gradient(x) + sqrt(2*kT*dt)*normal()",
            "x = x - dt*gradient(x) + sqrt(kT*dt/2)*r\nr = normal(); # noise\nx = x + r",
            "y = select_sign(shift_left(q + 0x1, 31), c, s) <= -2^-x");
    String alphabet = "xyk0179.eE+-*/^()<>=,;_ \n#?[]&\"²π🌊";
    Random random = new Random(20250101);
    int read = 0;
    for (int i = 0; i < 50_000; i++) {
      StringBuilder text = new StringBuilder(good.get(random.nextInt(good.size())));
      int edits = random.nextInt(6);
      for (int k = 0; k < edits; k++) {
        mutate(text, alphabet, random);
      }
      read += tryBoth(text.toString());
    }
    assertTrue(read > 5_000, "the mutations spoil too much: " + read);
  }

  private static void mutate(StringBuilder text, String alphabet, Random random) {
    int from = random.nextInt(text.length() + 1);
    int to = Math.min(text.length(), from + random.nextInt(4));
    switch (random.nextInt(4)) {
      case 0 -> text.delete(from, to);
      case 1 -> text.insert(from, alphabet.charAt(random.nextInt(alphabet.length())));
      case 2 -> text.insert(random.nextInt(text.length() + 1), text.substring(from, to));
      default -> text.replace(from, to, "" + alphabet.charAt(random.nextInt(alphabet.length())));
    }
  }

  /** 1 if the text is a formula or a program; a complaint must point into the text. */
  private static int tryBoth(String text) {
    int read = 0;
    try {
      FormulaReader.formula(text);
      read = 1;
    } catch (FormulaException e) {
      check(text, e);
    }
    try {
      FormulaReader.program(text);
      read = 1;
    } catch (FormulaException e) {
      check(text, e);
    }
    return read;
  }

  private static void check(String text, FormulaException e) {
    assertTrue(e.at() >= 0 && e.at() <= text.length(), text);
    assertTrue(e.picture().endsWith("^"), text);
  }
}
