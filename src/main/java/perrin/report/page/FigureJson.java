package perrin.report.page;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import perrin.report.JsonText;
import perrin.report.chart.Colours;
import perrin.report.chart.Figure;
import perrin.report.chart.Ink;
import perrin.report.chart.Layer;
import perrin.report.chart.Panel;

/**
 * Figures as JSON for a page's scripts, in ASCII and without {@code <}: it may stand in a script
 * element. Numbers have the digits that a picture shows.
 */
final class FigureJson {
  private static final int DIGITS = 5;
  private static final int LINE_DIGITS = 4;
  private static final int MOST_DIGITS = 15;

  private final StringBuilder json = new StringBuilder();

  /** Contours as JSON, with their number in the page. */
  private final Map<String, Integer> lines = new LinkedHashMap<>();

  private FigureJson() {}

  /**
   * {@code {"inks": {…}, "ramps": {…}, "figures": […], "lines": […]}}: inks and ramps for light and
   * dark grounds; a figure's contours are numbers of lines.
   */
  static String of(List<Figure> figures) {
    var all = new FigureJson();
    all.json.append("{\"inks\":{");
    String before = "";
    for (Ink ink : Ink.values()) {
      all.json.append(before);
      all.quoted(ink.name()).append(":[");
      all.quoted(ink.light()).append(',');
      all.quoted(ink.dark()).append(']');
      before = ",";
    }
    all.json.append("},\"ramps\":{");
    before = "";
    for (Layer.Ramp ramp : Layer.Ramp.values()) {
      all.json.append(before);
      all.quoted(lower(ramp)).append(":[");
      all.colours(Colours.stops(ramp, false)).append(',');
      all.colours(Colours.stops(ramp, true)).append(']');
      before = ",";
    }
    all.json.append("},\"figures\":[");
    before = "";
    for (Figure figure : figures) {
      all.json.append(before);
      all.figure(figure);
      before = ",";
    }
    all.json.append("],\"lines\":[").append(String.join(",", all.lines.keySet()));
    return all.json.append("]}").toString();
  }

  private StringBuilder colours(int[] stops) {
    String separator = "";
    json.append('[');
    for (int stop : stops) {
      json.append(separator);
      quoted(String.format(Locale.ROOT, "#%06x", stop));
      separator = ",";
    }
    return json.append(']');
  }

  private void figure(Figure figure) {
    json.append('{');
    field("name", figure.name()).append(',');
    field("title", figure.title());
    json.append(",\"panels\":[");
    String before = "";
    for (Panel panel : figure.panels()) {
      json.append(before);
      panel(panel);
      before = ",";
    }
    json.append("]}");
  }

  private void panel(Panel panel) {
    json.append("{\"x\":{");
    field("label", panel.x().label()).append(',');
    field("scale", lower(panel.x().scale())).append("},\"y\":{");
    field("label", panel.y().label()).append(',');
    field("scale", lower(panel.y().scale())).append("},");
    field("size", lower(panel.size()));
    json.append(",\"layers\":[");
    String before = "";
    for (Layer layer : panel.layers()) {
      json.append(before).append('{');
      field("name", layer.name()).append(',');
      layer(layer);
      json.append('}');
      before = ",";
    }
    json.append("]}");
  }

  private void layer(Layer layer) {
    switch (layer) {
      case Layer.Curve curve -> {
        kind("curve", curve.ink()).append(',');
        field("stroke", lower(curve.stroke()));
        row("x", curve.x());
        row("y", curve.y());
      }
      case Layer.Stairs stairs -> {
        kind("stairs", stairs.ink());
        row("edges", stairs.edges());
        row("heights", stairs.heights());
      }
      case Layer.Band band -> {
        kind("band", band.ink());
        row("x", band.x());
        row("low", band.low());
        row("high", band.high());
      }
      case Layer.Marks marks -> {
        kind("marks", marks.ink()).append(',');
        field("sign", lower(marks.sign()));
        row("x", marks.x());
        row("y", marks.y());
        row("error", marks.error());
      }
      case Layer.Level level -> {
        kind("level", level.ink()).append(",\"at\":");
        number(level.at(), MOST_DIGITS);
      }
      case Layer.HeatMap map -> {
        field("kind", "map").append(',');
        field("ramp", lower(map.ramp()));
        row("x", map.xEdges());
        row("y", map.yEdges());
        row("ends", map.ends());
        row("values", map.values());
      }
      case Layer.Contours contours -> {
        kind("contours", contours.ink()).append(",\"lines\":");
        json.append(lines.computeIfAbsent(lines(contours), _ -> lines.size()));
        row("labelX", contours.labels().stream().mapToDouble(Layer.Label::x).toArray());
        row("labelY", contours.labels().stream().mapToDouble(Layer.Label::y).toArray());
        texts("labels", contours.labels().stream().map(Layer.Label::text).toList());
      }
    }
  }

  /** Several figures may have the same lines: they stand in the page once. */
  private static String lines(Layer.Contours contours) {
    var text = new FigureJson();
    text.json.append('[');
    for (int i = 0; i < contours.lines().size(); i++) {
      text.json.append(i == 0 ? "[" : ",[");
      text.numbers(contours.lines().get(i)[0], LINE_DIGITS);
      text.json.append(',');
      text.numbers(contours.lines().get(i)[1], LINE_DIGITS);
      text.json.append(']');
    }
    return text.json.append(']').toString();
  }

  private StringBuilder kind(String kind, Ink ink) {
    field("kind", kind).append(',');
    return field("ink", ink.name());
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private StringBuilder field(String name, String text) {
    quoted(name).append(':');
    return quoted(text);
  }

  private void row(String name, double[] values) {
    json.append(',');
    quoted(name).append(':');
    numbers(values);
  }

  private void texts(String name, List<String> texts) {
    json.append(',');
    quoted(name).append(":[");
    for (int i = 0; i < texts.size(); i++) {
      json.append(i == 0 ? "" : ",");
      quoted(texts.get(i));
    }
    json.append(']');
  }

  /** As many digits as tell a ten-thousandth of the values' range from nothing. */
  private void numbers(double[] values) {
    numbers(values, DIGITS);
  }

  private void numbers(double[] values, int least) {
    var seen = Arrays.stream(values).filter(Double::isFinite).summaryStatistics();
    double largest = Math.max(Math.abs(seen.getMin()), Math.abs(seen.getMax()));
    double share = largest / (seen.getMax() - seen.getMin());
    int more = share > 1 ? (int) Math.ceil(StrictMath.log10(share)) : 0;
    int digits = Math.clamp(least + more, least, MOST_DIGITS);
    json.append('[');
    for (int i = 0; i < values.length; i++) {
      json.append(i == 0 ? "" : ",");
      number(values[i], digits);
    }
    json.append(']');
  }

  private void number(double value, int digits) {
    if (!Double.isFinite(value)) {
      json.append("null");
    } else if (value == Math.rint(value) && Math.abs(value) < 1e9) {
      json.append((long) value);
    } else {
      json.append(BigDecimal.valueOf(value).round(new MathContext(digits)).stripTrailingZeros());
    }
  }

  private StringBuilder quoted(String text) {
    JsonText.quote(text, "<>&", json);
    return json;
  }
}
