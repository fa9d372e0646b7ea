package perrin.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntFunction;
import perrin.output.BestRecord;
import perrin.output.Polished;
import perrin.statistics.WalkerArray;
import perrin.statistics.verdict.Digits;

/** The lowest energy that was seen, where, by how many walkers and when, for people. */
final class BestReport {
  /** Components that are worth a line. */
  private static final int MOST_SHOWN = 6;

  private BestReport() {}

  static String of(BestRecord best) {
    int walker = best.walker();
    List<String> names = List.copyOf(best.at().keySet());
    List<WalkerArray> places = List.copyOf(best.at().values());
    String lowest =
        "lowest energy: "
            + best.energy().text(walker)
            + place(names, i -> places.get(i).text(walker))
            + " (walker "
            + Numbers.count(walker)
            + ", step "
            + Numbers.count((long) best.step().value(walker))
            + ")";
    Polished polished = best.polished();
    if (polished.energy().length > 0) {
      lowest +=
          "; polished: "
              + polished.energy()[0]
              + place(names, i -> Digits.rounded(polished.at()[0][i], 10));
    }
    return Paragraph.wrapped(lowest, 0)
        + "\n"
        + Paragraph.wrapped(found(best) + polishedFound(best), 0)
        + below(best, "").map(note -> "\n" + Paragraph.wrapped(note, 0)).orElse("");
  }

  /**
   * That a minimum was given which is none.
   *
   * @param where at which point of a sweep; may be empty
   */
  static Optional<String> below(BestRecord best, String where) {
    return best.below().stream()
        .mapToObj(by ->
            "Note: the lowest energy"
                + where
                + " is "
                + Digits.rounded(by, 4)
                + " below track-best.minimum, "
                + Digits.rounded(best.minimum().orElseThrow(), 9)
                + ": that is not the minimum of this energy. Correct it, or, if it is the minimum"
                + " within some range, keep walkers there by boundaries.")
        .findFirst();
  }

  private static String place(List<String> names, IntFunction<String> value) {
    List<String> place = new ArrayList<>();
    for (int i = 0; i < Math.min(MOST_SHOWN, names.size()); i++) {
      place.add(names.get(i) + " = " + value.apply(i));
    }
    return " at " + String.join(", ", place) + (names.size() > MOST_SHOWN ? ", ..." : "");
  }

  private static String found(BestRecord best) {
    int walkers = best.energy().walkers();
    int found = best.found();
    String target =
        best.minimum()
            .map(minimum -> "the known minimum, " + Digits.rounded(minimum, 9))
            .orElse("it");
    if (found == 0) {
      return "no walker came within " + Digits.plain(best.within()) + " of " + target;
    }
    double share = (double) found / walkers;
    double[] half = wilson(found, walkers);
    return String.format(
        Locale.ROOT,
        "%s of %s walkers, %.4g %% [%.4g, %.4g], came within %s of %s; half of these "
            + (best.foundAt().isPresent() ? "had" : "were at their best")
            + " by step %s",
        Numbers.count(found),
        Numbers.count(walkers),
        100 * share,
        100 * half[0],
        100 * half[1],
        Digits.plain(best.within()),
        target,
        Numbers.count(best.halfBy().orElseThrow()));
  }

  private static String polishedFound(BestRecord best) {
    double[] energies = best.polished().energy();
    long found = Arrays.stream(energies).filter(e -> e <= best.lowest() + best.within()).count();
    return energies.length == 0
        ? ""
        : "; of " + energies.length + " places that were polished " + found + " did";
  }

  /** The 95 % interval of a share (Wilson, J. Am. Stat. Assoc. 22 (1927) 209). */
  private static double[] wilson(int found, int of) {
    double z = 1.96;
    double share = (double) found / of;
    double middle = share + z * z / (2 * of);
    double half = z * Math.sqrt(share * (1 - share) / of + z * z / (4.0 * of * of));
    double scale = 1 + z * z / of;
    return new double[] {
      Math.max(0, (middle - half) / scale), Math.min(1, (middle + half) / scale)
    };
  }
}
