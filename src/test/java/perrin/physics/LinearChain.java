package perrin.physics;

/**
 * z' = Az + bξ of z = (x, v), ξ a batch's noise: a method with momentum on a quadratic loss.
 *
 * @param a shape [2][2]
 * @param b shape [2]
 */
record LinearChain(double[][] a, double[] b) {
  private static final int LONG = 20_000;

  /** v' = μv − λ(ax + ξ), x' = x + v'. */
  static LinearChain heavyBall(double rate, double curvature, double mu) {
    double h = rate * curvature;
    return new LinearChain(new double[][] {{1 - h, mu}, {-h, mu}}, new double[] {-rate, -rate});
  }

  /** v' = μv − λ(ax + ξ), x' = x + μv' − λ(ax + ξ). */
  static LinearChain nesterov(double rate, double curvature, double mu) {
    double h = rate * curvature;
    return new LinearChain(
        new double[][] {{1 - (1 + mu) * h, mu * mu}, {-h, mu}},
        new double[] {-(1 + mu) * rate, -rate});
  }

  /** Of x at rest, for independent noise of variance c. */
  double variance(double c) {
    double[][] s = new double[2][2];
    for (int n = 0; n < LONG; n++) {
      s = sum(conjugated(s), c, outer(b));
    }
    return s[0][0];
  }

  /**
   * Of x at rest after a number of an epoch's steps.
   *
   * @param c variance of a batch's noise; those of an epoch sum to 0
   * @param batches M of an epoch
   */
  double varianceOfEpochs(double c, int batches, int steps) {
    double[][] s = new double[2][2];
    for (int epoch = 0; epoch < LONG / batches; epoch++) {
      s = after(s, c, batches, batches);
    }
    return after(s, c, batches, steps)[0][0];
  }

  private double[][] after(double[][] begin, double c, int batches, int steps) {
    double[][] s = begin;
    double[] push = b.clone();
    double[] all = new double[2];
    for (int k = 0; k < steps; k++) {
      s = conjugated(s);
    }
    for (int k = 0; k < steps; k++) {
      s = sum(s, c * batches / (batches - 1), outer(push));
      all = new double[] {all[0] + push[0], all[1] + push[1]};
      push =
          new double[] {
            a[0][0] * push[0] + a[0][1] * push[1], a[1][0] * push[0] + a[1][1] * push[1]
          };
    }
    return sum(s, -c / (batches - 1), outer(all));
  }

  private double[][] conjugated(double[][] s) {
    double[][] found = new double[2][2];
    for (int i = 0; i < 4; i++) {
      for (int j = 0; j < 4; j++) {
        found[i / 2][i % 2] += a[i / 2][j / 2] * s[j / 2][j % 2] * a[i % 2][j % 2];
      }
    }
    return found;
  }

  private static double[][] sum(double[][] s, double factor, double[][] t) {
    return new double[][] {
      {s[0][0] + factor * t[0][0], s[0][1] + factor * t[0][1]},
      {s[1][0] + factor * t[1][0], s[1][1] + factor * t[1][1]}
    };
  }

  private static double[][] outer(double[] v) {
    return new double[][] {{v[0] * v[0], v[0] * v[1]}, {v[1] * v[0], v[1] * v[1]}};
  }
}
