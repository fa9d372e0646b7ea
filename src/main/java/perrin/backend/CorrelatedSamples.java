package perrin.backend;

import java.lang.foreign.MemorySegment;
import perrin.kernel.Sampling;

/**
 * Some samples of one correlated quantity of a tile, which are to be compared with their origins.
 * All numbers are doubles, those of a tile lane by lane, [32][cohorts].
 *
 * @param of the quantity
 * @param cohorts of the tile
 * @param samples shape [count][components][32][cohorts]
 * @param first number of the first, from 0
 * @param count how many
 * @param origins of these and of earlier samples, shape [kept][components][32][cohorts]: that of
 *     sample t at t / spacing mod kept
 * @param kept how many there is room for
 * @param sums of the tile's cohorts; added to
 * @param own the same of each walker, shape [32][cohorts]; NULL where not kept; added to
 */
public record CorrelatedSamples(
    Sampling.Correlated of,
    int cohorts,
    MemorySegment samples,
    long first,
    long count,
    MemorySegment origins,
    long kept,
    Rows sums,
    Rows own) {
  /**
   * Where the rows of the lags lie.
   *
   * @param lagZero the row of lag 0
   * @param stride doubles from one row to the next
   */
  public record Rows(MemorySegment lagZero, long stride) {}

  /** Whether each walker's products are kept. */
  public boolean byWalker() {
    return !own.lagZero().equals(MemorySegment.NULL);
  }
}
