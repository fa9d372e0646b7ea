package perrin.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import perrin.experiment.Sweep;
import perrin.experiment.SweepValue;
import perrin.output.OutputException;

/** Which points of runs are compared with each other. */
final class ComparedGroups {
  private ComparedGroups() {}

  /**
   * Points to compare with the first of them.
   *
   * @param words which point of a sweep it is; empty where there is none
   */
  record Points(String words, List<ComparedPoint> points) {}

  /** Of one sweep over dt, or over methods: points that differ in nothing else. */
  static List<Points> within(ComparedRun run) {
    Sweep sweep = run.outline().sweep();
    List<String> axes = sweep.axes().stream().map(axis -> axis.name()).toList();
    String axis = axes.contains(Sweep.DT) ? Sweep.DT : Sweep.METHODS;
    if (!axes.contains(axis)) {
      throw OutputException.missing(
          run.file(),
          "it has no sweep over dt or method whose points could be compared with each other",
          "name another run file to compare it with");
    }
    Map<String, List<ComparedPoint>> groups = new LinkedHashMap<>();
    for (int p = 0; p < sweep.points(); p++) {
      Map<String, SweepValue> values = new LinkedHashMap<>(sweep.values(p));
      String own = axis + " = " + values.remove(axis).word();
      groups
          .computeIfAbsent(words(values), _ -> new ArrayList<>())
          .add(new ComparedPoint(own, run, p));
    }
    return groups.entrySet().stream()
        .map(group -> new Points(group.getKey(), smallestStepFirst(axis, group.getValue())))
        .toList();
  }

  private static List<ComparedPoint> smallestStepFirst(String axis, List<ComparedPoint> points) {
    return axis.equals(Sweep.DT)
        ? points.stream()
            .sorted(Comparator.comparingDouble(point -> point.dt().orElse(Double.NaN)))
            .toList()
        : points;
  }

  private static String words(Map<String, SweepValue> values) {
    return values.entrySet().stream()
        .map(entry -> entry.getKey() + " = " + entry.getValue().word())
        .collect(Collectors.joining(", "));
  }

  /**
   * Of several runs: the same point of each, where it is in the first and in another one.
   *
   * @param names one for each run
   * @param notes modified
   */
  static List<Points> across(List<ComparedRun> runs, List<String> names, Collection<String> notes) {
    ComparedRun first = runs.getFirst();
    List<String> words = first.outline().sweep().words();
    List<List<ComparedPoint>> groups = new ArrayList<>();
    for (int p = 0; p < words.size(); p++) {
      groups.add(new ArrayList<>(List.of(new ComparedPoint(names.getFirst(), first, p))));
    }
    for (int r = 1; r < runs.size(); r++) {
      List<String> others = runs.get(r).outline().sweep().words();
      int found = 0;
      for (int p = 0; p < words.size(); p++) {
        int there = others.indexOf(words.get(p));
        if (there >= 0) {
          groups.get(p).add(new ComparedPoint(names.get(r), runs.get(r), there));
          found++;
        }
      }
      if (found == 0) {
        throw OutputException.missing(
            runs.get(r).file(),
            "it has no point in common with " + first.file() + ", for other values are swept",
            "compare runs of the same sweep");
      }
      if (found < Math.max(words.size(), others.size())) {
        notes.add(
            names.get(r) + " and " + names.getFirst() + " have " + found + " points in common.");
      }
    }
    List<Points> all = new ArrayList<>();
    for (int p = 0; p < words.size(); p++) {
      if (groups.get(p).size() > 1) {
        all.add(new Points(words.get(p), groups.get(p)));
      }
    }
    return all;
  }
}
