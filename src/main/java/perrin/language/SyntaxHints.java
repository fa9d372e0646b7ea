package perrin.language;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.TokenStream;
import perrin.experiment.Library;

/** What to write in the place of other languages' and the eye's signs. */
final class SyntaxHints {
  private static final Set<String> MODULES =
      Set.of("np", "numpy", "math", "torch", "jnp", "jax", "tf", "scipy", "cmath", "std", "Math");

  /** Those that people write behind a number. */
  private static final Set<String> UNITS =
      Set.of(
          "K", "C", "kT", "kBT", "eV", "meV", "J", "kJ", "kcal", "pN", "N", "nN", "nm", "um", "A",
          "m", "cm", "mm", "pm", "s", "ms", "us", "ns", "ps", "fs", "Hz", "kHz", "mol", "bar", "Pa",
          "Da", "amu", "u", "g", "kg", "V", "mV", "Ha", "Hartree", "Ry", "deg", "rad");

  private static final String UNITS_ARE_YOURS =
      "; numbers have no units: choose those of energy, length and time that go together";

  /** Signs that are wrong wherever they stand. */
  private static final Map<String, String> SIGNS =
      Map.ofEntries(
          Map.entry("..", "a range stands in a sum, such as sum(i in 0..9: x[i])"),
          Map.entry("&", "\"and\" is written &&"),
          Map.entry("!", "\"not equal\" is written !=, and there is no \"not\""),
          Map.entry("−", "the minus sign is -"),
          Map.entry("–", "the minus sign is -"),
          Map.entry("×", "a product is written *"),
          Map.entry("·", "a product is written *"),
          Map.entry("÷", "a quotient is written /"),
          Map.entry("²", "a power is written with ^, such as x^2"),
          Map.entry("³", "a power is written with ^, such as x^2"),
          Map.entry("?", "a choice is written if(condition, a, b)"),
          Map.entry("%", "a remainder is written x - 2*floor(x/2)"),
          Map.entry("{", "groups are written with ( )"),
          Map.entry("\\", "LaTeX is not read: write (1/2)*x^2, sqrt(x), exp(x)"),
          Map.entry("$", "LaTeX is not read: write (1/2)*x^2, sqrt(x), exp(x)"),
          Map.entry("√", "a root is written sqrt(x)"),
          Map.entry("π", "that is written pi"),
          Map.entry("∑", "a sum is written sum(i in 0..9: x[i])"),
          Map.entry("Σ", "a sum is written sum(i in 0..9: x[i])"),
          Map.entry("∇", "in a step program that is gradient(x)"),
          Map.entry("∂", "in a step program that is gradient(x)"),
          Map.entry("'", "gradients are derived, and written gradient(x) in step programs"),
          Map.entry("≤", "that is written <="),
          Map.entry("≥", "that is written >="),
          Map.entry("≠", "that is written !="),
          Map.entry("∧", "\"and\" is written &&"),
          Map.entry("∨", "\"or\" is written ||"),
          Map.entry("½", "that is written 1/2"),
          Map.entry(";", "remove it"),
          Map.entry("@", "a product is written *, one of vectors sum(i in 0..9: x[i]*y[i])"),
          Map.entry("in", "a sum is written sum(i in 0..9: x[i])"),
          Map.entry("and", "\"and\" is written &&"),
          Map.entry("or", "\"or\" is written ||"),
          Map.entry("else", "a choice is written if(condition, a, b)"));

  private final TokenStream tokens;
  private final int at;

  private SyntaxHints(TokenStream tokens, int at) {
    this.tokens = tokens;
    this.at = at;
  }

  /**
   * What ends the complaint about a token, such as {@code ; a power is written with ^}; empty where
   * nothing is known.
   *
   * @param at the token's number
   */
  static String of(TokenStream tokens, int at) {
    var hints = new SyntaxHints(tokens, at);
    String hint = hints.byNeighbours();
    if (!hint.isEmpty()) {
      return hint;
    }
    String sign = SIGNS.get(hints.text(0));
    if (sign != null) {
      return "; " + sign;
    }
    boolean foreign = hints.text(0).codePoints().anyMatch(c -> c > 127 && Character.isLetter(c));
    return foreign ? "; names have the letters a to z: write sigma for σ" : hints.sideBySide();
  }

  /** Hints that hang on what stands before and behind. */
  private String byNeighbours() {
    String before = text(-1);
    if (before.equals("repeat") || text(-2).equals("repeat")) {
      return "; " + FormulaReader.REPEAT;
    }
    return switch (text(0)) {
      case "*" -> before.equals("*") ? "; a power is written with ^, such as x^2" : "";
      case "/" -> before.equals("/") ? "; a comment begins with #" : "";
      case "," -> isNumber(-1) && isNumber(1) ? "; decimals are written with a point, 0.5" : "";
      case "." ->
          MODULES.contains(before)
              ? "; functions stand without a module: " + text(1) + "(...)"
              : "; a name has no points (a column of data gets one without: columns: {mom_iq:"
                  + " mom.iq}), and a function is written f(x)";
      case "|" ->
          isValue(-1) && isValue(1) && !text(2).equals("|")
              ? "; \"or\" is written ||"
              : "; an absolute value is written abs(x)";
      case "=" ->
          text(-2).equals("(") && List.of("sum", "Sum").contains(text(-3))
              ? "; a sum is written sum(i in 0..9: x[i])"
              : at == 1 && !text(1).matches("[=<>]*")
                  ? "; write what is on the right of = alone, or == for equality"
                  : at == 0 ? "" : "; equality is written ==";
      case "(" -> before.equals("accept") ? "; accept(p, x = y) is a statement of its own" : "";
      case "[" ->
          before.equals("]")
              ? "; two indices are written x[i, j]"
              : isValue(-1) ? "" : "; groups are written with ( )";
      default -> "";
    };
  }

  /** Two values with nothing between them. */
  private String sideBySide() {
    boolean begins = isNumber(0) || type(0) == FormulaParser.NAME || text(0).equals("(");
    if (!isValue(-1) || !begins || isNumber(-1) && isNumber(0)) {
      return "";
    }
    String before = text(-1);
    String sign = text(0);
    if (text(-2).equals("..")) {
      return "; a sum is written sum(i in 0..9: x[i])";
    }
    if (before.equals("if")) {
      return "; a choice is written if(condition, a, b)";
    }
    if (before.equals("not")) {
      return "; there is no \"not\": write the opposite comparison";
    }
    if (before.equals("lambda")) {
      return "; write the formula alone";
    }
    if (Library.functions().contains(before)) {
      return "; an argument stands in parentheses: " + before + "(" + sign + ")";
    }
    if (isNumber(-1) && UNITS.contains(sign)) {
      return UNITS_ARE_YOURS;
    }
    return "; a product is written with *: " + before + "*" + (sign.equals("(") ? "(...)" : sign);
  }

  private boolean isNumber(int offset) {
    return type(offset) == FormulaParser.NUMBER;
  }

  private boolean isValue(int offset) {
    int type = type(offset);
    return type == FormulaParser.NUMBER || type == FormulaParser.NAME || text(offset).equals(")");
  }

  private int type(int offset) {
    int place = at + offset;
    return place < 0 || place >= tokens.size() ? Token.EOF : tokens.get(place).getType();
  }

  /** The text of a token counted from the one in trouble; empty beyond both ends. */
  private String text(int offset) {
    return type(offset) == Token.EOF ? "" : tokens.get(at + offset).getText();
  }
}
