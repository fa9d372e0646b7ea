package perrin.backend.cxx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A function's body in pieces: g++ takes seconds for a function of a thousand statements, and
 * minutes for one of ten thousand. Each piece is a function that is called, and values that later
 * pieces need lie in memory meanwhile. The operations are the same, and so are the bits.
 */
final class CxxPieces {
  /** Statements of a body that stays whole; no ordinary kernel comes near. */
  private static final int WHOLE = 400;

  /** Of one piece. */
  private static final int PIECE = 100;

  private static final Pattern NAME = Pattern.compile("(?<![A-Za-z0-9_.])[A-Za-z_][A-Za-z0-9_]*");

  /** Where values of a type are kept from one piece to the next. */
  private static final Map<String, String> KEPT = kept();

  private final String name;
  private final String parameters;
  private final String begin;
  private final Statements statements;

  /** In the order of the text, what each value is and where it is kept. */
  private final Map<String, String> places = new LinkedHashMap<>();

  private final Map<String, Integer> sizes = new HashMap<>();

  private static Map<String, String> kept() {
    Map<String, String> kept = new LinkedHashMap<>();
    kept.put("real", "kept");
    kept.put("word", "kept_words");
    kept.put("int", "kept_int");
    return kept;
  }

  private CxxPieces(String name, String parameters, String begin, Statements statements) {
    this.name = name;
    this.parameters = parameters;
    this.begin = begin;
    this.statements = statements;
  }

  /** A body, statement by statement. */
  static final class Statements {
    private final List<String> texts = new ArrayList<>();
    private final Map<String, String> types = new HashMap<>();
    private final Map<String, Integer> definedIn = new HashMap<>();
    private final List<String> arrays = new ArrayList<>();
    private int length;

    /** A value that the statement which is being written defines. */
    void define(String type, String value) {
      types.put(value, type);
      definedIn.put(value, texts.size());
    }

    /** An array that it declares. */
    void array(String array) {
      arrays.add(array);
    }

    /** What the text has grown by is a statement. */
    void end(StringBuilder text) {
      if (text.length() > length) {
        texts.add(text.substring(length));
        length = text.length();
      }
    }

    boolean isLong() {
      return texts.size() > WHOLE;
    }

    private String text() {
      return String.join("", texts);
    }
  }

  /**
   * A function without a result, with those that it calls in front.
   *
   * @param parameters as they are declared
   * @param begin statements that each piece begins with
   */
  static String function(String name, String parameters, String begin, Statements statements) {
    if (!statements.isLong()) {
      return "KERNEL_FUNCTION void "
          + name
          + "("
          + parameters
          + ") {\n"
          + begin
          + statements.text()
          + "}\n";
    }
    return new CxxPieces(name, parameters, begin, statements).text();
  }

  private int pieces() {
    return (statements.texts.size() + PIECE - 1) / PIECE;
  }

  private String text() {
    List<Set<String>> used = usedFromBefore();
    used.forEach(names -> names.forEach(this::place));
    StringBuilder text = new StringBuilder();
    StringBuilder calls = new StringBuilder();
    String arguments = arguments();
    for (int piece = 0; piece < pieces(); piece++) {
      text.append(piece(piece, used.get(piece)));
      calls.append("  ").append(name).append('_').append(piece).append('(');
      calls.append(arguments).append(");\n");
    }
    text.append("KERNEL_FUNCTION void ").append(name).append('(').append(parameters);
    text.append(") {\n");
    declared().forEach(text::append);
    KEPT.forEach((type, kept) ->
        text.append("  ")
            .append(type)
            .append(' ')
            .append(kept)
            .append('[')
            .append(sizes.getOrDefault(type, 0) + 1)
            .append("];\n"));
    return text.append(calls).append("}\n").toString();
  }

  /** Statements that declare arrays, which the pieces share. */
  private List<String> declared() {
    return statements.texts.subList(0, statements.arrays.isEmpty() ? 0 : lastArray() + 1).stream()
        .filter(CxxPieces::isArray)
        .toList();
  }

  private int lastArray() {
    int last = 0;
    for (int i = 0; i < statements.texts.size(); i++) {
      last = isArray(statements.texts.get(i)) ? i : last;
    }
    return last;
  }

  private static boolean isArray(String statement) {
    return statement.startsWith("  ARRAY(");
  }

  /** Of each piece, the values that earlier ones have made. */
  private List<Set<String>> usedFromBefore() {
    List<Set<String>> used = new ArrayList<>();
    for (int i = 0; i < statements.texts.size(); i++) {
      int piece = i / PIECE;
      if (used.size() == piece) {
        used.add(new LinkedHashSet<>());
      }
      Matcher names = NAME.matcher(statements.texts.get(i));
      while (names.find()) {
        Integer made = statements.definedIn.get(names.group());
        if (made != null && made / PIECE < piece) {
          used.get(piece).add(names.group());
        }
      }
    }
    return used;
  }

  private void place(String value) {
    places.computeIfAbsent(
        value,
        _ -> {
          String type = kind(value);
          int number = sizes.merge(type, 1, Integer::sum) - 1;
          return KEPT.get(type) + "[" + number + "]";
        });
  }

  /** A truth value is kept as a word. */
  private String kind(String value) {
    String type = statements.types.get(value);
    return type.equals("pred") ? "word" : type;
  }

  private String piece(int piece, Set<String> before) {
    int from = piece * PIECE;
    int to = Math.min(from + PIECE, statements.texts.size());
    StringBuilder text = new StringBuilder("CALLED_FUNCTION void ");
    text.append(name).append('_').append(piece).append('(').append(parameters);
    statements.arrays.forEach(array -> text.append(", Slots ").append(array));
    text.append(", real *kept, word *kept_words, int *kept_int) {\n").append(begin);
    for (String value : before) {
      boolean truth = statements.types.get(value).equals("pred");
      text.append("  const ").append(statements.types.get(value)).append(' ').append(value);
      text.append(" = ").append(places.get(value)).append(truth ? " == word(1u);\n" : ";\n");
    }
    statements.texts.subList(from, to).stream()
        .filter(statement -> !isArray(statement))
        .forEach(text::append);
    statements.definedIn.entrySet().stream()
        .filter(value -> value.getValue() / PIECE == piece && places.containsKey(value.getKey()))
        .map(Map.Entry::getKey)
        .sorted()
        .forEach(value -> {
          boolean truth = statements.types.get(value).equals("pred");
          text.append("  ").append(places.get(value)).append(" = ");
          text.append(truth ? "select(" + value + ", word(1u), word(0u))" : value).append(";\n");
        });
    return text.append("}\n\n").toString();
  }

  /** The parameters' names, the arrays and the places. */
  private String arguments() {
    List<String> names = new ArrayList<>();
    for (String parameter : parameters.split(", ")) {
      names.add(parameter.replaceAll(".*[ *&]", ""));
    }
    names.addAll(statements.arrays);
    names.addAll(List.of("kept", "kept_words", "kept_int"));
    return names.stream().collect(Collectors.joining(", "));
  }
}
