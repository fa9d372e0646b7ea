package perrin.report.paper;

import java.awt.AlphaComposite;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Composite;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import org.jfree.chart.annotations.AbstractXYAnnotation;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.PlotRenderingInfo;
import org.jfree.chart.plot.XYPlot;
import perrin.report.chart.Colours;
import perrin.report.chart.Ink;
import perrin.report.chart.Layer;

/** Draws a layer into a plot whose axes JFreeChart has laid out. */
final class LayerArtist extends AbstractXYAnnotation {
  private static final long serialVersionUID = 1;

  /** Points of a path nearer to each other than this, pt, are drawn as one. */
  private static final double NEAR = 0.12;

  /** Specks that are one path in a file. */
  private static final int TOGETHER = 100;

  private static final float BAND = 0.22f;
  private static final float STAIRS = 0.28f;
  private static final float SPECK = 0.45f;

  /** Pixels that a map has at least on either side, so that viewers do not blur its cells. */
  private static final int SHARP = 800;

  /** How opaque lines of equal energy are, of 255: what is drawn over them is what matters. */
  private static final int GROUND = 140;

  private final transient Layer layer;

  LayerArtist(Layer layer) {
    this.layer = layer;
  }

  static Color colour(Ink ink) {
    return new Color(Colours.rgb(ink.light()));
  }

  static BasicStroke stroke(Layer.Stroke stroke) {
    return switch (stroke) {
      case SOLID -> line(1.1f);
      case DASHED ->
          new BasicStroke(
              1.1f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {3.2f, 1.8f}, 0);
      case FINE -> line(0.5f);
    };
  }

