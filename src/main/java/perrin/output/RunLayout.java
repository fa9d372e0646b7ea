package perrin.output;

import io.jhdf.HdfFile;
import io.jhdf.api.WritableGroup;
import io.jhdf.api.WritableNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import perrin.statistics.verdict.Verdict;

/**
 * Where each part of a run lies in its file.
 *
 * <p>jHDF writes a group without children such that nothing can read it, and has no empty arrays:
 * so a group is made only together with its first dataset, and a series without samples is left
 * out.
 */
final class RunLayout {
  static final String SCHEMA = "schema";
  static final String COMPLETE = "complete";

  private RunLayout() {}

  static void write(RunRecord run, Path file) {
    LateValues late = new LateValues();
    ScaleReferences scales;
    try (var root = HdfFile.write(file)) {
      header(root, run.header(), run.verdict().worst());
      root.putDataset("experiment", run.experiment());
      SweepLayout.writeAxes(root, run.sweep());
      List<ResultTree> points = run.points().stream().map(RunLayout::results).toList();
      ResultTree.stacked(points, run.sweep().shape()).writeTo(root, late);
      if (run.sweep().isEmpty() && run.only().trajectory().isPresent()) {
        TrajectoryLayout.writeFormat(root, run.header().perrinVersion());
      }
      SweepLayout.writeVerdicts(root, run);
      benchmark(root, run.benchmark());
      UnitsLayout.write(root, run.experiment());
      scales = DimensionScales.put(root, run.sweep(), late);
      root.putAttribute(COMPLETE, 1);
      Checksums.write(root, late);
    }
    late.writeTo(file);
    scales.writeTo(file);
  }

  /** All datasets that are text; notes and causes need not be there. */
  static List<String> texts(RunRecord run) {
    var texts = new ArrayList<>(List.of("experiment", Checksums.NAME));
    texts.add(SweepLayout.CHECK + "/" + CheckLayout.EXPLANATION);
    for (int point = 0; point < run.points().size(); point++) {
      for (String text : CheckLayout.TEXTS) {
        texts.add(SweepLayout.verdict(run.sweep(), point) + "/" + text);
      }
    }
    return texts.stream().distinct().toList();
  }

  /** What each point of a sweep has of its own. */
  static ResultTree results(PointRecord point) {
    var root = new ResultTree();
    histograms(root, point);
    observables(root, point);
    point.sections().write(root);
    point.trajectory().ifPresent(paths -> TrajectoryLayout.write(root, paths));
    FinalLayout.write(root, point.finals());
    sums(root, point);
    return root;
  }

  static void header(WritableNode root, RunHeader header, Verdict verdict) {
    root.putAttribute(SCHEMA, RunFile.SCHEMA);
    root.putAttribute("perrin_version", header.perrinVersion());
    root.putAttribute("title", header.title());
    root.putAttribute("seed", header.walk().seed());
    root.putAttribute("first_walker", header.walk().firstWalker());
    root.putAttribute("walkers", header.walk().walkers());
    root.putAttribute("steps", header.walk().steps());
    root.putAttribute("backend", header.platform().backend());
    root.putAttribute("device", header.platform().device());
    root.putAttribute("math", header.platform().math());
    root.putAttribute("precision", header.platform().precision());
    root.putAttribute("wall_seconds", header.timing().wallSeconds());
    root.putAttribute("walker_steps_per_second", header.timing().walkerStepsPerSecond());
    root.putAttribute("walker_steps_per_second_total", header.timing().walkerStepsPerSecondTotal());
    root.putAttribute("experiment_sha256", header.experimentSha256());
    root.putAttribute("verdict", verdict.outcome().words());
  }

  private static void histograms(ResultTree root, PointRecord point) {
    if (point.histograms().isEmpty()) {
      return;
    }
    ResultTree all = root.putGroup("histograms");
    point
        .histograms()
        .forEach((name, histogram) -> HistogramLayout.write(all.putGroup(name), histogram));
  }

  private static void observables(ResultTree root, PointRecord point) {
    if (point.times().samples() == 0) {
      return;
    }
    ResultTree all = root.putGroup("observables");
    all.putDataset("step", point.times().step());
    all.putDataset("time", point.times().time());
    point
        .observables()
        .forEach((name, observable) -> {
          ResultTree group = all.putGroup(name);
          group.putDataset("mean", observable.mean());
          group.putDataset("variance", observable.variance());
          group.putAttribute("time_mean", observable.timeMean().mean());
          group.putAttribute("standard_error", observable.timeMean().standardError());
          group.putAttribute("degrees_of_freedom", observable.timeMean().degreesOfFreedom());
        });
  }

  private static void sums(ResultTree root, PointRecord point) {
    boolean histograms = !point.histograms().isEmpty();
    boolean observables = point.times().samples() > 0 && !point.observables().isEmpty();
    if (!histograms && !observables && point.end().isEmpty()) {
      return;
    }
    ResultTree sums = root.putGroup("sums");
    if (histograms) {
      ResultTree group = sums.putGroup("histograms");
      point.histograms().forEach((name, h) -> HistogramLayout.writeSums(group, name, h.counts()));
      ResultTree references = sums.putGroup(HistogramLayout.REFERENCES);
      point.histograms().forEach((name, h) -> HistogramLayout.writeReference(references, name, h));
    }
    if (observables) {
      ResultTree group = sums.putGroup("observables");
      point
          .observables()
          .forEach((name, o) -> group.putDataset(name, WalkerRows.of(o.cohortSums())));
    }
    point.end().ifPresent(end -> EndStateLayout.write(sums, end));
  }

  static void benchmark(WritableGroup root, Map<String, Double> phases) {
    if (phases.isEmpty()) {
      return;
    }
    WritableGroup benchmark = root.putGroup("benchmark");
    phases.forEach(benchmark::putDataset);
  }
}
