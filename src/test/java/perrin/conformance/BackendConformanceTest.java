package perrin.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import perrin.experiment.Precision;
import perrin.output.Digest;
import perrin.output.PointRecord;

/** The backends agree to the last bit, however the work is cut. */
class BackendConformanceTest {
  /** How the work is cut; chunk 0 is one for the whole run. */
  private record Cut(int threads, long chunk) {}

  private static final List<Cut> CUTS = List.of(new Cut(2, 0), new Cut(1, 1), new Cut(2, 7));

  /** Walkers a vector: SSE, AVX2, AVX-512. {@link LongRunTest} takes 1 as well. */
  private static List<Integer> widths(Precision precision) {
    return switch (precision) {
      case SINGLE -> List.of(4, 8, 16);
      case DOUBLE -> List.of(2, 4, 8);
    };
  }

  @BeforeAll
  static void needsCompiler() {
    assumeTrue(Trial.hasCompiler());
  }

  /** Nothing is sampled, and the walkers are where they are when they are looked at in between. */
  @Test
  void nothingMeasured() {
    Trial bare = Trial.of(Trial.SMALL, "histograms=null", "observables=null", "sample-every=1");
    assertAllAgree(bare);
    PointRecord run = bare.run("java", 0, 1, 0);
    PointRecord sampled = Trial.of(Trial.SMALL, "sample-every=1").run("java", 0, 1, 0);
    assertEquals(Digest.of(sampled).finals(), Digest.of(run).finals());
    assertArrayEquals(sampled.times().step(), run.times().step());
  }

  @ParameterizedTest
  @MethodSource("perrin.conformance.Trial#methodsAndEnergies")
  void everyMethodOnThreeEnergies(String method, String energy) {
    Trial trial = Trial.of(Trial.SMALL, "method=" + method, "energy=" + energy);
    if (!energy.equals("double-well")) {
      assertWidthAgrees(8, trial);
      return;
    }
    for (int walkers : List.of(1, 31, 32, 33, 1003)) {
      assertAllAgree(trial.with("walkers=" + walkers));
    }
  }

  @ParameterizedTest
  @MethodSource("perrin.conformance.Trial#energiesAndTwoMethods")
  void everyEnergyOnTwoMethods(String energy, String method) {
    Trial trial = Trial.onEnergy(energy).with("method=" + method, "walkers=45");
    if (method.equals("baoab")) {
      assertAllAgree(trial);
    } else {
      assertWidthAgrees(8, trial);
    }
  }

  static Stream<String> landscapes() {
    return Stream.of(
        "exp(-x^2/2)*cos(3*x) + log(1 + x^2)*sin(x) + tanh(x)^2 + sqrt(1 + x^2) + abs(x)^1.5 + sign(x)",
        "1/(1 + x^4) + x^2/(3 + x^2)^2 - 3*(2 + x^2)^-2 + 2.5^x + (1 + x^2)^-1.5 + x^2",
        "x^2 + expm1(x/2) + log1p(x^2) + cbrt(2 + x^2) + tan(tanh(x)) + asin(tanh(x)/2) + acos(tanh(x)/2) + atan(x)",
        "x^2 + atan2(x, 1 + x^2) + sinh(x/2) + cosh(x) + erf(x) + min(x, 1) + max(x, 0.5) + pow(2 + x^2, x/3)",
        "x^2 + floor(3*x)*x",
        "x^2 + log2(1 + x^2) + log10(3 + x^2)*hypot(x, x^2 - 1) + hypot(x, 0.3) + (ceil(3*x) + round(2*x))*x + heaviside(x - 1)",
        "\"x^2/9 - logsumexp(i in 0..2: log(1 + i) - 4*(x - i)^2)\"");
  }

  @ParameterizedTest
  @MethodSource("landscapes")
  void everyFunction(String energy) {
    assertAllAgree(Trial.of(Trial.SMALL, "energy=" + energy, "start.x=uniform(0.5, 2)"));
  }

  @Test
  void severalCoordinatesUseWholeBlocksOfNoise() {
    for (int coordinates : List.of(2, 3, 5)) {
      String method = coordinates == 3 ? "obabo" : "euler-maruyama";
      assertAllAgree(coupled(coordinates).with("method=" + method));
    }
  }

