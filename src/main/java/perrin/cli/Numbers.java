package perrin.cli;

import java.util.Locale;

/** Numbers as people read them. */
final class Numbers {
  private Numbers() {}

  /** {@code 1,000,000}. */
  static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** {@code 1.83e9}. */
  static String rate(double value) {
    return String.format(Locale.ROOT, "%.2e", value).replace("e+0", "e").replace("e+", "e");
  }

  /** Seconds as {@code 0:07}, {@code 12:34} or {@code 2:03:04}. */
  static String clock(double seconds) {
    long s = (long) Math.ceil(Math.min(Math.max(seconds, 0), 1e9));
    return s < 3600
        ? String.format(Locale.ROOT, "%d:%02d", s / 60, s % 60)
        : String.format(Locale.ROOT, "%d:%02d:%02d", s / 3600, s / 60 % 60, s % 60);
  }
}
