package perrin.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import perrin.errors.Shown;
import perrin.statistics.verdict.Verdict;

/**
 * What must be known of points whose averages are extrapolated to dt = 0: at which of them walkers
 * may not be at rest. An average that still moves has a limit at dt = 0, too, which is not the
 * equilibrium's.
 */
final class TrendNotes {
  /** More are not named one by one. */
  private static final int MOST_NAMED = 6;

  private TrendNotes() {}

  /**
   * At most two sentences or three.
   *
   * @param groups those that have trends
   */
  static List<String> of(List<ComparedGroups.Points> groups) {
    List<String> moving = new ArrayList<>();
    List<ComparedGroups.Points> unequal = new ArrayList<>();
    for (ComparedGroups.Points group : groups) {
      List<ComparedPoint> own = group.points().stream().filter(TrendNotes::mayMove).toList();
      own.forEach(point -> moving.add(name(group, point)));
      if (own.isEmpty() && !areAtRest(group.points()) && differ(group.points())) {
        unequal.add(group);
      }
    }
    List<String> notes = new ArrayList<>();
    if (!moving.isEmpty()) {
      notes.add(
          "The verdict of "
              + named(moving)
              + " is \"not equilibrated\". Where walkers are not at rest, what is extrapolated to"
              + " dt = 0 tells nothing about equilibrium: lengthen burn-in and time. Where dt's"
              + " bias is why, check.bias: true says so.");
    }
    if (!unequal.isEmpty()) {
      notes.add(
          "From the first to the last step it is "
              + times(unequal.getFirst().points())
              + ", and no verdict says that walkers are at rest there. Where they are not, what is"
              + " extrapolated to dt = 0 tells nothing about equilibrium: give time: instead of"
              + " steps:, which is the same for every dt, and a check.");
    }
    return notes;
  }

  private static Verdict.Outcome outcome(ComparedPoint point) {
    return point.record().verdict().outcome();
  }

  private static boolean mayMove(ComparedPoint point) {
    return outcome(point) == Verdict.Outcome.NOT_EQUILIBRATED;
  }

  private static boolean areAtRest(List<ComparedPoint> points) {
    return points.stream()
        .allMatch(point ->
            switch (outcome(point)) {
              case CONVERGED, BIASED, CONSISTENT, STATIONARY -> true;
              case NOT_EQUILIBRATED, TOO_FEW_SAMPLES, NOT_APPLICABLE -> false;
            });
  }

  /** Whether times differ by more than the step that fills up the last one. */
  private static boolean differ(List<ComparedPoint> points) {
    double shortest = points.stream().mapToDouble(TrendNotes::time).min().orElseThrow();
    double longest = points.stream().mapToDouble(TrendNotes::time).max().orElseThrow();
    double dt = points.stream().mapToDouble(point -> point.dt().orElseThrow()).max().orElseThrow();
    return longest - shortest > 2 * dt;
  }

  private static double time(ComparedPoint point) {
    return point.steps() * point.dt().orElseThrow();
  }

  private static String name(ComparedGroups.Points group, ComparedPoint point) {
    return point.label() + (group.words().isEmpty() ? "" : " (" + group.words() + ")");
  }

  private static String named(List<String> names) {
    String more = names.size() > MOST_NAMED ? " and " + (names.size() - MOST_NAMED) + " more" : "";
    return names.stream().limit(MOST_NAMED).collect(Collectors.joining(", ")) + more;
  }

  /** {@code a time of 2 for dt = 0.001, 60 for dt = 0.03}. */
  private static String times(List<ComparedPoint> points) {
    return points.stream()
        .limit(MOST_NAMED)
        .map(point -> Shown.number(time(point)) + " for " + point.label())
        .collect(Collectors.joining(", ", "a time of ", points.size() > MOST_NAMED ? ", …" : ""));
  }
}
