package perrin.physics;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import perrin.conformance.Trial;
import perrin.output.TrajectoryRecord;

/**
 * Recipe 13.3 of the IPython cookbook (C. Rossant): unit Gaussian steps in the plane, ten points
 * for each. After i steps a coordinate's variance is i; at the fraction f of the next one, where a
 * straight line joins the two, i + f².
 *
 * <p>30 frames of two coordinates within 4.5 standard errors of a variance, √(2/N) of it: a false
 * alarm in 4e-4 of all seeds. The seed is fixed.
 */
class BrownianMotionTest {
  private static final int WALKERS = 200_000;
  private static final int STEPS = 3;
  private static final int POINTS = 10;

  private static final Trial COOKBOOK =
      Trial.of(
          """
          coordinates: [x, y]
          energy: 0*x
          start: {x: 0, y: 0}
          method: euler-maruyama
          temperature: 0.5
          dt: 1
          walkers: 200000
          steps: 3
          trajectories: {walkers: 200000, every: 1, interpolate: 10}
          seed: 5
          """);

  @Test
  void variancesAreThoseOfStraightLinesBetweenUnitSteps() {
    assertTrue(holds(COOKBOOK));
    String louder = "method={step: \"x = x + 1.01*sqrt(2*kT*dt)*normal()\"}";
    assertFalse(holds(COOKBOOK.with(louder)), "1 % of noise must be seen");
  }

  private static boolean holds(Trial trial) {
    TrajectoryRecord paths = trial.run().trajectory().orElseThrow();
    float[][][] value = (float[][][]) paths.value();
    boolean all = value.length == STEPS * POINTS + 1;
    for (int frame = 1; frame < value.length; frame++) {
      double f = frame % POINTS / (double) POINTS;
      double exact = frame / POINTS + f * f;
      for (int coordinate = 0; coordinate < 2; coordinate++) {
        double sum = 0;
        for (float[] walker : value[frame]) {
          sum += (double) walker[coordinate] * walker[coordinate];
        }
        double error = exact * Math.sqrt(2.0 / WALKERS);
        all &= Math.abs(sum / WALKERS - exact) <= 4.5 * error;
      }
    }
    return all;
  }
}
