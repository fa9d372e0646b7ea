package perrin.backend.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import perrin.conformance.AcceptTest;
import perrin.conformance.BestTest;
import perrin.conformance.IdentitiesConformanceTest;
import perrin.conformance.LanguageConformanceTest;
import perrin.conformance.Trial;
import perrin.experiment.Precision;
import perrin.output.Digest;
import perrin.statistics.verdict.Evidence;

/** Walkers in shared memory, in the device's, and all of the language: the Java backend's bits. */
@Tag("stand-in")
class StandInLargeWalkersTest {
  @BeforeAll
  static void loadStandIn() throws IOException, InterruptedException {
    StandIn.load();
  }

  static Stream<Arguments> large() {
    return inBothPrecisions(LargeWalkers.all().keySet().stream());
  }

  static Stream<Arguments> language() {
    return inBothPrecisions(LanguageConformanceTest.all().keySet().stream());
  }

  private static Stream<Arguments> inBothPrecisions(Stream<String> names) {
    return names.flatMap(name -> Stream.of(Precision.values()).map(p -> Arguments.of(name, p)));
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("large")
  void largeWalkers(String name, Precision precision) {
    Trial trial = LargeWalkers.all().get(name).with("precision=" + precision.word());
    for (int walkers : List.of(1, 31, 33, 300)) {
      List<Long> chunks = walkers == 33 ? List.of(0L, 1L, 7L) : List.of(7L);
      assertAgree(trial.with("walkers=" + walkers), chunks);
    }
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("language")
  void language(String name, Precision precision) {
    Trial trial = LanguageConformanceTest.all().get(name).with("precision=" + precision.word());
    assertAgree(trial, List.of(0L, 7L));
  }

  @ParameterizedTest
  @MethodSource({
    "perrin.conformance.IdentitiesConformanceTest#trials",
    "perrin.conformance.IdentitiesConformanceTest#batches"
  })
  void whatACheckMeasures(Trial all) {
    Trial trial = all.with("walkers=300");
    Evidence java = IdentitiesConformanceTest.evidence(trial.run("java", 0, 1, 0));
    Evidence cuda = IdentitiesConformanceTest.evidence(trial.run("cuda", 0, 1, 7));
    assertEquals(java.identities(), cuda.identities());
    assertEquals(java.rhat(), cuda.rhat());
  }

  @ParameterizedTest
  @MethodSource("perrin.conformance.BestTest#trials")
  void bestPlaces(Trial trial) {
    assertEquals(BestTest.best(trial, "java", 0, 0), BestTest.best(trial, "cuda", 0, 7));
  }

  @ParameterizedTest
  @MethodSource("perrin.conformance.AcceptTest#trials")
  void acceptedSteps(Trial trial) {
    assertEquals(AcceptTest.Left.of(trial, "java", 0, 0), AcceptTest.Left.of(trial, "cuda", 0, 7));
  }

  private static void assertAgree(Trial trial, List<Long> chunks) {
    Digest expected = Digest.of(trial.run("java", 0, 1, 0));
    for (long chunk : chunks) {
      Digest found = Digest.of(trial.run("cuda", 0, 1, chunk));
      assertEquals(expected, found, "chunk " + chunk + ": " + trial.sets());
    }
  }
}
