package perrin.output;

import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import perrin.errors.Shown;
import perrin.statistics.WalkerArray;

/** Each walker's lowest energy: {@code /best/{energy, step, found_step, COORD…}}, [walkers]. */
final class BestSection implements Section<Optional<BestRecord>> {
  static final BestSection INSTANCE = new BestSection();

  private static final String ENERGY = "energy";
  private static final String STEP = "step";
  private static final String FOUND_STEP = "found_step";

  /** A group, which no coordinate has. */
  private static final String POLISHED = "polished";

  private BestSection() {}

  @Override
  public String group() {
    return "best";
  }

  @Override
  public Optional<BestRecord> nothing() {
    return Optional.empty();
  }

  @Override
  public Optional<BestRecord> collect(Source source) {
    return source.best();
  }

  @Override
  public void write(ResultTree group, Optional<BestRecord> part) {
    BestRecord best = part.orElseThrow();
    group.putDataset(ENERGY, WalkerRows.of(List.of(best.energy())));
    group.putDataset(STEP, WalkerRows.of(List.of(best.step())));
    Vectors.of(best.at())
        .forEach((name, components) -> group.putDataset(name, WalkerRows.of(components)));
    best.foundAt().ifPresent(found -> group.putDataset(FOUND_STEP, WalkerRows.of(List.of(found))));
    Polished polished = best.polished();
    if (polished.walker().length > 0) {
      ResultTree places = group.putGroup(POLISHED);
      places.putDataset("walker", polished.walker());
      places.putDataset(ENERGY, polished.energy());
      places.putDataset("position", polished.at());
    }
    group.putAttribute("lowest", best.energy().value(best.walker()));
    group.putAttribute("walker", (long) best.walker());
    group.putAttribute("found", (long) best.found());
    group.putConstant("within", best.within());
    best.minimum().ifPresent(minimum -> group.putConstant("minimum", minimum));
  }

  @Override
  public Optional<BestRecord> read(Group group, PointReader point) {
    WalkerArray energy = rows(group.getChild(ENERGY), point, 1).getFirst();
    Map<String, WalkerArray> at = new LinkedHashMap<>();
    group
        .getChildren()
        .forEach((stored, node) -> {
          String name = Shown.line(stored);
          if (!List.of(ENERGY, STEP, FOUND_STEP).contains(name) && node instanceof Dataset place) {
            at.putAll(components(name, place, (Dataset) group.getChild(ENERGY), point));
          }
        });
    return Optional.of(
        new BestRecord(
            energy,
            rows(group.getChild(STEP), point, 1).getFirst(),
            at,
            Optional.ofNullable(group.getChildren().get(FOUND_STEP))
                .map(found -> rows(found, point, 1).getFirst()),
            group.getAttribute("minimum") == null
                ? Optional.empty()
                : Optional.of(RunReader.number(group, "minimum")),
            RunReader.number(group, "within"),
            polished(group, point)));
  }

  private static Polished polished(Group best, PointReader point) {
    if (!(best.getChildren().get(POLISHED) instanceof Group group)) {
      return Polished.NOTHING;
    }
    double[] energy = point.numbers(group.getChild(ENERGY));
    double[] flat = point.numbers(group.getChild("position"));
    int dimension = flat.length / energy.length;
    double[][] at = new double[energy.length][];
    for (int p = 0; p < at.length; p++) {
      at[p] = Arrays.copyOfRange(flat, p * dimension, (p + 1) * dimension);
    }
    return new Polished(point.wholes(group.getChild("walker")), energy, at);
  }

  /** The components of a coordinate, of which a vector has an axis of its own. */
  private static Map<String, WalkerArray> components(
      String name, Dataset dataset, Dataset ofNumber, PointReader point) {
    boolean vector = dataset.getDimensions().length > ofNumber.getDimensions().length;
    int count = (int) (dataset.getSize() / ofNumber.getSize());
    Map<String, WalkerArray> found = new LinkedHashMap<>();
    List<WalkerArray> rows = rows(dataset, point, count);
    for (int c = 0; c < count; c++) {
      found.put(vector ? name + "[" + c + "]" : name, rows.get(c));
    }
    return found;
  }

  /** The rows of one point. */
  private static List<WalkerArray> rows(Node node, PointReader point, int components) {
    return switch (point.any(node)) {
      case float[] all -> {
        int length = all.length / components;
        yield IntStream.range(0, components)
            .<WalkerArray>mapToObj(
                c -> new WalkerArray.Singles(Arrays.copyOfRange(all, c * length, (c + 1) * length)))
            .toList();
      }
      case double[] all -> {
        int length = all.length / components;
        yield IntStream.range(0, components)
            .<WalkerArray>mapToObj(
                c -> new WalkerArray.Doubles(Arrays.copyOfRange(all, c * length, (c + 1) * length)))
            .toList();
      }
      default -> throw new IllegalStateException(node.getPath() + " holds no numbers of walkers");
    };
  }
}
