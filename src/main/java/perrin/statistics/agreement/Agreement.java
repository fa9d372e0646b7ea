package perrin.statistics.agreement;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import perrin.statistics.verdict.Digits;

/**
 * What all comparisons together say, by Holm's (1979) step-down test: the smallest of m p-values is
 * compared with α/m, the next with α/(m − 1), and so on until one is larger. Where all runs are of
 * the same law, one or more of the comparisons is said to differ in α of the cases at most,
 * whatever they have to do with each other.
 *
 * @param findings all that were made, also those of which nothing can be said
 * @param differing those that differ
 */
public record Agreement(List<Finding> findings, Set<Finding> differing) {
  /** α: how often runs of the same law are said to differ. */
  public static final double FALSE_ALARM = 1e-3;

  /** What is concluded. */
  public enum Outcome {
    /** Every number is the same. */
    IDENTICAL("agree", 0),
    /** No difference is larger than chance makes it. */
    AGREE("agree", 0),
    /** One is. */
    DIFFER("differ", 3),
    /** Errors are not known, so nothing can be said. */
    TOO_FEW_WALKERS("too few walkers", 3);

    private final String words;
    private final int exitCode;

    Outcome(String words, int exitCode) {
      this.words = words;
      this.exitCode = exitCode;
    }

    /** As it is printed. */
    public String words() {
      return words;
    }

    /** 0, or 3 for a negative one. */
    public int exitCode() {
      return exitCode;
    }
  }

  public Agreement {
    findings = List.copyOf(findings);
    differing = Set.copyOf(differing);
  }

  /** Of all comparisons; none where every number is the same. */
  public static Agreement of(List<Finding> findings) {
    List<Finding> known = known(findings);
    int held = known.size();
    int differ = 0;
    while (differ < held
        && known.get(differ).difference().pValue() <= FALSE_ALARM / (held - differ)) {
      differ++;
    }
    return new Agreement(findings, Set.copyOf(known.subList(0, differ)));
  }

  /** Those of which something can be said, the most different first. */
  private static List<Finding> known(List<Finding> findings) {
    return findings.stream()
        .filter(each -> each.difference().known())
        .sorted(Comparator.comparingDouble(each -> each.difference().pValue()))
        .toList();
  }

  /** What is concluded. */
  public Outcome outcome() {
    if (findings.isEmpty()) {
      return Outcome.IDENTICAL;
    }
    if (known(findings).isEmpty()) {
      return Outcome.TOO_FEW_WALKERS;
    }
    return differing.isEmpty() ? Outcome.AGREE : Outcome.DIFFER;
  }

  /** Whether a comparison differs. */
  public boolean differs(Finding finding) {
    return differing.contains(finding);
  }

  /** Of the means that can be told, the one that is the most standard errors away. */
  private Optional<Finding> farthest() {
    return known(findings).stream()
        .filter(each -> each.difference() instanceof MeanDifference)
        .max(
            Comparator.comparingDouble(
                each -> Math.abs(((MeanDifference) each.difference()).inErrors())));
  }

  /** {@code verdict: agree 12 comparisons, x2 by 1.3 standard errors at most …}. */
  public String line() {
    String head = "verdict: " + outcome().words() + "  ";
    return switch (outcome()) {
      case IDENTICAL -> head + "identical, bit for bit";
      case TOO_FEW_WALKERS -> head + "no standard errors are known";
      case AGREE, DIFFER -> head + figures() + "  false alarm " + Digits.plain(FALSE_ALARM);
    };
  }

  private String figures() {
    int known = known(findings).size();
    String comparisons = known == 1 ? "1 comparison" : known + " comparisons";
    String farthest = farthest().map(Agreement::words).map(", "::concat).orElse("");
    if (differing.isEmpty()) {
      return comparisons + (farthest.isEmpty() ? "" : farthest + " at most");
    }
    String histograms =
        farthest.isEmpty()
            ? differing.stream()
                .map(Finding::quantity)
                .sorted()
                .distinct()
                .collect(Collectors.joining(", ", ": ", ""))
            : farthest;
    return differing.size() + " of " + comparisons + histograms;
  }

  private static String words(Finding finding) {
    double errors = Math.abs(((MeanDifference) finding.difference()).inErrors());
    return finding.quantity()
        + " by "
        + (Double.isInfinite(errors)
            ? "more than any error"
            : String.format(Locale.ROOT, "%.1f standard errors", errors));
  }
}
