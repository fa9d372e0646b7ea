package perrin.errors;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Which valid name somebody probably meant. */
public final class Nearest {
  /** A longer word is no misspelt name; and to compare takes the product of both lengths. */
  private static final int LONGEST = 200;

  /** More names than these are not listed. */
  private static final int MOST_LISTED = 9;

  private Nearest() {}

  /** A beginning of so many letters tells which name is meant. */
  private static final int TELLING = 4;

  /**
   * The candidate with the smallest distance among those that are near, one that begins with the
   * word before all others: leim means leimkuhler-matthews. The first in alphabetical order among
   * equals; nothing where none is near.
   */
  static Optional<String> to(String word, Collection<String> candidates) {
    if (word.length() > LONGEST) {
      return Optional.empty();
    }
    return candidates.stream()
        .filter(candidate -> isNear(word, candidate))
        .min(
            Comparator.comparing((String candidate) -> !candidate.startsWith(word))
                .thenComparingInt(candidate -> distance(word, candidate))
                .thenComparing(Comparator.naturalOrder()));
  }

  /** Whether one of the two is plausibly a misspelling of the other. */
  public static boolean isClose(String a, String b) {
    return Math.max(a.length(), b.length()) <= LONGEST
        && distance(a, b) <= Math.max(1, Math.min(a.length(), b.length()) / 3);
  }

  /**
   * Ends a complaint: {@code ; the nearest key is walkers}; empty where no candidate is so near
   * that it was probably meant.
   */
  public static String hint(String kind, String word, Collection<String> candidates) {
    return to(word, candidates).map(name -> "; the nearest " + kind + " is " + name).orElse("");
  }

  /**
   * The same, and where none is near, what there is: {@code ; the keys here are from and to}.
   *
   * @param kind one of them; {@code plural} several
   * @param several what to say where there are more than a line takes; may be empty
   */
  public static String hintOrAll(
      String kind, String plural, String word, Collection<String> candidates, String several) {
    var near = hint(kind, word, candidates);
    if (!near.isEmpty()) {
      return near;
    }
    var all = candidates.stream().sorted().toList();
    return switch (all.size()) {
      case 0 -> "; there is none";
      case 1 -> "; the only " + kind + " is " + all.getFirst();
      default -> all.size() > MOST_LISTED ? several : "; the " + plural + " are " + listed(all);
    };
  }

  /** {@code a, b and c}. */
  public static String listed(List<String> words) {
    int last = words.size() - 1;
    return last < 1
        ? String.join("", words)
        : String.join(", ", words.subList(0, last)) + " and " + words.get(last);
  }

  /**
   * Close, but not for as many letters as the shorter one has; or the one begins the other, and is
   * at least half of it or telling.
   */
  private static boolean isNear(String word, String name) {
    int shorter = Math.min(word.length(), name.length());
    boolean half = 2 * shorter >= Math.max(word.length(), name.length());
    boolean abbreviates =
        name.startsWith(word) && (half && shorter > 1 || word.length() >= TELLING);
    return abbreviates
        || half && word.startsWith(name)
        || isClose(word, name) && Math.max(word.length(), name.length()) > 2
        || word.equalsIgnoreCase(name);
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
