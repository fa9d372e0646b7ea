package perrin.backend;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import perrin.kernel.Kernel;
import perrin.statistics.HistogramCounts;
import perrin.statistics.WalkerArray;

/**
 * Puts the snapshots of parts of the walkers together, one after the other: it takes the memory of
 * the whole, and of one part.
 */
public final class JoinedSnapshot {
  private final WalkerRange walkers;
  private final boolean walkerSums;
  private final List<WalkerArray> variables = new ArrayList<>();
  private final List<HistogramCounts> counts = new ArrayList<>();
  private final List<double[]> ofCohorts = new ArrayList<>();
  private final List<double[]> ofWalkers = new ArrayList<>();
  private final List<List<double[]>> origins = new ArrayList<>();
  private long steps;
  private long samples;
  private long next;

  /**
   * @param walkers of all parts
   * @param walkerSums whether an ensemble of all of them keeps the sums of each walker; its parts
   *     do so then, too
   */
  public JoinedSnapshot(WalkerRange walkers, boolean walkerSums) {
    this.walkers = walkers;
    this.walkerSums = walkerSums;
    next = walkers.first();
  }

  /**
   * Adds the part that follows.
   *
   * @throws IllegalArgumentException where it does not, or is at another step
   */
  public void add(EnsembleSnapshot part) {
    if (next == walkers.first()) {
      begin(part);
    }
    EnsembleSnapshot.require("first walker", part.walkers().first(), next);
    EnsembleSnapshot.require("steps", part.steps(), steps);
    EnsembleSnapshot.require("samples", part.samples(), samples);
    int at = Math.toIntExact(next - walkers.first());
    for (int i = 0; i < variables.size(); i++) {
      MemorySegment from = part.variables().get(i).memory();
      long begin = (long) at * variables.get(i).bytes();
      MemorySegment.copy(from, 0, variables.get(i).memory(), begin, from.byteSize());
    }
    for (int h = 0; h < counts.size(); h++) {
      counts.get(h).add(part.counts().get(h));
    }
    copy(part.cohortSums(), ofCohorts, at / Kernel.COHORT);
    if (walkerSums) {
      copy(part.walkerSums().orElseThrow(), ofWalkers, at);
    }
    for (int i = 0; i < origins.size(); i++) {
      copy(part.origins().get(i), origins.get(i), at);
    }
    next += part.walkers().count();
  }

  private void begin(EnsembleSnapshot like) {
    steps = like.steps();
    samples = like.samples();
    int all = Math.toIntExact(walkers.count());
    like.variables().forEach(each -> variables.add(WalkerArray.beside(each.precision(), all)));
    like.counts().forEach(each -> counts.add(new HistogramCounts(each.bins()).inRows(each.rows())));
    int cohorts = Math.toIntExact(walkers.cohorts());
    like.cohortSums().forEach(_ -> ofCohorts.add(new double[cohorts]));
    if (walkerSums) {
      like.walkerSums().orElseThrow().forEach(_ -> ofWalkers.add(new double[all]));
    }
    for (List<double[]> rows : like.origins()) {
      origins.add(rows.stream().map(_ -> new double[all]).toList());
    }
  }

  private static void copy(List<double[]> from, List<double[]> to, int at) {
    for (int row = 0; row < to.size(); row++) {
      System.arraycopy(from.get(row), 0, to.get(row), at, from.get(row).length);
    }
  }

  /**
   * The whole.
   *
   * @throws IllegalArgumentException where a part is missing
   */
  public EnsembleSnapshot whole() {
    EnsembleSnapshot.require("walkers", next - walkers.first(), walkers.count());
    return new EnsembleSnapshot(
        walkers,
        steps,
        samples,
        variables,
        counts,
        ofCohorts,
        walkerSums ? Optional.of(ofWalkers) : Optional.empty(),
        origins);
  }
}
