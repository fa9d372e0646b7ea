package perrin.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import perrin.output.PointRecord;
import perrin.statistics.verdict.Evidence;
import perrin.statistics.verdict.Identity;

/** What is summed for a check has the same bits on every backend, in registers and in memory. */
public class IdentitiesConformanceTest {
  /** Landscapes without a reference, with all that a check may measure. */
  public static Stream<Trial> trials() {
    Trial small =
        Trial.of(
            Trial.SMALL,
            "coordinates=[x, y, z]",
            "energy=\"x^2/2 + y^2/2 + y^4/4 + 0.5*cos(z + x*y) + if(x > 1, (x - 1)^2, 0)\"",
            "start={x: normal(0, 0.7), y: normal(0, 0.7), z: 2}",
            "boundaries={z: periodic(0, 2*pi)}",
            "observables={}",
            "histograms={}",
            "correlations={x: {of: x, lags: 3}}");
    Trial mean = small.with("coordinates={x: 21}", "boundaries={}", "start={x: normal(0, 1)}");
    return Stream.concat(
            Stream.of("muller-brown", "phi4-chain", "lennard-jones", "correlated-gaussian")
                .map(energy -> Trial.onEnergy(energy).with("dt=0.0001")),
            Stream.of(
                small,
                mean.with(
                    "correlations={}",
                    "energy=\"sum(i in 0..20: x[i]^4) + sum(i in 0..20: x[i])^2/21\"")))
        .map(trial -> trial.with("check={rhat: true}"));
  }

  @ParameterizedTest
  @MethodSource("trials")
  void sameBits(Trial trial) {
    Evidence java = evidence(trial.run("java", 0, 2, 0));
    if (Trial.hasCompiler()) {
      for (int width : new int[] {4, 8, 16}) {
        Evidence cpu = evidence(trial.run("cpu", width, 2, 7));
        assertEquals(java.identities(), cpu.identities(), trial.sets() + ", width " + width);
        assertEquals(java.rhat(), cpu.rhat(), trial.sets() + ", width " + width);
      }
    }
  }

  /** What was found out, of which some are identities. */
  public static Evidence evidence(PointRecord run) {
    Evidence evidence = run.verdict().evidence();
    List<Identity> identities = evidence.identities();
    assertFalse(identities.isEmpty());
    assertFalse(identities.stream().anyMatch(i -> Double.isNaN(i.mean())), identities.toString());
    return evidence;
  }
}
