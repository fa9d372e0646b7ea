package perrin.backend.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import perrin.backend.BackendException;
import perrin.backend.NotFiniteException;
import perrin.conformance.Trial;
import perrin.conformance.Walks;
import perrin.experiment.Precision;
import perrin.statistics.WalkerArray;

/** What was begun on a device goes on elsewhere, and the other way round; on the stand-in. */
@Tag("stand-in")
class StandInSnapshotTest {
  private static final Walks CUDA = new Walks("cuda", 0, 1, 7);
  private static final Walks JAVA = new Walks("java", 0, 1, 100);

  @BeforeAll
  static void loadStandIn() throws IOException, InterruptedException {
    StandIn.load();
  }

  @ParameterizedTest
  @ValueSource(strings = {"single", "double"})
  void halfARunHereAndTheRestThere(String precision) {
    Walks whole = new Walks("cuda", 0, 1, 1000);
    List<Walks> places = List.of(CUDA, new Walks("cpu", 4, 2, 5), whole);
    for (Trial trial : Walks.trials(precision)) {
      Walks.assertResume(trial, places, 3, 13, 26);
    }
  }

  @Test
  void givenStatesAreAStart() {
    Trial trial = Walks.trials("single").get(2).with("steps=99");
    List<WalkerArray> states = JAVA.until(trial, 18).end().variables();
    Trial second = trial.with("temperature=2", "start.x=7", "energy=x^2/2 + x");
    assertEquals(JAVA.from(second, states, 9, 99), CUDA.from(second, states, 9, 99));
  }

  @Test
  void statesThatAreNotFiniteAreNamed() {
    Trial trial = Trial.of(Trial.SMALL);
    WalkerArray bad = WalkerArray.of(Precision.SINGLE, 1003);
    ((WalkerArray.Singles) bad).values()[1002] = Float.NaN;
    String message =
        assertThrows(NotFiniteException.class, () -> CUDA.from(trial, List.of(bad), 20, 37))
            .getMessage();
    assertTrue(message.contains("walker 3018, step 0"), message);
  }

  /** Its sequence is drawn once, from the run's first step. */
  @Test
  void curandCannotBeResumed() {
    Trial trial = Trial.of(Trial.COUPLED, "noise={source: curand, generator: xorwow}", "steps=40");
    for (String backend : List.of("cuda", "cpu")) {
      Walks place = new Walks(backend, 0, 1, 7);
      String message =
          assertThrows(BackendException.class, () -> place.until(trial, 20)).getMessage();
      assertTrue(message.startsWith("noise: source curand draws one sequence"), message);
      var end = JAVA.until(trial.with("noise={source: philox}"), 20).end();
      assertThrows(BackendException.class, () -> place.on(trial, end, 40));
    }
  }
}
