package perrin.statistics.verdict;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import perrin.statistics.Interval;
import perrin.statistics.StudentT;
import perrin.statistics.distances.Comparison;
import perrin.statistics.distances.HalvesComparison;
import perrin.statistics.distances.NeighbourCorrelation;
import perrin.statistics.distances.TotalVariation;

/**
 * All that was found out about whether a run is in equilibrium. None of it depends on how much is
 * good enough: {@link Verdict#judge} decides that.
 *
 * @param reason why there is no comparison; empty where there is one
 * @param comparison with the Boltzmann distribution
 * @param identities what holds for any Boltzmann distribution; looked at where there is no other
 *     comparison
 * @param companion what half the time step does
 * @param rhat of each quantity, where walkers shared their starts
 * @param neighbours whether walkers are independent
 * @param notes what else the user must know, a sentence each
 * @param causes what is known to make the result wrong, a sentence each: where it is wrong, they
 *     are said instead of suspicions
 */
public record Evidence(
    String reason,
    Optional<Comparison> comparison,
    List<Identity> identities,
    Optional<StepBias> companion,
    List<NestedRhat> rhat,
    NeighbourCorrelation neighbours,
    List<String> notes,
    List<String> causes) {

  public Evidence {
    identities = List.copyOf(identities);
    rhat = List.copyOf(rhat);
    notes = List.copyOf(notes);
    causes = List.copyOf(causes);
  }

  /** Nothing was compared, for a reason such as {@code kT = 0}. */
  public static Evidence none(String reason) {
    return new Evidence(
        reason,
        Optional.empty(),
        List.of(),
        Optional.empty(),
        List.of(),
        NeighbourCorrelation.NONE,
        List.of(),
        List.of());
  }

  /** A histogram was compared. */
  public static Evidence of(Comparison comparison) {
    return none("").with(comparison);
  }

  /** The same with a comparison. What a companion run said of another histogram goes. */
  public Evidence with(Comparison found) {
    Optional<StepBias> same =
        comparison.map(Comparison::histogram).filter(found.histogram()::equals).isPresent()
            ? companion
            : Optional.empty();
    return new Evidence("", Optional.of(found), identities, same, rhat, neighbours, notes, causes);
  }

  /** The same with identities. */
  public Evidence withIdentities(List<Identity> found) {
    return new Evidence(reason, comparison, found, companion, rhat, neighbours, notes, causes);
  }

  /** The same with a companion run. */
  public Evidence with(StepBias found) {
    return new Evidence(
        reason, comparison, identities, Optional.of(found), rhat, neighbours, notes, causes);
  }

  /** The same with R-hat of several quantities. */
  public Evidence withRhat(List<NestedRhat> found) {
    return new Evidence(
        reason, comparison, identities, companion, found, neighbours, notes, causes);
  }

  /** The same with a look at whether walkers are independent. */
  public Evidence with(NeighbourCorrelation found) {
    return new Evidence(reason, comparison, identities, companion, rhat, found, notes, causes);
  }

  /** The same with further notes. */
  public Evidence withNotes(List<String> found) {
    List<String> all = new ArrayList<>(notes);
    all.addAll(found);
    return new Evidence(reason, comparison, identities, companion, rhat, neighbours, all, causes);
  }

  /** The same with what is known to make the result wrong. */
  public Evidence withCauses(List<String> found) {
    List<String> all = new ArrayList<>(causes);
    all.addAll(found);
    return new Evidence(reason, comparison, identities, companion, rhat, neighbours, notes, all);
  }

  /** Whether it is about a walk by mini-batches, which may be at rest, but is in no equilibrium. */
  public boolean ofRest() {
    return identities.stream().anyMatch(i -> i.law() == Identity.Law.REST);
  }

  /**
   * Yaida's ratio with an interval of its own, as if no other identity were judged with it; to be
   * asked for where there is one.
   *
   * @param degreesOfFreedom of its error
   */
  public Interval rest(double degreesOfFreedom) {
    Identity whole = identities.getFirst();
    double half = StudentT.quantile(Interval.OUTSIDE, degreesOfFreedom) * whole.standardError();
    return new Interval(whole.mean(), whole.mean() - half, whole.mean() + half);
  }

  /** Whether there is something to judge by. */
  public boolean judges() {
    return comparison.isPresent() || !identities.isEmpty();
  }

  /** Total variation, or {@link TotalVariation#UNKNOWN}. */
  public TotalVariation distance() {
    return comparison.map(Comparison::distance).orElse(TotalVariation.UNKNOWN);
  }

  /** The comparison of the halves, or {@link HalvesComparison#NONE}. */
  public HalvesComparison halves() {
    return comparison.map(Comparison::halves).orElse(HalvesComparison.NONE);
  }

  /**
   * The deviation from Boltzmann's average, in units of kT, that the best known identity's interval
   * tells from none: of those that are a temperature, where there are any. NaN without one.
   */
  public double resolution() {
    boolean temperatures = identities.stream().anyMatch(i -> i.expected() != 0);
    return identities.stream()
        .filter(i -> !temperatures || i.expected() != 0)
        .mapToDouble(i -> i.deviation().high() - i.deviation().value())
        .min()
        .orElse(Double.NaN);
  }

  /** The quantities whose starts are not forgotten. */
  public List<NestedRhat> remembered() {
    return rhat.stream().filter(NestedRhat::exceeds).toList();
  }
}
