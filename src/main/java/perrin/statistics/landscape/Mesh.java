package perrin.statistics.landscape;

import java.util.Arrays;
import java.util.List;

/** Points of a box in rows, the last coordinate running fastest; periodic ranges close up. */
final class Mesh {
  private final List<Range> ranges;
  private final int points;
  private final double[] cell;

  /**
   * @param points along each coordinate
   */
  Mesh(List<Range> ranges, int points) {
    this.ranges = List.copyOf(ranges);
    this.points = points;
    this.cell = new double[ranges.size()];
    for (int i = 0; i < cell.length; i++) {
      Range range = ranges.get(i);
      cell[i] = range.length() / (range.periodic() ? points : points - 1);
    }
  }

  int dimension() {
    return cell.length;
  }

  List<Range> ranges() {
    return ranges;
  }

  int size() {
    return dimension() == 1 ? points : points * points;
  }

  /** The distance of points, by coordinate. */
  double[] cell() {
    return cell.clone();
  }

  private int row(int index, int axis) {
    return dimension() == 1 ? index : axis == 0 ? index / points : index % points;
  }

  double[] at(int index) {
    double[] at = new double[dimension()];
    for (int i = 0; i < at.length; i++) {
      int row = row(index, i);
      Range range = ranges.get(i);
      boolean last = row == points - 1 && !range.periodic();
      at[i] = last ? range.to() : range.from() + row * cell[i];
    }
    return at;
  }

  /** Whether a point lies on an end of a range that has ends. */
  boolean onEdge(int index, int axis) {
    int row = row(index, axis);
    return !ranges.get(axis).periodic() && (row == 0 || row == points - 1);
  }

  /** All neighbours of a point, diagonal ones too. */
  int[] neighbours(int index) {
    int[] found = new int[8];
    int count = 0;
    int side = dimension() == 1 ? 0 : 1;
    for (int i = -1; i <= 1; i++) {
      int first = moved(index, 0, i);
      for (int j = -side; j <= side; j++) {
        int second = side == 0 ? 0 : moved(index, 1, j);
        if ((i != 0 || j != 0) && first >= 0 && second >= 0) {
          found[count++] = side == 0 ? first : first * points + second;
        }
      }
    }
    return Arrays.copyOf(found, count);
  }

  /** The point that is so many further along each coordinate, or −1. */
  int moved(int index, int[] by) {
    int first = moved(index, 0, by[0]);
    int second = by.length == 1 ? 0 : moved(index, 1, by[1]);
    return first < 0 || second < 0 ? -1 : by.length == 1 ? first : first * points + second;
  }

  /** The row that is so many further, or −1. */
  private int moved(int index, int axis, int by) {
    int row = row(index, axis) + by;
    return ranges.get(axis).periodic()
        ? Math.floorMod(row, points)
        : row < 0 || row >= points ? -1 : row;
  }

  /** Whether a place is within the ranges that have ends. */
  boolean contains(double[] at) {
    for (int i = 0; i < at.length; i++) {
      Range range = ranges.get(i);
      if (!range.periodic() && (at[i] < range.from() || at[i] > range.to())) {
        return false;
      }
    }
    return true;
  }

  /** The place within the ranges: nearest, or once round; modified and returned. */
  double[] within(double[] at) {
    for (int i = 0; i < at.length; i++) {
      Range range = ranges.get(i);
      if (!range.periodic()) {
        at[i] = Math.clamp(at[i], range.from(), range.to());
      } else if (at[i] < range.from() || at[i] >= range.to()) {
        at[i] -= range.length() * Math.floor((at[i] - range.from()) / range.length());
      }
    }
    return at;
  }

  /** The largest distance along a coordinate, in cells. */
  double cells(double[] a, double[] b) {
    double largest = 0;
    for (int i = 0; i < a.length; i++) {
      double apart = Math.abs(a[i] - b[i]);
      if (ranges.get(i).periodic()) {
        apart =
            Math.abs(apart - ranges.get(i).length() * Math.rint(apart / ranges.get(i).length()));
      }
      largest = Math.max(largest, apart / cell[i]);
    }
    return largest;
  }
}
