package perrin.experiment;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.IntToDoubleFunction;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import perrin.errors.Shown;
import perrin.errors.Synonyms;
import perrin.yaml.YamlMap;

/**
 * The key {@code sweep}, read and written: {@code {tilt: [0, 0.1], temperature: linspace(0.1, 1,
 * 10)}}; and {@code time}, where dt is swept.
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
    return file.has("time") && sweep.has(Sweep.DT)
        ? new Sweep(axes, OptionalDouble.of(file.number("time")))
        : sweep;
  }

  /** The order of axes numbers the points. */
  static void write(Sweep sweep, Map<String, Object> json) {
    var axes = new LinkedHashMap<String, Object>();
    sweep.axes().forEach(axis -> axes.put(axis.name(), axis.values()));
    CanonicalJson.putUnlessEmpty(json, "sweep", axes);
    sweep.time().ifPresent(time -> json.put("time", time));
  }

  private static List<Sweep.Axis> axes(YamlMap sweep) {
    var axes = new ArrayList<Sweep.Axis>();
    for (var key : sweep.keys()) {
      if (sweep.isMap(key) && ExperimentFile.isKey(key)) {
        var within = sweep.map(key); // as --set sweep.method.friction=… writes it
        within.keys().forEach(name -> axes.add(axis(within, name, key + "." + name)));
      } else {
        axes.add(axis(sweep, key, key));
      }
    }
    return axes;
  }

  private static Sweep.Axis axis(YamlMap map, String key, String name) {
    var values = map.isList(key) ? map.numbers(key) : spaced(map, key);
    return new Sweep.Axis(name, values, map.where(key));
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
