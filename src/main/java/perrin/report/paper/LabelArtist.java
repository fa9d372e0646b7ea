package perrin.report.paper;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import perrin.report.chart.Layer;

/** Writes the heights of contour lines onto them. */
final class LabelArtist extends Artist {
  private static final long serialVersionUID = 1;

  /** pt. */
  private static final float SIZE = 4.8f;

  private static final Color GROUND = new Color(255, 255, 255, 215);

  private final transient Layer.Contours contours;

  LabelArtist(Layer.Contours contours) {
    this.contours = contours;
  }

  @Override
  void draw(Graphics2D g, Place place) {
    Font font = Typeface.of(SIZE);
    g.setFont(font);
    for (Layer.Label label : contours.labels()) {
      double width = Typeface.width(label.text(), font);
      double x = place.x(label.x());
      double y = place.y(label.y());
      g.setPaint(GROUND); // what it stands on is cut there
      g.fill(new Rectangle2D.Double(x - width / 2 - 0.8, y - SIZE / 2, width + 1.6, SIZE));
      g.setPaint(LayerArtist.colour(contours.ink()).darker());
      g.drawString(label.text(), (float) (x - width / 2), (float) (y + 0.36 * SIZE));
    }
  }
}
