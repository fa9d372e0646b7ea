package perrin.statistics.landscape;

import java.util.Arrays;
import java.util.stream.IntStream;
import perrin.kernel.landscape.SmoothEnergy;

/**
 * The lowest pass between two basins, looked for on finer and finer meshes around where it was
 * last: for passes at which Newton's method does not arrive, such as those over a kink.
 */
final class Narrowing {
  /** Cells of the mesh before, to each side. */
  private static final int REACH = 2;

  /** Points for one before. */
  private static final int FINER = 4;

  private static final int SIDE = 2 * REACH * FINER + 1;
  private static final int MIDDLE = SIDE / 2;

  private final SmoothEnergy surface;
  private final Mesh mesh;
  private final int size;

  private double[] centre;
  private double[] spacing;

  /** What is known of the window's points: 1 and 2 are the two basins, 0 nothing. */
  private int[] side;

  private Narrowing(SmoothEnergy surface, Mesh mesh, double[] centre) {
    this.surface = surface;
    this.mesh = mesh;
    this.centre = centre;
    this.size = mesh.dimension() == 1 ? SIDE : SIDE * SIDE;
    this.spacing = Arrays.stream(mesh.cell()).map(h -> h / FINER).toArray();
    this.side = new int[size];
  }

  /** Around a pass of a mesh. */
  static Narrowing around(SmoothEnergy surface, Flood flood, Flood.Pass pass) {
    Mesh mesh = flood.mesh();
    var narrowing = new Narrowing(surface, mesh, mesh.at(pass.point()));
    for (int p = 0; p < narrowing.size; p++) {
      if (narrowing.isOld(p)) {
        int point = mesh.moved(pass.point(), narrowing.old(p));
        if (point >= 0 && point != pass.point()) {
          boolean below = flood.energy(point) < pass.energy();
          int basin = flood.basin(point);
          narrowing.side[p] = !below ? 0 : basin == pass.a() ? 1 : basin == pass.b() ? 2 : 0;
        }
      }
    }
    return narrowing;
  }

  double[] centre() {
    return centre.clone();
  }

  double energy() {
    return surface.value(centre);
  }

  private int row(int point, int axis) {
    return mesh.dimension() == 1 ? point : axis == 0 ? point / SIDE : point % SIDE;
  }

  private boolean isOld(int point) {
    return IntStream.range(0, mesh.dimension())
        .allMatch(i -> (row(point, i) - MIDDLE) % FINER == 0);
  }

  /** Of a point that was there before: how many cells it is from the middle. */
  private int[] old(int point) {
    return IntStream.range(0, mesh.dimension())
        .map(i -> (row(point, i) - MIDDLE) / FINER)
        .toArray();
  }

  private double[] place(int point) {
    double[] at = centre.clone();
    for (int i = 0; i < at.length; i++) {
      at[i] += (row(point, i) - MIDDLE) * spacing[i];
    }
    return at;
  }

  /** Narrows the window once; false where that is not possible. */
  boolean narrow() {
    double[] energy = new double[size];
    for (int p = 0; p < size; p++) {
      double[] at = place(p);
      energy[p] = mesh.contains(at) ? surface.value(mesh.within(at)) : Double.POSITIVE_INFINITY;
    }
    int[] found = flooded(energy);
    int pass = found[size];
    if (pass < 0) {
      return false;
    }
    int[] next = new int[size];
    for (int p = 0; p < size; p++) {
      if (isOld(p)) {
        int[] by = old(p);
        int first = row(pass, 0) + by[0];
        int second = by.length == 1 ? 0 : row(pass, 1) + by[1];
        boolean inside = first >= 0 && first < SIDE && second >= 0 && second < SIDE;
        next[p] = inside ? found[by.length == 1 ? first : first * SIDE + second] : 0;
      }
    }
    centre = mesh.within(place(pass));
    spacing = Arrays.stream(spacing).map(h -> h / FINER).toArray();
    side = next;
    return true;
  }

  /**
   * Floods the window until the two basins join.
   *
   * @return the side of each point that is under water then, and the point at which they join, or
   *     −1
   */
  private int[] flooded(double[] energy) {
    Integer[] order =
        IntStream.range(0, size)
            .boxed()
            .sorted((p, q) -> Double.compare(energy[p], energy[q]))
            .toArray(Integer[]::new);
    var joined = new Joined(size + 3); // size + 1 and size + 2 are the sides
    boolean[] wet = new boolean[size];
    for (int p = 0; p < size; p++) {
      if (side[p] != 0) {
        joined.join(p, size + side[p]);
      }
    }
    int pass = -1;
    for (int p : order) {
      if (energy[p] == Double.POSITIVE_INFINITY) {
        break;
      }
      int[] before = {joined.root(size + 1), joined.root(size + 2)};
      boolean touchesFirst = joined.root(p) == before[0];
      boolean touchesSecond = joined.root(p) == before[1];
      for (int q : neighbours(p)) {
        touchesFirst |= wet[q] && joined.root(q) == before[0];
        touchesSecond |= wet[q] && joined.root(q) == before[1];
      }
      if (touchesFirst && touchesSecond) {
        pass = p;
        break;
      }
      wet[p] = true;
      for (int q : neighbours(p)) {
        if (wet[q]) {
          joined.join(p, q);
        }
      }
    }
    int[] found = new int[size + 1];
    for (int p = 0; p < size; p++) {
      int root = joined.root(p);
      found[p] =
          !wet[p] ? 0 : root == joined.root(size + 1) ? 1 : root == joined.root(size + 2) ? 2 : 0;
    }
    found[size] = pass;
    return found;
  }

  private int[] neighbours(int point) {
    int[] found = new int[8];
    int count = 0;
    int wide = mesh.dimension() == 1 ? 0 : 1;
    for (int i = -1; i <= 1; i++) {
      for (int j = -wide; j <= wide; j++) {
        int first = row(point, 0) + i;
        int second = wide == 0 ? 0 : row(point, 1) + j;
        boolean inside = first >= 0 && first < SIDE && second >= 0 && second < SIDE;
        if ((i != 0 || j != 0) && inside) {
          found[count++] = wide == 0 ? first : first * SIDE + second;
        }
      }
    }
    return Arrays.copyOf(found, count);
  }
}
