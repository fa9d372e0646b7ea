package perrin.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The YAML that a page of the documentation shows. */
final class Snippets {
  private static final Pattern FENCED = Pattern.compile("(?ms)^```yaml\\n(?<text>.*?)^```");

  private Snippets() {}

  static List<String> of(String page) {
    List<String> found = new ArrayList<>();
    Matcher matcher = FENCED.matcher(page);
    while (matcher.find()) {
      found.add(matcher.group("text"));
    }
    return found;
  }
}
