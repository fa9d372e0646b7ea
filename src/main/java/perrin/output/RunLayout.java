package perrin.output;

import io.jhdf.HdfFile;
import io.jhdf.api.WritableGroup;
import io.jhdf.api.WritableNode;
import java.nio.file.Path;
import java.util.List;

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
      List.of("experiment", CheckLayout.EXPLANATION, CheckLayout.NOTES);

  private RunLayout() {}

  static void write(RunRecord run, Path file) {
    try (var root = HdfFile.write(file)) {
      header(root, run);
      root.putDataset("experiment", run.experiment());
      histograms(root, run);
      observables(root, run);
      correlations(root, run);
      run.trajectory()
          .ifPresent(paths -> TrajectoryLayout.write(root, paths, run.header().perrinVersion()));
      finals(root, run);
      CheckLayout.write(root, run.verdict(), run.checked());
      sums(root, run);
      benchmark(root, run);
      root.putAttribute(COMPLETE, 1);
    }
  }

  private static void header(WritableNode root, RunRecord run) {
    RunHeader header = run.header();
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
    root.putAttribute("experiment_sha256", header.experimentSha256());
    root.putAttribute("verdict", run.verdict().outcome().words());
  }

  private static void histograms(WritableGroup root, RunRecord run) {
    if (run.histograms().isEmpty()) {
      return;
    }
    WritableGroup all = root.putGroup("histograms");
    run.histograms()
        .forEach((name, histogram) -> HistogramLayout.write(all.putGroup(name), histogram));
  }

  private static void observables(WritableGroup root, RunRecord run) {
    if (run.times().samples() == 0) {
      return;
    }
    WritableGroup all = root.putGroup("observables");
    all.putDataset("step", run.times().step());
    all.putDataset("time", run.times().time());
    run.observables()
        .forEach((name, observable) -> {
          WritableGroup group = all.putGroup(name);
          group.putDataset("mean", observable.mean());
          group.putDataset("variance", observable.variance());
          group.putAttribute("time_mean", observable.timeMean().mean());
          group.putAttribute("standard_error", observable.timeMean().standardError());
        });
  }

  private static void correlations(WritableGroup root, RunRecord run) {
    if (run.correlations().isEmpty()) {
      return;
    }
    WritableGroup all = root.putGroup("correlations");
    run.correlations()
        .forEach((name, record) -> {
          WritableGroup group = all.putGroup(name);
          group.putDataset("lag", record.lag());
          group.putDataset("value", record.correlation().value());
          group.putDataset("standard_error", record.correlation().standardError());
          group.putAttribute("kind", record.kind());
          group.putAttribute("variance", record.variance());
          group.putAttribute("windows", record.windows());
        });
  }

  private static void finals(WritableGroup root, RunRecord run) {
    if (run.finals().isEmpty()) {
      return;
    }
    WritableGroup all = root.putGroup("final");
    Vectors.of(run.finals())
        .forEach((name, components) -> all.putDataset(name, Vectors.flat(components)));
  }

  private static void sums(WritableGroup root, RunRecord run) {
    boolean histograms = !run.histograms().isEmpty();
    boolean observables = run.times().samples() > 0 && !run.observables().isEmpty();
    if (!histograms && !observables) {
      return;
    }
    WritableGroup sums = root.putGroup("sums");
    if (histograms) {
      WritableGroup group = sums.putGroup("histograms");
      run.histograms().forEach((name, h) -> HistogramLayout.writeSums(group, name, h.counts()));
    }
    if (observables) {
      WritableGroup group = sums.putGroup("observables");
      run.observables().forEach((name, o) -> group.putDataset(name, o.cohortSums()));
    }
  }

  private static void benchmark(WritableGroup root, RunRecord run) {
    if (run.benchmark().isEmpty()) {
      return;
    }
    WritableGroup benchmark = root.putGroup("benchmark");
    run.benchmark().forEach(benchmark::putDataset);
  }
}
