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
import java.util.stream.LongStream;
import perrin.errors.Shown;
import perrin.experiment.Sweep;
import perrin.experiment.SweepAxis;
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
  private static final String NAMES = "names";
  private static final String POINTS = "points";

  private SweepLayout() {}

  /** The group that holds the verdict on a point. */
  static String verdict(Sweep sweep, int point) {
    return verdict(!sweep.isEmpty(), point);
  }

  private static String verdict(boolean swept, int point) {
    return swept ? CHECK + "/" + POINTS + "/" + point : CHECK;
  }

  /**
   * Writes the axes, if there are any. Readers sort by name, so a number keeps the order. Methods
   * are numbers from 0 on, with their names as an attribute: a list of text is more than netCDF4
   * takes.
   */
  static void writeAxes(WritableGroup root, Sweep sweep) {
    if (sweep.isEmpty()) {
      return;
    }
    WritableGroup group = root.putGroup(SWEEP);
    for (var axis : sweep.axes()) {
      Object values =
          axis.isOfNumbers() ? axis.numbers() : LongStream.range(0, axis.length()).toArray();
      var dataset = group.putDataset(axis.name(), values);
      dataset.putAttribute(NUMBER, group.getChildren().size() - 1);
      if (!axis.isOfNumbers()) {
        dataset.putAttribute(NAMES, axis.words().toArray(String[]::new));
      }
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

  /**
   * An axis of a file.
   *
   * @param words its values
   */
  private record Words(String name, List<String> words) {}

  private static List<Words> readAxes(HdfFile root) {
    if (!(root.getChildren().get(SWEEP) instanceof Group group)) {
      return List.of();
    }
    var nodes = new ArrayList<>(group.getChildren().values());
    nodes.sort(Comparator.comparingInt(node -> RunReader.integer(node, NUMBER)));
    return nodes.stream().map(SweepLayout::axis).toList();
  }

  private static Words axis(Node node) {
    var names = node.getAttribute(NAMES);
    var words =
        names == null
            ? Arrays.stream((double[]) ((Dataset) node).getDataFlat()).mapToObj(Shown::number)
            : Arrays.stream((String[]) names.getData()).map(Shown::line);
    return new Words(Shown.line(node.getName()), words.toList());
  }

  /** Each point in words, as {@link Sweep#words}. */
  private static List<String> points(List<Words> axes) {
    List<String> points = List.of("");
    for (var axis : axes) {
      if ((double) points.size() * axis.words().size() > Sweep.MAX_POINTS) {
        throw new IllegalStateException("/sweep has more than " + Sweep.MAX_POINTS + " points");
      }
      points =
          points.stream()
              .flatMap(before ->
                  axis.words().stream()
                      .map(word ->
                          before + (before.isEmpty() ? "" : ", ") + axis.name() + " = " + word))
              .toList();
    }
    return points;
  }

  /**
   * Whether the file's axes are an experiment's. Names of methods may be others: they tell what
   * differs from the library, which may have changed since.
   */
  static boolean isOf(HdfFile root, Sweep sweep) {
    List<Words> found = readAxes(root);
    if (found.size() != sweep.axes().size()) {
      return false;
    }
    for (int a = 0; a < found.size(); a++) {
      SweepAxis axis = sweep.axes().get(a);
      Words words = found.get(a);
      boolean same =
          axis.isOfNumbers()
              ? axis.words().equals(words.words())
              : axis.length() == words.words().size();
      if (!same || !axis.name().equals(words.name())) {
        return false;
      }
    }
    return true;
  }

  /** The verdicts on all points. */
  static SweepVerdict readVerdicts(HdfFile root) {
    List<Words> axes = readAxes(root);
    List<String> words = points(axes);
    return new SweepVerdict(
        words,
        IntStream.range(0, words.size())
            .mapToObj(point -> RunReader.verdict(root.getByPath(verdict(!axes.isEmpty(), point))))
            .toList());
  }
}
