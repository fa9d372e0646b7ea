package perrin.report.paper;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import perrin.report.chart.Figure;
import perrin.report.chart.Panel;

/** A figure laid out on a page of its own: its title, and its panels one below the other. */
public final class Paper {
  private static final double TITLE = 8;
  private static final double TITLE_ROOM = 14;
  private static final double EDGE = 5;

  private final Figure figure;
  private final List<PaperChart> charts = new ArrayList<>();
  private final double width;
  private final double above;

  /**
   * Lays it out.
   *
   * @param titled whether the title stands above; in papers it is in the caption
   */
  public Paper(Figure figure, PaperSize size, boolean titled) {
    Typeface.of(TITLE); // which says first that there is no screen
    this.figure = figure;
    this.width = size.points();
    this.above = titled && !figure.title().isEmpty() ? TITLE_ROOM : 0;
    List<Panel> panels = figure.panels();
    double[] heights = size.heights(panels);
    if (!size.isFree()) {
      for (int i = 0; i < heights.length; i++) {
        heights[i] -= above / heights.length;
      }
    }
    for (int from = 0; from < panels.size(); ) {
      int to = from + 1;
      while (to < panels.size() && isShared(panels.get(from), panels.get(to))) {
        to++;
      }
      double[] part = java.util.Arrays.copyOfRange(heights, from, to);
      charts.add(new PaperChart(panels.subList(from, to), width, part, size.isFree()));
      from = to;
    }
  }

  private static boolean isShared(Panel one, Panel other) {
    return one.x().equals(other.x())
        && one.x().scale() != perrin.report.chart.Axis.Scale.EQUAL
        && !PaperChart.Layers.hasMap(one)
        && !PaperChart.Layers.hasMap(other);
  }

  Figure figure() {
    return figure;
  }

  /** pt. */
  double width() {
    return width;
  }

  /** pt. */
  double height() {
    return above + charts.stream().mapToDouble(PaperChart::height).sum();
  }

  /** Draws it; a unit of {@code g} is a point. */
  void draw(Graphics2D g) {
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    g.setRenderingHint(
        RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
    g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    g.setPaint(Color.WHITE);
    g.fill(new Rectangle2D.Double(0, 0, width(), height()));
    if (above > 0) {
      Font font = Typeface.of(TITLE);
      g.setFont(font);
      g.setPaint(new Color(0x202020));
      g.drawString(Typeface.fitting(figure.title(), font, width - 2 * EDGE), (float) EDGE, 10f);
    }
    double top = above;
    for (PaperChart chart : charts) {
      chart.draw(g, top);
      top += chart.height();
    }
  }
}
