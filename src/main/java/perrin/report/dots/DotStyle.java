package perrin.report.dots;

import perrin.report.chart.Colours;
import perrin.report.chart.Ink;

/**
 * What a terminal can show.
 *
 * @param columns its width
 * @param unicode whether it has Braille characters and blocks; else plain ASCII is drawn
 * @param colours how many
 */
public record DotStyle(int columns, boolean unicode, Shades colours) {
  /** How many colours. */
  public enum Shades {
    NONE,
    /** The eight of every terminal. */
    FEW,
    /** 256. */
    MANY,
    /** Those of 24 bits. */
    ALL
  }

  private static final int NARROWEST = 30;
  private static final int WIDEST = 100;

  /** Steps of red, green and blue in the cube of 256 colours. */
  private static final int[] CUBE = {0, 95, 135, 175, 215, 255};

  static final String PLAIN = "\u001b[0m";

  public DotStyle {
    columns = Math.clamp(columns, NARROWEST, WIDEST);
  }

  /** Whether maps are drawn as blocks of colours. */
  boolean hasMaps() {
    return unicode && (colours == Shades.MANY || colours == Shades.ALL);
  }

  /** The sequence that begins an ink; empty without colours. */
  String ink(Ink ink) {
    if (colours == Shades.NONE) {
      return "";
    }
    if (ink == Ink.BLACK) {
      return PLAIN; // the terminal's own, dark or light as its ground wants it
    }
    if (colours == Shades.FEW) {
      return "\u001b[" + few(ink) + "m";
    }
    return foreground(
        Colours.mixed(
            Colours.rgb(ink.light()), Colours.rgb(ink.dark()), 0.5)); // seen on any ground
  }

  private static int few(Ink ink) {
    return switch (ink) {
      case BLUE -> 34;
      case ORANGE -> 31;
      case GREEN -> 32;
      case PURPLE -> 35;
      case SKY -> 36;
      case AMBER -> 33;
      case BLACK -> 39;
      case GREY -> 90;
    };
  }

  String foreground(int rgb) {
    return "\u001b[38;" + colour(rgb) + "m";
  }

  String background(int rgb) {
    return "\u001b[48;" + colour(rgb) + "m";
  }

  private String colour(int rgb) {
    int red = rgb >> 16 & 0xff;
    int green = rgb >> 8 & 0xff;
    int blue = rgb & 0xff;
    return colours == Shades.ALL
        ? "2;" + red + ";" + green + ";" + blue
        : "5;" + (16 + 36 * nearest(red) + 6 * nearest(green) + nearest(blue));
  }

  private static int nearest(int part) {
    int best = 0;
    for (int i = 1; i < CUBE.length; i++) {
      best = Math.abs(CUBE[i] - part) < Math.abs(CUBE[best] - part) ? i : best;
    }
    return best;
  }
}
