package perrin.statistics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class HistogramCountsTest {
  private static final int BINS = 3;

  private static HistogramCounts numbered() {
    long[] flat = new long[HistogramCounts.flatLength(BINS)];
    Arrays.setAll(flat, i -> i);
    return HistogramCounts.of(BINS, flat);
  }

  @Test
  void groupsChangeEveryEightCohortsAndRepeat() {
    assertEquals(0, HistogramCounts.group(0));
    assertEquals(0, HistogramCounts.group(7));
    assertEquals(1, HistogramCounts.group(8));
    assertEquals(63, HistogramCounts.group(511));
    assertEquals(0, HistogramCounts.group(512));
    assertEquals(1, HistogramCounts.group((1L << 40) + 8));
  }

  @Test
  void layoutIsHalfThenGroupThenCell() {
    assertEquals(640, HistogramCounts.flatLength(BINS));
    assertEquals(0, HistogramCounts.index(BINS, 0, 0, 0));
    assertEquals(5, HistogramCounts.index(BINS, 0, 1, 0));
    assertEquals(320 + 5 + 4, HistogramCounts.index(BINS, 1, 1, 4));
    var counts = numbered();
    assertArrayEquals(new long[] {325, 326, 327, 328, 329}, counts.half(1)[1]);
    assertArrayEquals(new long[] {330, 332, 334, 336, 338}, counts.groups()[1]);
  }

  @Test
  void cellsAddUp() {
    var counts = numbered();
    long[] cells = counts.cellCounts();
    assertEquals(639 * 640 / 2, counts.total());
    assertEquals(counts.total(), Arrays.stream(cells).sum());
    assertEquals(cells[0], counts.underflow());
    assertEquals(cells[4], counts.overflow());
    assertArrayEquals(Arrays.copyOfRange(cells, 1, 4), counts.counts());
  }

  @Test
  void adds() {
    var counts = numbered();
    long before = counts.total();
    counts.add(numbered().flat());
    assertEquals(2 * before, counts.total());
    assertThrows(IllegalArgumentException.class, () -> counts.add(new long[5]));
    assertThrows(IllegalArgumentException.class, () -> new HistogramCounts(0));
  }
}
