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

  /** Walks by mini-batches: products in pairs, one by one, and summed. */
  public static Stream<Trial> batches() {
    return Stream.of(
        batches(0, "single"),
        batches(0, "double"),
        batches(5, "single"),
        batches(17, "single"),
        batches(17, "double"),
        batches(70, "single"));
  }

  /**
   * @param more coordinates besides two, reached by an index of the rows
   */
  private static Trial batches(int more, String precision) {
    String regression = "sum(i in rows: (a*u[i] + b*w[i] - y[i])^2)/8";
    String others =
        " + sum(i in rows: sum(k in 0..%d: (x[k]*u[i] - y[i]/(k + 1))^2 + x[mod(i, %d)]*w[i]/9))"
            .formatted(more - 1, more + (more == 0 ? 1 : 0));
    return Trial.of(
        """
        coordinates: {a: 1, b: 1}
        start: {a: 0.5, b: "0.1*normal()"}
        data: {arrays: {u: [0.3, 1.1, -0.7, 0.2, 2], w: [1.3, -0.4, 0.6, 0.9, 0.1], y: [0.5, -0.2, 0.8, 1.7, 0]}}
        minibatch: {size: 3}
        method: {name: sgd-momentum, mu: 0.5}
        dt: 0.001
        walkers: 300
        first-walker: 96
        steps: 40
        burn-in: 11
        sample-every: 4
        check: {}
        seed: 12
        """,
        "energy=\"" + regression + (more > 0 ? others : "") + "\"",
        more > 0 ? "coordinates={a: 1, b: 1, x: " + more + "}" : "coordinates=[a, b]",
        "start={a: 0.5, b: \"0.1*normal()\"" + (more > 0 ? ", x: \"0.1*normal()\"}" : "}"),
        "precision=" + precision);
  }

  @ParameterizedTest
  @MethodSource({"trials", "batches"})
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
