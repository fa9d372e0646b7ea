package perrin.report.page;

/** JSON with a line for each key of the outermost map; deeper ones stay on it. */
final class PrettyJson {
  private PrettyJson() {}

  /**
   * @param json an object; anything else comes back as it is
   */
  static String of(String json) {
    StringBuilder text = new StringBuilder();
    int depth = 0;
    boolean quoted = false;
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (quoted) {
        text.append(c);
        if (c == '\\' && i + 1 < json.length()) {
          text.append(json.charAt(++i));
        }
        quoted = c != '"';
        continue;
      }
      quoted = c == '"';
      depth += c == '{' || c == '[' ? 1 : 0;
      boolean last = depth == 1 && c == '}';
      depth -= c == '}' || c == ']' ? 1 : 0;
      text.append(last ? "\n" : "").append(c);
      text.append(depth == 1 && (c == ',' || c == '{') ? "\n  " : "");
      text.append(c == ':' || depth > 1 && c == ',' ? " " : "");
    }
    return text.toString();
  }
}
