package perrin.report.dots;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import perrin.errors.Shown;
import perrin.report.AxisText;
import perrin.report.chart.Axis;
import perrin.report.chart.Extent;
import perrin.report.chart.Figure;
import perrin.report.chart.Ink;
import perrin.report.chart.Layer;
import perrin.report.chart.Panel;

/** A figure in the terminal: its panels one below the other, with the ends of their axes. */
public final class DotPicture {
  /** Of the numbers on the left. */
  private static final int LABEL = 9;

  private static final int LONGEST_NAME = 36;
  private static final int USUAL = 16;
  private static final int LOW = 7;
  private static final int SQUARE = 24;

  private final DotStyle style;
  private final StringBuilder text = new StringBuilder();

  private DotPicture(DotStyle style) {
    this.style = style;
  }

  /**
   * Draws a figure. Texts in it are the figure's, which hold no sequences; those in between are
   * ours.
   *
   * @return lines that end in a line feed each
   */
  public static String draw(Figure figure, DotStyle style) {
    DotPicture picture = new DotPicture(style);
    picture.draw(figure);
    return picture.text.toString();
  }

  private void draw(Figure figure) {
    if (!figure.title().isEmpty()) {
      text.append(Shown.shortened(figure.title(), style.columns())).append('\n');
    }
    List<Panel> panels = figure.panels();
    for (int i = 0; i < panels.size(); i++) {
      boolean shared = i + 1 < panels.size() && panels.get(i).x().equals(panels.get(i + 1).x());
      Extent extent =
          panels.stream().allMatch(each -> each.x().equals(panels.getFirst().x()))
              ? Extent.across(panels)
              : Extent.of(panels.get(i));
      Extent own = Extent.of(panels.get(i));
      panel(
          panels.get(i), new Extent(extent.left(), extent.right(), own.low(), own.high()), !shared);
    }
    legend(panels);
  }

  private void panel(Panel panel, Extent wanted, boolean last) {
    int rows =
        switch (panel.size()) {
          case USUAL -> USUAL;
          case LOW -> LOW;
          case SQUARE -> SQUARE;
        };
    int room = style.columns() - LABEL - 2;
    int columns = panel.size() == Panel.Size.SQUARE ? Math.min(room, 5 * rows / 2) : room;
    Canvas canvas = new Canvas(style, columns, rows);
    Extent extent = panel.x().scale() == Axis.Scale.EQUAL ? equal(wanted, canvas) : wanted;
    new DotLayers(canvas, style, panel, extent).draw();
    text.append(" ".repeat(LABEL + 1))
        .append(Shown.shortened(panel.y().label(), columns))
        .append('\n');
    for (int row = 0; row < rows; row++) {
      text.append(label(panel, extent, row, rows))
          .append(style.unicode() ? '│' : '|')
          .append(canvas.line(row))
          .append('\n');
    }
    text.append(" ".repeat(LABEL + 1)).append(style.unicode() ? '└' : '+');
    text.append((style.unicode() ? "─" : "-").repeat(columns)).append('\n');
    if (last) {
      ends(panel, extent, columns);
    }
  }

  /** The range upwards at the top, the middle and the bottom. */
  private String label(Panel panel, Extent extent, int row, int rows) {
    String number = "";
    if (row == 0) {
      number = AxisText.number(extent.high(), extent.low(), extent.high());
    } else if (row == rows - 1) {
      number = AxisText.number(extent.low(), extent.low(), extent.high());
    } else if (row == rows / 2 && rows > LOW) {
      double middle = middle(extent.low(), extent.high(), panel.y().scale());
      number = AxisText.number(middle, extent.low(), extent.high());
    }
    return String.format(Locale.ROOT, "%" + LABEL + "s ", number);
  }

  private static double middle(double from, double to, Axis.Scale scale) {
    return scale == Axis.Scale.LOGARITHMIC
        ? Math.sqrt(from) * Math.sqrt(to)
        : from + (to - from) / 2;
  }

  private void ends(Panel panel, Extent extent, int columns) {
    double middle = middle(extent.left(), extent.right(), panel.x().scale());
    text.append(" ".repeat(LABEL - 1))
        .append(AxisText.labels(extent.left(), middle, extent.right(), columns))
        .append('\n');
    String name = Shown.shortened(panel.x().label(), columns);
    text.append(" ".repeat(LABEL + 2 + Math.max(0, (columns - name.length()) / 2)))
        .append(name)
        .append('\n');
  }

  /** Wider or higher, so that a unit has as many dots on either axis. */
  private Extent equal(Extent extent, Canvas canvas) {
    double aspect = style.unicode() ? 1 : 2; // a character is twice as high as wide
    double across = (extent.right() - extent.left()) / canvas.width();
    double up = (extent.high() - extent.low()) / (canvas.height() * aspect);
    double unit = Math.max(across, up);
    double width = unit * canvas.width() / 2;
    double height = unit * canvas.height() * aspect / 2;
    double x = middle(extent.left(), extent.right(), Axis.Scale.LINEAR);
    double y = middle(extent.low(), extent.high(), Axis.Scale.LINEAR);
    return new Extent(x - width, x + width, y - height, y + height);
  }

  private void legend(List<Panel> panels) {
    Set<String> entries = new LinkedHashSet<>();
    for (Panel panel : panels) {
      panel.layers().stream()
          .filter(layer -> !layer.name().isEmpty() && !DotLayers.isNoise(panel, layer))
          .filter(layer -> !DotLayers.isHidden(panel, layer, style))
          .forEach(layer -> entries.add(entry(layer)));
    }
    StringBuilder line = new StringBuilder();
    int length = 0;
    for (String entry : entries) {
      int seen = entry.replaceAll("\u001b\\[[0-9;]*m", "").length() + 3;
      if (length > 0 && length + seen > style.columns()) {
        text.append("  ").append(line.toString().stripTrailing()).append('\n');
        line.setLength(0);
        length = 0;
      }
      line.append(entry).append("   ");
      length += seen;
    }
    if (length > 0) {
      text.append("  ").append(line.toString().stripTrailing()).append('\n');
    }
  }

  private String entry(Layer layer) {
    String name = Shown.shortened(layer.name(), LONGEST_NAME);
    return switch (layer) {
      case Layer.Curve curve -> inked(curve.ink(), "⠒⠒", name);
      case Layer.Stairs stairs -> inked(stairs.ink(), "⡖⢲", name);
      case Layer.Band band -> inked(band.ink(), "⠉⣀", name);
      case Layer.Level level -> inked(level.ink(), "⠐⠐", name);
      case Layer.Contours contours -> inked(contours.ink(), "⠄⠂", name);
      case Layer.Marks marks ->
          switch (marks.sign()) {
            case DOT -> inked(marks.ink(), "⠶", name);
            case SPECK -> inked(marks.ink(), "⠂", name);
            case TRIANGLE -> signed(marks.ink(), style.unicode() ? "▲" : "^", name);
            case CROSS -> signed(marks.ink(), style.unicode() ? "✕" : "X", name);
          };
      case Layer.HeatMap map -> {
        double[] ends = map.ends();
        yield "colours: "
            + name
            + " from "
            + AxisText.number(ends[0])
            + " to "
            + AxisText.number(ends[1]);
      }
    };
  }

  private String inked(Ink ink, String braille, String name) {
    return signed(ink, style.unicode() ? braille : String.valueOf(DotLayers.plain(ink)), name);
  }

  private String signed(Ink ink, String sign, String name) {
    String sequence = style.ink(ink);
    return sequence + sign + (sequence.isEmpty() ? "" : DotStyle.PLAIN) + " " + name;
  }
}
