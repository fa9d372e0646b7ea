package perrin.experiment;

import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;

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
    model(x.model(), tree);
    tree.put("method", method(x.method(), x.walled()));
    x.temperature().ifPresent(temperature -> tree.put("temperature", value(temperature)));
    tree.put("dt", value(x.dt()));
    tree.put("walkers", x.walkers());
    tree.put("first-walker", x.firstWalker());
    tree.put("steps", x.steps());
    x.sweep().time().ifPresent(time -> tree.put("time", time));
    tree.put("burn-in", x.burnIn());
    tree.put("sample-every", x.sampleEvery());
    outputs(x.outputs(), tree);
    x.check().ifPresent(check -> tree.put("check", check(check)));
    putUnlessEmpty(tree, "sweep", sweep(x.sweep()));
    tree.put("precision", x.precision().word());
    tree.put("math", x.math().word());
    x.curand().ifPresent(generator -> tree.put("noise", noise(generator)));
    tree.put("seed", x.seed());
    return tree;
  }

  /** What an experiment need not have is left out, so that older run files keep their hash. */
  private static void model(Model model, Map<String, Object> tree) {
    tree.put("coordinates", coordinates(model.coordinates()));
    tree.put("energy", energy(model));
    tree.put("parameters", each(model.parameters(), CanonicalJson::values));
    putUnlessEmpty(tree, "where", each(model.where(), CanonicalJson::value));
    putUnlessEmpty(tree, "force", new TreeMap<>(each(model.force(), CanonicalJson::values)));
    model.data().ifPresent(data -> tree.put("data", data(data)));
    putUnlessEmpty(tree, "tables", new TreeMap<>(each(model.tables(), CanonicalJson::table)));
    tree.put("start", each(model.start(), CanonicalJson::values));
    putUnlessEmpty(
        tree, "boundaries", new TreeMap<>(each(model.boundaries(), Boundary::canonical)));
  }

  private static void outputs(Outputs outputs, Map<String, Object> tree) {
    tree.put("histograms", new TreeMap<>(each(outputs.histograms(), CanonicalJson::histogram)));
    tree.put("observables", each(outputs.observables(), CanonicalJson::value));
    putUnlessEmpty(
        tree,
        "correlations",
        new TreeMap<>(each(outputs.correlations(), CanonicalJson::correlation)));
    outputs.trajectories().ifPresent(kept -> tree.put("trajectories", trajectories(kept)));
  }

  private static void putUnlessEmpty(
      Map<String, Object> tree, String key, Map<String, Object> map) {
    if (!map.isEmpty()) {
      tree.put(key, map);
    }
  }

  private static Object coordinates(Coordinates coordinates) {
    if (coordinates.allNumbers()) {
      return coordinates.names();
    }
    var lengths = new LinkedHashMap<String, Object>();
    coordinates.blocks().forEach(block -> lengths.put(block.name(), block.length()));
    return lengths;
  }

  /** A file is known by the hash of its bytes; its name stays, so that it can be read again. */
  private static Object data(Data data) {
    return data.source()
        .<Object>map(
            source -> new TreeMap<>(Map.of("file", source.file(), "sha256", source.sha256())))
        .orElseGet(() -> Map.of("arrays", each(data.arrays(), CanonicalJson::array)));
  }

  /** Edges that a table has unless it says otherwise are left out. */
  private static Object table(Table table) {
    var tree = new TreeMap<String, Object>();
    var axes = table.axes();
    var columns = table.source().map(Table.Source::columns).orElse(Map.of());
    if (!columns.containsKey("x")) {
      tree.put("from", axes.stream().map(Table.Axis::from).toList());
      tree.put("to", axes.stream().map(Table.Axis::to).toList());
    }
    if (axes.stream().anyMatch(axis -> axis.edge() != Table.Edge.NATURAL)) {
      tree.put("edge", axes.stream().map(axis -> word(axis.edge())).toList());
    }
    if (axes.stream().anyMatch(axis -> axis.outside() != Table.Outside.ERROR)) {
      tree.put("outside", axes.stream().map(axis -> word(axis.outside())).toList());
    }
    if (table.source().isEmpty()) {
      tree.put("values", array(table.values()));
    }
    table
        .source()
        .ifPresent(source -> {
          tree.put("file", source.file().file());
          tree.put("sha256", source.file().sha256());
          tree.putAll(columns);
        });
    return tree;
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static Object array(ArrayValue array) {
    return nested(Arrays.stream(array.values()).boxed().toList(), array.shape());
  }

  private static Object nested(List<?> elements, List<Integer> shape) {
    if (shape.size() == 1) {
      return elements;
    }
    int columns = shape.getLast();
    return IntStream.range(0, shape.getFirst())
        .mapToObj(row -> elements.subList(row * columns, (row + 1) * columns))
        .toList();
  }

  private static Object energy(Model model) {
    var energy = model.energy();
    if (energy.name().isPresent()) {
      return new TreeMap<>(Map.of("name", energy.name().get(), "formula", value(energy.formula())));
    }
    var names = new HashSet<>(model.parameters().keySet());
    names.addAll(model.coordinates().names());
    names.addAll(model.where().keySet());
    return EnergyReader.isTakenForName(energy.formula().canonical(), names)
        ? Map.of("formula", value(energy.formula()))
        : value(energy.formula());
  }

  /**
   * @param walled whether it matters what walls do
   */
  private static Object method(Method method, boolean walled) {
    var tree = new TreeMap<String, Object>();
    if (!method.name().equals(Method.CUSTOM)) {
      tree.put("name", method.name());
    }
    tree.put("order", method.order());
    Walls walls = method.walls();
    if (walled && walls.order() != method.order()) {
      tree.put("order-at-walls", walls.order());
    }
    if (walled && walls.said() && !method.state().isEmpty()) {
      tree.put("reflect", walls.turned());
    }
    if (walled && walls.within()) {
      tree.put("reflect-at", "drift");
    }
    if (!Library.methods().contains(method.name())) { // whose files say it
      method.velocity().ifPresent(velocity -> tree.put("velocity", velocity));
      method.stability().ifPresent(stability -> tree.put("stability", stability.text()));
    }
    var former = FormerStep.of(method.name()).filter(before -> before.holdsFor(method));
    var parameters = former.map(before -> before.parameters(method)).orElse(method.parameters());
    tree.put("parameters", each(parameters, CanonicalJson::methodParameter));
    tree.put("state", each(method.state(), CanonicalJson::value));
    tree.put("step", former.map(FormerStep::step).orElse(method.step()).canonicalLines());
    return tree;
  }

  private static Object histogram(Histogram histogram) {
    var axes = histogram.axes();
    return new TreeMap<String, Object>(
        Map.of(
            "of", oneOrAll(axes, axis -> value(axis.of())),
            "from", oneOrAll(axes, Histogram.Axis::from),
            "to", oneOrAll(axes, Histogram.Axis::to),
            "bins", oneOrAll(axes, Histogram.Axis::bins)));
  }

  private static Object oneOrAll(
      List<Histogram.Axis> axes, Function<Histogram.Axis, Object> write) {
    var all = axes.stream().map(write).toList();
    return all.size() == 1 ? all.getFirst() : all;
  }

  private static Object correlation(Correlation correlation) {
    var json = new TreeMap<String, Object>(Map.of("lags", correlation.lags()));
    switch (correlation) {
      case Correlation.Auto auto -> json.put("of", value(auto.of()));
      case Correlation.Displacement displacement -> {
        json.put("displacement", true);
        json.put("of", displacement.of());
      }
    }
    correlation.origins().ifPresent(origins -> json.put("origins", origins));
    return json;
  }

  private static Object trajectories(Trajectories kept) {
    var tree =
        new TreeMap<String, Object>(
            Map.of(
                "walkers", kept.walkers(),
                "every", kept.every(),
                "interpolate", kept.interpolate()));
    if (kept.atoms() > 1) { // so that experiments without them are what they were
      tree.put("atoms", kept.atoms());
    }
    return tree;
  }

  private static Object check(Check check) {
    var tree = new TreeMap<String, Object>();
    check.boltzmann().ifPresent(name -> tree.put("boltzmann", name));
    tree.put("tolerance", check.tolerance());
    if (check.bias()) {
      tree.put("bias", true);
    }
    if (check.rhat()) {
      tree.put("rhat", true);
    }
    return tree;
  }

  /** The order of axes numbers the points. */
  private static Map<String, Object> sweep(Sweep sweep) {
    var axes = new LinkedHashMap<String, Object>();
    sweep.axes().forEach(axis -> axes.put(axis.name(), axis.values()));
    return axes;
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

  private static Object values(Values values) {
    return switch (values) {
      case Formula formula -> value(formula);
      case FormulaArray array ->
          nested(array.elements().stream().map(CanonicalJson::value).toList(), array.shape());
    };
  }

  private static Object methodParameter(MethodParameter parameter) {
    return switch (parameter) {
      case Formula formula -> value(formula);
      case ByCoordinate given -> new TreeMap<>(each(given.values(), CanonicalJson::values));
    };
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
            json.append(
                c < ' ' || c > '~'
                    ? String.format(Locale.ROOT, "\\u%04x", (int) c)
                    : String.valueOf(c));
      }
    }
    json.append('"');
  }
}
