package perrin.language;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What formulas and programs mean, shown with all parentheses. */
class FormulaReaderTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          x                 | x
          (x)               | x
          ((x))             | x
          -x^2              | -(x^2)
          (-x)^2            | (-x)^2
          2^-1              | 2^(-1)
          2^-x^2            | 2^(-(x^2))
          a^b^c             | a^(b^c)
          (a^b)^c           | (a^b)^c
          a-b-c             | (a-b)-c
          a-(b-c)           | a-(b-c)
          a/b/c             | (a/b)/c
          a/b*c             | (a/b)*c
          a*b/c             | (a*b)/c
          a-b+c             | (a-b)+c
          a+b*c             | a+(b*c)
          a*b+c             | (a*b)+c
          a*b^c             | a*(b^c)
          a^b*c             | (a^b)*c
          --x               | -(-x)
          +x                | x
          -+-x              | -(-x)
          -x*y              | (-x)*y
          x*-y              | x*(-y)
          x- -y             | x-(-y)
          x-+y              | x-y
          2^-1*3            | (2^(-1))*3
          -a^-b^-c          | -(a^(-(b^(-c))))
          a + b < c*d       | (a+b)<(c*d)
          a <= b            | a<=b
          a > b             | a>b
          a >= b            | a>=b
          a == b            | a==b
          f()               | f()
          f(x)              | f(x)
          f(x, y + 1, -z)   | f(x,y+1,-z)
          f(g(x))^2         | f(g(x))^2
          -f(x)             | -f(x)
          x_1*Y2            | x_1*Y2
          """)
  void bindsAsInMathematics(String text, String meaning) {
    assertEquals(meaning, shown(FormulaReader.formula(text)));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "7, 7",
    "1., 1",
    ".5, 0.5",
    "1e-3, 1e-3",
    "1E3, 1000",
    "1e+3, 1000",
    "2.5e2, 250",
    ".5e1, 5",
    "1.e1, 10",
    "007, 7",
    "0.1, 0.1",
    "1e308, 1e308",
    "1e-400, 0",
    "4.9e-324, 4.9e-324",
    "123456789012345678901234567890, 123456789012345678901234567890"
  })
  void numbers(String text, double value) {
    Expr.Number number = (Expr.Number) FormulaReader.formula(text);
    assertEquals(value, number.value());
  }

  @Test
  void words() {
    assertEquals(0x7fc00000L, ((Expr.Word) FormulaReader.formula("0x7fc00000")).bits());
    assertEquals(0xffffffffL, ((Expr.Word) FormulaReader.formula("0xffFFffFF")).bits());
    assertEquals(1, ((Expr.Word) FormulaReader.formula("0x1")).bits());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x +\n  y",
        "x\r\n\t+ y",
        "x + y # the end",
        "# before\nx + # between\n y\n# after\n",
        "  x + y  ",
        "x+y"
      })
  void spaceAndCommentsMeanNothing(String text) {
    assertEquals("x+y", shown(FormulaReader.formula(text)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x = a*2\nr = -x\nx = x + r",
        "x = a*2; r = -x; x = x + r",
        "x = a*2;\nr = -x;\nx = x + r;\n",
        "# one\nx = a*2  # two\n\n\nr = -x\n  x = x + r\n",
        "x = a*2 r = -x x = x + r",
        "x =\n a\n * 2\nr = -x\nx\n= x + r"
      })
  void programsAreAssignmentsHoweverSeparated(String text) {
    assertEquals("x=a*2; r=-x; x=x+r", shown(FormulaReader.program(text)));
  }

  /** A line that begins with an operator goes on where the last one ended. */
  @Test
  void linesGoOn() {
    assertEquals("x=x-1", shown(FormulaReader.program("x = x\n  - 1")));
  }

  @Test
  void partsKnowTheirPlace() {
    String text = "a + sin(b)*-c^2";
    Expr.Binary sum = (Expr.Binary) FormulaReader.formula(text);
    assertEquals(text.indexOf('+'), sum.at());
    assertEquals(text.indexOf('a'), sum.left().at());
    Expr.Binary product = (Expr.Binary) sum.right();
    assertEquals(text.indexOf('*'), product.at());
    Expr.Call call = (Expr.Call) product.left();
    assertEquals(text.indexOf("sin"), call.at());
    assertEquals(text.indexOf('b'), call.arguments().getFirst().at());
    Expr.Negate negate = (Expr.Negate) product.right();
    assertEquals(text.indexOf('-'), negate.at());
    assertEquals(text.indexOf('^'), negate.of().at());
    List<Statement> program = FormulaReader.program("x = 1\n r = 2");
    assertEquals(List.of(0, 7), program.stream().map(Statement::at).toList());
  }

  /** ANTLR counts an emoji as one character, Java as two. */
  @Test
  void placesCountAsJavaDoes() {
    Expr.Binary sum = (Expr.Binary) FormulaReader.formula("# 🌊 wave\nx + y");
    assertEquals("# 🌊 wave\nx ".length(), sum.at());
  }

  @Test
  void aNumberMustBeFinite() {
    FormulaException e =
        assertThrows(FormulaException.class, () -> FormulaReader.formula("x+1e400"));
    assertEquals(2, e.at());
    assertEquals("a number beyond 1.8e308", e.problem());
  }

  private static String shown(List<Statement> program) {
    return program.stream()
        .map(line -> (Statement.Assignment) line)
        .map(line -> line.name() + "=" + shown(line.value()))
        .collect(Collectors.joining("; "));
  }

  private static String shown(Expr expression) {
    return switch (expression) {
      case Expr.Number number ->
          number.value() % 1 == 0 ? "" + (long) number.value() : number.value() + "";
      case Expr.Word word -> Long.toHexString(word.bits());
      case Expr.Name name -> name.name();
      case Expr.Negate negate -> "-" + inside(negate.of());
      case Expr.Binary binary ->
          inside(binary.left()) + binary.operator().symbol() + inside(binary.right());
      case Expr.Call call ->
          call.arguments().stream()
              .map(FormulaReaderTest::shown)
              .collect(Collectors.joining(",", call.function() + "(", ")"));
      case Expr.Element element ->
          element.indices().stream()
              .map(FormulaReaderTest::shown)
              .collect(Collectors.joining(",", element.array() + "[", "]"));
      case Expr.Total total ->
          total.function()
              + "("
              + total.index()
              + " in "
              + shown(total.range())
              + ": "
              + shown(total.body())
              + ")";
    };
  }

  private static String shown(Expr.Range range) {
    return switch (range) {
      case Expr.Range.Between between -> shown(between.from()) + ".." + shown(between.to());
      case Expr.Range.Named named -> named.name();
    };
  }

  private static String inside(Expr operand) {
    boolean compound = operand instanceof Expr.Binary || operand instanceof Expr.Negate;
    return compound ? "(" + shown(operand) + ")" : shown(operand);
  }
}
