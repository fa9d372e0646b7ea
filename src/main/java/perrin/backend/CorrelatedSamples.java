package perrin.backend;

import java.lang.foreign.MemorySegment;

/**
 * Some samples of one correlated quantity of a tile, which are to be compared with their origins.
 * All numbers are doubles, those of a tile lane by lane, [32][cohorts].
 *
 * @param samples shape [count][components][32][cohorts]
 * @param first number of the first, from 0
 * @param origins of these and of earlier samples, shape [kept][components][32][cohorts]: that of
 *     sample t at t / spacing mod kept
 * @param cohorts of the tile
 * @param sums of the tile's cohorts; the row of a lag at lag · {@code stride}; added to
 * @param own the same of each walker, shape [32][cohorts]; NULL where not kept; added to
 */
public record CorrelatedSamples(
    MemorySegment samples,
    long first,
    long count,
    MemorySegment origins,
    long kept,
    int cohorts,
    long components,
    boolean centred,
    long lags,
    long spacing,
    MemorySegment sums,
    long stride,
    MemorySegment own,
    long ownStride) {}
