package perrin.report.paper;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import perrin.report.chart.Axis;
import perrin.report.chart.Figure;
import perrin.report.chart.Ink;
import perrin.report.chart.Layer;
import perrin.report.chart.Panel;

/** Figures with all that figures have. */
public final class SampleFigures {
  private SampleFigures() {}

  /** A histogram with the exact density, its band, and residuals below. */
  public static Figure histogram(String title) {
    int bins = 60;
    double[] edges = new double[bins + 1];
    double[] middle = new double[bins];
    double[] heights = new double[bins];
    double[] exact = new double[bins];
    double[] residual = new double[bins];
    double[] one = new double[bins];
    double[] minus = new double[bins];
    Arrays.setAll(edges, i -> -2.5 + 5.0 * i / bins);
    Arrays.setAll(middle, i -> (edges[i] + edges[i + 1]) / 2);
    Random random = new Random(5);
    for (int i = 0; i < bins; i++) {
      double x = middle[i];
      exact[i] = StrictMath.exp(-2 * (x * x - 1) * (x * x - 1)) / 1.98;
      residual[i] = random.nextGaussian();
      heights[i] = exact[i] + 0.01 * residual[i] * Math.sqrt(exact[i]);
      one[i] = 2;
      minus[i] = -2;
    }
    Panel density =
        new Panel(
            new Axis("x"),
            new Axis("p(x)"),
            Panel.Size.USUAL,
            List.of(
                new Layer.Stairs("walkers", Ink.BLUE, edges, heights),
                new Layer.Curve("Boltzmann", Ink.ORANGE, Layer.Stroke.SOLID, middle, exact)));
    Panel below =
        new Panel(
            new Axis("x"),
            new Axis("Δ/σ"),
            Panel.Size.LOW,
            List.of(
                new Layer.Band("95 %", Ink.GREY, middle, minus, one),
                new Layer.Level("", Ink.GREY, 0),
                new Layer.Marks("", Ink.BLUE, Layer.Sign.DOT, middle, residual)));
    return new Figure(
        "histograms.x", title, "A histogram of ⟨x²⟩ = 0.85.", List.of(density, below));
  }

  /** A map with contours and walkers, one unit as long on either axis. */
  public static Figure map() {
    int n = 40;
    double[] edges = new double[n + 1];
    double[] up = new double[31];
    Arrays.setAll(edges, i -> -2 + 4.0 * i / n);
    Arrays.setAll(up, i -> -1 + 3.0 * i / 30);
    double[] values = new double[n * 30];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < 30; j++) {
        double x = (edges[i] + edges[i + 1]) / 2;
        double y = (up[j] + up[j + 1]) / 2;
        values[i * 30 + j] = StrictMath.exp(-x * x - (y - x / 2) * (y - x / 2));
      }
    }
    List<Double> heights = new ArrayList<>();
    List<double[][]> lines = new ArrayList<>();
    for (int k = 1; k < 4; k++) {
      double[][] ring = new double[2][41];
      for (int i = 0; i <= 40; i++) {
        ring[0][i] = 0.4 * k * StrictMath.cos(Math.PI * i / 20);
        ring[1][i] = 0.4 * k * StrictMath.sin(Math.PI * i / 20) + ring[0][i] / 2;
      }
      heights.add((double) k);
      lines.add(ring);
    }
    double[][] specks = new double[2][2000];
    Random random = new Random(2);
    for (int i = 0; i < 2000; i++) {
      specks[0][i] = random.nextGaussian() * 0.6;
      specks[1][i] = random.nextGaussian() * 0.6 + specks[0][i] / 2;
    }
    return new Figure(
        "landscape",
        "A map",
        "A map.",
        new Panel(
            new Axis("x", Axis.Scale.EQUAL),
            new Axis("y", Axis.Scale.EQUAL),
            Panel.Size.SQUARE,
            List.of(
                new Layer.HeatMap("p(x, y)", Layer.Ramp.SEQUENTIAL, edges, up, values),
                new Layer.Contours(
                    "E", Ink.GREY, heights, lines, List.of(new Layer.Label(0, 0.5, "1"))),
                new Layer.Marks("walkers", Ink.ORANGE, Layer.Sign.SPECK, specks[0], specks[1]))));
  }

  /** A mean square displacement with error bars on logarithmic axes, and what it should be. */
  public static Figure spread() {
    double[] lag = new double[10];
    double[] value = new double[10];
    double[] error = new double[10];
    for (int i = 0; i < 10; i++) {
      lag[i] = StrictMath.pow(2, i) * 50;
      value[i] = 2 * lag[i] * (1 + 0.1 * StrictMath.sin(3 * i));
      error[i] = value[i] * 0.15;
    }
    double[] exact = Arrays.stream(lag).map(x -> 2 * x).toArray();
    return new Figure(
        "correlations.spread",
        "Mean square displacement",
        "It grows by 2 a step.",
        new Panel(
            new Axis("lag (steps)", Axis.Scale.LOGARITHMIC),
            new Axis("⟨|Δx|²⟩", Axis.Scale.LOGARITHMIC),
            Panel.Size.USUAL,
            List.of(
                new Layer.Curve("2·D·t", Ink.GREY, Layer.Stroke.DASHED, lag, exact),
                new Layer.Marks("measured", Ink.BLUE, Layer.Sign.TRIANGLE, lag, value, error))));
  }

  /** Paths of walkers in the plane. */
  public static Figure paths() {
    List<Layer> layers = new ArrayList<>();
    Random random = new Random(9);
    for (int w = 0; w < 4; w++) {
      double[] x = new double[3000];
      double[] y = new double[3000];
      for (int i = 1; i < x.length; i++) {
        x[i] = x[i - 1] + random.nextGaussian();
        y[i] = y[i - 1] + random.nextGaussian();
      }
      layers.add(new Layer.Curve("walker " + w, Ink.of(w), Layer.Stroke.FINE, x, y));
    }
    return new Figure(
        "paths",
        "Brownian motion",
        "Four paths.",
        new Panel(
            new Axis("x", Axis.Scale.EQUAL),
            new Axis("y", Axis.Scale.EQUAL),
            Panel.Size.SQUARE,
            layers));
  }

  /** Differences, in a map that diverges. */
  public static Figure differences() {
    double[] edges = {0, 1, 2, 3, 4, 5};
    double[] values = new double[25];
    Random random = new Random(3);
    Arrays.setAll(values, i -> random.nextGaussian());
    return new Figure(
        "differences",
        "Walkers less Boltzmann",
        "Differences.",
        new Panel(
            new Axis("x"),
            new Axis("y"),
            Panel.Size.SQUARE,
            List.of(new Layer.HeatMap("Δp/σ", Layer.Ramp.DIVERGING, edges, edges, values))));
  }

  public static List<Figure> all() {
    return List.of(histogram("Double well"), map(), spread(), paths(), differences());
  }
}
