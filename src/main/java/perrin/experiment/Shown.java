package perrin.experiment;

/** Values as complaints quote them. */
public final class Shown {
  private static final int LONGEST = 60;

  private Shown() {}

  /** The text, or where it is long its beginning and an ellipsis. */
  public static String shortened(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
  }
}
