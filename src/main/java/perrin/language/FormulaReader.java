package perrin.language;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.antlr.v4.runtime.BaseErrorListener;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Recognizer;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.TokenStream;

/** Reads formulas and programs; every failure is a {@link FormulaException} with its place. */
public final class FormulaReader {
  /** More symbols than any formula written by hand has. */
  static final int MAX_TOKENS = 4_000;

  /**
   * Operands within operands, deeper than any formula written by hand; keeps every recursion over a
   * formula shallow, so that whether it can be read does not depend on the size of a thread's
   * stack. The terms of a long sum are not nested.
   */
  static final int MAX_NESTING = 100;

  /** Repetitions within repetitions. */
  static final int MAX_REPEAT_NESTING = 20;

  /** Repetitions are written out, and each has a gradient of its own. */
  private static final int MAX_REPEATS = 1_000;

  /** How loops are written. */
  static final String REPEAT = "repeat takes a whole number, written out: repeat 3 { ... }";

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
          TreeBuilder trees = new TreeBuilder(text);
          return parser.program().statement().stream().map(trees::statement).toList();
        });
  }

  private static <T> T parse(String text, Function<FormulaParser, T> rule) {
    FormulaLexer lexer = new FormulaLexer(CharStreams.fromString(text));
    lexer.removeErrorListeners();
    CommonTokenStream tokens = new CommonTokenStream(lexer);
    checkSize(text, tokens);
    FormulaParser parser = new BoundedParser(text, tokens);
    parser.removeErrorListeners();
    parser.addErrorListener(new Failures(text));
    return rule.apply(parser);
  }

  private static void checkSize(String text, CommonTokenStream tokens) {
    tokens.fill();
    if (tokens.size() == 1) {
      throw new FormulaException(text, 0, "nothing is written here");
    }
    if (tokens.size() > MAX_TOKENS) {
      int at = place(text, tokens.get(MAX_TOKENS));
      throw new FormulaException(text, at, "more than " + MAX_TOKENS + " symbols in one formula");
    }
  }

  /**
   * Offset of a token's first character: ANTLR counts characters beyond U+FFFF once, Java twice.
   */
  private static int place(String text, Token token) {
    int at = token.getStartIndex(); // in code points; where all are plain this is soon known
    return text.codePointCount(0, text.length()) == text.length()
        ? at
        : text.offsetByCodePoints(0, at);
  }

  /** Refuses what is nested too deeply before it has used up the stack. */
  private static final class BoundedParser extends FormulaParser {
    private final String text;
    private int nesting;
    private int statements;

    BoundedParser(String text, CommonTokenStream tokens) {
      super(tokens);
      this.text = text;
    }

    @Override
    public void enterRecursionRule(
        ParserRuleContext context, int state, int ruleIndex, int precedence) {
      super.enterRecursionRule(context, state, ruleIndex, precedence);
      if (++nesting > MAX_NESTING) {
        throw tooDeep("nested more than " + MAX_NESTING + " deep");
      }
    }

    @Override
    public void enterRule(ParserRuleContext context, int state, int ruleIndex) {
      super.enterRule(context, state, ruleIndex);
      if (ruleIndex == RULE_statement && ++statements > MAX_REPEAT_NESTING + 1) {
        throw tooDeep("repeat nested more than " + MAX_REPEAT_NESTING + " deep");
      }
    }

    @Override
    public void exitRule() {
      if (getContext().getRuleIndex() == RULE_statement) {
        statements--;
      }
      super.exitRule();
    }

    private FormulaException tooDeep(String problem) {
      return new FormulaException(text, place(text, getCurrentToken()), problem);
    }

    @Override
    public void unrollRecursionContexts(ParserRuleContext parent) {
      nesting--;
      super.unrollRecursionContexts(parent);
    }
  }

  /** Turns ANTLR's parse tree into {@link Expr}. */
  private static final class TreeBuilder extends FormulaBaseVisitor<Expr> {
    private final String text;

    TreeBuilder(String text) {
      this.text = text;
    }

    Statement statement(FormulaParser.StatementContext node) {
      return switch (node) {
        case FormulaParser.AssignedContext line -> assignment(line.assignment());
        case FormulaParser.RepeatContext loop ->
            new Statement.Repeat(
                times(loop.NUMBER().getSymbol()),
                condition(loop),
                loop.statement().stream().map(this::statement).toList(),
                place(loop.start));
        case FormulaParser.AcceptContext line -> accept(line);
        default -> throw new IllegalStateException(node.getText());
      };
    }

    private Statement.Assignment assignment(FormulaParser.AssignmentContext line) {
      return new Statement.Assignment(
          line.NAME().getText(), visit(line.expression()), place(line.start));
    }

    private Optional<Expr> condition(FormulaParser.RepeatContext loop) {
      return Optional.ofNullable(loop.expression()).map(this::visit);
    }

    private Statement accept(FormulaParser.AcceptContext line) {
      if (!line.NAME().getText().equals("accept")) {
        throw new FormulaException(
            text,
            place(line.start),
            "a call by itself does nothing",
            "; write v = " + line.NAME().getText() + "(...), v a state variable");
      }
      if (line.assignment().isEmpty()) {
        throw new FormulaException(
            text, place(line.start), "nothing is accepted", "; write accept(p, x = y)");
      }
      List<String> names = line.assignment().stream().map(each -> each.NAME().getText()).toList();
      for (int i = 1; i < names.size(); i++) {
        if (names.subList(0, i).contains(names.get(i))) {
          throw new FormulaException(
              text, place(line.assignment(i).start), names.get(i) + " is given two values at once");
        }
      }
      return new Statement.Accept(
          visit(line.expression()),
          line.assignment().stream().map(this::assignment).toList(),
          place(line.start));
    }

    private int times(Token number) {
      double value = Double.parseDouble(number.getText());
      if (value != Math.rint(value) || value < 1 || value > MAX_REPEATS) {
        throw new FormulaException(
            text,
            place(number),
            "repeat takes a whole number from 1 to " + MAX_REPEATS + ", not " + number.getText());
      }
      return (int) value;
    }

    @Override
    public Expr visitTotal(FormulaParser.TotalContext node) {
      return new Expr.Total(
          node.NAME(0).getText(),
          node.index.getText(),
          range(node.range()),
          visit(node.expression()),
          place(node.start));
    }

    private Expr.Range range(FormulaParser.RangeContext node) {
      Expr from = visit(node.from);
      if (node.to != null) {
        return new Expr.Range.Between(from, visit(node.to));
      }
      if (from instanceof Expr.Name name) {
        return new Expr.Range.Named(name.name(), name.at());
      }
      throw new FormulaException(
          text, from.at(), "a range is written from..to, such as 0..9, or rows");
    }

    @Override
    public Expr visitElement(FormulaParser.ElementContext node) {
      List<Expr> indices = node.expression().stream().map(this::visit).toList();
      return new Expr.Element(node.NAME().getText(), indices, place(node.start));
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
      if (digits.length() > 16) {
        throw new FormulaException(text, place(node.start), "more than 64 bits");
      }
      return new Expr.Word(Long.parseUnsignedLong(digits, 16), place(node.start));
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
      Expr base = visit(node.expression(0));
      Expr exponent = visit(node.expression(1));
      return new Expr.Binary(Expr.Operator.POWER, base, exponent, place(node.hat));
    }

    @Override
    public Expr visitSigned(FormulaParser.SignedContext node) {
      Expr of = visit(node.expression());
      return node.sign.getText().equals("-") ? new Expr.Negate(of, place(node.start)) : of;
    }

    @Override
    public Expr visitProduct(FormulaParser.ProductContext node) {
      return chain(node);
    }

    @Override
    public Expr visitSum(FormulaParser.SumContext node) {
      return chain(node);
    }

    @Override
    public Expr visitComparison(FormulaParser.ComparisonContext node) {
      if (node.expression(0) instanceof FormulaParser.ComparisonContext) {
        String problem = "a comparison of a comparison; write 0 < x && x < 1";
        throw new FormulaException(text, place(node.operator), problem);
      }
      return chain(node);
    }

    @Override
    public Expr visitConjunction(FormulaParser.ConjunctionContext node) {
      return chain(node);
    }

    @Override
    public Expr visitDisjunction(FormulaParser.DisjunctionContext node) {
      return chain(node);
    }

    /**
     * Operators that associate to the left, without a recursion to the left: such chains may be
     * long.
     */
    private Expr chain(FormulaParser.ExpressionContext top) {
      Deque<Link> links = new ArrayDeque<>();
      FormulaParser.ExpressionContext first = top;
      for (Link link = link(first); link != null; link = link(first)) {
        links.push(link);
        first = link.left();
      }
      boolean conditions =
          top instanceof FormulaParser.ConjunctionContext
              || top instanceof FormulaParser.DisjunctionContext;
      if (conditions && links.size() > MAX_NESTING) {
        String problem = "more than " + MAX_NESTING + " conditions in one row";
        throw new FormulaException(text, place(links.getLast().operator()), problem);
      }
      Expr value = visit(first);
      for (Link link : links) {
        Expr.Operator operator = Expr.Operator.of(link.operator().getText());
        value = new Expr.Binary(operator, value, visit(link.right()), place(link.operator()));
      }
      return value;
    }

    private record Link(
        FormulaParser.ExpressionContext left,
        Token operator,
        FormulaParser.ExpressionContext right) {}

    private static Link link(FormulaParser.ExpressionContext node) {
      return switch (node) {
        case FormulaParser.ProductContext p ->
            new Link(p.expression(0), p.operator, p.expression(1));
        case FormulaParser.SumContext s -> new Link(s.expression(0), s.operator, s.expression(1));
        case FormulaParser.ComparisonContext c ->
            new Link(c.expression(0), c.operator, c.expression(1));
        case FormulaParser.ConjunctionContext c ->
            new Link(c.expression(0), c.operator, c.expression(1));
        case FormulaParser.DisjunctionContext c ->
            new Link(c.expression(0), c.operator, c.expression(1));
        default -> null;
      };
    }

    private int place(Token token) {
      return FormulaReader.place(text, token);
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
        Token last = ((FormulaParser) recognizer).getTokenStream().get(token.getTokenIndex() - 1);
        int end = text.offsetByCodePoints(0, last.getStopIndex() + 1);
        throw new FormulaException(text, end, "unexpected end");
      }
      String problem = "unexpected " + shown(token.getText());
      TokenStream tokens = ((FormulaParser) recognizer).getTokenStream();
      String hint = SyntaxHints.of(tokens, token.getTokenIndex());
      throw new FormulaException(text, place(text, token), problem, hint);
    }

    /** A sign in quotes; what has no picture of its own by its number. */
    private static String shown(String sign) {
      int first = sign.codePointAt(0);
      return switch (Character.getType(first)) {
        case Character.CONTROL,
            Character.FORMAT,
            Character.LINE_SEPARATOR,
            Character.PARAGRAPH_SEPARATOR,
            Character.SPACE_SEPARATOR,
            Character.SURROGATE,
            Character.UNASSIGNED ->
            String.format(Locale.ROOT, "character U+%04X", first);
        default -> "\"" + sign + "\"";
      };
    }
  }
}
