package perrin.report.motion;

import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.stream.IntStream;
import perrin.report.chart.Colours;
import perrin.report.figures.Scene;

/** The height of a scene's ground as shades, dark where it is low. */
final class SceneShades {
  private static final int LOW = 0xb8cfe6;
  private static final int HIGH = 0xfcfcfa;

  private SceneShades() {}

  /** As many shades as there are spaces between the lines. */
  static void draw(BufferedImage ground, Rectangle2D plot, Scene.Mesh mesh) {
    for (int px = (int) plot.getMinX(); px < plot.getMaxX(); px++) {
      for (int py = (int) plot.getMinY(); py < plot.getMaxY(); py++) {
        double i = (px + 0.5 - plot.getMinX()) / plot.getWidth() * (mesh.columns() - 1);
        double j = (plot.getMaxY() - py - 0.5) / plot.getHeight() * (mesh.rows() - 1);
        double passed = between(mesh, Math.max(0, i), Math.max(0, j));
        if (!Double.isNaN(passed)) {
          ground.setRGB(px, py, shade(mesh, (int) passed));
        }
      }
    }
  }

  private static int shade(Scene.Mesh mesh, int passed) {
    return Colours.mixed(LOW, HIGH, Math.clamp((double) passed / Math.max(1, mesh.most()), 0, 1));
  }

  /** From the lowest to the highest. */
  static int[] all(Scene.Mesh mesh) {
    return IntStream.rangeClosed(0, mesh.most()).map(k -> shade(mesh, k)).toArray();
  }

  private static double between(Scene.Mesh mesh, double i, double j) {
    int column = Math.clamp((int) i, 0, mesh.columns() - 2);
    int row = Math.clamp((int) j, 0, mesh.rows() - 2);
    double a = Math.min(1, i - column);
    double b = Math.min(1, j - row);
    float[] value = mesh.value();
    int at = column * mesh.rows() + row;
    return (1 - a) * ((1 - b) * value[at] + b * value[at + 1])
        + a * ((1 - b) * value[at + mesh.rows()] + b * value[at + mesh.rows() + 1]);
  }
}
