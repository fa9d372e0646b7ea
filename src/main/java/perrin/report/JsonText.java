package perrin.report;

import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** JSON of maps, lists, texts, numbers and truth values, in ASCII. */
public final class JsonText {
  private static final String INDENT = " ";

  private JsonText() {}

  /** On several lines. */
  public static String of(Object value) {
    StringBuilder text = new StringBuilder();
    write(value, "\n", text);
    return text.append('\n').toString();
  }

  private static void write(Object value, String lineEnd, StringBuilder text) {
    switch (value) {
      case null -> text.append("null");
      case Map<?, ?> map -> {
        Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator();
        text.append('{');
        for (String before = ""; entries.hasNext(); before = ",") {
          Map.Entry<?, ?> entry = entries.next();
          text.append(before).append(lineEnd).append(INDENT);
          quote(entry.getKey().toString(), text);
          text.append(": ");
          write(entry.getValue(), lineEnd + INDENT, text);
        }
        text.append(map.isEmpty() ? "" : lineEnd).append('}');
      }
      case List<?> list -> {
        text.append('[');
        for (int i = 0; i < list.size(); i++) {
          text.append(i == 0 ? "" : ",").append(lineEnd).append(INDENT);
          write(list.get(i), lineEnd + INDENT, text);
        }
        text.append(list.isEmpty() ? "" : lineEnd).append(']');
      }
      case Double number when !Double.isFinite(number) -> text.append("null");
      case Number number -> text.append(number);
      case Boolean truth -> text.append(truth);
      default -> quote(value.toString(), text);
    }
  }

  private static void quote(String value, StringBuilder text) {
    quote(value, "", text);
  }

  /**
   * A text in quotes.
   *
   * @param escaped what is written as a number besides what JSON and ASCII want
   * @param text what it is added to
   */
  public static void quote(String value, String escaped, StringBuilder text) {
    text.append('"');
    for (char c : value.toCharArray()) {
      switch (c) {
        case '"', '\\' -> text.append('\\').append(c);
        case '\n' -> text.append("\\n");
        default ->
            text.append(
                c < ' ' || c > '~' || escaped.indexOf(c) >= 0
                    ? String.format(Locale.ROOT, "\\u%04x", (int) c)
                    : c);
      }
    }
    text.append('"');
  }
}
