package perrin.experiment;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The one text of a resolved experiment, over which its hash is taken. It is JSON without white
 * space, and an experiment file itself. Keys are sorted, except where order has a meaning (start,
 * state: it numbers draws; parameters: they may use earlier ones; observables); formulas that are
 * plain numbers are numbers, others have no needless space. All of it is ASCII, which every reader
 * of run files takes.
 */
final class CanonicalJson {
  private CanonicalJson() {}

  static String of(Experiment experiment) {
    var json = new StringBuilder();
    write(tree(experiment), json);
    return json.toString();
  }

  /** The title stays out: it names an experiment and changes no number of it. */
  private static Map<String, Object> tree(Experiment x) {
    var tree = new TreeMap<String, Object>();
    tree.put("coordinates", x.coordinates());
    tree.put("energy", energy(x.energy()));
    tree.put("parameters", formulas(x.parameters()));
    tree.put("start", formulas(x.start()));
    tree.put("method", method(x.method()));
    x.temperature().ifPresent(temperature -> tree.put("temperature", value(temperature)));
    tree.put("dt", value(x.dt()));
    tree.put("walkers", x.walkers());
    tree.put("first-walker", x.firstWalker());
    tree.put("steps", x.steps());
    tree.put("burn-in", x.burnIn());
    tree.put("sample-every", x.sampleEvery());
    tree.put("histograms", new TreeMap<>(each(x.histograms(), CanonicalJson::histogram)));
    tree.put("observables", formulas(x.observables()));
    x.check().ifPresent(check -> tree.put("check", check(check)));
    tree.put("precision", x.precision().word());
    tree.put("math", x.math().word());
    x.curand().ifPresent(generator -> tree.put("noise", noise(generator)));
    tree.put("seed", x.seed());
    return tree;
  }

  private static Object energy(Energy energy) {
    if (energy.name().isEmpty()) {
      return value(energy.formula());
    }
    return new TreeMap<>(Map.of("name", energy.name().get(), "formula", value(energy.formula())));
  }

  private static Object method(Method method) {
    var tree = new TreeMap<String, Object>();
    if (!method.name().equals(Method.CUSTOM)) {
      tree.put("name", method.name());
    }
    tree.put("order", method.order());
    tree.put("parameters", formulas(method.parameters()));
    tree.put("state", formulas(method.state()));
    tree.put("step", method.step().canonicalLines());
    return tree;
  }

  private static Object histogram(Histogram histogram) {
    return new TreeMap<String, Object>(
        Map.of(
            "of", value(histogram.of()),
            "from", histogram.from(),
            "to", histogram.to(),
            "bins", histogram.bins()));
  }

  private static Object check(Check check) {
    return new TreeMap<String, Object>(
        Map.of("boltzmann", check.boltzmann(), "tolerance", check.tolerance()));
  }

  private static Object noise(CurandGenerator generator) {
    return new TreeMap<String, Object>(Map.of("source", "curand", "generator", generator.word()));
  }

  private static Object value(Formula formula) {
    return formula
        .number()
        .filter(Double::isFinite)
        .<Object>map(x -> x)
        .orElse(formula.canonical());
  }

  private static Map<String, Object> formulas(Map<String, Formula> formulas) {
    return each(formulas, CanonicalJson::value);
  }

  private static <V> Map<String, Object> each(Map<String, V> map, Function<V, Object> write) {
    var written = new LinkedHashMap<String, Object>();
    map.forEach((key, value) -> written.put(key, write.apply(value)));
    return written;
  }

  private static void write(Object value, StringBuilder json) {
    switch (value) {
      case Map<?, ?> map -> {
        var separator = "{";
        for (var entry : map.entrySet()) {
          json.append(separator);
          quote(entry.getKey().toString(), json);
          json.append(':');
          write(entry.getValue(), json);
          separator = ",";
        }
        json.append(map.isEmpty() ? "{}" : "}");
      }
      case List<?> list -> {
        var separator = "[";
        for (var item : list) {
          json.append(separator);
          write(item, json);
          separator = ",";
        }
        json.append(list.isEmpty() ? "[]" : "]");
      }
      case String text -> quote(text, json);
      default -> json.append(value);
    }
  }

  private static void quote(String text, StringBuilder json) {
    json.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> json.append("\\\"");
        case '\\' -> json.append("\\\\");
        case '\n' -> json.append("\\n");
        default ->
            json.append(c < ' ' || c > '~' ? String.format("\\u%04x", (int) c) : String.valueOf(c));
      }
    }
    json.append('"');
  }
}
