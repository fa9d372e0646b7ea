package perrin.report.chart;

import perrin.errors.Shown;

/**
 * An axis of a panel.
 *
 * @param label what is drawn along it, with its unit where it has one
 * @param scale how
 */
public record Axis(String label, Scale scale) {
  /** How values lie along an axis. */
  public enum Scale {
    LINEAR,
    /** Values above 0 only. */
    LOGARITHMIC,
    /** Of both axes of a panel: one unit is as long on either. */
    EQUAL
  }

  /** Users' characters come out as text. */
  public Axis {
    label = Shown.line(label);
  }

  /** A linear one. */
  public Axis(String label) {
    this(label, Scale.LINEAR);
  }
}
