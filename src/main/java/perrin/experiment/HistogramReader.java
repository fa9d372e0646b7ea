package perrin.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads one entry of {@code histograms}. */
final class HistogramReader {
  private static final Set<String> KEYS = Set.of("of", "from", "to", "bins");

  private HistogramReader() {}

  /** {@code {of: x, from: 0, to: 1, bins: 9}}, or a list of two for each key. */
  static Histogram read(YamlMap map) {
    map.requireOnly(KEYS);
    map.requireAll(List.of("of", "from", "to", "bins"));
    return map.isList("of") ? ofSeveral(map) : ofOne(map);
  }

  private static Histogram ofOne(YamlMap map) {
    var of = map.formula("of");
    var from = map.number("from");
    var to = map.number("to");
    var bins = map.smallInteger("bins");
    return map.build(() -> new Histogram(List.of(new Histogram.Axis(of, from, to, bins))));
  }

  private static Histogram ofSeveral(YamlMap map) {
    var of = map.formulaList("of");
    var from = sameLength(map, "from", map.numbers("from"), of.size());
    var to = sameLength(map, "to", map.numbers("to"), of.size());
    var bins = sameLength(map, "bins", map.smallIntegers("bins"), of.size());
    return map.build(() -> {
      var axes = new ArrayList<Histogram.Axis>();
      for (int i = 0; i < of.size(); i++) {
        axes.add(new Histogram.Axis(of.get(i), from.get(i), to.get(i), bins.get(i)));
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
}
