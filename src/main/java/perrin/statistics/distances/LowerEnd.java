package perrin.statistics.distances;

/**
 * The lower end of an interval for a distance, which cannot be negative.
 *
 * <p>An interval with 2.5 % outside at each end wastes its upper 2.5 % where the distance is 0:
 * nothing lies below. Feldman & Cousins, Phys. Rev. D 57, 3873 (1998), so let the lower end miss in
 * 5 % of the cases there, fewer the further the distance is from 0, and 2.5 % from about two
 * standard errors on. With c₁ the error that is exceeded in 5 % and c₂ the one that is exceeded in
 * 2.5 %, a distance m below c₂ here allows the error c(m) = c₁ + (c₂ − c₁)·m/c₂, a straight line in
 * place of their likelihood ratio's curve, and the lower end is the m with m + c(m) = estimate:
 *
 * <pre>0                                    up to c₁
 * (estimate − c₁)·c₂ / (2c₂ − c₁)     up to 2c₂
 * estimate − c₂                        beyond</pre>
 */
final class LowerEnd {
  private LowerEnd() {}

  /**
   * @param estimate of the distance; may be negative
   * @param atZero error that it exceeds in all of the share outside, where the distance is 0
   * @param beyond error that it exceeds in half of that share, where the distance is large; at
   *     least {@code atZero}
   */
  static double of(double estimate, double atZero, double beyond) {
    if (estimate <= atZero) {
      return 0;
    }
    return estimate >= 2 * beyond
        ? estimate - beyond
        : (estimate - atZero) * beyond / (2 * beyond - atZero);
  }
}
