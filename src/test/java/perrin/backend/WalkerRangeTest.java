package perrin.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class WalkerRangeTest {
  @Test
  void cohortsAndPadding() {
    var range = new WalkerRange(2016, 1003);
    assertEquals(32, range.cohorts());
    assertEquals(1024, range.padded());
    assertEquals(1, new WalkerRange(0, 32).cohorts());
    assertEquals(2, new WalkerRange(0, 33).cohorts());
    assertEquals(1L << 42, WalkerRange.cohorts(1L << 47));
  }

  /** Where they are many: as even as a few parts in a thousand, and at large nodes. */
  @Test
  void partsFollowEachOther() {
    for (long first : new long[] {0, 2016, 32L * 12_345}) {
      for (long count : new long[] {1, 32, 33, 64, 1003, 5003, 1_000_000, 123_456_789}) {
        for (int most = 1; most <= 9; most++) {
          var range = new WalkerRange(first, count);
          List<WalkerRange> parts = range.parts(most);
          assertEquals(Math.min(most, range.cohorts()), parts.size());
          long at = first;
          double even = (double) range.cohorts() / parts.size();
          for (WalkerRange part : parts) {
            assertEquals(at, part.first());
            at += part.count();
            assertEquals(even, part.cohorts(), 1 + even / 64);
            int nodes = part.nodes(62).size();
            assertTrue(nodes <= 2 * (64 - Long.numberOfLeadingZeros(part.cohorts())), part + "");
          }
          assertEquals(first + count, at);
        }
      }
    }
    assertEquals(
        List.of(new WalkerRange(0, 1 << 20), new WalkerRange(1 << 20, 1 << 20)),
        new WalkerRange(0, 1 << 21).parts(2));
    for (WalkerRange part : new WalkerRange(0, 3_000_000).parts(3).subList(0, 2)) {
      assertEquals(0, part.first() % (32 * 128), "begins at a node of 128 cohorts");
      assertEquals(0, part.count() % (32 * 128));
    }
  }

  @Test
  void beginsWithACohort() {
    assertThrows(IllegalArgumentException.class, () -> new WalkerRange(31, 1));
    assertThrows(IllegalArgumentException.class, () -> new WalkerRange(-32, 1));
    assertThrows(IllegalArgumentException.class, () -> new WalkerRange(0, 0));
  }
}
