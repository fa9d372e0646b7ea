package perrin.statistics.reference;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * Integrals over the density of a {@link DensityMesh}: on each mesh interval a 10-point
 * Gauss–Legendre rule, compared with the same rule on the interval's halves and halved until they
 * agree. So kinks, the ends of a domain and integrable singularities are met by short intervals.
 */
final class AdaptiveQuadrature {
  private static final GaussRule RULE = GaussRule.OF_10;

  /** Halves must agree with the whole to this share of the interval's own integral of |f| … */
  private static final double ACCURACY = 1e-13;

  /** … twice that with every halving, up to this share. */
  private static final double LOOSEST = 1e-10;

  /** Halves that differ by this share of the whole integral of |f| need no more halving. */
  static final double NEGLIGIBLE = 1e-16;

  private static final int MAX_EVALUATIONS = 2_000_000;

  /** What is negligible, one after the other, where that many evaluations do not suffice. */
  private static final double[] ROUGH = {1e-12, 1e-10, 1e-8};

  /** An interval too short to be halved may hold this share of the whole. */
  private static final double POINT = 1e-8;

  /** More for each interval between edges, which takes three panels at least. */
  private static final int EVALUATIONS_AN_EDGE = 100;

  private final DensityMesh mesh;
  private final double accuracy;
  private final double loosest;

  /** What has to be negligible for energies as rough as this one. */
  private double coarseness;

  AdaptiveQuadrature(DensityMesh mesh) {
    this.mesh = mesh;
    this.accuracy = Math.max(ACCURACY, mesh.noise());
    this.loosest = Math.max(LOOSEST, 100 * mesh.noise()); // the tails are steeper than the average
  }

  /**
   * Integrates f(x)·e^(−E/kT) between edges.
   *
   * @param f the function, of x
   * @param edges positions, ascending, [n]; may be none
   * @param negligible differences below this share of the whole integral of |f| are let be
   * @return the integrals over [below the first edge, between edges …, above the last edge], [n +
   *     1], in units of e^top of the mesh
   * @throws NoReferenceException where the energy is so rough that not even 1e-8 of the whole can
   *     be told in each interval
   */
  double[] integrals(DoubleUnaryOperator f, double[] edges, double negligible) {
    while (true) {
      try {
        return attempt(f, edges, Math.max(coarseness, negligible));
      } catch (TooRoughException e) {
        double before = Math.max(coarseness, negligible);
        coarseness = Arrays.stream(ROUGH).filter(share -> share > before).findFirst().orElse(1);
        if (coarseness == 1) {
          throw new NoReferenceException(
              "the energy is too rough near x = "
                  + (float) e.place
                  + " to integrate its Boltzmann distribution",
              NoReferenceException.Reason.TOO_ROUGH);
        }
      }
    }
  }

  /** So many evaluations do not suffice. */
  private static final class TooRoughException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final double place;

    TooRoughException(double place) {
      super(null, null, false, false);
      this.place = place;
    }
  }

  private double[] attempt(DoubleUnaryOperator f, double[] edges, double negligible) {
    double[] sums = new double[edges.length + 1];
    double[] points = mesh.points();
    var integrand = new Integrand(f);
    for (int i = 0; i + 1 < points.length; i++) {
      integrand.size += integrand.panel(points[i], points[i + 1]).absolute;
    }
    integrand.negligible = negligible * integrand.size;
    integrand.most += EVALUATIONS_AN_EDGE * edges.length;
    int cell = 0;
    double next = edges.length > 0 ? mesh.t(edges[0]) : Double.POSITIVE_INFINITY;
    for (int i = 0; i + 1 < points.length; i++) {
      double from = points[i];
      while (next <= points[i + 1]) {
        if (next > from) {
          sums[cell] += integrand.integrate(from, next);
          from = next;
        }
        cell++;
        next = cell < edges.length ? mesh.t(edges[cell]) : Double.POSITIVE_INFINITY;
      }
      if (from < points[i + 1]) {
        sums[cell] += integrand.integrate(from, points[i + 1]);
      }
    }
    return sums;
  }

  /** One panel's integral of the integrand and of its absolute value. */
  private record Panel(double integral, double absolute) {}

  private final class Integrand {
    private final DoubleUnaryOperator f;
    private int evaluations;
    private int most = MAX_EVALUATIONS;
    private double size;
    private double negligible;

    Integrand(DoubleUnaryOperator f) {
      this.f = f;
    }

    double integrate(double from, double to) {
      return refine(from, to, panel(from, to), accuracy);
    }

    private double refine(double from, double to, Panel whole, double tolerance) {
      double middle = from + (to - from) / 2;
      if (middle <= from || middle >= to) {
        if (whole.absolute > POINT * size) {
          throw new TooRoughException(mesh.x(from));
        }
        return whole.integral;
      }
      Panel left = panel(from, middle);
      Panel right = panel(middle, to);
      double halves = left.integral + right.integral;
      double difference = Math.abs(halves - whole.integral);
      double here = left.absolute + right.absolute;
      if (difference <= tolerance * here || difference <= negligible) {
        return halves;
      }
      double looser = Math.min(loosest, 2 * tolerance);
      return refine(from, middle, left, looser) + refine(middle, to, right, looser);
    }

    private Panel panel(double from, double to) {
      evaluations += RULE.size();
      if (evaluations > most) {
        throw new TooRoughException(mesh.x(from));
      }
      double middle = from + (to - from) / 2;
      double half = (to - from) / 2;
      double sum = 0;
      double absolute = 0;
      for (int i = 0; i < RULE.size(); i++) {
        double t = middle + half * RULE.point(i);
        double weight = mesh.weight(t);
        double value = weight == 0 ? 0 : weight * f.applyAsDouble(mesh.x(t));
        sum += RULE.weight(i) * value;
        absolute += RULE.weight(i) * Math.abs(value);
      }
      return new Panel(sum * half, absolute * half);
    }
  }
}
