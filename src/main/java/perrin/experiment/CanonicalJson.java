package perrin.experiment;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * The one text of a resolved experiment, over which its hash is taken. It is JSON without white
 * space, and an experiment file itself. Keys are sorted, except where order has a meaning (start,
 * state: it numbers draws; parameters: they may use earlier ones; observables); formulas that are
 * plain numbers are numbers, others have no needless space. All of it is ASCII, which every reader
 * of run files takes. Each group of an experiment writes its own keys, of what is here.
 */
final class CanonicalJson {
  private CanonicalJson() {}

  /**
   * The text of a tree.
   *
   * @param tree maps by text, lists, texts, numbers and truth values
   */
  static String text(Map<String, Object> tree) {
    var json = new StringBuilder();
    write(tree, json);
    return json.toString();
  }

  /** What an experiment need not have is left out, so that older run files keep their hash. */
  static void putUnlessEmpty(Map<String, Object> tree, String key, Map<String, Object> map) {
    if (!map.isEmpty()) {
      tree.put(key, map);
    }
  }

  /** A list, or a list of lists. */
  static Object array(ArrayValue array) {
    return nested(Arrays.stream(array.values()).boxed().toList(), array.shape());
  }

  private static Object nested(List<?> elements, List<Integer> shape) {
    if (shape.size() == 1) {
      return elements;
    }
    int columns = shape.getLast();
    return IntStream.range(0, shape.getFirst())
        .mapToObj(row -> elements.subList(row * columns, (row + 1) * columns))
        .toList();
  }

  /** A number where the formula is one, else its text without needless space. */
  static Object value(Formula formula) {
    return formula
        .number()
        .filter(Double::isFinite)
        .<Object>map(x -> x)
        .orElse(formula.canonical());
  }

  /** A formula, or a list or a list of lists of them. */
  static Object values(Values values) {
    return switch (values) {
      case Formula formula -> value(formula);
      case FormulaArray array ->
          nested(array.elements().stream().map(CanonicalJson::value).toList(), array.shape());
    };
  }

  /** A map in the same order. */
  static <V> Map<String, Object> each(Map<String, V> map, Function<V, Object> write) {
    var written = new LinkedHashMap<String, Object>();
    map.forEach((key, value) -> written.put(key, write.apply(value)));
    return written;
  }

  /** A map sorted by name, where order has no meaning. */
  static <V> Map<String, Object> sorted(Map<String, V> map, Function<V, Object> write) {
    return new TreeMap<>(each(map, write));
  }

  private static void write(Object value, StringBuilder json) {
    switch (value) {
      case Map<?, ?> map -> {
        var separator = "{";
        for (var entry : map.entrySet()) {
          json.append(separator);
          quote(entry.getKey().toString(), json);
          json.append(':');
          write(entry.getValue(), json);
          separator = ",";
        }
        json.append(map.isEmpty() ? "{}" : "}");
      }
      case List<?> list -> {
        var separator = "[";
        for (var item : list) {
          json.append(separator);
          write(item, json);
          separator = ",";
        }
        json.append(list.isEmpty() ? "[]" : "]");
      }
      case String text -> quote(text, json);
      default -> json.append(value);
    }
  }

  private static void quote(String text, StringBuilder json) {
    json.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> json.append("\\\"");
        case '\\' -> json.append("\\\\");
        case '\n' -> json.append("\\n");
        default ->
            json.append(
                c < ' ' || c > '~'
                    ? String.format(Locale.ROOT, "\\u%04x", (int) c)
                    : String.valueOf(c));
      }
    }
    json.append('"');
  }
}
