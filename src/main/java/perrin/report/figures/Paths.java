package perrin.report.figures;

import java.util.Arrays;
import java.util.stream.IntStream;
import perrin.output.TrajectoryRecord;

/** Values of trajectories, whatever their precision. */
final class Paths {
  /** Walkers whose paths are drawn. */
  static final int MOST_WALKERS = 7;

  private Paths() {}

  static int walkers(TrajectoryRecord paths) {
    return paths.value().length == 0 ? 0 : ((Object[]) paths.value()[0]).length;
  }

  static int dimensions(TrajectoryRecord paths) {
    return paths.boundaries().size();
  }

  static double value(TrajectoryRecord paths, int frame, int walker, int coordinate) {
    return switch (((Object[]) paths.value()[frame])[walker]) {
      case float[] at -> at[coordinate];
      case double[] at -> at[coordinate];
      default -> throw new IllegalStateException("positions are neither floats nor doubles");
    };
  }

  /** A coordinate of the walkers that are drawn, at so many places at most. */
  static double[] all(TrajectoryRecord paths, int coordinate, int most) {
    int walkers = Math.min(MOST_WALKERS, walkers(paths));
    int[] frames = frames(paths, Math.max(1, most / Math.max(1, walkers)));
    return IntStream.range(0, walkers)
        .boxed()
        .flatMapToDouble(w -> Arrays.stream(series(paths, w, coordinate, frames)))
        .toArray();
  }

  /** A walker's coordinate in some frames, evenly chosen. */
  static double[] series(TrajectoryRecord paths, int walker, int coordinate, int[] frames) {
    double[] values = new double[frames.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = value(paths, frames[i], walker, coordinate);
    }
    return values;
  }

  /**
   * A path with a gap wherever it leaves a periodic box on one side and comes in on the other.
   *
   * @param at what is drawn, the paths' coordinates first, [rows][places]
   */
  static double[][] broken(TrajectoryRecord paths, double[][] at) {
    int length = at[0].length;
    boolean[] gap = new boolean[length];
    int gaps = 0;
    for (int d = 0; d < dimensions(paths); d++) {
      if (paths.boundaries().get(d).equals("periodic") && d < paths.edges().length) {
        for (int i = 1; i < length; i++) {
          gap[i] |= Math.abs(at[d][i] - at[d][i - 1]) > paths.edges()[d] / 2;
        }
      }
    }
    for (boolean each : gap) {
      gaps += each ? 1 : 0;
    }
    double[][] broken = new double[at.length][length + gaps];
    for (int row = 0; row < at.length; row++) {
      int to = 0;
      for (int i = 0; i < length; i++) {
        if (gap[i]) {
          broken[row][to++] = Double.NaN;
        }
        broken[row][to++] = at[row][i];
      }
    }
    return broken;
  }

  /** Numbers of at most so many frames, the first and the last among them. */
  static int[] frames(TrajectoryRecord paths, int most) {
    int all = paths.step().length;
    int taken = Math.min(all, most);
    int[] frames = new int[taken];
    for (int i = 0; i < taken; i++) {
      frames[i] = taken == 1 ? all - 1 : (int) ((long) i * (all - 1) / (taken - 1));
    }
    return frames;
  }
}
