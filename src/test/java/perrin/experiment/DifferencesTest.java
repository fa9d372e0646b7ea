package perrin.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DifferencesTest {
  private static String differences(String... sets) {
    return Differences.of(Sample.read().canonicalJson(), Sample.read(sets).canonicalJson());
  }

  @Test
  void keysThatDiffer() {
    assertEquals("", differences());
    assertEquals("temperature: 0.5 there, 0.6 here", differences("temperature=0.6"));
    assertEquals(
        "histograms.x.bins: 10 there, 11 here; seed: 7 there, 8 here".length(),
        differences("histograms.x.bins=11", "seed=8").length());
    assertEquals("observables.E: energy there, nothing here", differences("observables.E="));
  }

  @Test
  void amongSeveralEachHasAValue() {
    var among =
        Differences.among(
            List.of(
                Sample.read().canonicalJson(),
                Sample.read("seed=8").canonicalJson(),
                Sample.read("observables.E=").canonicalJson()));
    assertEquals(
        Map.of("seed", List.of("7", "8", "7"), "observables.E", List.of("energy", "energy", "-")),
        among);
    assertEquals(Map.of(), Differences.among(List.of(Sample.read().canonicalJson())));
  }

  @Test
  void manyAreCounted() {
    String many = differences("dt=0.02", "seed=8", "walkers=1001", "steps=101", "burn-in=9");
    assertEquals("; and 2 more", many.substring(many.length() - 12));
  }
}
