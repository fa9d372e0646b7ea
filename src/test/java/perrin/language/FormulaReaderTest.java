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
          a != b            | a!=b
          x[i]              | x[i]
          x [ i ]           | x[i]
          x[i+1]^2          | x[i+1]^2
          -x[0]             | -x[0]
          x[i]*x[-1]        | x[i]*x[-1]
          t[r, k]           | t[r,k]
          x[group[r]]       | x[group[r]]
          x[mod(i+1, L)]    | x[mod(i+1,L)]
          """)
  void bindsAsInMathematics(String text, String meaning) {
    assertEquals(meaning, shown(FormulaReader.formula(text)));
  }

  /** The sign of "or" is the usual delimiter of such tables. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      textBlock =
          """
          a < b && c < d         ~ (a<b)&&(c<d)
          a < 1 || b < 2 && c < 3 ~ (a<1)||((b<2)&&(c<3))
          (a < 1 || b < 2) && c > 3 ~ ((a<1)||(b<2))&&(c>3)
          a && b && c            ~ (a&&b)&&c
          a || b || c            ~ (a||b)||c
          a + 1 == b*2 && c      ~ ((a+1)==(b*2))&&c
          if(a < b, x, -x)       ~ if(a<b,x,-x)
          """)
  void truthBindsLoosest(String text, String meaning) {
    assertEquals(meaning, shown(FormulaReader.formula(text)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          sum(i in 0..9: x[i])               | sum(i in 0..9: x[i])
          sum(i in 0 .. 9 : x[i])            | sum(i in 0..9: x[i])
          sum(i in 0..L-1: x[i]^2)           | sum(i in 0..L-1: x[i]^2)
          sum(i in -1..+1: i)                | sum(i in -1..1: i)
          sum(i in a..b: x[i])^2             | sum(i in a..b: x[i])^2
          sum(r in rows: y[r])               | sum(r in rows: y[r])
          sum(i in 0..8: sum(j in i+1..9: x[i]*x[j])) | sum(i in 0..8: sum(j in i+1..9: x[i]*x[j]))
          2*sum(i in 0..3: x[i] + 1)/n       | (2*sum(i in 0..3: x[i]+1))/n
          sum(i in first[k]..last[k]: x[i])  | sum(i in first[k]..last[k]: x[i])
          sum(x)                             | sum(x)
          """)
  void sumsRunThroughRanges(String text, String meaning) {
    assertEquals(meaning, shown(FormulaReader.formula(text)));
  }

  /** A point before another one belongs to the range: 0..9, but 0.5 and 1. are numbers. */
  @ParameterizedTest
  @CsvSource({
    "0..9, 0, 9",
    "0 ..9, 0, 9",
    "0.. 9, 0, 9",
    "10..12, 10, 12",
    "0.5..1.5, 0.5, 1.5",
    "1. ..2., 1, 2",
    "0...5, 0, 0.5",
    "1e1..1e2, 10, 100",
    "00..09, 0, 9"
  })
  void theEndsOfRanges(String range, double from, double to) {
    Expr.Total sum = (Expr.Total) FormulaReader.formula("sum(i in " + range + ": i)");
    Expr.Range.Between ends = (Expr.Range.Between) sum.range();
    assertEquals(from, ((Expr.Number) ends.from()).value());
    assertEquals(to, ((Expr.Number) ends.to()).value());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          repeat 3 { x = x + r }                    | repeat 3 {x=x+r}
          repeat 3 { x = r; r = x; }                | repeat 3 {x=r; r=x}
          repeat 3 {x = r r = x} x = 2              | repeat 3 {x=r; r=x}; x=2
          repeat 2 { repeat 3 { x = 1 }; r = 2 };   | repeat 2 {repeat 3 {x=1}; r=2}
          repeat 1e3 { x = 1 }                      | repeat 1000 {x=1}
          repeat 2. { x = 1 }                       | repeat 2 {x=1}
          """)
  void repetitions(String text, String meaning) {
    assertEquals(meaning, shown(FormulaReader.program(text)));
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

  @Test
  void partsOfSumsKnowTheirPlace() {
    String text = "2 + sum(i in a..rows(3): x[i, 0])";
    Expr.Total sum = (Expr.Total) ((Expr.Binary) FormulaReader.formula(text)).right();
    assertEquals(text.indexOf("sum"), sum.at());
    Expr.Range.Between range = (Expr.Range.Between) sum.range();
    assertEquals(text.indexOf("a.."), range.from().at());
    assertEquals(text.indexOf("rows"), range.to().at());
    Expr.Element element = (Expr.Element) sum.body();
    assertEquals(text.indexOf("x["), element.at());
    assertEquals(text.indexOf("0]"), element.indices().get(1).at());
    Statement.Repeat loop =
        (Statement.Repeat) FormulaReader.program("x = 1\nrepeat 2 {\n  r = x }").get(1);
    assertEquals(6, loop.at());
    assertEquals(19, loop.body().getFirst().at());
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
    return program.stream().map(FormulaReaderTest::shown).collect(Collectors.joining("; "));
  }

  private static String shown(Statement statement) {
    return switch (statement) {
      case Statement.Assignment line -> line.name() + "=" + shown(line.value());
      case Statement.Repeat loop -> "repeat " + loop.times() + " {" + shown(loop.body()) + "}";
      case Statement.Accept line -> "accept " + shown(line.probability());
    };
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
