package perrin.run.selfcheck;

/**
 * One line of what {@link Doctor} finds.
 *
 * @param mark how it stands
 * @param subject what was looked at, a word or two
 * @param text what was found, and what to do where something is wrong
 */
public record Finding(Mark mark, String subject, String text) {
  /** How it stands. */
  public enum Mark {
    /** As it should be. */
    OK("ok"),
    /** Not there; runs are possible without it. */
    ABSENT("--"),
    /** Wrong. */
    WRONG("!!");

    private final String sign;

    Mark(String sign) {
      this.sign = sign;
    }

    /** Two characters to print. */
    public String sign() {
      return sign;
    }
  }

  static Finding ok(String subject, String text) {
    return new Finding(Mark.OK, subject, text);
  }

  static Finding absent(String subject, String text) {
    return new Finding(Mark.ABSENT, subject, text);
  }

  static Finding wrong(String subject, String text) {
    return new Finding(Mark.WRONG, subject, text);
  }
}
