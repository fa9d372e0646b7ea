package perrin.physics;

import java.util.function.DoubleUnaryOperator;

/**
 * The stationary law of Euler–Maruyama's chain x ← x − E'(x)·dt + √(2kT·dt)·n itself, for an even
 * energy: by repeated application of its transition density on a grid, to about 1e-9. Independent
 * of the engine.
 */
final class StationaryLaw {
  /** Intervals of the grid in a bin; even, for Simpson's rule. */
  private static final int FINER = 4;

  private final double from;
  private final double step;
  private final double[] density;

  /**
   * Starts from the Boltzmann distribution. Everything odd in x stays 0, the rest is forgotten
   * within t = 6: the slowest even mode of the double well at kT = 0.5 falls like e^(−4t).
   *
   * @param bins of the range [from, to], beyond which the grid reaches by a quarter on either side
   */
  StationaryLaw(
      DoubleUnaryOperator energy,
      DoubleUnaryOperator slope,
      double kT,
      double dt,
      double from,
      double to,
      int bins) {
    int outside = bins / 4;
    step = (to - from) / bins / FINER;
    this.from = from - outside * FINER * step;
    density = new double[(bins + 2 * outside) * FINER + 1];
    for (int i = 0; i < density.length; i++) {
      density[i] = Math.exp(-energy.applyAsDouble(x(i)) / kT);
    }
    normalise();
    double sd = Math.sqrt(2 * kT * dt);
    for (double t = 0; t < 6; t += dt) {
      advance(slope, dt, sd);
    }
  }

  private double x(int i) {
    return from + i * step;
  }

  private void normalise() {
    double sum = 0;
    for (double p : density) {
      sum += p * step; // the trapezoidal rule converges faster than any power here
    }
    for (int i = 0; i < density.length; i++) {
      density[i] /= sum;
    }
  }

  private void advance(DoubleUnaryOperator slope, double dt, double sd) {
    double[] before = density.clone();
    java.util.Arrays.fill(density, 0);
    for (int j = 0; j < before.length; j++) {
      double mean = x(j) - slope.applyAsDouble(x(j)) * dt;
      double weight = before[j] * step / (sd * Math.sqrt(2 * Math.PI));
      if (weight < 1e-20) {
        continue;
      }
      int first = Math.max(0, (int) Math.ceil((mean - 8 * sd - from) / step));
      int last = Math.min(density.length - 1, (int) ((mean + 8 * sd - from) / step));
      for (int i = first; i <= last; i++) {
        double z = (x(i) - mean) / sd;
        density[i] += weight * Math.exp(-0.5 * z * z);
      }
    }
    normalise();
  }

  /** Probabilities of [underflow, bins …, overflow]. */
  double[] cells(int bins) {
    int outside = bins / 4;
    double[] cells = new double[bins + 2];
    for (int bin = 0; bin < bins + 2 * outside; bin++) {
      double sum = 0;
      for (int k = 0; k < FINER; k += 2) {
        int i = bin * FINER + k;
        sum += step / 3 * (density[i] + 4 * density[i + 1] + density[i + 2]);
      }
      cells[Math.clamp(bin - outside + 1, 0, bins + 1)] += sum;
    }
    return cells;
  }
}
