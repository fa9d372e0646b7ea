package perrin.statistics.reference;

/**
 * Gauss–Legendre rules on [−1, 1], as numbers: finding them takes longer than a small run. A test
 * finds them anew, to the bit.
 */
enum GaussRule {
  OF_10(
      new double[] {
        0.14887433898163122,
        0.43339539412924716,
        0.6794095682990244,
        0.8650633666889845,
        0.9739065285171717
      },
      new double[] {
        0.2955242247147529,
        0.26926671930999624,
        0.21908636251598204,
        0.14945134915058053,
        0.06667134430868803
      }),
  OF_12(
      new double[] {
        0.1252334085114689,
        0.3678314989981802,
        0.5873179542866175,
        0.7699026741943047,
        0.9041172563704748,
        0.9815606342467192
      },
      new double[] {
        0.24914704581340286,
        0.23349253653835478,
        0.20316742672306587,
        0.16007832854334633,
        0.10693932599531855,
        0.04717533638651183
      });

  private final double[] points;
  private final double[] weights;

  /**
   * @param right the points above 0, ascending, [n/2]
   * @param weights theirs, [n/2]
   */
  GaussRule(double[] right, double[] weights) {
    int half = right.length;
    this.points = new double[2 * half];
    this.weights = new double[2 * half];
    for (int i = 0; i < half; i++) {
      points[half + i] = right[i];
      points[half - 1 - i] = -right[i];
      this.weights[half + i] = weights[i];
      this.weights[half - 1 - i] = weights[i];
    }
  }

  int size() {
    return points.length;
  }

  /** The points ascend. */
  double point(int i) {
    return points[i];
  }

  double weight(int i) {
    return weights[i];
  }
}
