package perrin.report.figures;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.stream.DoubleStream;

/**
 * Heights of contour lines: dense where the surface is low, and as round as their distances allow.
 */
final class IsoLevels {
  /** Shares of the area that lie below each line. */
  private static final double[] SHARES = {
    0.005, 0.02, 0.045, 0.08, 0.125, 0.18, 0.25, 0.33, 0.42, 0.52, 0.63, 0.75, 0.88, 0.95, 0.985
  };

  /** What a level may be rounded to, times a power of ten. */
  private static final double[] ROUND = {5, 2, 1};

  private static final int DIGITS = 14;

  private IsoLevels() {}

  /**
   * Levels, rising; none where there are no values.
   *
   * @param values of a mesh whose points have equal areas; NaN where there is none
   */
  static double[] of(double[] values) {
    double[] sorted = Arrays.stream(values).filter(Double::isFinite).sorted().toArray();
    if (sorted.length == 0) {
      return new double[0];
    }
    double[] levels =
        DoubleStream.of(SHARES)
            .map(share -> sorted[(int) (share * (sorted.length - 1))])
            .distinct()
            .toArray();
    double[] rounded = new double[levels.length];
    for (int i = 0; i < levels.length; i++) {
      double below = i == 0 ? Double.POSITIVE_INFINITY : levels[i] - levels[i - 1];
      double above = i + 1 < levels.length ? levels[i + 1] - levels[i] : Double.POSITIVE_INFINITY;
      rounded[i] = rounded(levels[i], Math.min(below, above) / 2);
    }
    return Arrays.stream(rounded).distinct().toArray();
  }

  /** To a multiple of the largest round number that is not above the grain: the order is kept. */
  private static double rounded(double level, double grain) {
    if (!(grain > Double.MIN_NORMAL) || !(grain < Double.MAX_VALUE / 16)) {
      return level;
    }
    int exponent = (int) Math.floor(StrictMath.log10(grain));
    double leading = grain / StrictMath.pow(10, exponent);
    double step =
        Arrays.stream(ROUND).filter(round -> round <= leading).findFirst().orElse(1)
            * StrictMath.pow(10, exponent);
    return new BigDecimal(Math.rint(level / step) * step)
        .round(new MathContext(DIGITS)) // 2.8, not 14 · 0.2
        .doubleValue();
  }
}
