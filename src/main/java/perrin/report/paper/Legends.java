package perrin.report.paper;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Shape;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.LegendItem;
import org.jfree.chart.LegendItemCollection;
import org.jfree.chart.block.BlockBorder;
import org.jfree.chart.title.LegendTitle;
import org.jfree.chart.ui.HorizontalAlignment;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;
import perrin.report.chart.Colours;
import perrin.report.chart.Layer;
import perrin.report.chart.Panel;

/** Which ink is what, above a chart. */
final class Legends {
  private static final Color CLEAR = new Color(0, 0, 0, 0);

  private Legends() {}

  static void add(JFreeChart chart, List<Panel> panels, double width, Font font) {
    LegendItemCollection items = items(panels, width, font);
    if (items.getItemCount() > 1) {
      LegendTitle legend = new LegendTitle(() -> items);
      legend.setItemFont(font);
      legend.setItemPaint(new Color(0x202020));
      legend.setPosition(RectangleEdge.TOP);
      legend.setHorizontalAlignment(HorizontalAlignment.LEFT);
      legend.setFrame(BlockBorder.NONE);
      legend.setBackgroundPaint(CLEAR);
      legend.setItemLabelPadding(new RectangleInsets(0.5, 1, 0.5, 5));
      legend.setLegendItemGraphicPadding(new RectangleInsets(1, 1, 1, 2));
      chart.addSubtitle(legend);
    }
  }

  /** One for each name and ink; a map's name stands along its colours. */
  private static LegendItemCollection items(List<Panel> panels, double width, Font font) {
    Map<String, LegendItem> items = new LinkedHashMap<>();
    for (Panel panel : panels) {
      for (Layer layer : panel.layers()) {
        if (!layer.name().isEmpty() && !(layer instanceof Layer.HeatMap)) {
          String name = Typeface.fitting(layer.name(), font, width * 0.7);
          items.putIfAbsent(name + ink(layer), item(name, layer));
        }
      }
    }
    var all = new LegendItemCollection();
    items.values().forEach(all::add);
    return all;
  }

  private static Color ink(Layer layer) {
    return LayerArtist.colour(
        switch (layer) {
          case Layer.Curve curve -> curve.ink();
          case Layer.Stairs stairs -> stairs.ink();
          case Layer.Band band -> band.ink();
          case Layer.Marks marks -> marks.ink();
          case Layer.Level level -> level.ink();
          case Layer.Contours contours -> contours.ink();
          case Layer.HeatMap _ -> throw new IllegalArgumentException("a map has many");
        });
  }

  private static LegendItem item(String name, Layer layer) {
    Color ink = ink(layer);
    return switch (layer) {
      case Layer.Curve curve -> line(name, LayerArtist.stroke(curve.stroke()), ink);
      case Layer.Level _ -> line(name, new BasicStroke(0.6f, 0, 0, 2, new float[] {2, 2}, 0), ink);
      case Layer.Contours _ -> line(name, new BasicStroke(0.5f), ink);
      case Layer.Stairs _ -> box(name, pale(ink, 0.28), new BasicStroke(0.5f), ink);
      case Layer.Band _ -> box(name, pale(ink, 0.22), new BasicStroke(0), pale(ink, 0.22));
      case Layer.Marks marks -> {
        Shape sign = LayerArtist.shape(marks.sign(), 0, 0);
        yield marks.sign() == Layer.Sign.CROSS
            ? new LegendItem(name, null, null, null, sign, CLEAR, new BasicStroke(0.9f), ink)
            : new LegendItem(name, null, null, null, sign, ink);
      }
      case Layer.HeatMap _ -> throw new IllegalArgumentException("a map has a bar");
    };
  }

  private static LegendItem line(String name, BasicStroke stroke, Color ink) {
    return new LegendItem(name, null, null, null, new Line2D.Double(-6, 0, 6, 0), stroke, ink);
  }

  private static LegendItem box(String name, Color fill, BasicStroke stroke, Color ink) {
    return new LegendItem(
        name, null, null, null, new Rectangle2D.Double(-5, -2.5, 10, 5), fill, stroke, ink);
  }

  private static Color pale(Color ink, double share) {
    return new Color(Colours.mixed(0xffffff, ink.getRGB() & 0xffffff, share));
  }
}
