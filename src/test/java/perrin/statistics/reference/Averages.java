package perrin.statistics.reference;

import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/** Integrals over references whose values are known, by the rules that histograms' cells take. */
final class Averages {
  private static final double[] NO_EDGES = {};

  private Averages() {}

  /** ln Z, Z = ∫ e^(−E/kT) dx. */
  static double logPartitionFunction(BoltzmannReference reference) {
    return StrictMath.log(partition(reference)) + reference.mesh.top();
  }

  private static double partition(BoltzmannReference reference) {
    return reference.quadrature.integrals(x -> 1, NO_EDGES, BoltzmannReference.TAILS)[0];
  }

  /** The average ⟨f⟩ of a function of x that grows more slowly than the density falls. */
  static double average(BoltzmannReference reference, DoubleUnaryOperator f) {
    double integral = reference.quadrature.integrals(f, NO_EDGES, AdaptiveQuadrature.NEGLIGIBLE)[0];
    return integral / partition(reference);
  }

  /** The probability of x &lt; {@code x}. */
  static double below(BoltzmannReference reference, double x) {
    double[] edges = {x};
    return reference.quadrature.integrals(y -> 1, edges, BoltzmannReference.TAILS)[0]
        / partition(reference);
  }

  /** ln Z, Z = ∫ e^(−E/kT) dx dy. */
  static double logPartitionFunction(PlaneReference reference) {
    return StrictMath.log(reference.mesh.integral((x, y) -> 1)) + reference.mesh.top();
  }

  /** The average ⟨f⟩ of a function that grows more slowly than the density falls. */
  static double average(PlaneReference reference, DoubleBinaryOperator f) {
    DoubleBinaryOperator ordered = reference.transposed ? (y, x) -> f.applyAsDouble(x, y) : f;
    return reference.mesh.integral(ordered) / reference.mesh.integral((x, y) -> 1);
  }
}
