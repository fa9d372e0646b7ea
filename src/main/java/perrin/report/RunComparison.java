package perrin.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import perrin.experiment.Differences;
import perrin.output.OutputException;
import perrin.output.RunHeader;
import perrin.statistics.TimeMean;
import perrin.statistics.agreement.Agreement;
import perrin.statistics.agreement.Finding;

/**
 * Whether runs agree: each is compared with the first, point by point where they are sweeps.
 *
 * @param names of the files, one for each
 * @param differences keys and facts in which the files differ, with the value in each
 * @param groups of points that are compared with each other
 * @param agreement on all of them together
 * @param notes what must be known besides, a sentence or two each
 */
public record RunComparison(
    List<String> names,
    Map<String, List<String>> differences,
    List<Group> groups,
    Agreement agreement,
    List<String> notes) {

  /**
   * Points that are compared with the first of them.
   *
   * @param words which point of a sweep it is; empty where there is none
   * @param trends in the time step, where nothing else differs
   */
  public record Group(String words, List<Member> members, List<StepTrend> trends) {
    public Group {
      members = List.copyOf(members);
      trends = List.copyOf(trends);
    }
  }

  /**
   * One of them.
   *
   * @param means by observable
   * @param identical whether all of its numbers are the first one's
   */
  public record Member(String label, Map<String, TimeMean> means, boolean identical) {}

  public RunComparison {
    names = List.copyOf(names);
    groups = List.copyOf(groups);
    notes = List.copyOf(notes);
  }

  /**
   * Compares run files; of a single one the points of its sweep over dt or over methods.
   *
   * @param files one or more
   * @throws OutputException where one is not a whole run file, or has nothing in common with the
   *     first
   */
  public static RunComparison of(List<Path> files) {
    List<ComparedRun> runs = files.stream().map(ComparedRun::read).toList();
    List<String> names = names(files);
    Set<String> notes = new LinkedHashSet<>();
    var groups =
        runs.size() == 1
            ? ComparedGroups.within(runs.getFirst())
            : ComparedGroups.across(runs, names, notes);
    Map<String, List<String>> differences = differences(runs);
    List<Group> compared = new ArrayList<>();
    List<ComparedGroups.Points> extrapolated = new ArrayList<>();
    List<Finding> findings = new ArrayList<>();
    for (ComparedGroups.Points group : groups) {
      var comparing = new ComparedGroup(group, compared.size(), notes);
      findings.addAll(comparing.findings());
      compared.add(comparing.group(runs.size() == 1 || StepTrend.onlySteps(differences.keySet())));
      if (!compared.getLast().trends().isEmpty()) {
        extrapolated.add(group);
      }
    }
    notes.addAll(TrendNotes.of(extrapolated));
    boolean identical =
        compared.stream().flatMap(g -> g.members().stream().skip(1)).allMatch(Member::identical);
    if (findings.isEmpty() && !identical) {
      throw OutputException.missing(
          files.getLast(),
          "it has no observable and no histogram in common with " + files.getFirst(),
          "run both with the same observables: {x2: x^2}");
    }
    return new RunComparison(
        names, differences, compared, Agreement.of(findings), List.copyOf(notes));
  }

  /** Without folders, unless two are then the same. */
  private static List<String> names(List<Path> files) {
    List<String> names = files.stream().map(file -> file.getFileName().toString()).toList();
    return names.stream().distinct().count() == names.size()
        ? names
        : files.stream().map(Path::toString).toList();
  }

  private static Map<String, List<String>> differences(List<ComparedRun> runs) {
    Map<String, List<String>> all = new LinkedHashMap<>();
    all.putAll(Differences.among(runs.stream().map(each -> each.run().experiment()).toList()));
    fact("perrin", runs, RunHeader::perrinVersion, all);
    fact("backend", runs, header -> header.platform().backend(), all);
    fact("device", runs, header -> header.platform().device(), all);
    return all;
  }

  private static void fact(
      String name,
      List<ComparedRun> runs,
      Function<RunHeader, String> fact,
      Map<String, List<String>> all) {
    List<String> values = runs.stream().map(each -> fact.apply(each.run().header())).toList();
    if (Stream.of(values).flatMap(List::stream).distinct().count() > 1) {
      all.put(name, values);
    }
  }
}
