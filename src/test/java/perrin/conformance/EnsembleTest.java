package perrin.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import perrin.backend.NotFiniteException;
import perrin.experiment.Precision;
import perrin.output.Digest;
import perrin.output.PointRecord;

/** What an ensemble takes and how it fails. */
class EnsembleTest {
  private static final String WELL =
      """
      coordinates: [x]
      energy: double-well
      start: {x: "normal(0, 0.5)"}
      method: leimkuhler-matthews
      temperature: 0.5
      dt: 0.02
      walkers: 100000
      steps: 10
      observables: {x2: x^2, E: energy}
      histograms: {x: {of: x, from: -2, to: 2, bins: 40}}
      seed: 42
      """;

  /**
   * The bits of one run, kept: they change only when the noise, a function or the order of
   * operations does.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "single | final d73e505b, histograms ece48d26, observables 8c1cd505",
        "double | final f0227267, histograms 55be10ed, observables 83f1164c"
      })
  void bitsDoNotChangeUnnoticed(String precision, String expected) {
    Trial trial = Trial.of(WELL, "walkers=5000", "steps=101", "precision=" + precision);
    PointRecord run = trial.run("java", 0, 1, 0);
    List<String> lines = Digest.of(run).lines();
    assertEquals(
        expected,
        String.join(
            ", ", lines.stream().map(line -> line.substring(0, line.indexOf(' ') + 9)).toList()));
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void theStepWhereAWalkerIsLostIsNamed(Precision precision) {
    Trial trial =
        Trial.of(WELL, "energy=-x^4", "start.x=1 + 0.001*walker", "walkers=5000", "steps=5000")
            .with("precision=" + precision.word());
    String first = failure(trial, "java", 0);
    assertTrue(first.matches("energy is not finite: walker \\d+, step \\d+, x = .*"), first);
    for (long chunk : new long[] {1, 7, 1000}) {
      assertEquals(first, failure(trial, "java", chunk));
      if (Trial.hasCompiler()) {
        assertEquals(first, failure(trial, "cpu", chunk));
      }
    }
  }

  @Test
  void aStartOutsideTheEnergysDomainIsNamed() {
    Trial trial = Trial.of(WELL, "energy=x - log(x)", "start.x=3 - walker", "walkers=40");
    String message = failure(trial, "java", 0);
    assertTrue(message.contains("walker 3, step 0, x = 0.0"), message);
  }

  /** A value that is not finite between two looks is seen by no cut into chunks, or by all. */
  @Test
  void failingDoesNotDependOnChunks() {
    Trial passing =
        Trial.of(
            WELL,
            "energy=log(x + 2)",
            "start.x=0",
            "method={step: x = normal()}",
            "walkers=1",
            "steps=100",
            "sample-every=50");
    Digest whole = Digest.of(passing.run("java", 0, 1, 0));
    for (long chunk : new long[] {1, 3, 1000}) {
      assertEquals(whole, Digest.of(passing.run("java", 0, 1, chunk)));
    }
  }

  /**
   * One tile's walker is lost at step 6, in a burn-in without looks, while another thread finds
   * that one of its own was lost at step 9.
   */
  @Test
  void failingDoesNotDependOnThreads() {
    assumeTrue(Trial.hasCompiler());
    Trial trial =
        Trial.of(
            """
            coordinates: [x]
            energy: x^4/4
            start: {x: "normal(0, 1)"}
            method: baoab
            temperature: 1
            dt: 0.75
            observables: {x: x}
            precision: double
            walkers: 3100
            first-walker: 128
            steps: 3929
            burn-in: 200
            sample-every: 16
            seed: 483
            """);
    String expected = failure(trial, "cpu", 1, 0);
    assertTrue(expected.contains("walker 489, step 6,"), expected);
    for (int i = 0; i < 8; i++) {
      assertEquals(expected, failure(trial, "cpu", 2, 0));
    }
    assertEquals(expected, failure(trial, "java", 2, 0));
  }

  /** Values that are bad for a step between two looks are no trouble, wherever chunks begin. */
  @Test
  void whatNoLookSeesIsNoTrouble() {
    assumeTrue(Trial.hasCompiler());
    Trial trial =
        Trial.of(
            """
            coordinates: [x]
            energy: (x - 1)^2/2
            start: {x: 1}
            method: euler-maruyama
            temperature: 0.06
            dt: 0.1
            observables: {l: log(x)}
            walkers: 1000
            steps: 60000
            sample-every: 64
            seed: 5
            """);
    String expected = failure(trial, "java", 1, 0);
    for (int chunk : new int[] {64, 640, 6400}) {
      assertEquals(expected, failure(trial, "cpu", 1, chunk));
    }
  }

  @Test
  void aPositionThatIsNotFiniteIsNamedThoughNothingElseIs() {
    Trial trial =
        Trial.of(WELL, "energy=\"0\"", "start.x=1e30", "method={step: x = x*1e30}")
            .with("observables={}", "histograms={}");
    String message = failure(trial, "java", 0);
    assertTrue(message.startsWith("x is not finite: walker 0, step 1, x = Infinity"), message);
    Trial inDouble = trial.with("precision=double", "steps=11");
    String later = failure(inDouble, "java", 0);
    assertTrue(later.startsWith("x is not finite: walker 0, step 10, x = Infinity"), later);
    if (Trial.hasCompiler()) {
      assertEquals(message, failure(trial, "cpu", 0));
      assertEquals(later, failure(inDouble, "cpu", 0));
    }
  }

  private static String failure(Trial trial, String backend, long chunk) {
    return failure(trial, backend, 1, chunk);
  }

  private static String failure(Trial trial, String backend, int threads, long chunk) {
    return assertThrows(NotFiniteException.class, () -> trial.run(backend, 0, threads, chunk))
        .getMessage();
  }
}
