package perrin.statistics.landscape;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Optional;
import perrin.statistics.verdict.Digits;

/**
 * The fastest cooling c/log t after which walkers are at a global minimum however long it takes: c
 * is the critical depth. It is an energy, as kT is; neither friction nor mass nor the unit of time
 * changes it.
 *
 * @param c the critical depth, rounded up to a few digits
 */
public record CoolingSchedule(String c) {
  /** Digits that a depth has; others are rounding. */
  private static final MathContext KNOWN = new MathContext(12);

  private static final MathContext UP = new MathContext(8, RoundingMode.CEILING);

  /** Empty where no cooling is too fast, and where every one is. */
  public static Optional<CoolingSchedule> of(EnergyMap map) {
    double depth = map.criticalDepth();
    return depth > 0 && depth < Double.POSITIVE_INFINITY
        ? Optional.of(new CoolingSchedule(text(depth)))
        : Optional.empty();
  }

  private static String text(double depth) {
    double up = new BigDecimal(depth).round(KNOWN).round(UP).doubleValue();
    return Digits.rounded(up, UP.getPrecision());
  }

  /** A formula of the step n; Hajek's steps are numbered from 1, and log(k + 1) is of step k. */
  public String byStep() {
    return c + "/log(n + 2)";
  }

  /** A formula of the time t; c in the first step. */
  public String byTime() {
    return c + "/log(e + t)";
  }
}
