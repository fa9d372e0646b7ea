package perrin.output;

import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import perrin.experiment.Outline;
import perrin.statistics.WalkerArray;

/**
 * {@code /sums/state}: what {@code --extend} goes on from. Each row is a dataset called by its
 * number, for the points of a sweep need not have the same ones.
 */
final class EndStateLayout {
  static final String STATE = "state";

  private static final String KERNEL = "kernel";
  private static final String COHORTS = "cohorts";
  private static final String WALKERS = "walkers";
  private static final String ORIGINS = "origins";
  private static final String VARIABLES = "variables";

  private EndStateLayout() {}

  static void write(ResultTree sums, EndState end) {
    ResultTree state = sums.putGroup(STATE);
    state.putDataset(
        KERNEL,
        new long[] {
          Long.parseUnsignedLong(end.kernel().substring(0, 16), 16),
          Long.parseUnsignedLong(end.kernel().substring(16), 16),
          end.identities() ? 1 : 0
        });
    rows(state.putGroup(COHORTS), end.cohortSums());
    rows(state.putGroup(WALKERS), end.walkerSums());
    ResultTree origins = state.putGroup(ORIGINS);
    for (int i = 0; i < end.origins().size(); i++) {
      if (!end.origins().get(i).isEmpty()) {
        origins.putDataset(Integer.toString(i), end.origins().get(i).toArray(double[][]::new));
      }
    }
    ResultTree variables = state.putGroup(VARIABLES);
    end.hidden()
        .forEach(
            (i, row) -> variables.putDataset(Integer.toString(i), WalkerRows.of(List.of(row))));
  }

  private static void rows(ResultTree group, Map<Integer, double[]> rows) {
    rows.forEach((row, sums) -> group.putDataset(Integer.toString(row), WalkerRows.of(sums)));
  }

  /** Of a point; empty where the file has none: it was written without, or without final states. */
  static Optional<EndState> read(HdfFile root, Outline outline, int point) {
    if (!(root.getChildren().get("sums") instanceof Group sums
        && sums.getChildren().get(STATE) instanceof Group state)) {
      return Optional.empty();
    }
    PointReader at = new PointReader(point, outline.sweep().points());
    long[] kernel = at.wholes(state.getChild(KERNEL));
    return Optional.of(
        new EndState(
            HexFormat.of().toHexDigits(kernel[0]) + HexFormat.of().toHexDigits(kernel[1]),
            kernel[2] == 1,
            known(all(state, COHORTS, at::numbers)),
            known(all(state, WALKERS, at::numbers)),
            origins(state, outline, at),
            hidden(state, outline, point)));
  }

  private static Map<Integer, WalkerArray> hidden(Group state, Outline outline, int point) {
    var rows = all(state, VARIABLES, node -> FinalLayout.row(node, outline, 0, point));
    rows.values().removeIf(row -> row.equals(row.unknown()));
    return rows;
  }

  /** Without those that only other points have: NaN. */
  private static Map<Integer, double[]> known(Map<Integer, double[]> rows) {
    rows.values().removeIf(row -> Arrays.stream(row).allMatch(Double::isNaN));
    return rows;
  }

  private static <T> Map<Integer, T> all(Group state, String name, Function<Dataset, T> read) {
    Map<Integer, T> rows = new TreeMap<>();
    if (state.getChildren().get(name) instanceof Group group) {
      group
          .getChildren()
          .forEach((row, node) -> rows.put(Integer.valueOf(row), read.apply((Dataset) node)));
    }
    return rows;
  }

  private static List<List<double[]>> origins(Group state, Outline outline, PointReader at) {
    List<List<double[]>> origins = new ArrayList<>();
    int walkers = Math.toIntExact(outline.walkers());
    known(all(state, ORIGINS, at::numbers))
        .values()
        .forEach(flat -> {
          List<double[]> rows = new ArrayList<>();
          for (int from = 0; from < flat.length; from += walkers) {
            rows.add(Arrays.copyOfRange(flat, from, from + walkers));
          }
          origins.add(rows);
        });
    return origins;
  }
}
