package perrin.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where walkers do not belong to every sample, all backends count and sum the same ones. */
class PresenceTest {
  @ParameterizedTest
  @ValueSource(strings = {"single", "double"})
  void allBackendsAgree(String precision) {
    assumeTrue(Trial.hasCompiler());
    for (int walkers : List.of(1, 77, 2051)) {
      Trial trial = PresenceRuns.trial("precision=" + precision, "walkers=" + walkers);
      assertAgree(trial, PresenceRuns.HERE, precision.equals("single") ? 16 : 8);
    }
  }

  @Test
  void coordinatesInMemory() {
    assumeTrue(Trial.hasCompiler());
    assertAgree(PresenceRuns.large(), "x[3] > s", 16);
  }

  private static void assertAgree(Trial trial, String condition, int widest) {
    Walks.Result expected = PresenceRuns.run(trial, condition, "java", 0, 1, 0);
    assertEquals(expected, PresenceRuns.run(trial, condition, "java", 0, 2, 3));
    for (int width = widest; width >= widest / 4; width /= 2) {
      assertEquals(expected, PresenceRuns.run(trial, condition, "cpu", width, 2, 0));
    }
    assertEquals(expected, PresenceRuns.run(trial, condition, "cpu", widest, 1, 7));
  }
}
