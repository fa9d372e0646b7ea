package perrin.report.paper;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jfree.chart.ChartRenderingInfo;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.CombinedDomainXYPlot;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.text.TextUtils;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.Range;
import perrin.report.chart.Axis.Scale;
import perrin.report.chart.Extent;
import perrin.report.chart.Layer;
import perrin.report.chart.Panel;

/** Panels that share x, or a single one, as a chart of JFreeChart's in points of a page. */
final class PaperChart {
  private static final double TICKS = 7;
  private static final double LABELS = 8;

  /** Of a label that is too long otherwise. */
  private static final double SMALLEST = 6;

  /** That a number along an axis takes, pt. */
  private static final double ROOM = 22;

  private static final Color BLACK = new Color(0x202020);
  private static final BasicStroke THIN = new BasicStroke(0.6f);

  /** How far a map's height may be from its width, where one unit is as long on either axis. */
  private static final double FLATTEST = 0.4;

  private static final double HIGHEST = 1.5;

  static {
    TextUtils.setUseDrawRotatedStringWorkaround(false); // which would draw letters as shapes
  }

  private final List<Panel> panels;
  private final JFreeChart chart;
  private final List<XYPlot> plots = new ArrayList<>();
  private final double width;
  private final Optional<ColourBar> bar;
  private double height;

  /**
   * @param panels which say the same along x
   * @param heights of each with its axes, pt
   * @param free whether a map may take another height than that
   */
  PaperChart(List<Panel> panels, double width, double[] heights, boolean free) {
    this.panels = panels;
    this.width = width;
    double[] roomy = heights.clone();
    for (double each : roomy) {
      height += each;
    }
    chart =
        new JFreeChart(null, null, panels.size() == 1 ? single(roomy[0]) : stacked(roomy), false);
    chart.setBackgroundPaint(Color.WHITE);
    bar =
        panels.size() == 1 ? ColourBar.of(panels.getFirst(), Typeface.of(TICKS)) : Optional.empty();
    double right = bar.map(each -> each.room(height * 0.8)).orElse(6.0);
    chart.setPadding(new RectangleInsets(2, 2, 3, right));
    Legends.add(chart, panels, width, Typeface.of(TICKS));
    if (panels.getFirst().y().scale() == Scale.EQUAL
        || panels.getFirst().x().scale() == Scale.EQUAL) {
      makeEqual(free);
    }
  }

  /** pt. */
  double height() {
    return height;
  }

  /** Draws it with its upper left corner at (0, top). */
  void draw(Graphics2D g, double top) {
    var info = new ChartRenderingInfo();
    chart.draw(g, new Rectangle2D.Double(0, top, width, height), info);
    bar.ifPresent(each -> each.draw(g, info.getPlotInfo().getDataArea()));
  }

  private XYPlot single(double high) {
    Panel panel = panels.getFirst();
    Extent extent = Extent.of(panel);
    XYPlot plot = plot(panel, extent, high);
    plot.setDomainAxis(
        axis(
            panel.x(),
            extent.left(),
            extent.right(),
            Layers.hasMap(panel) ? width * 0.6 : width * 0.75));
    return plot;
  }

  private CombinedDomainXYPlot stacked(double[] heights) {
    Extent across = Extent.across(panels);
    var all =
        new CombinedDomainXYPlot(
            axis(panels.getFirst().x(), across.left(), across.right(), width * 0.75));
    all.setGap(5);
    all.setInsets(RectangleInsets.ZERO_INSETS);
    for (int i = 0; i < heights.length; i++) {
      all.add(
          plot(panels.get(i), Extent.of(panels.get(i)), heights[i]), (int) Math.max(1, heights[i]));
    }
    return all;
  }