  private static BasicStroke line(float width) {
    return new BasicStroke(width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
  }

  @Override
  public void draw(
      Graphics2D g,
      XYPlot plot,
      Rectangle2D area,
      ValueAxis across,
      ValueAxis up,
      int index,
      PlotRenderingInfo info) {
    var place = new Place(plot, area, across, up);
    switch (layer) {
      case Layer.Curve curve -> {
        g.setPaint(colour(curve.ink()));
        g.setStroke(stroke(curve.stroke()));
        g.draw(path(place, curve.x(), curve.y()));
      }
      case Layer.Stairs stairs -> stairs(g, place, stairs);
      case Layer.Band band -> band(g, place, band);
      case Layer.Marks marks -> marks(g, place, marks);
      case Layer.Level level -> {
        g.setPaint(colour(level.ink()));
        g.setStroke(
            new BasicStroke(
                0.6f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 2, new float[] {2, 2}, 0));
        double y = place.y(level.at());
        g.draw(new java.awt.geom.Line2D.Double(area.getMinX(), y, area.getMaxX(), y));
      }
      case Layer.HeatMap map -> map(g, place, map);
      case Layer.Contours contours -> {
        Color ink = colour(contours.ink());
        g.setPaint(new Color(ink.getRed(), ink.getGreen(), ink.getBlue(), GROUND));
        g.setStroke(line(0.45f));
        contours.lines().forEach(line -> g.draw(path(place, line[0], line[1])));
      }
    }
  }

  /** Where values lie in the plot, in points of the page. */
  private record Place(XYPlot plot, Rectangle2D area, ValueAxis across, ValueAxis up) {
    double x(double value) {
      return across.valueToJava2D(least(across, value), area, plot.getDomainAxisEdge());
    }

    double y(double value) {
      return up.valueToJava2D(least(up, value), area, plot.getRangeAxisEdge());
    }

    /** On a logarithmic axis nothing lies below its end. */
    private static double least(ValueAxis axis, double value) {
      return axis instanceof LogAxis ? Math.max(value, axis.getLowerBound() / 10) : value;
    }

    boolean isPlain() {
      return !(across instanceof LogAxis) && !(up instanceof LogAxis);
    }
  }

  /** A line through points, broken where one is not finite. */
  private static Path2D path(Place place, double[] x, double[] y) {
    var path = new Path2D.Double();
    double lastX = 0;
    double lastY = 0;
    boolean down = false;
    for (int i = 0; i < x.length; i++) {
      boolean drawn =
          Double.isFinite(x[i])
              && Double.isFinite(y[i])
              && !(place.across() instanceof LogAxis && x[i] <= 0)
              && !(place.up() instanceof LogAxis && y[i] <= 0);
      if (drawn) {
        double px = place.x(x[i]);
        double py = place.y(y[i]);
        if (!down) {
          path.moveTo(px, py);
        } else if (i + 1 < x.length && Math.abs(px - lastX) < NEAR && Math.abs(py - lastY) < NEAR) {
          continue;
        } else {
          path.lineTo(px, py);
        }
        lastX = px;
        lastY = py;
      }
      down = drawn;
    }
    return path;
  }

  private static void stairs(Graphics2D g, Place place, Layer.Stairs stairs) {
    double[] heights = stairs.heights();
    var top = new Path2D.Double();
    double ground = place.y(0);
    boolean first = true;
    for (int i = 0; i < heights.length; i++) {
      double y = Double.isFinite(heights[i]) ? place.y(heights[i]) : ground;
      if (first) {
        top.moveTo(place.x(stairs.edges()[0]), y);
        first = false;
      } else {
        top.lineTo(place.x(stairs.edges()[i]), y);
      }
      top.lineTo(place.x(stairs.edges()[i + 1]), y);
    }
    if (first) {
      return;
    }
    var area = new Path2D.Double(top);
    area.lineTo(place.x(stairs.edges()[heights.length]), ground);
    area.lineTo(place.x(stairs.edges()[0]), ground);
    area.closePath();
    g.setPaint(colour(stairs.ink()));
    seeThrough(g, STAIRS, () -> g.fill(area));
    g.setStroke(new BasicStroke(0.5f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER));
    g.draw(top);
  }

  private static void band(Graphics2D g, Place place, Layer.Band band) {
    g.setPaint(colour(band.ink()));
    int length = band.x().length;
    for (int from = 0; from < length; from++) {
      int to = from;
      while (to < length && isFinite(band, to)) {
        to++;
      }
      if (to - from > 1) {
        var area = new Path2D.Double();
        area.moveTo(place.x(band.x()[from]), place.y(band.high()[from]));
        for (int i = from + 1; i < to; i++) {
          area.lineTo(place.x(band.x()[i]), place.y(band.high()[i]));
        }
        for (int i = to - 1; i >= from; i--) {
          area.lineTo(place.x(band.x()[i]), place.y(band.low()[i]));
        }
        area.closePath();
        seeThrough(g, BAND, () -> g.fill(area));
      }
      from = to;
    }
  }

  private static boolean isFinite(Layer.Band band, int i) {
    return Double.isFinite(band.x()[i])
        && Double.isFinite(band.low()[i])
        && Double.isFinite(band.high()[i]);
  }

  private static void marks(Graphics2D g, Place place, Layer.Marks marks) {
    g.setPaint(colour(marks.ink()));
    if (marks.sign() == Layer.Sign.SPECK) {
      specks(g, place, marks);
      return;
    }
    for (int i = 0; i < marks.x().length; i++) {
      if (!Double.isFinite(marks.x()[i]) || !Double.isFinite(marks.y()[i])) {
        continue;
      }
      double x = place.x(marks.x()[i]);
      double y = place.y(marks.y()[i]);
      if (marks.error().length > 0 && Double.isFinite(marks.error()[i])) {
        g.setStroke(line(0.7f));
        double low = place.y(marks.y()[i] - marks.error()[i]);
        double high = place.y(marks.y()[i] + marks.error()[i]);
        var bar = new Path2D.Double();
        bar.moveTo(x, low);
        bar.lineTo(x, high);
        for (double end : new double[] {low, high}) {
          bar.moveTo(x - 1.4, end);
          bar.lineTo(x + 1.4, end);
        }
        g.draw(bar);
      }
      sign(g, marks.sign(), x, y);
    }
  }

  private static void sign(Graphics2D g, Layer.Sign sign, double x, double y) {
    Shape shape = shape(sign, x, y);
    if (sign == Layer.Sign.CROSS) {
      g.setStroke(line(0.9f));
      g.draw(shape);
    } else {
      g.fill(shape);
    }
  }

  /** What stands at a point; a cross is drawn, others are filled. */
  static Shape shape(Layer.Sign sign, double x, double y) {
    return switch (sign) {
      case DOT -> new Ellipse2D.Double(x - 1.7, y - 1.7, 3.4, 3.4);
      case SPECK -> new Ellipse2D.Double(x - 0.7, y - 0.7, 1.4, 1.4);
      case TRIANGLE -> {
        var triangle = new Path2D.Double();
        triangle.moveTo(x, y - 2.4);
        triangle.lineTo(x + 2.2, y + 1.6);
        triangle.lineTo(x - 2.2, y + 1.6);
        triangle.closePath();
        yield triangle;
      }
      case CROSS -> {
        var cross = new Path2D.Double();
        cross.moveTo(x - 1.8, y - 1.8);
        cross.lineTo(x + 1.8, y + 1.8);
        cross.moveTo(x - 1.8, y + 1.8);
        cross.lineTo(x + 1.8, y - 1.8);
        yield cross;
      }
    };
  }

  private static void specks(Graphics2D g, Place place, Layer.Marks marks) {
    for (int from = 0; from < marks.x().length; from += TOGETHER) {
      var all = new Path2D.Double();
      for (int i = from; i < Math.min(marks.x().length, from + TOGETHER); i++) {
        if (Double.isFinite(marks.x()[i]) && Double.isFinite(marks.y()[i])) {
          double x = place.x(marks.x()[i]);
          double y = place.y(marks.y()[i]);
          all.append(new Rectangle2D.Double(x - 0.55, y - 0.55, 1.1, 1.1), false);
        }
      }
      seeThrough(g, SPECK, () -> g.fill(all));
    }
  }

  private static void map(Graphics2D g, Place place, Layer.HeatMap map) {
    int columns = map.xEdges().length - 1;
    int rows = map.yEdges().length - 1;
    if (columns < 1 || rows < 1 || !place.isPlain()) {
      return;
    }
    int wide = Math.ceilDiv(SHARP, columns);
    int high = Math.ceilDiv(SHARP, rows);
    var image = new BufferedImage(columns * wide, rows * high, BufferedImage.TYPE_INT_RGB);
    double[] ends = map.ends();
    for (int px = 0; px < image.getWidth(); px++) {
      for (int py = 0; py < image.getHeight(); py++) {
        double value = map.values()[px / wide * rows + (rows - 1 - py / high)];
        double share = (value - ends[0]) / (ends[1] - ends[0]);
        image.setRGB(px, py, Double.isFinite(value) ? Colours.of(map.ramp(), share) : 0xffffff);
      }
    }
    double left = place.x(map.xEdges()[0]);
    double top = place.y(map.yEdges()[rows]);
    double width = place.x(map.xEdges()[columns]) - left;
    double height = place.y(map.yEdges()[0]) - top;
    var before = g.getTransform();
    g.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
    g.translate(left, top);
    g.scale(width / image.getWidth(), height / image.getHeight());
    g.drawImage(image, 0, 0, null);
    g.setTransform(before);
  }

  private static void seeThrough(Graphics2D g, float share, Runnable draw) {
    Composite before = g.getComposite();
    g.setComposite(AlphaComposite.getInstance(AlphaComposite.SRC_OVER, share));
    draw.run();
    g.setComposite(before);
  }
}
