package perrin.report.chart;

/** The colours of maps, as {@code 0xrrggbb}. */
public final class Colours {
  /** Viridis (van der Walt and Smith, 2015) at equal distances. */
  private static final int[] VIRIDIS = {
    0x440154, 0x481467, 0x482576, 0x453781, 0x404688, 0x39558c, 0x33638d, 0x2d718e, 0x287d8e,
    0x238a8d, 0x1f968b, 0x20a386, 0x29af7f, 0x3dbc74, 0x56c667, 0x75d054, 0x95d840, 0xbade28,
    0xdde318, 0xfde725
  };

  /** From blue over white to red (Brewer's RdBu, reversed), as dark at either end. */
  private static final int[] BLUE_TO_RED = {
    0x2166ac, 0x4393c3, 0x92c5de, 0xd1e5f0, 0xf7f7f7, 0xfddbc7, 0xf4a582, 0xd6604d, 0xb2182b
  };

  /** The same on a dark ground, which is what nothing looks like. */
  private static final int[] BLUE_TO_RED_IN_THE_DARK = {
    0x2166ac, 0x4393c3, 0x3d6a93, 0x263c55, 0x181d25, 0x523030, 0x9a5442, 0xd6604d, 0xb2182b
  };

  private Colours() {}

  /** The colours of a ramp at equal distances, on a light ground or a dark one. */
  public static int[] stops(Layer.Ramp ramp, boolean dark) {
    return switch (ramp) {
      case SEQUENTIAL -> VIRIDIS.clone();
      case DIVERGING -> (dark ? BLUE_TO_RED_IN_THE_DARK : BLUE_TO_RED).clone();
    };
  }

  /**
   * A colour of a ramp.
   *
   * @param share from 0, its beginning, to 1, its end; beyond either end it is that
   */
  public static int of(Layer.Ramp ramp, double share) {
    return switch (ramp) {
      case SEQUENTIAL -> between(VIRIDIS, share);
      case DIVERGING -> between(BLUE_TO_RED, share);
    };
  }

  /** An ink's {@code #rrggbb} as a number. */
  public static int rgb(String hexadecimal) {
    return Integer.parseInt(hexadecimal.substring(1), 16);
  }

  private static int between(int[] colours, double share) {
    double place = Math.clamp(Double.isNaN(share) ? 0 : share, 0, 1) * (colours.length - 1);
    int first = Math.min((int) place, colours.length - 2);
    return mixed(colours[first], colours[first + 1], place - first);
  }

  /** The one and the other, the other by a share from 0 to 1. */
  public static int mixed(int one, int other, double share) {
    int colour = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      int a = one >> shift & 0xff;
      int b = other >> shift & 0xff;
      colour |= (int) Math.round(a + (b - a) * share) << shift;
    }
    return colour;
  }
}
