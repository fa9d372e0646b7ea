package perrin.statistics.agreement;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.hipparchus.linear.LUDecomposition;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.special.Gamma;
import perrin.statistics.Interval;
import perrin.statistics.TimeMean;

/**
 * How a mean approaches its limit as the time step becomes smaller: m(dt) = m₀ + c·dt^p, fitted to
 * independent means by least squares that are weighted with their standard errors.
 *
 * @param order p, with the 95 % interval in which χ² is above its least by 3.84 at most; an end
 *     that is not within 1/4 … 8 is unknown
 * @param limit m₀, where p is fitted, too
 * @param chiSquare of the fit
 * @param degrees of freedom: means less 3, or less 2 where no p between 1/4 and 8 fits better than
 *     one of these, for nothing is then fitted by p
 */
public record StepOrder(Interval order, TimeMean limit, double chiSquare, int degrees) {
  /** Different time steps that a fit wants. */
  public static final int LEAST_STEPS = 3;

  private static final double LEAST = 0.25;
  private static final double MOST = 8;
  private static final double RATIO = 1.02;

  /** An order that is found so near to an end of its range lies there. */
  private static final double AT_END = 1e-6;

  /** The 95 % quantile of χ² with one degree of freedom. */
  private static final double BEYOND = 3.841458820694124;

  /** The worse of two fits in a thousand is no fit. */
  private static final double UNLIKELY = 1e-3;

  /**
   * Fits the order.
   *
   * @param dt three different steps or more, [means]
   * @param means with standard errors above 0, as many
   */
  public static StepOrder of(double[] dt, TimeMean[] means) {
    if (Arrays.stream(dt).distinct().count() < LEAST_STEPS) {
      throw new IllegalArgumentException("fewer than three different time steps");
    }
    var fit = new Fit(dt, means);
    double near = LEAST;
    for (double p = LEAST; p <= MOST; p *= RATIO) {
      near = fit.chiSquare(p) < fit.chiSquare(near) ? p : near;
    }
    double from = Math.max(LEAST, near / RATIO);
    double best = lowest(fit::chiSquare, from, Math.min(MOST, near * RATIO));
    boolean lowest = best < LEAST * (1 + AT_END);
    boolean highest = best > MOST * (1 - AT_END);
    double least = fit.chiSquare(best);
    DoubleUnaryOperator excess = p -> fit.chiSquare(p) - least - BEYOND;
    Interval order =
        new Interval(
            best,
            lowest ? Double.NaN : end(excess, best, 1 / RATIO, LEAST),
            highest ? Double.NaN : end(excess, best, RATIO, MOST));
    int fitted = lowest || highest ? 2 : 3;
    return new StepOrder(order, fit.limitOfAll(best), least, dt.length - fitted);
  }

  /**
   * The limit where the order is known.
   *
   * @param dt two different steps or more, [means]
   */
  public static TimeMean limit(double[] dt, TimeMean[] means, double order) {
    return new Fit(dt, means).limit(order);
  }

  /** Whether a fit can be made: all errors are known, and nothing is without one. */
  public static boolean canFit(TimeMean[] means) {
    return Arrays.stream(means).allMatch(m -> Double.isFinite(m.mean()) && m.standardError() > 0);
  }

  /** Whether the means tell the order at all: both ends of its interval are known. */
  public boolean resolved() {
    return !Double.isNaN(order.low()) && !Double.isNaN(order.high());
  }

  /** Whether one power of dt describes the means; false alarm 1e-3. */
  public boolean holds() {
    return degrees == 0 || Gamma.regularizedGammaQ(degrees / 2.0, chiSquare / 2) > UNLIKELY;
  }

  /** Where the function has its minimum, by golden sections. */
  private static double lowest(DoubleUnaryOperator function, double from, double to) {
    double share = (Math.sqrt(5) - 1) / 2;
    double a = from;
    double b = to;
    while (b - a > 1e-10 * b) {
      double left = b - share * (b - a);
      double right = a + share * (b - a);
      if (function.applyAsDouble(left) < function.applyAsDouble(right)) {
        b = right;
      } else {
        a = left;
      }
    }
    return (a + b) / 2;
  }

  /** Where the function is first above 0 on the way from {@code best}; NaN if not before last. */
  private static double end(DoubleUnaryOperator function, double best, double ratio, double last) {
    double inside = best;
    double outside = best * ratio;
    while (function.applyAsDouble(outside) <= 0) {
      inside = outside;
      outside *= ratio;
      if (ratio < 1 ? outside < last : outside > last) {
        return Double.NaN;
      }
    }
    while (Math.abs(outside - inside) > 1e-9 * best) {
      double middle = (inside + outside) / 2;
      if (function.applyAsDouble(middle) <= 0) {
        inside = middle;
      } else {
        outside = middle;
      }
    }
    return inside;
  }

  /** Weighted least squares; steps in units of the largest. */
  private static final class Fit {
    private final double[] step;
    private final double[] value;
    private final double[] weight;
    private final double degrees;

    Fit(double[] dt, TimeMean[] means) {
      double largest = Arrays.stream(dt).max().orElseThrow();
      step = Arrays.stream(dt).map(each -> each / largest).toArray();
      value = Arrays.stream(means).mapToDouble(TimeMean::mean).toArray();
      weight =
          Arrays.stream(means)
              .mapToDouble(m -> 1 / (m.standardError() * m.standardError()))
              .toArray();
      degrees = Arrays.stream(means).mapToDouble(TimeMean::degreesOfFreedom).min().orElseThrow();
    }

    /** m₀ and c for a given order, and the variance of m₀. */
    private double[] line(double order) {
      double w = 0;
      double wx = 0;
      double wxx = 0;
      double wy = 0;
      double wxy = 0;
      for (int i = 0; i < step.length; i++) {
        double x = StrictMath.pow(step[i], order);
        w += weight[i];
        wx += weight[i] * x;
        wxx += weight[i] * x * x;
        wy += weight[i] * value[i];
        wxy += weight[i] * x * value[i];
      }
      double determinant = w * wxx - wx * wx;
      return new double[] {
        (wxx * wy - wx * wxy) / determinant, (w * wxy - wx * wy) / determinant, wxx / determinant
      };
    }

    double chiSquare(double order) {
      double[] line = line(order);
      double sum = 0;
      for (int i = 0; i < step.length; i++) {
        double rest = value[i] - line[0] - line[1] * StrictMath.pow(step[i], order);
        sum += weight[i] * rest * rest;
      }
      return sum;
    }

    TimeMean limit(double order) {
      double[] line = line(order);
      return new TimeMean(line[0], Math.sqrt(line[2]), degrees);
    }

    /** m₀ with the error that it has where the order is uncertain as well: linear propagation. */
    TimeMean limitOfAll(double order) {
      double[] line = line(order);
      double[][] normal = new double[3][3];
      for (int i = 0; i < step.length; i++) {
        double x = StrictMath.pow(step[i], order);
        double[] slope = {1, x, line[1] * x * StrictMath.log(step[i])};
        for (int j = 0; j < 3; j++) {
          for (int k = 0; k < 3; k++) {
            normal[j][k] += weight[i] * slope[j] * slope[k];
          }
        }
      }
      var solver = new LUDecomposition(MatrixUtils.createRealMatrix(normal)).getSolver();
      double error =
          solver.isNonSingular() ? Math.sqrt(solver.getInverse().getEntry(0, 0)) : Double.NaN;
      return new TimeMean(line[0], error, degrees);
    }
  }
}
