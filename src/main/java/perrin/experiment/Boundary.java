package perrin.experiment;

import perrin.errors.BadValue;
import perrin.errors.Shown;
import perrin.errors.Synonyms;
import perrin.yaml.YamlMap;

/**
 * What happens to a coordinate at the ends of its range.
 *
 * @param from a constant formula
 * @param to a constant formula
 */
public record Boundary(Kind kind, Formula from, Formula to) {
  private static final String USAGE =
      "must be periodic(a, b), reflect(a, b) or absorb(a, b) with constants a < b";

  /** The kinds of boundary. */
  public enum Kind {
    /** What leaves at one end comes in at the other. */
    PERIODIC,
    /** Position and velocity are mirrored at the end. */
    REFLECT,
    /** The walker stops. */
    ABSORB;

    /** As experiment files spell it. */
    public String word() {
      return switch (this) {
        case PERIODIC -> "periodic";
        case REFLECT -> "reflect";
        case ABSORB -> "absorb";
      };
    }
  }

  public Boundary {
    from.number()
        .filter(a -> !Double.isFinite(a))
        .ifPresent(_ -> {
          throw new BadValue("from", from.text().strip() + ", must be finite");
        });
    to.number()
        .filter(b -> !Double.isFinite(b))
        .ifPresent(_ -> {
          throw new BadValue("to", to.text().strip() + ", must be finite");
        });
    if (from.number().isPresent()
        && to.number().isPresent()
        && !(from.number().get() < to.number().get())) {
      throw new BadValue(
          "from", from.number().get() + ", must be less than to, which is " + to.number().get());
    }
  }

  /** Reads one entry of {@code boundaries}, {@code periodic(0, 2*pi)}. */
  static Boundary read(YamlMap map, String coordinate) {
    var call = Formulas.read(map, coordinate);
    var text = call.text().stripTrailing();
    for (var kind : Kind.values()) {
      int open = text.indexOf('(');
      if (open >= 0 && text.endsWith(")") && text.substring(0, open).strip().equals(kind.word())) {
        int comma = commaBetweenArguments(text, open);
        if (comma < 0) {
          break;
        }
        return map.build(() -> {
          try {
            return new Boundary(
                kind, part(call, open + 1, comma), part(call, comma + 1, text.length() - 1));
          } catch (BadValue e) {
            throw new BadValue(coordinate, e.field() + " = " + e.problem());
          }
        });
      }
    }
    int open = text.indexOf('(');
    var word = (open < 0 ? text : text.substring(0, open)).strip();
    var meant = Synonyms.hint("value boundaries", word);
    throw map.error(coordinate, Shown.shortened(text) + ", " + USAGE + meant);
  }

  /** Where the one comma between two arguments is; -1 where there is none or more than one. */
  private static int commaBetweenArguments(String text, int open) {
    int found = -1;
    int depth = 0;
    for (int i = open; i < text.length(); i++) {
      switch (text.charAt(i)) {
        case '(' -> depth++;
        case ')' -> depth--;
        case ',' -> {
          if (depth == 1 && found >= 0) {
            return -1;
          }
          found = depth == 1 ? i : found;
        }
        default -> {}
      }
      if (depth == 0 && i < text.length() - 1) {
        return -1;
      }
    }
    return found;
  }

  private static Formula part(Formula call, int from, int to) {
    var text = call.text().substring(from, to);
    int space = text.length() - text.stripLeading().length();
    return new Formula(text.strip(), call.at(from + space));
  }

  /** As experiment files spell it, without needless space. */
  String canonical() {
    return kind.word() + "(" + from.canonical() + "," + to.canonical() + ")";
  }
}
