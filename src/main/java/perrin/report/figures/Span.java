package perrin.report.figures;

import java.util.Arrays;

/** From where to where values are, when what lies very far from nearly all of them is left out. */
final class Span {
  /** What lies farther out than all but this share, on either side, does not widen it. */
  private static final double FAR = 0.005;

  private Span() {}

  /** Both ends; infinite and turned round where no value is finite. */
  static double[] of(double[] values) {
    double[] sorted = Arrays.stream(values).filter(Double::isFinite).sorted().toArray();
    int last = sorted.length - 1;
    if (last < 0) {
      return new double[] {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
    }
    double low = sorted[(int) (FAR * last)];
    double high = sorted[(int) Math.ceil((1 - FAR) * last)];
    double near = high - low; // all is seen where nothing is very far away
    return new double[] {
      low - sorted[0] < near ? sorted[0] : low, sorted[last] - high < near ? sorted[last] : high
    };
  }
}
