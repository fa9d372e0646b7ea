package perrin.experiment;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.IntToDoubleFunction;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import perrin.errors.Shown;
import perrin.errors.Synonyms;
import perrin.yaml.YamlMap;
import perrin.yaml.YamlNode;
import perrin.yaml.YamlValue;

/**
 * The key {@code sweep}, read and written: {@code {tilt: [0, 0.1], temperature: linspace(0.1, 1,
 * 10)}}, {@code {method: [adam, {name: sgd, dt: 0.1}]}}; and {@code time}, where dt is swept.
 */
final class SweepKeys {
  private static final Pattern NUMBERS =
      Pattern.compile("(linspace|geomspace)\\s*\\(([^(),]*),([^(),]*),([^(),]*)\\)");

  private static final String USAGE =
      "must be a list of numbers, linspace(from, to, count) or geomspace(from, to, count)";

  private SweepKeys() {}

  static Sweep read(YamlMap file) {
    var axes = file.optionalMap("sweep").map(SweepKeys::axes).orElse(List.of());
    var sweep = new Sweep(axes);
    return file.has("time") && sweep.hasOwnSteps()
        ? new Sweep(axes, OptionalDouble.of(file.number("time")))
        : sweep;
  }

  /** The order of axes numbers the points. */
  static void write(Sweep sweep, boolean walled, Map<String, Object> json) {
    var axes = new LinkedHashMap<String, Object>();
    sweep
        .axes()
        .forEach(axis ->
            axes.put(
                axis.name(), axis.values().stream().map(value -> json(value, walled)).toList()));
    CanonicalJson.putUnlessEmpty(json, "sweep", axes);
    sweep.time().ifPresent(time -> json.put("time", time));
  }

  private static Object json(SweepValue value, boolean walled) {
    return switch (value) {
      case SweepValue.Number number -> number.value();
      case SweepValue.OfMethod each -> {
        var json = MethodKeys.json(each.method(), walled);
        each.dt().ifPresent(dt -> json.put(Sweep.DT, CanonicalJson.value(dt)));
        yield json;
      }
    };
  }

  private static List<SweepAxis> axes(YamlMap sweep) {
    var axes = new ArrayList<SweepAxis>();
    for (var key : sweep.keys()) {
      if (key.equals(Sweep.METHODS) && !sweep.isMap(key)) {
        axes.add(methods(sweep));
      } else if (sweep.isMap(key) && ExperimentFile.isKey(key)) {
        var within = sweep.map(key); // as --set sweep.method.friction=… writes it
        within.keys().forEach(name -> axes.add(axis(within, name, key + "." + name)));
      } else {
        axes.add(axis(sweep, key, key));
      }
    }
    return axes;
  }

  private static SweepAxis axis(YamlMap map, String key, String name) {
    var values = map.isList(key) ? map.numbers(key) : spaced(map, key);
    return SweepAxis.of(name, values, map.where(key));
  }

  private static SweepAxis methods(YamlMap sweep) {
    if (!sweep.isList(Sweep.METHODS)) {
      throw sweep.error(
          Sweep.METHODS,
          Shown.shortened(sweep.text(Sweep.METHODS).strip())
              + ", must be a list of methods, such as [gradient-descent, {name: adam, dt: 0.1}]");
    }
    var methods =
        sweep.value(Sweep.METHODS).list().stream().<SweepValue>map(SweepKeys::method).toList();
    return new SweepAxis(Sweep.METHODS, methods, sweep.where(Sweep.METHODS));
  }

  /** As the key {@code method} is written, and beside the method's parameters its {@code dt}. */
  private static SweepValue.OfMethod method(YamlValue value) {
    if (value.isText()) {
      return new SweepValue.OfMethod(MethodKeys.read(value), Optional.empty());
    }
    if (value.isList()) {
      throw value.error(
          Shown.shortened(value.node().toString())
              + ", must be a method's name, or a map such as {name: adam, dt: 0.1}");
    }
    var map = value.map();
    var dt = Formulas.optional(map, Sweep.DT);
    dt.ifPresent(step -> map.build(() -> Clock.required(step)));
    return new SweepValue.OfMethod(MethodKeys.read(value.without(Sweep.DT)), dt);
  }

  /**
   * A file that says which methods take turns need not have one besides: the first of them, and its
   * dt where all have one, stand for what is missing.
   */
  static YamlNode completed(YamlNode file) {
    if (!(file instanceof YamlNode.Mapping map)
        || !(map.at("sweep", Sweep.METHODS) instanceof YamlNode.Sequence methods)
        || methods.items().isEmpty()) {
      return file;
    }
    var first = methods.items().getFirst();
    var without = first instanceof YamlNode.Mapping own ? own.without(Sweep.DT) : first;
    var completed = map.withMissing(Sweep.METHODS, without);
    boolean each =
        methods.items().stream()
            .allMatch(item ->
                item instanceof YamlNode.Mapping own && own.entries().containsKey(Sweep.DT));
    return each
        ? completed.withMissing(
            Sweep.DT, ((YamlNode.Mapping) first).entries().get(Sweep.DT).value())
        : completed;
  }

  private static List<Double> spaced(YamlMap map, String key) {
    if (map.isMap(key)) {
      throw map.error(key, "a map, " + USAGE);
    }
    var text = map.text(key).strip();
    var call = NUMBERS.matcher(text);
    if (!call.matches()) {
      var word = text.replaceFirst("\\(.*", "").strip();
      throw map.error(
          key, Shown.shortened(text) + ", " + USAGE + Synonyms.hint("value sweep", word));
    }
    double from = number(map, key, call.group(2));
    double to = number(map, key, call.group(3));
    int count = count(map, key, call.group(4));
    if (call.group(1).equals("linspace")) {
      return spaced(from, to, count, i -> between(from, to, i, count - 1));
    }
    double ratio = to / from;
    if (!(ratio > 0) || !Double.isFinite(ratio)) {
      throw map.error(
          key,
          Shown.shortened(text) + ", must go from one number to another of the same sign, not 0");
    }
    return spaced(from, to, count, i -> from * StrictMath.pow(ratio, i / (count - 1.0)));
  }

  /** In decimal, as the ends are written: a third of the way from 0.1 to 1 lies 0.4. */
  private static double between(double from, double to, int part, int parts) {
    var start = BigDecimal.valueOf(from);
    return BigDecimal.valueOf(to)
        .subtract(start)
        .multiply(BigDecimal.valueOf(part))
        .divide(BigDecimal.valueOf(parts), MathContext.DECIMAL128)
        .add(start)
        .doubleValue();
  }

  /** Both ends are exact. */
  private static List<Double> spaced(
      double from, double to, int count, IntToDoubleFunction between) {
    return IntStream.range(0, count)
        .mapToObj(i -> i == 0 ? from : i == count - 1 ? to : between.applyAsDouble(i))
        .toList();
  }

  private static double number(YamlMap map, String key, String word) {
    return new Formula(Formula.isEmpty(word) ? "-" : word, map.where(key))
        .number()
        .filter(Double::isFinite)
        .orElseThrow(() ->
            map.error(key, "\"" + Shown.shortened(word.strip()) + "\" is no number; " + USAGE));
  }

  private static int count(YamlMap map, String key, String word) {
    double count = number(map, key, word);
    if (count != Math.rint(count) || count < 1 || count > Sweep.MAX_POINTS) {
      throw map.error(
          key,
          Shown.shortened(word.strip())
              + " values, must be a whole number from 1 to "
              + Sweep.MAX_POINTS);
    }
    return (int) count;
  }
}
