package perrin.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

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

  @Test
  void beginsWithACohort() {
    assertThrows(IllegalArgumentException.class, () -> new WalkerRange(31, 1));
    assertThrows(IllegalArgumentException.class, () -> new WalkerRange(-32, 1));
    assertThrows(IllegalArgumentException.class, () -> new WalkerRange(0, 0));
  }
}
