package perrin.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The YAML that a page of the documentation shows. */
final class Snippets {
  private static final Pattern FENCED =
      Pattern.compile("(?ms)^```yaml(?<mark>[^\\n]*)\\n(?<text>.*?)^```");

  private Snippets() {}

  /**
   * @param mark what stands behind the word yaml
   */
  record Snippet(String mark, String text) {}

  static List<Snippet> of(String page) {
    List<Snippet> found = new ArrayList<>();
    Matcher matcher = FENCED.matcher(page);
    while (matcher.find()) {
      found.add(new Snippet(matcher.group("mark").strip(), matcher.group("text")));
    }
    return found;
  }
}
