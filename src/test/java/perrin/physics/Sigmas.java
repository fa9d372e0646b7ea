package perrin.physics;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.DoubleUnaryOperator;
import perrin.output.PointRecord;
import perrin.statistics.TimeMean;
import perrin.statistics.WalkerArray;

/** Averages of a run against exact values, in standard errors. */
final class Sigmas {
  /** A false alarm has probability 7e-6: two-sided normal. */
  static final double LIMIT = 4.5;

  private Sigmas() {}

  static double of(double exact, TimeMean found) {
    return Math.abs(found.mean() - exact) / found.standardError();
  }

  static void assertWithin(double exact, TimeMean found) {
    double sigmas = of(exact, found);
    assertTrue(sigmas < LIMIT, found + " is " + sigmas + " standard errors from " + exact);
  }

  /** The same comparison must see what is wrong. */
  static void assertBeyond(double exact, TimeMean found, String mistake) {
    double sigmas = of(exact, found);
    assertTrue(sigmas > LIMIT, mistake + " went unnoticed: " + sigmas + " standard errors");
  }

  /** A time mean of a run. */
  static TimeMean observed(PointRecord run, String observable) {
    return run.observables().get(observable).timeMean();
  }

  /**
   * The mean over all walkers of a function of a variable's last value; velocities have no other.
   */
  static TimeMean last(PointRecord run, String variable, DoubleUnaryOperator function) {
    WalkerArray values = run.finals().get(variable);
    int walkers = values.walkers();
    double sum = 0;
    double squares = 0;
    for (int w = 0; w < walkers; w++) {
      double value = function.applyAsDouble(values.value(w));
      sum += value;
      squares += value * value;
    }
    double mean = sum / walkers;
    return new TimeMean(mean, Math.sqrt((squares / walkers - mean * mean) / (walkers - 1)));
  }
}
