package perrin.kernel.compile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import perrin.errors.ExperimentException;

/** Time, temperature and all else that the host computes for every step. */
class ScheduleTest {
  @Test
  void timeIsAMultipleOfAConstantStep() {
    Schedule schedule = schedule("dt=0.1");
    assertTrue(schedule.constantDt());
    for (long n : new long[] {0, 3, 10, 1_000_000_007L, 1}) {
      assertEquals(n * 0.1, schedule.time(n));
    }
  }

  @Test
  void aConstantMayBeAFormula() {
    Schedule schedule = schedule("dt=a/10", "parameters={a: 0.5}", "temperature=2*a");
    assertTrue(schedule.constantDt());
    assertEquals(4 * 0.05, schedule.time(4));
    assertEquals(OptionalDouble.of(1), schedule.constantTemperature());
  }

  @Test
  void elseTimeIsTheSumOfTheStepsInTheirOrder() {
    Schedule schedule = schedule("dt=0.1/(n + 1)");
    assertFalse(schedule.constantDt());
    double[] time = new double[101];
    for (int n = 0; n < 100; n++) {
      time[n + 1] = time[n] + 0.1 / (n + 1);
    }
    // forwards, then back
    for (int n : new int[] {0, 1, 2, 50, 100, 99, 7, 0, 100}) {
      assertEquals(time[n], schedule.time(n), "n = " + n);
    }
  }

  /** dt = 0.1 (1 + t): t grows as 1.1ⁿ − 1. */
  @Test
  void aStepMayDependOnTheTime() {
    Schedule schedule = schedule("dt=0.1*(1 + t)");
    assertEquals(Math.pow(1.1, 50) - 1, schedule.time(50), 1e-12);
  }

  @Test
  void valuesOfEachStep() {
    Schedule schedule = schedule("temperature=0.5/(n + 1)", "dt=0.01");
    assertTrue(schedule.constantTemperature().isEmpty());
    assertEquals(1, schedule.valuesOfStep());
    assertArrayEquals(
        new double[] {sigma(0.5 / 4, 0.01), sigma(0.5 / 5, 0.01)}, schedule.ofSteps(3, 5));
    assertArrayEquals(new double[] {sigma(0.5, 0.01)}, schedule.ofSteps(0, 1));
    assertArrayEquals(new double[0], schedule.ofSteps(7, 7));
  }

  /** n and t stand for the beginning of the step. */
  @Test
  void schedulesAreTakenAtTheBeginningOfAStep() {
    Schedule schedule =
        schedule("method={step: \"x = x + t*normal() + n\"}", "dt=0.25", "energy=x");
    double[] rows = schedule.ofSteps(4, 6);
    assertEquals(2, schedule.valuesOfStep());
    assertTrue(rows[0] == 4 && rows[1] == 1 || rows[0] == 1 && rows[1] == 4);
    assertEquals(5 + 1.25f, rows[2] + rows[3]);
  }

  @Test
  void valuesOfTheRun() {
    assertArrayEquals(
        new double[] {-4 * 0.01f, sigma(0.5, 0.01)}, schedule("dt=0.01").ofRun().ofRun());
    assertEquals(0, schedule("dt=0.01").ofSteps(0, 1000).length);
  }

  /** Annealing as in the design: kT = c/log(n + 2). */
  @Test
  void annealing() {
    Schedule schedule = schedule("temperature=0.8/log(n + 2)");
    assertEquals(sigma(0.8 / Math.log(102), 0.01), schedule.ofSteps(100, 101)[0]);
  }

  @Test
  void noTemperatureIsZero() {
    String yaml =
        Sample.YAML.replace("temperature: 0.5\n", "").replace("euler-maruyama", "gradient-descent");
    assertEquals(OptionalDouble.of(0), Sample.compile(yaml).schedule().constantTemperature());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          dt=0.1 - 0.03*n     | 4  | dt          | must be greater than 0
          dt=1/(5 - n)        | 5  | dt          | must be greater than 0
          dt=0.1*sqrt(6.5 - n)| 7  | dt          | NaN
          temperature=1 - t*10| 11 | temperature | must be at least 0
          temperature=log(n)  | 0  | temperature | must be at least 0
          dt=0.1 - 0.1        | 0  | dt          | must be greater than 0
          dt=-a               | 0  | dt          | must be greater than 0
          temperature=-a      | 0  | temperature | must be at least 0
          """)
  void aBadStepIsNamed(String set, int step, String field, String limit) {
    ExperimentException e =
        assertThrows(
            ExperimentException.class, () -> schedule(set, "parameters={a: 0.1}").ofSteps(0, 40));
    assertEquals(field, e.field());
    assertTrue(e.problem().contains("at step " + step + ","), e.getMessage());
    assertTrue(e.problem().contains(limit), e.getMessage());
    assertTrue(e.getMessage().startsWith("--set " + set), e.getMessage());
  }

  /** What a schedule that goes on too long wants is a floor. */
  @Test
  void aBadStepHasARemedy() {
    ExperimentException e =
        assertThrows(
            ExperimentException.class,
            () -> schedule("temperature=1 - n/20", "parameters={a: 0.1}").ofSteps(0, 40));
    assertTrue(
        e.getMessage()
            .endsWith(
                "temperature: -0.05 at step 21, must be at least 0 and finite at every step; such"
                    + " as max(0, 1 - n/20)"),
        e.getMessage());
  }

  private static float sigma(double kT, double dt) {
    return (float) StrictMath.sqrt(2 * kT * dt);
  }

  private static Schedule schedule(String... sets) {
    return Sample.compile(Sample.YAML, sets).schedule();
  }
}
