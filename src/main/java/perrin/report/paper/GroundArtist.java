package perrin.report.paper;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import perrin.report.chart.Colours;
import perrin.report.chart.Layer;

/** Draws what lies under all else: maps, and lines of equal height. */
final class GroundArtist {
  /** Pixels that a map has at least on either side, so that viewers do not blur its cells. */
  private static final int SHARP = 800;

  /** How opaque lines of equal energy are, of 255: what is drawn over them is what matters. */
  private static final int GROUND = 140;

  private GroundArtist() {}

  static void map(Graphics2D g, Place place, Layer.HeatMap map) {
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

  static void contours(Graphics2D g, Place place, Layer.Contours contours) {
    Color ink = LayerArtist.colour(contours.ink());
    g.setPaint(new Color(ink.getRed(), ink.getGreen(), ink.getBlue(), GROUND));
    g.setStroke(LayerArtist.line(0.45f));
    contours.lines().forEach(line -> g.draw(place.path(line[0], line[1])));
  }
}
