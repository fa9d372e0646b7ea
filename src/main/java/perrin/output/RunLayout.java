package perrin.output;

import io.jhdf.HdfFile;
import io.jhdf.api.WritableGroup;
import io.jhdf.api.WritableNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import perrin.statistics.Verdict;

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

  /** All datasets that are text; notes need not be there. */
  static final List<String> TEXTS =
      List.of(
          "experiment",
          "check/" + CheckLayout.EXPLANATION,
          "check/" + CheckLayout.NOTES,
          Checksums.NAME);

  private RunLayout() {}

  static void write(RunRecord run, Path file) {
    try (var root = HdfFile.write(file)) {
      header(root, run.header(), run.verdict());
      root.putDataset("experiment", run.experiment());
      results(run).writeTo(root);
      run.trajectory()
          .ifPresent(paths -> TrajectoryLayout.write(root, paths, run.header().perrinVersion()));
      CheckLayout.write(root.putGroup("check"), run.verdict(), run.checked());
      benchmark(root, run.benchmark());
      root.putAttribute(COMPLETE, 1);
      Checksums.write(root);
    }
  }

  /** What each point of a sweep has of its own. */
  static ResultTree results(RunRecord run) {
    var root = new ResultTree();
    histograms(root, run);
    observables(root, run);
    correlations(root, run);
    FinalLayout.write(root, run.finals());
    sums(root, run);
    return root;
  }

  static void header(WritableNode root, RunHeader header, Verdict verdict) {
    root.putAttribute(SCHEMA, RunFile.SCHEMA);
    root.putAttribute("perrin_version", header.perrinVersion());
    root.putAttribute("title", header.title());
    root.putAttribute("seed", header.seed());
    root.putAttribute("first_walker", header.firstWalker());
    root.putAttribute("walkers", header.walkers());
    root.putAttribute("steps", header.steps());
    root.putAttribute("backend", header.backend());
    root.putAttribute("device", header.device());
    root.putAttribute("math", header.math());
    root.putAttribute("precision", header.precision());
    root.putAttribute("wall_seconds", header.wallSeconds());
    root.putAttribute("walker_steps_per_second", header.walkerStepsPerSecond());
    root.putAttribute("walker_steps_per_second_total", header.walkerStepsPerSecondTotal());
    root.putAttribute("experiment_sha256", header.experimentSha256());
    root.putAttribute("verdict", verdict.outcome().words());
  }

  private static void histograms(ResultTree root, RunRecord run) {
    if (run.histograms().isEmpty()) {
      return;
    }
    ResultTree all = root.putGroup("histograms");
    run.histograms()
        .forEach((name, histogram) -> HistogramLayout.write(all.putGroup(name), histogram));
  }

  private static void observables(ResultTree root, RunRecord run) {
    if (run.times().samples() == 0) {
      return;
    }
    ResultTree all = root.putGroup("observables");
    all.putDataset("step", run.times().step());
    all.putDataset("time", run.times().time());
    run.observables()
        .forEach((name, observable) -> {
          ResultTree group = all.putGroup(name);
          group.putDataset("mean", observable.mean());
          group.putDataset("variance", observable.variance());
          group.putAttribute("time_mean", observable.timeMean().mean());
          group.putAttribute("standard_error", observable.timeMean().standardError());
          group.putAttribute("degrees_of_freedom", observable.timeMean().degreesOfFreedom());
        });
  }

  private static void correlations(ResultTree root, RunRecord run) {
    if (run.correlations().isEmpty()) {
      return;
    }
    ResultTree all = root.putGroup("correlations");
    run.correlations()
        .forEach((name, record) -> {
          ResultTree group = all.putGroup(name);
          group.putDataset("lag", record.lag());
          group.putDataset("value", record.correlation().value());
          group.putDataset("standard_error", record.correlation().standardError());
          group.putConstant("kind", record.kind());
          group.putAttribute("variance", record.variance());
          group.putConstant("windows", record.windows());
          group.putAttribute("degrees_of_freedom", record.correlation().degreesOfFreedom());
        });
  }

  private static void sums(ResultTree root, RunRecord run) {
    boolean histograms = !run.histograms().isEmpty();
    boolean observables = run.times().samples() > 0 && !run.observables().isEmpty();
    if (!histograms && !observables) {
      return;
    }
    ResultTree sums = root.putGroup("sums");
    if (histograms) {
      ResultTree group = sums.putGroup("histograms");
      run.histograms().forEach((name, h) -> HistogramLayout.writeSums(group, name, h.counts()));
      ResultTree references = sums.putGroup(HistogramLayout.REFERENCES);
      run.histograms().forEach((name, h) -> HistogramLayout.writeReference(references, name, h));
    }
    if (observables) {
      ResultTree group = sums.putGroup("observables");
      run.observables().forEach((name, o) -> group.putDataset(name, o.cohortSums()));
    }
  }

  static void benchmark(WritableGroup root, Map<String, Double> phases) {
    if (phases.isEmpty()) {
      return;
    }
    WritableGroup benchmark = root.putGroup("benchmark");
    phases.forEach(benchmark::putDataset);
  }
}