  private XYPlot plot(Panel panel, Extent extent, double high) {
    XYPlot plot = new XYPlot();
    plot.setRangeAxis(axis(panel.y(), extent.low(), extent.high(), high * 0.8));
    plot.setBackgroundPaint(null);
    plot.setDomainGridlinesVisible(false);
    plot.setRangeGridlinesVisible(false);
    plot.setOutlinePaint(BLACK);
    plot.setOutlineStroke(THIN);
    plot.setInsets(RectangleInsets.ZERO_INSETS);
    plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
    panel.layers().forEach(layer -> plot.addAnnotation(new LayerArtist(layer)));
    for (Layer layer : panel.layers()) { // over all else, or paths would strike them through
      if (layer instanceof Layer.Contours contours && !contours.labels().isEmpty()) {
        plot.addAnnotation(new LabelArtist(contours));
      }
    }
    plots.add(plot);
    return plot;
  }

  private static ValueAxis axis(
      perrin.report.chart.Axis axis, double from, double to, double length) {
    ValueAxis made =
        axis.scale() == Scale.LOGARITHMIC
            ? LineAxis.logarithmic(from, to)
            : LineAxis.linear(from, to, Math.clamp((int) (length / ROOM), 3, 8));
    dress(made);
    String label = Typeface.fitting(axis.label(), made.getLabelFont(), 2 * length);
    double whole = Typeface.width(label, made.getLabelFont());
    made.setLabelFont(Typeface.of(Math.max(SMALLEST, Math.min(LABELS, LABELS * length / whole))));
    made.setLabel(Typeface.fitting(label, made.getLabelFont(), length));
    return made;
  }

  /** Thin lines, ticks inwards, our font. */
  static void dress(ValueAxis axis) {
    axis.setLabelFont(Typeface.of(LABELS));
    axis.setTickLabelFont(Typeface.of(TICKS));
    axis.setLabelPaint(BLACK);
    axis.setTickLabelPaint(BLACK);
    axis.setLabelInsets(new RectangleInsets(1.5, 1.5, 1.5, 1.5));
    axis.setTickLabelInsets(new RectangleInsets(1.5, 2, 1.5, 2));
    axis.setAxisLineVisible(false);
    axis.setTickMarkPaint(BLACK);
    axis.setTickMarkStroke(THIN);
    axis.setTickMarkInsideLength(3);
    axis.setTickMarkOutsideLength(0);
    axis.setMinorTickMarksVisible(true);
    axis.setMinorTickMarkInsideLength(1.6f);
    axis.setMinorTickMarkOutsideLength(0);
  }

  /**
   * One unit as long on either axis: by the height where it is free, else by what is shown beyond
   * the ends.
   */
  private void makeEqual(boolean free) {
    XYPlot plot = plots.getFirst();
    Rectangle2D area = area();
    Range x = plot.getDomainAxis().getRange();
    Range y = plot.getRangeAxis().getRange();
    if (free) {
      double wanted =
          Math.clamp(y.getLength() / x.getLength(), FLATTEST, HIGHEST) * area.getWidth();
      height += wanted - area.getHeight();
      area = area();
    }
    double unit = Math.max(x.getLength() / area.getWidth(), y.getLength() / area.getHeight());
    widen(plot.getDomainAxis(), unit * area.getWidth(), area.getWidth());
    widen(plot.getRangeAxis(), unit * area.getHeight(), area.getHeight());
  }

  private static void widen(ValueAxis axis, double length, double points) {
    double middle = axis.getRange().getCentralValue();
    Range wide = new Range(middle - length / 2, middle + length / 2);
    axis.setRange(wide);
    int most = Math.clamp((int) (points / ROOM), 3, 8);
    ((NumberAxis) axis)
        .setTickUnit(LineAxis.unit(wide.getLowerBound(), wide.getUpperBound(), most));
  }

  /** Where data lie, once the axes have taken what they need. */
  private Rectangle2D area() {
    var nothing = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = nothing.createGraphics();
    var info = new ChartRenderingInfo();
    chart.draw(g, new Rectangle2D.Double(0, 0, width, height), info);
    g.dispose();
    return info.getPlotInfo().getDataArea();
  }

  /** What is in a panel. */
  static final class Layers {
    private Layers() {}

    static boolean hasMap(Panel panel) {
      return panel.layers().stream().anyMatch(Layer.HeatMap.class::isInstance);
    }
  }
}
