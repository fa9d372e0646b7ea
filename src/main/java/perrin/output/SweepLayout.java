package perrin.output;

import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import io.jhdf.api.WritableGroup;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import perrin.errors.Location;
import perrin.errors.Shown;
import perrin.experiment.Sweep;
import perrin.statistics.verdict.SweepVerdict;
import perrin.statistics.verdict.Verdict;

/**
 * What a sweep adds to a file, which otherwise is as {@link RunLayout} has it with the sweep's axes
 * in front of all arrays: the axes themselves, and each point's evidence in a group of its own, for
 * evidence has no fixed shape.
 */
final class SweepLayout {
  /** The verdict, where nothing is swept; else what is said of all points. */
  static final String CHECK = "check";

  private static final String SWEEP = "sweep";
  private static final String NUMBER = "number";
  private static final String POINTS = "points";

  private SweepLayout() {}

  /** The group that holds the verdict on a point. */
  static String verdict(Sweep sweep, int point) {
    return sweep.isEmpty() ? CHECK : CHECK + "/" + POINTS + "/" + point;
  }

  /** Writes the axes, if there are any. Readers sort by name, so a number keeps the order. */
  static void writeAxes(WritableGroup root, Sweep sweep) {
    if (sweep.isEmpty()) {
      return;
    }
    WritableGroup group = root.putGroup(SWEEP);
    for (var axis : sweep.axes()) {
      double[] values = axis.values().stream().mapToDouble(x -> x).toArray();
      group.putDataset(axis.name(), values).putAttribute(NUMBER, group.getChildren().size() - 1);
    }
  }

  /** Writes the verdict on each point, and of a sweep the figures of all points as arrays. */
  static void writeVerdicts(WritableGroup root, RunRecord run) {
    WritableGroup check = root.putGroup(CHECK);
    if (run.sweep().isEmpty()) {
      CheckLayout.write(check, run.only().verdict(), run.checked());
      return;
    }
    List<Verdict> verdicts = run.verdict().verdicts();
    check.putDataset(CheckLayout.EXPLANATION, run.verdict().explanation());
    List<ResultTree> figures =
        verdicts.stream().map(each -> CheckLayout.figures(each, run.checked())).toList();
    ResultTree.stacked(figures, run.sweep().shape()).writeTo(check);
    WritableGroup points = check.putGroup(POINTS);
    for (int p = 0; p < verdicts.size(); p++) {
      CheckLayout.write(points.putGroup(String.valueOf(p)), verdicts.get(p), run.checked());
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

  /** The verdicts on all points. */
  static SweepVerdict readVerdicts(HdfFile root) {
    Sweep sweep = readAxes(root);
    return new SweepVerdict(
        sweep.words(),
        IntStream.range(0, sweep.points())
            .mapToObj(point -> RunReader.verdict(root.getByPath(verdict(sweep, point))))
            .toList());
  }
}