  @Test
  void severalDrawsForEachCoordinate() {
    String step = "x = x + 0.1*normal() - dt*gradient(x)\\n v = 0.9*v + normal()\\n x = x + dt*v";
    assertAllAgree(coupled(2).with("method={step: \"" + step + "\", state: {v: normal()}}"));
  }

  @Test
  void schedules() {
    assertAllAgree(
        Trial.of(Trial.SMALL, "temperature=0.8/log(n + 2)", "dt=0.01/(1 + 0.1*t)", "walkers=100"));
  }

  /** Between two of one quantity; values below, above and both. */
  @Test
  void histogramsOfTwoQuantities() {
    assertAllAgree(
        coupled(2)
            .with("histograms.ab={of: [a, b], from: [-1, -0.5], to: [0.5, 1.5], bins: [7, 5]}")
            .with("histograms.b={of: b, from: 0, to: 1, bins: 3}"));
  }

  @Test
  void manyTilesOnTwoThreads() {
    assertAllAgree(
        Trial.of(Trial.SMALL, "walkers=20011", "steps=11", "burn-in=0", "first-walker=992"));
  }

  @Test
  void otherNoiseGivesOtherBits() {
    Digest some = Digest.of(Trial.of(Trial.SMALL).run("java", 0, 1, 0));
    for (String change : List.of("seed=-8", "first-walker=2048", "walkers=1004")) {
      assertNotEquals(
          some.finals(), Digest.of(Trial.of(Trial.SMALL, change).run("java", 0, 1, 0)).finals());
    }
  }

  /** The same walkers in another company: a shard of an ensemble has the whole's bits. */
  @Test
  void walkersDoNotKnowEachOther() {
    String[] some = {"first-walker=2048", "walkers=96"};
    float[] part = finals(Trial.of(Trial.SMALL).with(some));
    float[] whole = finals(Trial.of(Trial.SMALL));
    for (int w = 0; w < part.length; w++) {
      assertEquals(whole[w + 32], part[w]);
    }
  }

  private static float[] finals(Trial trial) {
    return trial.run().finals().get("x").singles();
  }

  private static Trial coupled(int coordinates) {
    List<String> names = Stream.of("a", "b", "c", "d", "f").limit(coordinates).toList();
    StringBuilder energy = new StringBuilder("0");
    StringBuilder start = new StringBuilder();
    for (int i = 0; i < coordinates; i++) {
      String next = names.get((i + 1) % coordinates);
      energy.append(
          " + (%s^2 - 1)^2 + 0.35*(%s - %s)^2".formatted(names.get(i), names.get(i), next));
      start.append(i == 0 ? "" : ", ").append(names.get(i)).append(": \"normal(0, 1)\"");
    }
    return Trial.of(
        Trial.SMALL,
        "coordinates=[" + String.join(", ", names) + "]",
        "energy=" + energy,
        "start={" + start + "}",
        "histograms={a: {of: a, from: -1, to: 1.5, bins: 7}}",
        "observables={s: " + String.join(" + ", names) + ", E: energy}",
        "walkers=333");
  }

  private static void assertAllAgree(Trial trial) {
    for (Precision precision : Precision.values()) {
      assertAllAgree(trial.with("precision=" + precision.word()), widths(precision));
    }
  }

  /** The other widths are taken elsewhere: compiling kernels is what these tests take long for. */
  private static void assertWidthAgrees(int width, Trial trial) {
    for (Precision precision : Precision.values()) {
      assertAllAgree(trial.with("precision=" + precision.word()), List.of(width));
    }
  }

  private static void assertAllAgree(Trial trial, List<Integer> widths) {
    Digest expected = Digest.of(trial.run("java", 0, 1, 0));
    assertEquals(expected, Digest.of(trial.run("java", 0, 2, 3)), "java, 2 threads, chunks of 3");
    for (int width : widths) {
      for (Cut cut : CUTS) {
        Digest found = Digest.of(trial.run("cpu", width, cut.threads, cut.chunk));
        assertEquals(expected, found, "cpu, width " + width + ", " + cut + ": " + trial.sets());
      }
    }
  }
}
