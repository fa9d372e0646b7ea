package perrin.report.paper;

import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.XYPlot;

/** Where values lie in the plot, in points of the page. */
record Place(XYPlot plot, Rectangle2D area, ValueAxis across, ValueAxis up) {
  /** Points nearer to each other than this, pt, are drawn as one. */
  private static final double NEAR = 0.12;

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

  /** A line through points, broken where one is not finite. */
  Path2D path(double[] x, double[] y) {
    var path = new Path2D.Double();
    double lastX = 0;
    double lastY = 0;
    boolean down = false;
    for (int i = 0; i < x.length; i++) {
      boolean drawn =
          Double.isFinite(x[i])
              && Double.isFinite(y[i])
              && !(across instanceof LogAxis && x[i] <= 0)
              && !(up instanceof LogAxis && y[i] <= 0);
      if (drawn) {
        double px = x(x[i]);
        double py = y(y[i]);
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
}
