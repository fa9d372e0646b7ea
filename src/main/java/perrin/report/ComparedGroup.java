package perrin.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import perrin.report.RunComparison.Group;
import perrin.report.RunComparison.Member;
import perrin.statistics.TimeMean;
import perrin.statistics.agreement.Finding;

/** Compares each point of a group with the first. */
final class ComparedGroup {
  private final ComparedGroups.Points points;
  private final int number;
  private final Collection<String> notes;

  /**
   * @param number of the group
   * @param notes modified
   */
  ComparedGroup(ComparedGroups.Points points, int number, Collection<String> notes) {
    this.points = points;
    this.number = number;
    this.notes = notes;
  }

  private ComparedPoint first() {
    return points.points().getFirst();
  }

  private boolean isIdentical(ComparedPoint point) {
    return point.of() != first().of() && point.of().isIdentical(first().of());
  }

  /** All comparisons with the first; none of points that are identical to it. */
  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    for (int m = 1; m < points.points().size(); m++) {
      ComparedPoint point = points.points().get(m);
      if (!isIdentical(point)) {
        means(point, m, findings);
        histograms(point, m, findings);
        noteNoise(point);
      }
    }
    return findings;
  }

  private void means(ComparedPoint point, int member, List<Finding> findings) {
    for (String name : first().record().observables().keySet()) {
      if (point.observes(name, first())) {
        findings.add(new Finding(number, member, name, point.less(first(), name)));
      } else if (point.record().observables().containsKey(name)) {
        notes.add(name + " of " + point.label() + " is another formula, and was not compared.");
      }
    }
  }

  private void histograms(ComparedPoint point, int member, List<Finding> findings) {
    for (String name : first().record().histograms().keySet()) {
      if (point.counts(name, first())) {
        findings.add(new Finding(number, member, name, point.distance(first(), name)));
      } else if (point.record().histograms().containsKey(name)) {
        notes.add(
            "The histogram "
                + name
                + " of "
                + point.label()
                + " is of another quantity or has other bins, and was not compared.");
      }
    }
  }

  private void noteNoise(ComparedPoint point) {
    if (!point.sharesNoise(first())) {
      return;
    }
    String head =
        point.label()
            + " has the seed of "
            + first().label()
            + ", and walkers of the same numbers: they may share their noise. ";
    boolean paired =
        first().record().observables().keySet().stream()
            .filter(name -> point.observes(name, first()))
            .allMatch(name -> point.canPair(first(), name));
    notes.add(
        paired
            ? head
                + "So they were compared cohort by cohort of walkers, which allows for it; a fit in"
                + " dt does not."
            : head
                + "So the standard errors of differences are not right, and mostly too large; run"
                + " one of them again with another seed: --set seed=N.");
  }

  /**
   * The group with its means.
   *
   * @param onlySteps whether its members differ in the time step alone
   */
  Group group(boolean onlySteps) {
    List<Member> members = new ArrayList<>();
    for (ComparedPoint point : points.points()) {
      Map<String, TimeMean> means = new LinkedHashMap<>();
      first().record().observables().keySet().stream()
          .filter(name -> point.observes(name, first()))
          .forEach(name -> means.put(name, point.mean(name)));
      members.add(new Member(point.label(), means, isIdentical(point)));
    }
    return new Group(
        points.words(), members, onlySteps ? StepTrend.all(points.points()) : List.of());
  }
}
