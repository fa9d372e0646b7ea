package perrin.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import perrin.statistics.Evidence;

/** What is summed for a check has the same bits on every backend, in registers and in memory. */
class IdentitiesConformanceTest {
  @ParameterizedTest
  @ValueSource(strings = {"muller-brown", "phi4-chain", "lennard-jones", "correlated-gaussian"})
  void sameBits(String energy) {
    Trial trial =
        Trial.onEnergy(energy)
            .with("check={rhat: true}", "walkers=1003", "observables={E: energy}", "dt=0.0001");
    Evidence java = trial.run("java", 0, 2, 0).verdict().evidence();
    assertFalse(java.identities().isEmpty());
    if (Trial.hasCompiler()) {
      for (int width : new int[] {4, 8, 16}) {
        Evidence cpu = trial.run("cpu", width, 2, 7).verdict().evidence();
        assertEquals(java.identities(), cpu.identities(), energy + ", width " + width);
        assertEquals(java.rhat(), cpu.rhat(), energy + ", width " + width);
      }
    }
  }
}
