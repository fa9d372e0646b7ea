package perrin.report.chart;

import java.util.List;

/**
 * The colours of charts: those of Okabe and Ito (Color Universal Design, 2008), which people with
 * any colour vision can tell apart; for dark grounds a little lighter.
 */
public enum Ink {
  BLUE("#0072b2", "#56a8e0"),
  ORANGE("#d55e00", "#f08a3c"),
  GREEN("#009e73", "#2fc79b"),
  PURPLE("#b0578d", "#d98fbd"),
  SKY("#3a94cc", "#8fd0f5"),
  AMBER("#b87f00", "#f0b93a"),
  BLACK("#1d2430", "#e6e9ef"),
  GREY("#6b7280", "#9aa3b2");

  /** Those that members of a series take in turn. */
  private static final List<Ink> SERIES = List.of(BLUE, ORANGE, GREEN, PURPLE, AMBER, BLACK, SKY);

  private final String light;
  private final String dark;

  Ink(String light, String dark) {
    this.light = light;
    this.dark = dark;
  }

  /** On a light ground, {@code #rrggbb}. */
  public String light() {
    return light;
  }

  /** On a dark ground, {@code #rrggbb}. */
  public String dark() {
    return dark;
  }

  /** Of member i of a series; from the eighth on they come again. */
  public static Ink of(int i) {
    return SERIES.get(i % SERIES.size());
  }
}
