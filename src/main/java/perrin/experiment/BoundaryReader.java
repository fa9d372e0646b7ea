package perrin.experiment;

/** Reads one entry of {@code boundaries}, {@code periodic(0, 2*pi)}. */
final class BoundaryReader {
  private static final String USAGE =
      "must be periodic(a, b), reflect(a, b) or absorb(a, b) with constants a < b";

  private BoundaryReader() {}

  static Boundary read(YamlMap map, String coordinate) {
    var call = map.formula(coordinate);
    var text = call.text().stripTrailing();
    for (var kind : Boundary.Kind.values()) {
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
}
