package perrin.statistics.verdict;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The verdicts on the points of a sweep, and the one on all of them: the worst.
 *
 * @param points what each point is, in words: {@code tilt = 0.1, dt = 0.02}
 * @param verdicts of each point
 */
public record SweepVerdict(List<String> points, List<Verdict> verdicts) {
  public SweepVerdict {
    points = List.copyOf(points);
    verdicts = List.copyOf(verdicts);
    if (points.isEmpty() || points.size() != verdicts.size()) {
      throw new IllegalArgumentException(
          verdicts.size() + " verdicts, must be one for each of " + points.size() + " points");
    }
  }

  /** The point whose verdict says least; the farthest from its reference among equals. */
  public int worstPoint() {
    return IntStream.range(0, verdicts.size())
        .boxed()
        .max(
            Comparator.comparingInt((Integer p) -> severity(verdicts.get(p).outcome()))
                .thenComparingDouble(p -> distance(verdicts.get(p))))
        .orElseThrow();
  }

  /** The verdict on all points. */
  public Verdict worst() {
    return verdicts.get(worstPoint());
  }

  /** What is worse: to know of nothing wrong is better than to know nothing. */
  private static int severity(Verdict.Outcome outcome) {
    return switch (outcome) {
      case NOT_EQUILIBRATED -> 6;
      case BIASED -> 5;
      case TOO_FEW_SAMPLES -> 4;
      case NOT_APPLICABLE -> 3;
      case STATIONARY -> 2;
      case CONSISTENT -> 1;
      case CONVERGED -> 0;
    };
  }

  private static double distance(Verdict verdict) {
    double high = verdict.evidence().distance().high();
    return Double.isNaN(high) ? 1 : high;
  }

  /** The line to print: the worst point's, and which that is. */
  public String line() {
    boolean judged = points.size() > 1 && worst().outcome() != Verdict.Outcome.NOT_APPLICABLE;
    String which = "  worst of " + points.size() + " points: " + points.get(worstPoint());
    return worst().line() + (judged ? which : "");
  }

  /** How many points have which verdict, and what the worst one means. */
  public String explanation() {
    if (points.size() == 1) {
      return worst().explanation();
    }
    var counts = new EnumMap<Verdict.Outcome, Integer>(Verdict.Outcome.class);
    verdicts.forEach(verdict -> counts.merge(verdict.outcome(), 1, Integer::sum));
    String tally =
        counts.entrySet().stream()
            .map(entry -> entry.getValue() + " " + entry.getKey().words())
            .collect(Collectors.joining(", "));
    return "Of "
        + points.size()
        + " points: "
        + tally
        + ". Each point's intervals and tests are stricter by the number of points, so that 95 % holds"
        + " for all of them together. The worst is "
        + points.get(worstPoint())
        + ". "
        + worst().explanation();
  }
}
