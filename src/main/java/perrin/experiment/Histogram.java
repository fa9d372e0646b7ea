package perrin.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import perrin.errors.BadValue;
import perrin.yaml.YamlMap;

/**
 * A histogram of one quantity or of two.
 *
 * @param axes one for each quantity
 */
public record Histogram(List<Axis> axes) {
  /** Counts by half of the run and group take 1 KiB a bin for each thread: 1 GiB at most. */
  static final int MAX_BINS = 1_000_000;

  private static final int MAX_DIMENSIONS = 2;

  /**
   * {@code bins} equal bins over the half-open range [from, to).
   *
   * @param of the quantity counted
   */
  public record Axis(Formula of, double from, double to, int bins) {
    public Axis {
      if (!(from < to)) {
        throw new BadValue("from", from + ", must be less than to, which is " + to);
      }
      if (bins < 1 || bins > MAX_BINS) {
        throw new BadValue("bins", bins + ", must be from 1 to " + MAX_BINS);
      }
    }

    /**
     * A bin is ⌊(x − from)·scale⌋ in the walkers' precision, and all of its terms must be good
     * there.
     */
    private void requireWithin(String field, Precision precision) {
      requireNumber(field + ".from", from, precision);
      requireNumber(field + ".to", to, precision);
      double width = precision.round(to) - precision.round(from);
      if (!(width > 0)) { // only more precision can tell them apart
        throw new BadValue(field + ".from", from + ", must be less than to, which is " + to);
      }
      if (!Double.isFinite(precision.round(width))) {
        String largest = Precision.shown(precision.largest());
        throw new BadValue(
            field + ".to",
            to
                + ", must be less than "
                + largest
                + " above from, which is "
                + from
                + "; narrow it");
      }
      double scale = bins / (to - from);
      if (!(scale >= precision.smallestNormal() && scale <= precision.largest())) {
        throw new BadValue(
            field + ".to",
            String.format(
                Locale.ROOT,
                "%s, bins/(to - from) is %.1e, must be from %s to %s, as %s precision is",
                to,
                scale,
                Precision.shown(precision.smallestNormal()),
                Precision.shown(precision.largest()),
                precision.word()));
      }
    }

    private static void requireNumber(String field, double value, Precision precision) {
      if (!Double.isFinite(precision.round(value))) {
        String largest = Precision.shown(precision.largest());
        throw new BadValue(
            field,
            value
                + ", must be from -"
                + largest
                + " to "
                + largest
                + ", as "
                + precision.word()
                + " precision is");
      }
    }
  }

  public Histogram {
    axes = List.copyOf(axes);
    if (axes.isEmpty() || axes.size() > MAX_DIMENSIONS) {
      throw new BadValue("of", axes.size() + " quantities, must be one or two");
    }
    long bins = axes.stream().mapToLong(Axis::bins).reduce(1, Math::multiplyExact);
    if (bins > MAX_BINS) {
      throw new BadValue("bins", bins + " in all, must be at most " + MAX_BINS);
    }
  }

  /**
   * Reads one entry of {@code histograms}, {@code {of: x, from: 0, to: 1, bins: 9}}, or a list of
   * two for each key.
   */
  static Histogram read(YamlMap map) {
    map.requireOnly(Set.of("of", "from", "to", "bins"));
    map.requireAll(List.of("of", "from", "to", "bins"));
    return map.isList("of") ? ofSeveral(map) : ofOne(map);
  }

  private static Histogram ofOne(YamlMap map) {
    var of = Formulas.read(map, "of");
    var from = map.number("from");
    var to = map.number("to");
    var bins = map.smallInteger("bins");
    return map.build(() -> new Histogram(List.of(new Axis(of, from, to, bins))));
  }

  private static Histogram ofSeveral(YamlMap map) {
    var of = Formulas.list(map, "of");
    var from = sameLength(map, "from", map.numbers("from"), of.size());
    var to = sameLength(map, "to", map.numbers("to"), of.size());
    var bins = sameLength(map, "bins", map.smallIntegers("bins"), of.size());
    return map.build(() -> {
      var axes = new ArrayList<Axis>();
      for (int i = 0; i < of.size(); i++) {
        axes.add(new Axis(of.get(i), from.get(i), to.get(i), bins.get(i)));
      }
      return new Histogram(axes);
    });
  }

  private static <T> List<T> sameLength(YamlMap map, String key, List<T> list, int length) {
    if (list.size() != length) {
      throw map.error(key, list.size() + " values, must be " + length + ", as \"of\" has");
    }
    return list;
  }

  /** The entry as canonical JSON has it. */
  Map<String, Object> json() {
    var json = new TreeMap<String, Object>();
    json.put("of", oneOrAll(axis -> CanonicalJson.value(axis.of())));
    json.put("from", oneOrAll(Axis::from));
    json.put("to", oneOrAll(Axis::to));
    json.put("bins", oneOrAll(Axis::bins));
    return json;
  }

  private Object oneOrAll(Function<Axis, Object> json) {
    var all = axes.stream().map(json).toList();
    return all.size() == 1 ? all.getFirst() : all;
  }

  /**
   * Refuses what walkers of that precision cannot count.
   *
   * @param field the histogram's place in the experiment
   */
  void requireWithin(String field, Precision precision) {
    axes.forEach(axis -> axis.requireWithin(field, precision));
  }
}
