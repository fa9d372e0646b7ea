package perrin.report.paper;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import org.jfree.chart.annotations.AbstractXYAnnotation;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.PlotRenderingInfo;
import org.jfree.chart.plot.XYPlot;

/** Draws something into a plot whose axes JFreeChart has laid out. */
abstract class Artist extends AbstractXYAnnotation {
  private static final long serialVersionUID = 1;

  abstract void draw(Graphics2D g, Place place);

  @Override
  public final void draw(
      Graphics2D g,
      XYPlot plot,
      Rectangle2D area,
      ValueAxis across,
      ValueAxis up,
      int index,
      PlotRenderingInfo info) {
    draw(g, new Place(plot, area, across, up));
  }
}
