package perrin.report.motion;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import org.jfree.chart.axis.NumberTickUnit;
import perrin.report.figures.Scene;
import perrin.report.paper.LineAxis;
import perrin.report.paper.Typeface;

/** The axes of a scene: a frame, ticks with their numbers, and what is along them. */
final class SceneAxes {
  private static final Color BLACK = new Color(0x202020);
  private static final Font SMALL = Typeface.of(11);

  /** Numbers along an axis. */
  private static final int MOST = 6;

  private final Scene scene;
  private final Rectangle2D plot;
  private final int height;

  /**
   * @param plot where walkers are
   * @param height of the whole picture
   */
  SceneAxes(Scene scene, Rectangle2D plot, int height) {
    this.scene = scene;
    this.plot = plot;
    this.height = height;
  }

  /** What numbers and name of the second axis take, px. */
  static int room(Scene.View view) {
    NumberTickUnit up = LineAxis.unit(view.low(), view.high(), MOST);
    double widest = 0;
    for (double k = Math.ceil(view.low() / up.getSize()); k * up.getSize() <= view.high(); k++) {
      widest = Math.max(widest, Typeface.width(up.valueToString(k * up.getSize()), SMALL));
    }
    return (int) Math.ceil(widest) + 24;
  }

  /** Where a value of the first axis lies, px. */
  double x(double value) {
    Scene.View view = scene.view();
    return plot.getMinX() + (value - view.left()) / (view.right() - view.left()) * plot.getWidth();
  }

  /** The same of the second. */
  double y(double value) {
    Scene.View view = scene.view();
    return plot.getMaxY() - (value - view.low()) / (view.high() - view.low()) * plot.getHeight();
  }

  void draw(Graphics2D g) {
    g.setPaint(BLACK);
    g.setStroke(new BasicStroke(1));
    g.draw(plot);
    g.setFont(SMALL);
    Scene.View view = scene.view();
    NumberTickUnit across = LineAxis.unit(view.left(), view.right(), MOST);
    double step = across.getSize();
    for (double k = Math.ceil(view.left() / step); k * step <= view.right(); k++) {
      String text = across.valueToString(k * step);
      double at = x(k * step);
      g.draw(new java.awt.geom.Line2D.Double(at, plot.getMaxY() - 4, at, plot.getMaxY()));
      text(g, text, at - Typeface.width(text, SMALL) / 2, plot.getMaxY() + 14);
    }
    NumberTickUnit up = LineAxis.unit(view.low(), view.high(), MOST);
    step = up.getSize();
    for (double k = Math.ceil(view.low() / step); k * step <= view.high(); k++) {
      String text = up.valueToString(k * step);
      double at = y(k * step);
      g.draw(new java.awt.geom.Line2D.Double(plot.getMinX(), at, plot.getMinX() + 4, at));
      text(g, text, plot.getMinX() - 5 - Typeface.width(text, SMALL), at + 4);
    }
    String x = Typeface.fitting(scene.names().getFirst(), SMALL, plot.getWidth());
    text(g, x, plot.getCenterX() - Typeface.width(x, SMALL) / 2, height - 7);
    String y = Typeface.fitting(scene.names().getLast(), SMALL, plot.getHeight());
    var before = g.getTransform();
    g.rotate(-Math.PI / 2, 12, plot.getCenterY());
    text(g, y, 12 - Typeface.width(y, SMALL) / 2, plot.getCenterY() + 2);
    g.setTransform(before);
  }

  static void text(Graphics2D g, String text, double x, double y) {
    g.drawString(text, (float) x, (float) y);
  }
}
