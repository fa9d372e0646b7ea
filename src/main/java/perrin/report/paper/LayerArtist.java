package perrin.report.paper;

import java.awt.AlphaComposite;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Composite;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import perrin.report.chart.Colours;
import perrin.report.chart.Ink;
import perrin.report.chart.Layer;

/** Draws a layer into a plot whose axes JFreeChart has laid out. */
final class LayerArtist extends Artist {
  private static final long serialVersionUID = 1;

  /** Specks that are one path in a file. */
  private static final int TOGETHER = 100;

  private static final float BAND = 0.22f;
  private static final float STAIRS = 0.28f;
  private static final float SPECK = 0.45f;

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

  static BasicStroke line(float width) {
    return new BasicStroke(width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
  }

  @Override
  void draw(Graphics2D g, Place place) {
    switch (layer) {
      case Layer.Curve curve -> {
        g.setPaint(colour(curve.ink()));
        g.setStroke(stroke(curve.stroke()));
        g.draw(place.path(curve.x(), curve.y()));
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
        g.draw(
            new java.awt.geom.Line2D.Double(place.area().getMinX(), y, place.area().getMaxX(), y));
      }
      case Layer.HeatMap map -> GroundArtist.map(g, place, map);
      case Layer.Contours contours -> GroundArtist.contours(g, place, contours);
    }
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

  private static void seeThrough(Graphics2D g, float share, Runnable draw) {
    Composite before = g.getComposite();
    g.setComposite(AlphaComposite.getInstance(AlphaComposite.SRC_OVER, share));
    draw.run();
    g.setComposite(before);
  }
}
