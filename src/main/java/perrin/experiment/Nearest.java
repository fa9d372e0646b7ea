package perrin.experiment;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Which valid name somebody probably meant. */
public final class Nearest {
  /** A longer word is no misspelt name; and to compare takes the product of both lengths. */
  private static final int LONGEST = 200;

  private Nearest() {}

  /**
   * The candidate with the smallest distance, one that begins with the word before all others:
   * euler means euler-maruyama. The first in alphabetical order among equals.
   */
  static Optional<String> to(String word, Collection<String> candidates) {
    if (word.length() > LONGEST) {
      return Optional.empty();
    }
    boolean telling = word.length() > 2;
    return candidates.stream()
        .min(
            Comparator.comparing((String candidate) -> !(telling && candidate.startsWith(word)))
                .thenComparingInt(candidate -> distance(word, candidate))
                .thenComparing(Comparator.naturalOrder()));
  }

  /** Whether one of the two is plausibly a misspelling of the other. */
  static boolean isClose(String a, String b) {
    return Math.max(a.length(), b.length()) <= LONGEST
        && distance(a, b) <= Math.max(1, Math.min(a.length(), b.length()) / 3);
  }

  /** Ends a complaint: {@code ; the nearest key is walkers}. */
  public static String hint(String kind, String word, Collection<String> candidates) {
    return to(word, candidates).map(name -> "; the nearest " + kind + " is " + name).orElse("");
  }

  /**
   * Ends a complaint like {@link #hint} where a candidate is so near that it was probably meant;
   * else empty.
   */
  public static String nearHint(String kind, String word, Collection<String> candidates) {
    return hint(kind, word, candidates.stream().filter(name -> isNear(word, name)).toList());
  }

  /** Close, but not for as many letters as the shorter one has; or at least half of the other. */
  private static boolean isNear(String a, String b) {
    int shorter = Math.min(a.length(), b.length());
    boolean begins = a.startsWith(b) || b.startsWith(a);
    return begins && 2 * shorter >= Math.max(a.length(), b.length())
        || isClose(a, b) && distance(a, b) < shorter;
  }

  /**
   * Insertions, deletions, substitutions and swaps of neighbours that turn one word into the other
   * (optimal string alignment), without regard to case.
   */
  static int distance(String first, String second) {
    var a = first.toLowerCase(Locale.ROOT);
    var b = second.toLowerCase(Locale.ROOT);
    var d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int differs = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        d[i][j] = Math.min(d[i - 1][j - 1] + differs, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
