package perrin.experiment;

/** Values as complaints quote them. */
public final class Shown {
  private static final int LONGEST = 60;

  private Shown() {}

  /** The text, or where it is long its beginning and an ellipsis. */
  public static String shortened(String text) {
    return shortened(text, LONGEST);
  }

  /**
   * @param longest characters that are left, the ellipsis included
   */
  static String shortened(String text, int longest) {
    return text.length() <= longest ? text : text.substring(0, longest - 1) + "…";
  }
}
