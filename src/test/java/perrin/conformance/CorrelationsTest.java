package perrin.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import perrin.output.CorrelationRecord;
import perrin.output.Digest;
import perrin.output.PointRecord;

/** Correlations have the same bits on all backends, and change nothing else. */
public class CorrelationsTest {
  private static final String[] CORRELATIONS = {
    "sample-every=2",
    "burn-in=5",
    "correlations.square={of: x^2, lags: 2}",
    "correlations.x={of: x, lags: 5}",
    "correlations.few={of: x, lags: 5, origins: 2}",
    "correlations.one={displacement: true, lags: 4, origins: 1}",
    "correlations.apart={displacement: true, lags: 4}"
  };

  /** All that this test asks for. */
  public static Trial trial(String precision) {
    return Trial.of(Trial.SMALL, CORRELATIONS).with("precision=" + precision);
  }

  @ParameterizedTest
  @ValueSource(strings = {"single", "double"})
  void allBackendsAgree(String precision) {
    assumeTrue(Trial.hasCompiler());
    for (int walkers : List.of(1, 33, 1003, 3001)) {
      Trial trial = trial(precision).with("walkers=" + walkers);
      PointRecord expected = trial.run("java", 0, 1, 0);
      assertSame(expected, trial.run("java", 0, 2, 3));
      for (int width : List.of(4, 8, 16)) {
        for (long chunk : List.of(0L, 1L, 7L)) {
          assertSame(expected, trial.run("cpu", width, 2, chunk));
        }
      }
    }
  }

  /** In registers and in memory. */
  @ParameterizedTest
  @ValueSource(ints = {3, 40})
  void vectors(int length) {
    assumeTrue(Trial.hasCompiler());
    Trial trial =
        vector(length, "energy='sum(i in 0.." + (length - 1) + ": (x[i]^2 - 1)^2) + s^2*x[1]'");
    PointRecord expected = trial.run("java", 0, 1, 0);
    assertSame(expected, trial.run("java", 0, 2, 3));
    assertSame(expected, trial.run("cpu", 16, 2, 0));
    assertSame(expected, trial.run("cpu", 4, 1, 7));
    double[] all = expected.correlations().get("all").correlation().value();
    double[] x = expected.correlations().get("x").correlation().value();
    double[] s = expected.correlations().get("s").correlation().value();
    for (int k = 0; k < all.length; k++) {
      assertEquals(all[k], x[k] + s[k], 1e-5 * all[k]);
    }
  }

  /** A vector and a number. */
  public static Trial vector(int length, String energy) {
    return Trial.of(
        Trial.SMALL,
        "coordinates={x: " + length + ", s: 1}",
        energy,
        "start={x: 'normal(0, 1)', s: 0.1}",
        "histograms={}",
        "walkers=333",
        "sample-every=2",
        "correlations.last={of: 'x[" + (length - 1) + "]', lags: 2}",
        "correlations.all={displacement: true, lags: 4}",
        "correlations.x={displacement: true, of: x, lags: 4}",
        "correlations.s={displacement: true, of: s, lags: 4}",
        "observables={E: energy}");
  }

  @Test
  void theRestIsAsWithout() {
    PointRecord with = trial("single").run("java", 0, 1, 0);
    PointRecord without = trial("single").with("correlations={}").run("java", 0, 1, 0);
    assertEquals(Digest.of(without), Digest.of(with));
    assertEquals(Map.of(), without.correlations());
    assertEquals(List.of("x"), List.copyOf(with.finals().keySet()));
    assertEquals(List.of("x2", "E"), List.copyOf(with.observables().keySet()));
  }

  /** 16 samples. Each is an origin, or every third, or one of lags + 1. */
  @Test
  void lagsAreStepsAndOriginsAreSamples() {
    var all = trial("double").run("java", 0, 1, 0).correlations();
    CorrelationRecord x = all.get("x");
    assertArrayEquals(new long[] {0, 2, 4, 6, 8, 10}, x.lag());
    assertEquals(16, x.windows());
    assertEquals(6, all.get("few").windows());
    assertEquals(4, all.get("one").windows());
    assertEquals(1, x.correlation().value()[0]);
    assertEquals(0, x.correlation().standardError()[0]);
    assertTrue(x.correlation().value()[1] < 1);
  }

  /** Computed anew from the walkers' paths, which trajectories keep. */
  @Test
  void valuesAreThoseOfThePaths() {
    Trial trial =
        Trial.of(Trial.SMALL, CORRELATIONS)
            .with("precision=double")
            .with("walkers=32")
            .with("trajectories={walkers: 32, every: 1}");
    PointRecord run = trial.run("java", 0, 1, 0);
    double[][] x = samples(run, 5, 2, 16);
    for (var entry : Map.of("x", 1, "few", 3).entrySet()) {
      double[] found = run.correlations().get(entry.getKey()).correlation().value();
      double[] origin = products(x, 0, entry.getValue());
      for (int lag = 1; lag < found.length; lag++) {
        double expected = mean(products(x, lag, entry.getValue())) / mean(origin);
        assertEquals(expected, found[lag], 1e-12);
      }
    }
    for (var entry : Map.of("apart", 1, "one", 5).entrySet()) {
      double[] found = run.correlations().get(entry.getKey()).correlation().value();
      for (int lag = 1; lag < found.length; lag++) {
        double expected = 0;
        int origins = 0;
        for (int t = 0; t + lag < x.length; t += entry.getValue(), origins++) {
          for (int w = 0; w < 32; w++) {
            expected += Math.pow(x[t + lag][w] - x[t][w], 2) / 32;
          }
        }
        assertEquals(expected / origins, found[lag], 1e-12 * found[lag]);
      }
    }
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  /** For each origin the sum over walkers of δ(t) δ(t + lag). */
  private static double[] products(double[][] x, int lag, int spacing) {
    return IntStream.range(0, x.length - lag)
        .filter(t -> t % spacing == 0)
        .mapToDouble(t ->
            IntStream.range(0, x[t].length)
                .mapToDouble(w -> (x[t][w] - mean(x[t])) * (x[t + lag][w] - mean(x[t + lag])))
                .sum())
        .toArray();
  }

  /** Shape [samples][walkers]. */
  private static double[][] samples(PointRecord run, int burnIn, int every, int samples) {
    Object[] frames = run.trajectory().orElseThrow().value();
    double[][] x = new double[samples][32];
    for (int i = 0; i < samples; i++) {
      for (int w = 0; w < 32; w++) {
        x[i][w] = ((double[][]) frames[burnIn + every * (i + 1)])[w][0];
      }
    }
    return x;
  }

  /** Compares everything, to the last bit. */
  public static void assertSame(PointRecord expected, PointRecord found) {
    assertEquals(Digest.of(expected), Digest.of(found));
    assertEquals(expected.correlations().keySet(), found.correlations().keySet());
    expected
        .correlations()
        .forEach((name, record) -> {
          CorrelationRecord other = found.correlations().get(name);
          assertArrayEquals(record.correlation().value(), other.correlation().value(), name);
          assertArrayEquals(
              record.correlation().standardError(), other.correlation().standardError(), name);
          assertEquals(record.variance(), other.variance(), name);
        });
  }
}
