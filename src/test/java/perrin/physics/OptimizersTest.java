package perrin.physics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import perrin.conformance.Trial;

/**
 * Optimisers walk the paths that their papers' algorithms walk, as PyTorch's documentation writes
 * them down for one coordinate: 1,000 steps on three landscapes whose gradients are written by
 * hand.
 *
 * <p>Each step is compared with what the algorithm makes of all of the path before it. Two paths
 * that are left to themselves part: near a minimum, where the divisors of rmsprop, adadelta and
 * adam become small, their steps go to and fro at the edge of stability, and a difference in the
 * last bit has grown to 1e-9 after some 80 to 1,000 steps.
 */
class OptimizersTest {
  private static final int STEPS = 1000;
  private static final int WALKERS = 3;

  /** Of one step, relative to 1 + |x|. */
  private static final double ROUNDING = 1e-12;

  /** One coordinate's optimiser, with what it remembers. */
  private interface Rule {
    /** The next x; g is the gradient at x, t counts from 1. */
    double next(double x, double g, int t);
  }

  /** A landscape of two coordinates, and a learning rate that plain descent bears there. */
  private record Surface(
      String energy, String start, double rate, Function<double[], double[]> gradient) {}

  private static final Surface ROSENBROCK =
      new Surface(
          "rosenbrock",
          "{x: ['-1.2 + 0.3*walker', '1 - 0.2*walker']}",
          5e-4,
          x -> {
            double across = x[1] - x[0] * x[0];
            return new double[] {-400 * x[0] * across - 2 * (1 - x[0]), 200 * across};
          });

  private static final Surface STYBLINSKI_TANG =
      new Surface(
          "styblinski-tang",
          "{x: ['0.5 + 0.3*walker', '-0.1 - 0.2*walker']}",
          5e-3,
          x ->
              new double[] {
                2 * x[0] * x[0] * x[0] - 16 * x[0] + 2.5, 2 * x[1] * x[1] * x[1] - 16 * x[1] + 2.5
              });

  private static final Surface QUADRATIC =
      new Surface(
          "correlated-gaussian",
          "{x: ['1 + walker', '2 - walker']}",
          0.1,
          x -> new double[] {2 * x[0] - x[1], 2 * x[1] - x[0]});

  static Stream<Arguments> optimizers() {
    return Stream.of(ROSENBROCK, STYBLINSKI_TANG, QUADRATIC)
        .flatMap(surface -> {
          double lr = surface.rate;
          return Stream.of(
              optimizer(surface, "gradient-descent", lr, () -> (x, g, t) -> x - lr * g),
              optimizer(surface, "sgd-momentum", lr, () -> momentum(lr, false)),
              optimizer(surface, "sgd-nesterov", lr, () -> momentum(lr, true)),
              optimizer(surface, "adagrad", 0.1, () -> adagrad(0.1)),
              optimizer(surface, "adadelta", 1, () -> adadelta(1, 0.95)),
              optimizer(surface, "{name: adadelta, rho: 0.9}", 2, () -> adadelta(2, 0.9)),
              optimizer(surface, "rmsprop", 0.01, () -> rmsprop(0.01)),
              optimizer(surface, "adam", 0.01, () -> adamw(0.01, 0)),
              optimizer(surface, "adamw", 0.01, () -> adamw(0.01, 0.01)),
              optimizer(surface, "{name: adamw, decay: 0.5}", 0.01, () -> adamw(0.01, 0.5)),
              optimizer(surface, "lion", 0.003, () -> lion(0.003, 0)),
              optimizer(surface, "{name: lion, decay: 0.1}", 0.003, () -> lion(0.003, 0.1)));
        });
  }

  private static Arguments optimizer(
      Surface surface, String method, double rate, Supplier<Rule> rule) {
    return Arguments.of(surface, method, rate, rule);
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("optimizers")
  void pathIsThatOfThePaper(Surface surface, String method, double rate, Supplier<Rule> rule) {
    double[][][] paths = paths(surface, method, rate);
    for (int walker = 0; walker < WALKERS; walker++) {
      Rule[] rules = {rule.get(), rule.get()};
      for (int t = 1; t <= STEPS; t++) {
        double[] x = paths[t - 1][walker];
        double[] g = surface.gradient.apply(x);
        for (int i = 0; i < x.length; i++) {
          double expected = rules[i].next(x[i], g[i], t);
          double tolerance = ROUNDING * (1 + Math.abs(expected));
          assertEquals(expected, paths[t][walker][i], tolerance, "after step " + t);
        }
      }
    }
  }

  /** By step, walker and coordinate. */
  private static double[][][] paths(Surface surface, String method, double rate) {
    Trial trial =
        Trial.of(
            Trial.SMALL,
            "energy=" + surface.energy,
            "coordinates=null",
            "start=" + surface.start,
            "method=" + method,
            "dt=" + rate,
            "precision=double",
            "walkers=" + WALKERS,
            "first-walker=0",
            "steps=" + STEPS,
            "histograms={}",
            "observables={}",
            "trajectories={walkers: %d, every: 1}".formatted(WALKERS));
    return (double[][][]) trial.run("java", 0, 1, 0).trajectory().orElseThrow().value();
  }

  /** PyTorch's SGD, whose learning rate multiplies the buffer when it is used. */
  private static Rule momentum(double lr, boolean nesterov) {
    return new Rule() {
      private double buffer;

      @Override
      public double next(double x, double g, int t) {
        buffer = 0.9 * buffer + g;
        return x - lr * (nesterov ? g + 0.9 * buffer : buffer);
      }
    };
  }

  private static Rule adagrad(double lr) {
    return new Rule() {
      private double sum;

      @Override
      public double next(double x, double g, int t) {
        sum += g * g;
        return x - lr * g / (Math.sqrt(sum) + 1e-10);
      }
    };
  }

  private static Rule adadelta(double lr, double rho) {
    return new Rule() {
      private double gradients;
      private double steps;

      @Override
      public double next(double x, double g, int t) {
        gradients = rho * gradients + (1 - rho) * g * g;
        double step = Math.sqrt(steps + 1e-6) / Math.sqrt(gradients + 1e-6) * g;
        steps = rho * steps + (1 - rho) * step * step;
        return x - lr * step;
      }
    };
  }

  private static Rule rmsprop(double lr) {
    return new Rule() {
      private double mean;

      @Override
      public double next(double x, double g, int t) {
        mean = 0.9 * mean + 0.1 * g * g;
        return x - lr * g / (Math.sqrt(mean) + 1e-8);
      }
    };
  }

  /** Adam where the decay is 0. */
  private static Rule adamw(double lr, double decay) {
    return new Rule() {
      private double first;
      private double second;

      @Override
      public double next(double x, double g, int t) {
        first = 0.9 * first + 0.1 * g;
        second = 0.999 * second + 0.001 * g * g;
        double m = first / (1 - StrictMath.pow(0.9, t));
        double v = second / (1 - StrictMath.pow(0.999, t));
        return x - lr * decay * x - lr * m / (Math.sqrt(v) + 1e-8);
      }
    };
  }

  private static Rule lion(double lr, double decay) {
    return new Rule() {
      private double mean;

      @Override
      public double next(double x, double g, int t) {
        double direction = Math.signum(0.9 * mean + 0.1 * g);
        mean = 0.99 * mean + 0.01 * g;
        return x - lr * (direction + decay * x);
      }
    };
  }
}
