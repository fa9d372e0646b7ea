package perrin.statistics.noise;

import java.util.List;
import perrin.statistics.Interval;

/**
 * The noise ξ = g − ∇E of a mini-batch's gradient g, averaged over positions of walkers, and the
 * temperature that it amounts to: a point that moves by −r g with each step is shaken as by
 * temperature T = r C/2 (Mandt, Hoffman &amp; Blei, JMLR 18 (2017) 134, eq. 8, there without
 * temperature).
 *
 * @param positions how many, each of another walker
 * @param rate r, averaged over coordinates; NaN where a method states none
 * @param loss the energy there
 * @param covariance C = ⟨ξ ξᵀ⟩
 * @param temperature √(r_i r_j)/2 C_ij, and the method's own noise; NaN where a method states no
 *     rate
 * @param scalar the mean of the temperature's principal values
 * @param anisotropy how much these differ, over their mean: {@link Tensor#anisotropy}
 * @param inhomogeneity how much the sum of the noise's variances differs from place to place: its
 *     standard deviation over its mean
 * @param equipartition ⟨(x_i − ⟨x_i⟩) ∂_jE⟩, made symmetric: kT δ_ij in equilibrium
 * @param shapes of each coordinate's noise
 */
public record BatchNoise(
    int positions,
    double rate,
    Interval loss,
    Tensor covariance,
    Tensor temperature,
    Interval scalar,
    Interval anisotropy,
    double inhomogeneity,
    Tensor equipartition,
    List<Shape> shapes) {

  /** More than this between directions is no single temperature. */
  public static final double NOTABLE = 0.1;

  public BatchNoise {
    shapes = List.copyOf(shapes);
  }

  /** Whether a single temperature describes the noise. */
  public enum Single {
    YES,
    NO,
    UNDECIDED
  }

  /** Whether a single temperature describes it: whether it is the same in all directions. */
  public Single single() {
    if (anisotropy.high() <= NOTABLE) {
      return Single.YES;
    }
    return anisotropy.low() > NOTABLE ? Single.NO : Single.UNDECIDED;
  }

  /** The shape that is farthest from a Gaussian. */
  public Shape farthest() {
    Shape farthest = shapes.getFirst();
    for (Shape shape : shapes) {
      boolean first = Double.isNaN(farthest.distance().value()); // a coordinate without noise
      farthest = first || shape.distance().value() > farthest.distance().value() ? shape : farthest;
    }
    return farthest;
  }

  /**
   * How far noise is from a Gaussian of its own variance, at each place.
   *
   * @param coordinate its name
   * @param skewness ⟨ξ³⟩/σ³
   * @param kurtosis ⟨ξ⁴⟩/σ⁴ − 3
   * @param distance Kolmogorov's, max |F − Φ|, with an interval that holds for all values at once
   *     (Massart, Ann. Probab. 18 (1990) 1269)
   */
  public record Shape(String coordinate, Interval skewness, Interval kurtosis, Interval distance) {}
}
