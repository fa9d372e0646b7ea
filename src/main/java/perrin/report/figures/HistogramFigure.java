package perrin.report.figures;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import perrin.experiment.Histogram;
import perrin.experiment.Units;
import perrin.output.HistogramRecord;
import perrin.report.chart.Axis;
import perrin.report.chart.Figure;
import perrin.report.chart.Ink;
import perrin.report.chart.Layer;
import perrin.report.chart.Panel;

/** A histogram of one quantity or of two against the Boltzmann density. */
final class HistogramFigure {
  /** Standard errors on either side in which 95 % of normal values lie. */
  private static final double WIDTH = 1.96;

  private static final String BAND = "95 % band";

  private HistogramFigure() {}

  static Figure of(RunPoint point, String name) {
    Histogram asked = point.outline().histograms().get(name);
    List<String> of = asked.axes().stream().map(axis -> axis.of().text().strip()).toList();
    Optional<Layer> energy =
        of.size() == 1
            ? Optional.empty()
            : point
                .surface()
                .filter(surface -> surface.names().equals(of) && !surface.isFlat())
                .filter(surface -> isWithin(surface, point.record().histograms().get(name)))
                .map(surface -> surface.contours().withoutLabels()); // the map is under them
    UnaryOperator<String> unit =
        of.size() == 1
            ? text -> point.labelled(text, asked.axes().getFirst().of())
            : point::labelled;
    return of(name, asked, point.record().histograms().get(name), energy, unit);
  }

  /** Whether what is shown of the energy widens no picture of the bins. */
  private static boolean isWithin(Surface surface, HistogramRecord histogram) {
    for (int a = 0; a < histogram.dimensions(); a++) {
      HistogramRecord.Axis axis = histogram.axes().get(a);
      if (surface.from()[a] < axis.from() || surface.to()[a] > axis.to()) {
        return false;
      }
    }
    return true;
  }

  /** Without the energy. */
  static Figure of(String name, Histogram asked, HistogramRecord histogram, Units units) {
    UnaryOperator<String> labels = text -> RunPoint.labelled(text, units.of(text));
    return of(name, asked, histogram, Optional.empty(), labels);
  }

  private static Figure of(
      String name,
      Histogram asked,
      HistogramRecord histogram,
      Optional<Layer> energy,
      UnaryOperator<String> labels) {
    MergedBins bins = MergedBins.of(histogram);
    List<Axis> axes =
        asked.axes().stream()
            .map(axis -> new Axis(labels.apply(axis.of().text().strip())))
            .toList();
    return histogram.dimensions() == 1
        ? line(name, asked, histogram, bins, axes.getFirst())
        : map(name, asked, histogram, bins, energy, axes);
  }

  private static Figure line(
      String name, Histogram asked, HistogramRecord histogram, MergedBins bins, Axis x) {
    String quantity = asked.axes().getFirst().of().text().strip();
    double[] middles = bins.middles(0);
    List<Layer> layers = new ArrayList<>();
    layers.add(new Layer.Stairs("walkers", Ink.BLUE, bins.edges()[0], bins.density()));
    double[] residuals = bins.residuals(histogram.counts().total());
    boolean known = Arrays.stream(bins.error()).anyMatch(error -> error > 0);
    if (known) {
      layers.add(band(BAND, Ink.BLUE, middles, bins.density(), bins.error()));
    }
    List<Panel> panels = new ArrayList<>();
    if (histogram.hasReference()) {
      layers.add(
          new Layer.Curve("Boltzmann", Ink.ORANGE, Layer.Stroke.SOLID, middles, bins.boltzmann()));
    }
    panels.add(new Panel(x, new Axis("density"), Panel.Size.USUAL, layers));
    if (histogram.hasReference() && known) {
      panels.add(residuals(x, middles, residuals));
    }
    return new Figure(
        "histograms." + name,
        "Histogram of " + quantity,
        words(histogram, bins) + outlier(quantity, middles, residuals),
        panels);
  }

  private static Layer band(String name, Ink ink, double[] x, double[] at, double[] error) {
    double[] low = new double[at.length];
    double[] high = new double[at.length];
    for (int i = 0; i < at.length; i++) {
      low[i] = Math.max(0, at[i] - WIDTH * error[i]);
      high[i] = at[i] + WIDTH * error[i];
    }
    return new Layer.Band(name, ink, x, low, high);
  }

