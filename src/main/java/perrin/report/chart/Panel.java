package perrin.report.chart;

import java.util.List;

/** One pair of axes and what is drawn in it, the first layer lowest. */
public record Panel(Axis x, Axis y, Size size, List<Layer> layers) {
  /** How high a panel is beside others of its figure. */
  public enum Size {
    USUAL,
    /** Below another one: residuals. */
    LOW,
    /** A map, as high as wide. */
    SQUARE
  }

  public Panel {
    layers = List.copyOf(layers);
  }
}
