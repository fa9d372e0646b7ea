package perrin.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import perrin.backend.BackendException;
import perrin.errors.ExperimentException;
import perrin.experiment.CurandGenerator;
import perrin.experiment.Experiment;
import perrin.experiment.ExperimentFile;

/** What an experiment with cuRAND's noise is and where it is refused; none of it needs cuRAND. */
class CurandNoiseTest {
  private static final Trial WELL =
      Trial.of(
          """
          coordinates: [x]
          energy: double-well
          start: {x: 0}
          method: euler-maruyama
          temperature: 0.5
          dt: 0.02
          walkers: 100
          steps: 10
          """);

  private static final Trial CURAND = WELL.with("noise={source: curand, generator: mrg32k3a}");

  @Test
  void itIsPartOfTheExperimentOnlyWhereAskedFor() {
    Experiment own = WELL.experiment();
    assertEquals(Optional.empty(), own.curand());
    assertFalse(own.canonicalJson().contains("noise"));
    assertEquals(own.sha256(), WELL.with("noise.source=philox").experiment().sha256());

    Experiment curand = CURAND.experiment();
    assertEquals(Optional.of(CurandGenerator.MRG32K3A), curand.curand());
    String noise = "\"noise\":{\"generator\":\"mrg32k3a\",\"source\":\"curand\"}";
    assertTrue(curand.canonicalJson().contains(noise), curand.canonicalJson());
    Experiment again = ExperimentFile.parse(curand.canonicalJson(), "again", List.of());
    assertEquals(curand.sha256(), again.sha256());
  }

  @Test
  void itHasNoShards() {
    String message =
        assertThrows(ExperimentException.class, () -> CURAND.with("first-walker=32").experiment())
            .getMessage();
    assertTrue(message.endsWith("first-walker: 32, must be 0 with noise: source: curand"), message);
  }

  @Test
  void plainJavaHasNone() {
    String message =
        assertThrows(BackendException.class, () -> CURAND.run("java", 0, 1, 0)).getMessage();
    assertEquals(
        "java: noise: source curand needs the cpu or the cuda backend; or use noise: {source:"
            + " philox}, which every backend draws itself",
        message);
  }
}
