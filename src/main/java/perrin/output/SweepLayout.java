package perrin.output;

import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import io.jhdf.api.WritableGroup;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import perrin.experiment.Location;
import perrin.experiment.Shown;
import perrin.experiment.Sweep;
import perrin.statistics.SweepVerdict;
import perrin.statistics.Verdict;

/**
 * Where each part of a sweep lies in its file: as {@link RunLayout} has it, but with the sweep's
 * axes in front of all arrays; and each point's evidence in a group of its own.
 */
final class SweepLayout {
  private static final String SWEEP = "sweep";
  private static final String NUMBER = "number";
  private static final String POINTS = "points";

  private SweepLayout() {}

  static void write(SweepRecord run, Path file) {
    int[] shape = run.sweep().shape();
    try (var root = HdfFile.write(file)) {
      RunLayout.header(root, run.header(), run.verdict().worst());
      root.putDataset("experiment", run.experiment());
      axes(root, run.sweep());
      ResultTree.stacked(run.points().stream().map(RunLayout::results).toList(), shape)
          .writeTo(root);
      check(root, run);
      RunLayout.benchmark(root, run.benchmark());
      root.putAttribute(RunLayout.COMPLETE, 1);
      Checksums.write(root);
    }
  }

  /** All datasets that are text. */
  static List<String> texts(SweepRecord run) {
    var texts = new ArrayList<>(RunLayout.TEXTS);
    for (int p = 0; p < run.points().size(); p++) {
      var point = "check/" + POINTS + "/" + p + "/";
      texts.add(point + CheckLayout.EXPLANATION);
      texts.add(point + CheckLayout.NOTES);
    }
    return texts;
  }

  /** Readers sort by name, so a number keeps the order. */
  private static void axes(WritableGroup root, Sweep sweep) {
    WritableGroup group = root.putGroup(SWEEP);
    for (var axis : sweep.axes()) {
      double[] values = axis.values().stream().mapToDouble(x -> x).toArray();
      group.putDataset(axis.name(), values).putAttribute(NUMBER, group.getChildren().size() - 1);
    }
  }

  private static void check(WritableGroup root, SweepRecord run) {
    WritableGroup check = root.putGroup("check");
    check.putDataset(CheckLayout.EXPLANATION, run.verdict().explanation());
    var figures =
        run.points().stream()
            .map(point -> CheckLayout.figures(point.verdict(), point.checked()))
            .toList();
    ResultTree.stacked(figures, run.sweep().shape()).writeTo(check);
    WritableGroup points = check.putGroup(POINTS);
    for (int p = 0; p < run.points().size(); p++) {
      var point = run.points().get(p);
      CheckLayout.write(points.putGroup(String.valueOf(p)), point.verdict(), point.checked());
    }
  }

  /** The axes of a file; none where it is no sweep's. */
  static Sweep readAxes(HdfFile root) {
    if (!(root.getChildren().get(SWEEP) instanceof Group group)) {
      return Sweep.NONE;
    }
    var nodes = new ArrayList<>(group.getChildren().values());
    nodes.sort(Comparator.comparingInt(node -> RunReader.integer(node, NUMBER)));
    return new Sweep(nodes.stream().map(SweepLayout::axis).toList());
  }

  private static Sweep.Axis axis(Node node) {
    var values = (double[]) ((Dataset) node).getDataFlat();
    return new Sweep.Axis(
        Shown.line(node.getName()),
        Arrays.stream(values).boxed().toList(),
        Location.whole("sweep"));
  }

  /** The verdicts on the points of a sweep; empty where the file is no sweep's. */
  static Optional<SweepVerdict> readVerdict(HdfFile root) {
    Sweep sweep = readAxes(root);
    return sweep.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new SweepVerdict(
                sweep.words(),
                IntStream.range(0, sweep.points()).mapToObj(p -> readPoint(root, p)).toList()));
  }

  static Verdict readPoint(HdfFile root, int point) {
    return RunReader.verdict(root.getByPath("check/" + POINTS + "/" + point));
  }
}
