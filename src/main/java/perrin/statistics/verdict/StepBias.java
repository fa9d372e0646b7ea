package perrin.statistics.verdict;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import perrin.statistics.HistogramCounts;
import perrin.statistics.Interval;
import perrin.statistics.TimeMean;
import perrin.statistics.distances.Excess;
import perrin.statistics.distances.Remainder;
import perrin.statistics.distances.TotalVariation;

/**
 * What a companion run at half the time step says about the time step's share in a difference.
 *
 * @param dt the companion's time step
 * @param order of the method: the step's share is to shrink by 2^order
 * @param distance the companion's total variation
 * @param extrapolated total variation of what both runs extrapolate to at dt = 0
 * @param remaining the share of the difference that is not the step's, {@link Remainder}
 * @param observables extrapolated as well
 * @param finer what a third run, at dt/4, says beside the companion; made where the two leave open
 *     whether the step is to blame
 */
public record StepBias(
    double dt,
    int order,
    TotalVariation distance,
    Interval extrapolated,
    Interval remaining,
    List<Extrapolation> observables,
    Optional<StepBias> finer) {

  /** More of the difference than this may not be anything else's for the step to be to blame. */
  public static final double MOST_REMAINING = 0.5;

  public StepBias {
    observables = List.copyOf(observables);
  }

  /** Two runs alone. */
  public StepBias(
      double dt,
      int order,
      TotalVariation distance,
      Interval extrapolated,
      Interval remaining,
      List<Extrapolation> observables) {
    this(dt, order, distance, extrapolated, remaining, observables, Optional.empty());
  }

  /** The same with a third run. */
  public StepBias withFiner(StepBias found) {
    return new StepBias(
        dt, order, distance, extrapolated, remaining, observables, Optional.of(found));
  }

  /** Where there is nothing but observables to compare. */
  public static StepBias of(double dt, int order, List<Extrapolation> observables) {
    return new StepBias(
        dt, order, TotalVariation.UNKNOWN, Interval.UNKNOWN, Interval.UNKNOWN, observables);
  }

  /**
   * The same with histograms.
   *
   * @param whole of the run at dt
   * @param half of the run at dt/2
   * @param reference probabilities of [underflow, bins …, overflow]
   */
  public StepBias with(HistogramCounts whole, HistogramCounts half, double[] reference) {
    Excess first = Excess.of(whole, reference);
    Excess second = Excess.of(half, reference);
    TotalVariation limit =
        TotalVariation.estimate(first.extrapolated(second, order), Interval.OUTSIDE);
    return new StepBias(
        dt,
        order,
        TotalVariation.estimate(second, Interval.OUTSIDE),
        new Interval(limit.value(), limit.low(), limit.high()),
        Remainder.of(first, second, order),
        observables,
        finer);
  }

  /**
   * The same with identities, of which the one that is off most at dt counts.
   *
   * @param half the same identities at dt/2
   */
  public StepBias with(List<Identity> whole, List<Identity> half) {
    Identity worst =
        whole.stream()
            .max(
                Comparator.comparingDouble(
                    i -> Math.abs(i.mean() - i.expected()) / i.standardError()))
            .orElseThrow();
    Identity companion =
        half.stream().filter(i -> i.name().equals(worst.name())).findFirst().orElseThrow();
    double[] variance = {square(worst.standardError()), 0, square(companion.standardError())};
    double[] difference = {
      worst.mean() - worst.expected(), companion.mean() - companion.expected()
    };
    Interval share = Remainder.interval(difference, variance, worst.margin(), order);
    return new StepBias(dt, order, distance, extrapolated, share, observables, finer);
  }

  private static double square(double x) {
    return x * x;
  }

  /**
   * Whether the time step explains a difference that is beyond the tolerance: all but the lesser
   * part of it shrinks as the order predicts or faster, and what is left is not beyond the
   * tolerance itself, or is the step's as well: where dt is large, higher orders of it make up a
   * share that shrinks with dt, while anything else makes up one that grows.
   *
   * <p>Where half of a difference or more is not the step's, this is said in 2.5 % of the cases at
   * most.
   */
  public boolean explains(double tolerance) {
    return mostlyStep() && !leaves(tolerance)
        || finer
            .filter(f -> f.mostlyStep() && (shrinksFurther(f) || !f.leaves(tolerance)))
            .isPresent();
  }

  /**
   * Whether it is certain that the step is not to blame: half of the difference or more is not its,
   * or what is not its makes up a growing share.
   */
  boolean acquits() {
    return finer
        .map(f ->
            f.remaining.low() > Math.max(0, remaining.high())
                || f.remaining.low() >= MOST_REMAINING && f.remaining.high() >= remaining.low())
        .orElse(remaining.low() >= MOST_REMAINING);
  }

  /** Whether less than half of a difference is anything else's. */
  private boolean mostlyStep() {
    return remaining.high() < MOST_REMAINING;
  }

  private boolean shrinksFurther(StepBias f) {
    return f.remaining.high() < remaining.value();
  }

  /**
   * Whether more than the tolerance is certainly left: at dt/2, and at dt = 0 as well, where what
   * shrinks faster than the order says would be overshot.
   */
  boolean leaves(double tolerance) {
    return Math.min(distance.low(), extrapolated.low()) > tolerance;
  }

  /**
   * A mean at dt, at dt/2 and extrapolated to dt = 0.
   *
   * @param name of the observable
   */
  public record Extrapolation(String name, TimeMean whole, TimeMean half, TimeMean extrapolated) {

    /** Richardson's (1911) extrapolation (2^r A₂ − A₁)/(2^r − 1) of two independent runs. */
    public static Extrapolation of(String name, TimeMean whole, TimeMean half, int order) {
      double power = Math.scalb(1.0, order);
      double mean = (power * half.mean() - whole.mean()) / (power - 1);
      double error =
          StrictMath.hypot(power * half.standardError(), whole.standardError()) / (power - 1);
      return new Extrapolation(name, whole, half, new TimeMean(mean, error));
    }
  }
}
