package perrin.backend;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Where a tile's share of samples goes while a kernel moves it.
 *
 * @param samples that one call may take at most
 * @param moments sum and squared deviations of the tile at each sample of the call, shape [≥
 *     samples][observables][2]; written
 * @param cohortSums sums over all samples of the tile's cohorts, row k at k · {@code cohorts};
 *     added to
 * @param cohorts of the ensemble
 * @param walkerSums the same of each walker, row k at k · {@code walkers}; NULL where not kept
 * @param walkers of the ensemble
 */
public record TileRun(
    Tally tally,
    int samples,
    MemorySegment moments,
    MemorySegment cohortSums,
    long cohorts,
    MemorySegment walkerSums,
    long walkers) {

  /** Puts the moments of an observable at a sample of the call where they belong. */
  void put(int sample, int observable, double sum, double squares) {
    long at = 2 * ((long) sample * tally.observables() + observable);
    moments.setAtIndex(ValueLayout.JAVA_DOUBLE, at, sum);
    moments.setAtIndex(ValueLayout.JAVA_DOUBLE, at + 1, squares);
  }
}
