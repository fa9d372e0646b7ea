package perrin.report.figures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import perrin.conformance.Trial;
import perrin.kernel.landscape.PointEnergy;
import perrin.report.chart.Ink;
import perrin.report.chart.Layer;

/** What stands on contour lines: the line's height, on the line, apart from others. */
class IsoLabelsTest {
  private static Surface surface(String energy) {
    var experiment =
        Trial.of(
                Trial.SMALL,
                "coordinates=[x, y]",
                "start={x: 0, y: 0}",
                "histograms={}",
                "observables={}",
                "energy=" + energy)
            .experiment();
    return new Surface(
        PointEnergy.often(experiment),
        List.of("x", "y"),
        new double[] {-2, -1},
        new double[] {2, 3});
  }

  @Test
  void aLabelIsTheEnergyWhereItStands() {
    Surface surface = surface("x^2 + 3*y^2 + x*y");
    Layer.Contours contours = IsoLines.of("energy", Ink.GREY, surface);
    assertTrue(contours.labels().size() >= 6, contours.labels()::toString);
    for (Layer.Label label : contours.labels()) {
      double energy = surface.energy().energy(new double[] {label.x(), label.y()});
      double level = Double.parseDouble(label.text());
      assertTrue(contours.heights().contains(level), label::toString);
      assertEquals(level, energy, 0.02 * Math.max(1, level), label::toString);
    }
  }

  @Test
  void noneIsNearAnother() {
    List<Layer.Label> labels =
        IsoLines.of("energy", Ink.GREY, surface("(x^2 - 1)^2 + y^2")).labels();
    for (Layer.Label a : labels) {
      for (Layer.Label b : labels) {
        assertTrue(
            a == b || Math.abs(a.x() - b.x()) > 0.1 || Math.abs(a.y() - b.y()) > 0.16,
            a + " and " + b);
      }
    }
  }

  @Test
  void overAMapThereAreNone() {
    Layer.Contours contours = IsoLines.of("energy", Ink.GREY, surface("x^2 + y^2"));
    assertEquals(List.of(), contours.withoutLabels().labels());
    assertEquals(contours.lines(), contours.withoutLabels().lines());
  }
}
