package perrin.report.paper;

import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.Optional;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.ui.RectangleEdge;
import perrin.report.chart.Colours;
import perrin.report.chart.Layer;
import perrin.report.chart.Panel;

/** What a map's colours mean, to its right and as high as it. */
final class ColourBar {
  private static final double GAP = 6;
  private static final double WIDTH = 6;

  /** Colours along it. */
  private static final int SHADES = 512;

  private final Layer.HeatMap map;
  private final double[] ends;
  private final Font font;

  private ColourBar(Layer.HeatMap map, Font font) {
    this.map = map;
    this.font = font;
    double[] found = map.ends();
    this.ends =
        found[0] < found[1]
            ? found
            : new double[] {found[0], found[0] + Math.max(1e-300, Math.abs(found[0]))};
  }

  /** Of the first map in a panel. */
  static Optional<ColourBar> of(Panel panel, Font font) {
    return panel.layers().stream()
        .filter(Layer.HeatMap.class::isInstance)
        .map(layer -> new ColourBar((Layer.HeatMap) layer, font))
        .findFirst();
  }

  /** What it takes beside a map, pt. */
  double room(double height) {
    NumberAxis axis = axis(height);
    double widest = 0;
    double unit = axis.getTickUnit().getSize();
    for (double tick = Math.ceil(ends[0] / unit) * unit; tick <= ends[1]; tick += unit) {
      widest = Math.max(widest, Typeface.width(axis.getTickUnit().valueToString(tick), font));
    }
    return GAP + WIDTH + widest + (map.name().isEmpty() ? 6 : 18);
  }

  private NumberAxis axis(double height) {
    NumberAxis axis = LineAxis.linear(ends[0], ends[1], 6);
    PaperChart.dress(axis);
    axis.setTickMarkInsideLength(0);
    axis.setTickMarkOutsideLength(2);
    axis.setMinorTickMarksVisible(false);
    axis.setLabel(Typeface.fitting(map.name(), axis.getLabelFont(), height));
    axis.setLabelAngle(Math.PI); // read upwards, as on the left
    return axis;
  }

  /**
   * Draws it.
   *
   * @param beside where the map is
   */
  void draw(Graphics2D g, Rectangle2D beside) {
    var shades = new BufferedImage(1, SHADES, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < SHADES; i++) {
      shades.setRGB(0, i, Colours.of(map.ramp(), 1 - (i + 0.5) / SHADES));
    }
    var strip =
        new Rectangle2D.Double(beside.getMaxX() + GAP, beside.getMinY(), WIDTH, beside.getHeight());
    var before = g.getTransform();
    g.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
    g.translate(strip.getX(), strip.getY());
    g.scale(strip.getWidth(), strip.getHeight() / SHADES);
    g.drawImage(shades, 0, 0, null);
    g.setTransform(before);
    NumberAxis axis = axis(beside.getHeight());
    var plot = new Rectangle2D.Double(strip.getX(), strip.getY(), 100, strip.getHeight());
    axis.draw(g, strip.getMaxX(), plot, strip, RectangleEdge.RIGHT, null);
  }
}
