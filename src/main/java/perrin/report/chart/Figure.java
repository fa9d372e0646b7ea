package perrin.report.chart;

import java.util.List;
import perrin.errors.Shown;

/**
 * A picture: panels, one below the other, which share the x axis where they say the same along it.
 *
 * @param name what users ask for it by, such as {@code histograms.x}
 * @param title a line
 * @param words what is to be seen, with its numbers, for those who do not see it: a short paragraph
 * @param panels at least one
 */
public record Figure(String name, String title, String words, List<Panel> panels) {
  /** Users' characters come out as text. */
  public Figure {
    name = Shown.line(name);
    title = Shown.line(title);
    words = Shown.line(words);
    panels = List.copyOf(panels);
    if (panels.isEmpty()) {
      throw new IllegalArgumentException("no panels, must be at least one");
    }
  }

  /** Of one panel. */
  public Figure(String name, String title, String words, Panel panel) {
    this(name, title, words, List.of(panel));
  }
}
