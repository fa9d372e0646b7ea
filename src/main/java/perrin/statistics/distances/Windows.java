package perrin.statistics.distances;

/**
 * Which cells of a histogram are near each other: windows of neighbouring cells, small ones to
 * large ones. Their sums come from the sums over everything before a cell.
 */
sealed interface Windows {
  /** How many sizes there are, the single cell not counted. */
  int sizes();

  /** Sums of values up to each cell, for {@link #agreement}. */
  double[] sums(double[] values);

  /**
   * Σ sign(sum over the window around cell i)·values_i.
   *
   * @param sums of what the signs are learnt from
   * @param size 0 to {@link #sizes} − 1
   */
  double agreement(double[] sums, double[] values, int size);

  /** For the cells [underflow, bins …, overflow] of so many rows of bins. */
  static Windows of(int rows, int cells) {
    return rows == 1 ? new Line(cells) : new Plane(rows, (cells - 2) / rows);
  }

  /** Reaches of 1, 2, 4, … cells to either side, up to a quarter of all. */
  private static int sizes(int cells) {
    int sizes = 0;
    while (1 << sizes <= cells / 4) {
      sizes++;
    }
    return sizes;
  }

  /** Cells one after the other. */
  record Line(int cells) implements Windows {
    @Override
    public int sizes() {
      return Windows.sizes(cells);
    }

    @Override
    public double[] sums(double[] values) {
      double[] sums = new double[cells + 1];
      for (int i = 0; i < cells; i++) {
        sums[i + 1] = sums[i] + values[i];
      }
      return sums;
    }

    @Override
    public double agreement(double[] sums, double[] values, int size) {
      int reach = 1 << size;
      double sum = 0;
      for (int i = 0; i < cells; i++) {
        int from = Math.max(0, i - reach);
        int to = Math.min(cells, i + reach + 1);
        sum += Math.signum(sums[to] - sums[from]) * values[i];
      }
      return sum;
    }
  }

  /** Squares of bins; what is outside has no neighbours. */
  record Plane(int rows, int columns) implements Windows {
    @Override
    public int sizes() {
      return Windows.sizes(Math.max(rows, columns));
    }

    /** Of all bins in rows and columns before, [(rows + 1)·(columns + 1)]. */
    @Override
    public double[] sums(double[] values) {
      int wide = columns + 1;
      double[] sums = new double[(rows + 1) * wide];
      for (int i = 0; i < rows; i++) {
        double row = 0;
        for (int j = 0; j < columns; j++) {
          row += values[1 + i * columns + j];
          sums[(i + 1) * wide + j + 1] = sums[i * wide + j + 1] + row;
        }
      }
      return sums;
    }

    @Override
    public double agreement(double[] sums, double[] values, int size) {
      int reach = 1 << size;
      int wide = columns + 1;
      double sum = 0;
      for (int i = 0; i < rows; i++) {
        int top = Math.max(0, i - reach) * wide;
        int bottom = Math.min(rows, i + reach + 1) * wide;
        for (int j = 0; j < columns; j++) {
          int left = Math.max(0, j - reach);
          int right = Math.min(columns, j + reach + 1);
          double window =
              sums[bottom + right] - sums[top + right] - sums[bottom + left] + sums[top + left];
          sum += Math.signum(window) * values[1 + i * columns + j];
        }
      }
      return sum;
    }
  }
}
