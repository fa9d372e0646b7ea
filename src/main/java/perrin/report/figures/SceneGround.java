package perrin.report.figures;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import perrin.report.chart.Layer;

/** What walkers of a scene move over. */
final class SceneGround {
  private SceneGround() {}

  /** The energy of one coordinate, a line that walkers are on. */
  static Scene.Ground curve(Surface surface) {
    double[][] curve = {surface.points(0), surface.values()};
    return new Scene.Ground(List.<double[][]>of(curve), Optional.empty());
  }

  /** The lowest place of a curve; infinite where there is none. */
  static double lowest(Scene.Ground curve) {
    return Arrays.stream(curve.lines().getFirst()[1])
        .filter(Double::isFinite)
        .min()
        .orElse(Double.POSITIVE_INFINITY);
  }

  /** Lines of equal energy and how many of them lie below each place. */
  static Scene.Ground map(Surface surface) {
    if (surface.isFlat()) {
      return Scene.Ground.NONE;
    }
    Layer.Contours contours = surface.contours();
    double[] levels = contours.levels();
    double[] values = surface.values();
    var ends = surface.finite();
    float[] passed = new float[values.length];
    for (int i = 0; i < passed.length; i++) {
      passed[i] = (float) passed(levels, ends.getMin(), ends.getMax(), values[i]);
    }
    int columns = surface.points(0).length;
    var mesh = new Scene.Mesh(columns, values.length / columns, passed, levels.length);
    return new Scene.Ground(contours.lines(), Optional.of(mesh));
  }

  private static double passed(double[] levels, double lowest, double highest, double value) {
    if (!Double.isFinite(value)) {
      return Double.NaN;
    }
    int below = 0;
    while (below < levels.length && levels[below] <= value) {
      below++;
    }
    double from = below == 0 ? lowest : levels[below - 1];
    double to = below == levels.length ? highest : levels[below];
    return below + (to > from ? Math.clamp((value - from) / (to - from), 0, 0.999) : 0);
  }
}
