package perrin.language;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.antlr.v4.runtime.BaseErrorListener;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Recognizer;
import org.antlr.v4.runtime.Token;

/** Reads formulas and programs; every failure is a {@link FormulaException} with its place. */
public final class FormulaReader {
  /**
   * More symbols than any formula written by hand has; keeps the recursion over the tree shallow.
   */
  static final int MAX_TOKENS = 4_000;

  private FormulaReader() {}

  /** A single expression, such as an energy. */
  public static Expr formula(String text) {
    return parse(text, parser -> new TreeBuilder(text).visit(parser.formula().expression()));
  }

  /** Assignments one after the other, such as a method's step. */
  public static List<Statement> program(String text) {
    return parse(
        text,
        parser -> {
          List<Statement> statements = new ArrayList<>();
          for (FormulaParser.AssignmentContext line : parser.program().assignment()) {
            Expr value = new TreeBuilder(text).visit(line.expression());
            int at = line.NAME().getSymbol().getStartIndex();
            statements.add(new Statement.Assignment(line.NAME().getText(), value, at));
          }
          return List.copyOf(statements);
        });
  }

  private static <T> T parse(String text, Function<FormulaParser, T> rule) {
    if (text.isBlank()) {
      throw new FormulaException(text, 0, "nothing is written here");
    }
    Failures failures = new Failures(text);
    FormulaLexer lexer = new FormulaLexer(CharStreams.fromString(text));
    lexer.removeErrorListeners();
    CommonTokenStream tokens = new CommonTokenStream(lexer);
    checkSize(text, tokens);
    FormulaParser parser = new FormulaParser(tokens);
    parser.removeErrorListeners();
    parser.addErrorListener(failures);
    try {
      return rule.apply(parser);
    } catch (StackOverflowError e) {
      throw new FormulaException(text, 0, "nested too deeply");
    }
  }

  private static void checkSize(String text, CommonTokenStream tokens) {
    tokens.fill();
    if (tokens.size() > MAX_TOKENS) {
      int at = tokens.get(MAX_TOKENS).getStartIndex();
      throw new FormulaException(text, at, "more than " + MAX_TOKENS + " symbols in one formula");
    }
  }

  /** Turns ANTLR's parse tree into {@link Expr}. */
  private static final class TreeBuilder extends FormulaBaseVisitor<Expr> {
    private final String text;

    TreeBuilder(String text) {
      this.text = text;
    }

    @Override
    public Expr visitNumber(FormulaParser.NumberContext node) {
      double value = Double.parseDouble(node.getText());
      if (Double.isInfinite(value)) {
        throw new FormulaException(text, place(node.start), "a number beyond 1.8e308");
      }
      return new Expr.Number(value, place(node.start));
    }

    @Override
    public Expr visitWord(FormulaParser.WordContext node) {
      String digits = node.getText().substring(2);
      if (digits.length() > 8) {
        throw new FormulaException(text, place(node.start), "more than 32 bits");
      }
      return new Expr.Word(Integer.parseUnsignedInt(digits, 16), place(node.start));
    }

    @Override
    public Expr visitCall(FormulaParser.CallContext node) {
      List<Expr> arguments = node.expression().stream().map(this::visit).toList();
      return new Expr.Call(node.NAME().getText(), arguments, place(node.start));
    }

    @Override
    public Expr visitName(FormulaParser.NameContext node) {
      return new Expr.Name(node.getText(), place(node.start));
    }

    @Override
    public Expr visitParentheses(FormulaParser.ParenthesesContext node) {
      return visit(node.expression());
    }

    @Override
    public Expr visitPower(FormulaParser.PowerContext node) {
      return binary(Expr.Operator.POWER, node.expression(), node.start);
    }

    @Override
    public Expr visitSigned(FormulaParser.SignedContext node) {
      Expr of = visit(node.expression());
      return node.sign.getText().equals("-") ? new Expr.Negate(of, place(node.start)) : of;
    }

    @Override
    public Expr visitProduct(FormulaParser.ProductContext node) {
      return binary(Expr.Operator.of(node.operator.getText()), node.expression(), node.operator);
    }

    @Override
    public Expr visitSum(FormulaParser.SumContext node) {
      return binary(Expr.Operator.of(node.operator.getText()), node.expression(), node.operator);
    }

    @Override
    public Expr visitComparison(FormulaParser.ComparisonContext node) {
      return binary(Expr.Operator.of(node.operator.getText()), node.expression(), node.operator);
    }

    private Expr binary(
        Expr.Operator operator, List<FormulaParser.ExpressionContext> sides, Token where) {
      return new Expr.Binary(operator, visit(sides.get(0)), visit(sides.get(1)), place(where));
    }

    private static int place(Token token) {
      return token.getStartIndex();
    }
  }

  /** The first syntax error ends the reading. */
  private static final class Failures extends BaseErrorListener {
    private final String text;

    Failures(String text) {
      this.text = text;
    }

    @Override
    public void syntaxError(
        Recognizer<?, ?> recognizer,
        Object symbol,
        int line,
        int column,
        String message,
        RecognitionException cause) {
      Token token = (Token) symbol;
      if (token.getType() == Token.EOF) {
        throw new FormulaException(text, text.stripTrailing().length(), "unexpected end");
      }
      String problem = "unexpected \"" + token.getText() + "\"";
      throw new FormulaException(text, token.getStartIndex(), problem);
    }
  }
}
