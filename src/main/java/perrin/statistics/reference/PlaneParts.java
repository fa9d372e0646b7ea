package perrin.statistics.reference;

/**
 * Probabilities of the parts that a histogram's lines cut a plane into.
 *
 * @param p of the first quantity below its range, in its bins, above it, [bins + 2], and the same
 *     of the second quantity, [bins + 2]
 */
public record PlaneParts(double[][] p) {

  /** Two independent quantities. */
  public static PlaneParts product(double[] first, double[] second) {
    double[][] p = new double[first.length][second.length];
    for (int i = 0; i < first.length; i++) {
      for (int j = 0; j < second.length; j++) {
        p[i][j] = first[i] * second[j];
      }
    }
    return new PlaneParts(p);
  }

  /** The quantities the other way round. */
  public PlaneParts transposed() {
    double[][] columns = new double[p[0].length][p.length];
    for (int i = 0; i < p.length; i++) {
      for (int j = 0; j < columns.length; j++) {
        columns[j][i] = p[i][j];
      }
    }
    return new PlaneParts(columns);
  }

  /**
   * The cells in the order that histograms count them.
   *
   * @return [underflow, bins, the second quantity's fastest …, overflow]: with a part below its
   *     range, others with a part beyond its end
   */
  public double[] cells() {
    int rows = p.length - 2;
    int columns = p[0].length - 2;
    double[] cells = new double[rows * columns + 2];
    for (int i = 0; i < p.length; i++) {
      for (int j = 0; j < p[i].length; j++) {
        boolean below = i == 0 || j == 0;
        boolean above = i > rows || j > columns;
        int cell = below ? 0 : above ? cells.length - 1 : 1 + (i - 1) * columns + j - 1;
        cells[cell] += p[i][j];
      }
    }
    return cells;
  }
}