  private static Panel residuals(Axis x, double[] middles, double[] residuals) {
    double[] width = new double[middles.length];
    Arrays.fill(width, WIDTH);
    double[] negative = Arrays.stream(width).map(value -> -value).toArray();
    return new Panel(
        x,
        new Axis("difference / error"),
        Panel.Size.LOW,
        List.of(
            new Layer.Band("where 95 % belong", Ink.GREY, middles, negative, width),
            new Layer.Level("", Ink.ORANGE, 0),
            new Layer.Marks("walkers − Boltzmann", Ink.BLUE, Layer.Sign.DOT, middles, residuals)));
  }

  private static String words(HistogramRecord histogram, MergedBins bins) {
    long total = histogram.counts().total();
    long outside = histogram.counts().underflow() + histogram.counts().overflow();
    if (histogram.counts().inside() == 0) {
      return "None of "
          + Said.count(total)
          + " values is in the range of its "
          + Said.count(histogram.counts().bins())
          + " bins.";
    }
    int peak = MergedBins.largest(bins.density());
    int rows = bins.edges().length == 1 ? 1 : bins.edges()[1].length - 1;
    String where =
        bins.edges().length == 1
            ? Said.number(bins.middles(0)[peak])
            : "("
                + Said.number(bins.middles(0)[peak / rows])
                + ", "
                + Said.number(bins.middles(1)[peak % rows])
                + ")";
    return Said.count(total)
        + " values in "
        + Said.count(histogram.counts().bins())
        + " bins, "
        + Said.number(100.0 * outside / Math.max(1, total))
        + " % outside. The density is highest at "
        + where
        + ", "
        + Said.number(bins.density()[peak])
        + (histogram.hasReference()
            ? ", where Boltzmann's is " + Said.number(bins.boltzmann()[peak]) + ". "
            : ". There is no Boltzmann density to compare with. ");
  }

  private static String outlier(String quantity, double[] middles, double[] residuals) {
    if (residuals.length == 0) {
      return "";
    }
    int most = MergedBins.largest(residuals);
    Beyond count = Beyond.of(residuals);
    return count.known() == 0
        ? ""
        : "It differs most from Boltzmann's at "
            + quantity
            + " = "
            + Said.number(middles[most])
            + ", by "
            + Said.number(Math.abs(residuals[most]))
            + " standard errors; "
            + count.beyond()
            + " of "
            + count.known()
            + " bins differ by more than 1.96, of which chance alone gives about "
            + count.byChance()
            + ".";
  }

  /** How many of so many bins differ by more than 95 % of them should. */
  private record Beyond(long beyond, long known) {
    static Beyond of(double[] residuals) {
      return new Beyond(
          Arrays.stream(residuals).filter(r -> Math.abs(r) > WIDTH).count(),
          Arrays.stream(residuals).filter(Double::isFinite).count());
    }

    long byChance() {
      return Math.round(0.05 * known);
    }
  }

  private static Axis.Scale scale(List<HistogramRecord.Axis> axes) {
    HistogramRecord.Axis x = axes.getFirst();
    HistogramRecord.Axis y = axes.getLast();
    return Surface.scale((x.to() - x.from()) / (y.to() - y.from()));
  }

  private static Figure map(
      String name,
      Histogram asked,
      HistogramRecord histogram,
      MergedBins bins,
      Optional<Layer> energy,
      List<Axis> axes) {
    String first = asked.axes().getFirst().of().text().strip();
    String second = asked.axes().getLast().of().text().strip();
    Axis.Scale scale = scale(histogram.axes());
    Axis x = new Axis(axes.getFirst().label(), scale);
    Axis y = new Axis(axes.getLast().label(), scale);
    List<Layer> layers = new ArrayList<>();
    layers.add(
        new Layer.HeatMap(
            "density", Layer.Ramp.SEQUENTIAL, bins.edges()[0], bins.edges()[1], bins.density()));
    energy.ifPresent(layers::add);
    List<Panel> panels = new ArrayList<>();
    panels.add(new Panel(x, y, Panel.Size.SQUARE, layers));
    String outlier = "";
    if (histogram.hasReference() && histogram.counts().inside() > 0) {
      double[] residuals = bins.residuals(histogram.counts().total());
      panels.add(
          new Panel(
              x,
              y,
              Panel.Size.SQUARE,
              List.of(
                  new Layer.HeatMap(
                      "(walkers − Boltzmann) / error",
                      Layer.Ramp.DIVERGING,
                      bins.edges()[0],
                      bins.edges()[1],
                      residuals))));
      Beyond count = Beyond.of(residuals);
      outlier =
          count.beyond()
              + " of "
              + count.known()
              + " bins with an error differ from Boltzmann's by more than 1.96 standard errors, of"
              + " which chance alone gives about "
              + count.byChance()
              + ".";
    }
    return new Figure(
        "histograms." + name,
        "Histogram of " + first + " and " + second,
        words(histogram, bins) + outlier,
        panels);
  }
}
