package perrin.physics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static perrin.physics.Sigmas.assertBeyond;
import static perrin.physics.Sigmas.assertWithin;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import perrin.conformance.Trial;
import perrin.errors.ExperimentException;
import perrin.output.LearningRecord;
import perrin.output.RunFile;
import perrin.output.RunRecord;

/**
 * Learning coefficients against exact ones: of ½ Σ w_i^p_i it is Σ 1/p_i at any temperature.
 * Comparisons are at {@value Sigmas#LIMIT} standard errors: 7e-6; the step's bias is far below.
 */
@Tag("statistics")
class LearningCoefficientTest {
  private static final Trial SINGULAR =
      Trial.of(
          """
          coordinates: {w: 3}
          energy: 50*(w[0]^2 + w[1]^4 + w[2]^6) + 3
          start: {w: "normal(0, 0.1 + 0.1*i)"}
          method: leimkuhler-matthews
          temperature: 1
          dt: 0.001
          walkers: 20000
          steps: 20000
          burn-in: 10000
          sample-every: 100
          learning-coefficient: {at: {w: [0, 0, 0]}}
          seed: 1
          """);

  private static LearningRecord of(Trial trial) {
    return trial.run().learning();
  }

  @Test
  void singularLoss() {
    double exact = 1.0 / 2 + 1.0 / 4 + 1.0 / 6;
    LearningRecord found = of(SINGULAR);
    assertEquals(3, found.minimum(), 1e-12);
    assertWithin(exact, found.coefficient());
    assertBeyond(exact * 1.01, found.coefficient(), "one per cent");
    assertWithin(exact, of(SINGULAR.with("temperature=0.5", "seed=2")).coefficient());
  }

  /** What keeps walkers near is not part of the loss: here ⟨w²⟩ is that of both together. */
  @Test
  void aLossWithinTheEnergy() {
    LearningRecord found =
        of(
            SINGULAR.with(
                "coordinates=[w]",
                "start={w: \"normal(0, 0.5)\"}",
                "energy=w^2 + 3*w^2",
                "dt=0.01",
                "steps=3000",
                "burn-in=1000",
                "learning-coefficient={of: w^2 + 7, at: {w: 0}}"));
    assertEquals(7, found.minimum(), 1e-12);
    assertWithin(1.0 / 8, found.coefficient());
  }

  @Test
  void isStored(@TempDir Path folder) {
    RunRecord run =
        SINGULAR
            .with("steps=200", "burn-in=100", "walkers=300")
            .with("learning-coefficient={minimum: 3}", "sweep={temperature: [0.5, 1]}")
            .record("java", 0, 1, 0);
    RunFile.write(folder.resolve("run.h5"), run);
    RunRecord read = RunFile.read(folder.resolve("run.h5"));
    for (int p = 0; p < 2; p++) {
      assertEquals(run.points().get(p).learning(), read.points().get(p).learning());
      assertTrue(read.points().get(p).learning().coefficient().mean() > 0);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{of: 3} | must have either at, the place of a minimum",
        "{at: {w: 0}, minimum: 1} | must have either at",
        "{at: {v: 0}} | learning-coefficient.at.v",
        "{at: {w: [1, 2]}} | learning-coefficient.at.w",
        "{minimum: w} | learning-coefficient.minimum"
      })
  void mistakes(String key, String message) {
    Trial trial =
        SINGULAR.with(
            "learning-coefficient=" + key, "walkers=64", "steps=10", "burn-in=5", "sample-every=1");
    var e = assertThrows(ExperimentException.class, () -> trial.run("java", 0, 1, 0));
    assertTrue(e.getMessage().contains(message), e.getMessage());
  }

  @Test
  void needsOneTemperature() {
    Trial cooled = SINGULAR.with("temperature=1/(n + 1)", "walkers=64");
    var e = assertThrows(ExperimentException.class, () -> cooled.run("java", 0, 1, 0));
    assertTrue(e.getMessage().contains("needs a temperature above 0"), e.getMessage());
  }
}
