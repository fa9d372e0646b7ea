package perrin.report.figures;

import perrin.output.TrajectoryRecord;

/** Values of trajectories, whatever their precision. */
final class Paths {
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

  /** A walker's coordinate in some frames, evenly chosen; NaN where it crosses a periodic end. */
  static double[] series(TrajectoryRecord paths, int walker, int coordinate, int[] frames) {
    double[] values = new double[frames.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = value(paths, frames[i], walker, coordinate);
    }
    return values;
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
