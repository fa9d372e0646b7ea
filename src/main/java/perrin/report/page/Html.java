package perrin.report.page;

import perrin.errors.Shown;

/** HTML as it grows. All text goes through {@link #text} or is an attribute's value: escaped. */
final class Html {
  private final StringBuilder html = new StringBuilder();

  /**
   * Opens an element.
   *
   * @param attributes names, each followed by its value
   */
  Html open(String element, String... attributes) {
    html.append('<').append(element);
    for (int i = 0; i < attributes.length; i += 2) {
      html.append(' ').append(attributes[i]).append("=\"");
      html.append(escaped(attributes[i + 1])).append('"');
    }
    html.append('>');
    return this;
  }

  Html close(String element) {
    html.append("</").append(element).append(">\n");
    return this;
  }

  /** Anybody's text. */
  Html text(String text) {
    html.append(escaped(text));
    return this;
  }

  /** An element with nothing but text in it. */
  Html leaf(String element, String text, String... attributes) {
    return open(element, attributes).text(text).close(element);
  }

  /** Our own, and nobody else's: scripts and styles. */
  Html ours(String text) {
    html.append(text);
    return this;
  }

  /** Characters that would turn the direction of writing, or end a text, stand as signs. */
  private static String escaped(String text) {
    StringBuilder safe = new StringBuilder();
    for (char c : Shown.printable(text).toCharArray()) {
      switch (c) {
        case '&' -> safe.append("&amp;");
        case '<' -> safe.append("&lt;");
        case '>' -> safe.append("&gt;");
        case '"' -> safe.append("&quot;");
        case '\'' -> safe.append("&#39;");
        default -> safe.append(c);
      }
    }
    return safe.toString();
  }

  @Override
  public String toString() {
    return html.toString();
  }
}
