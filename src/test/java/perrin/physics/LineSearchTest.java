package perrin.physics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import perrin.conformance.Trial;
import perrin.kernel.landscape.LocalEnergy;
import perrin.output.PointRecord;

/** Steps that end where the conditions of a line search hold. */
class LineSearchTest {
  private static Trial trial(String... sets) {
    return Trial.of(
            Trial.SMALL,
            "precision=double",
            "burn-in=0",
            "first-walker=0",
            "sample-every=1",
            "histograms={}",
            "observables={}")
        .with(sets);
  }

  /** ψ(α) = −α/(1 + 10α²) + .02α², slope −1 at 0: x is α after a step. */
  @ParameterizedTest
  @CsvSource({"0.5, 0.4122", "0.1, 0.3461", "0.01, 0.3124"})
  void strongWolfeOnOneValley(String c2, double expected) {
    PointRecord run =
        trial(
                "energy=-x/(1 + 10*x^2) + 0.02*x^2",
                "start={x: 0}",
                "method={name: wolfe, c2: " + c2 + "}",
                "dt=1",
                "walkers=1",
                "steps=1")
            .run("java", 0, 1, 0);
    assertEquals(expected, run.finals().get("x").value(0), 5e-5);
  }

  /**
   * Both Wolfe conditions in 1,000 random cases: twenty landscapes of two coordinates with waves of
   * random lengths and directions, fifty places each, first steps from .001 to 30 and c2 from .05
   * to .9.
   */
  @Test
  void strongWolfeInRandomCases() {
    SplittableRandom random = new SplittableRandom(14);
    int moved = 0;
    for (int landscape = 0; landscape < 20; landscape++) {
      StringBuilder energy = new StringBuilder("energy=\"(x^2 + y^2)/8");
      for (int k = 0; k < 3; k++) {
        energy.append(
            String.format(
                Locale.ROOT,
                " + %.3f*sin(%.3f*x + %.3f*y + %.3f)",
                random.nextDouble(0.2, 2),
                random.nextDouble(-3, 3),
                random.nextDouble(-3, 3),
                random.nextDouble(6.2)));
      }
      double c2 = random.nextDouble(0.05, 0.9);
      Trial trial =
          trial(
              "coordinates=[x, y]",
              energy + "\"",
              "start={x: \"uniform(-4, 4)\", y: \"uniform(-4, 4)\"}",
              "method={name: wolfe, c2: " + c2 + "}",
              "dt=" + StrictMath.exp(random.nextDouble(-7, 3.4)),
              "walkers=50",
              "seed=" + landscape,
              "trajectories={walkers: 50, every: 1}",
              "steps=1");
      PointRecord run = trial.run("java", 0, 1, 0);
      double[][][] path = (double[][][]) run.trajectory().orElseThrow().value();
      LocalEnergy local = LocalEnergy.of(trial.experiment());
      for (int walker = 0; walker < 50; walker++) {
        requireWolfe(local, path[0][walker], path[1][walker], c2);
        moved++;
      }
    }
    assertEquals(1000, moved);
  }

  private static void requireWolfe(LocalEnergy energy, double[] from, double[] to, double c2) {
    double[] g = energy.gradient(from);
    double square = g[0] * g[0] + g[1] * g[1];
    double a = ((from[0] - to[0]) * g[0] + (from[1] - to[1]) * g[1]) / square;
    double slope = -square;
    double[] there = energy.gradient(to);
    double slopeThere = -(there[0] * g[0] + there[1] * g[1]);
    String where = "from %s, %s by %s".formatted(from[0], from[1], a);
    assertTrue(a > 0, where);
    double most = energy.energy(from) + 1e-4 * a * slope;
    assertTrue(energy.energy(to) <= most + 1e-13, where);
    assertTrue(Math.abs(slopeThere) <= -c2 * slope * (1 + 1e-9), where);
  }

  /** The first of dt, dt/2, dt/4, … that satisfies the condition, for each walker. */
  @Test
  void armijoTakesTheFirstThatIsGoodEnough() {
    Trial trial =
        trial(
            "coordinates=null",
            "energy=rosenbrock",
            "start={x: [\"uniform(-2, 2)\", \"uniform(-1, 3)\"]}",
            "method={name: armijo, c1: 0.2}",
            "dt=0.3",
            "walkers=60",
            "steps=40",
            "trajectories={walkers: 60, every: 1}");
    double[][][] path =
        (double[][][]) trial.run("java", 0, 1, 0).trajectory().orElseThrow().value();
    LocalEnergy energy = LocalEnergy.of(trial.experiment());
    for (int step = 1; step <= 40; step++) {
      for (int walker = 0; walker < 60; walker++) {
        double[] x = path[step - 1][walker];
        double[] g = energy.gradient(x);
        double square = g[0] * g[0] + g[1] * g[1];
        double a = 0.3;
        double[] to = {x[0] - a * g[0], x[1] - a * g[1]};
        while (!(energy.energy(to) <= energy.energy(x) - 0.2 * a * square)) {
          a /= 2;
          to = new double[] {x[0] - a * g[0], x[1] - a * g[1]};
        }
        assertEquals(to[0], path[step][walker][0], 1e-12 * (1 + Math.abs(to[0])));
        assertEquals(to[1], path[step][walker][1], 1e-12 * (1 + Math.abs(to[1])));
      }
    }
  }

  /** Two-point steps on a quadratic: |s|²/(s·y), superlinear in two coordinates. */
  @Test
  void barzilaiBorwein() {
    Trial trial =
        trial(
            "coordinates=[x, y]",
            "energy=x^2/2 + 10*y^2",
            "start={x: 1 + walker, y: 2 - walker}",
            "method=barzilai-borwein",
            "dt=0.02",
            "walkers=3",
            "steps=30",
            "trajectories={walkers: 3, every: 1}");
    double[][][] path =
        (double[][][]) trial.run("java", 0, 1, 0).trajectory().orElseThrow().value();
    for (int walker = 0; walker < 3; walker++) {
      for (int step = 1; step < 12; step++) {
        double[] before = path[step - 1][walker];
        double[] x = path[step][walker];
        double sx = x[0] - before[0];
        double sy = x[1] - before[1];
        double a = (sx * sx + sy * sy) / (sx * sx + 20 * sy * sy);
        double scale = Math.abs(x[0]) + Math.abs(x[1]);
        if (scale < 1e-12) {
          break;
        }
        assertEquals(x[0] - a * x[0], path[step + 1][walker][0], 1e-9 * scale);
        assertEquals(x[1] - 20 * a * x[1], path[step + 1][walker][1], 1e-9 * scale);
      }
      assertEquals(0, path[30][walker][0], 1e-12);
    }
  }

  /** Where the slope is 0 nobody moves, and nothing becomes infinite. */
  @ParameterizedTest
  @CsvSource({"armijo", "wolfe", "barzilai-borwein"})
  void staysAtAMinimum(String method) {
    PointRecord run =
        trial("energy=(x^2 - 1)^2", "start={x: 1}", "method=" + method, "dt=0.1", "steps=50")
            .run("java", 0, 1, 0);
    assertEquals(1, run.finals().get("x").value(0));
  }
}
