package perrin.output;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import perrin.statistics.WalkerArray;

/**
 * What a longer run goes on from besides final states, histograms and observables: the rest of the
 * ensemble's sums, and what walkers remember.
 *
 * @param kernel 16 bytes of a SHA-256 of the kernel's operations, in hexadecimal digits: the
 *     numbers below are of that kernel's
 * @param identities whether it measures the identities of Boltzmann's distribution
 * @param cohortSums sums over time, by the kernel's row, that are no observable's; [cohorts]
 * @param walkerSums all of each walker, by row, [walkers]; empty where walkers are not few
 * @param origins of each correlated quantity the samples that later ones may be compared with, rows
 *     of [walkers]
 * @param hidden variables of walkers that are no final states, by the kernel's number
 */
public record EndState(
    String kernel,
    boolean identities,
    Map<Integer, double[]> cohortSums,
    Map<Integer, double[]> walkerSums,
    List<List<double[]>> origins,
    Map<Integer, WalkerArray> hidden) {
  public EndState {
    cohortSums = new TreeMap<>(cohortSums);
    walkerSums = new TreeMap<>(walkerSums);
    origins = origins.stream().map(List::copyOf).toList();
    hidden = new TreeMap<>(hidden);
  }

  /** A row of walkers' sums; empty where there are none. */
  public Optional<List<double[]>> walkerSumsInOrder() {
    return walkerSums.isEmpty() ? Optional.empty() : Optional.of(List.copyOf(walkerSums.values()));
  }

  /** Whether all bits are the same. */
  @Override
  public boolean equals(Object other) {
    return other instanceof EndState that
        && kernel.equals(that.kernel)
        && identities == that.identities
        && cohortSums.keySet().equals(that.cohortSums.keySet())
        && walkerSums.keySet().equals(that.walkerSums.keySet())
        && hidden.equals(that.hidden)
        && Arrays.deepEquals(numbers(), that.numbers());
  }

  @Override
  public int hashCode() {
    return 31 * kernel.hashCode() + Arrays.deepHashCode(numbers());
  }

  private Object[] numbers() {
    return new Object[] {
      cohortSums.values().toArray(),
      walkerSums.values().toArray(),
      origins.stream().map(List::toArray).toArray()
    };
  }
}
