package perrin.experiment;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import perrin.errors.BadValue;
import perrin.errors.Shown;
import perrin.yaml.YamlMap;

/** The key {@code columns} of a data file: which of its columns are read, by names for formulas. */
final class ColumnKeys {
  static final String KEY = "columns";

  /** YAML reads these as they stand, within braces too. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_.()]*");

  /** Of names that are made here. */
  private static final int LONGEST = 40;

  private ColumnKeys() {}

  /** By name in formulas, in the order written; empty where the key is missing. */
  static Map<String, Column> read(YamlMap data) {
    if (!data.has(KEY)) {
      return Map.of();
    }
    if (data.isText(KEY)) {
      var text = Shown.shortened(data.text(KEY));
      throw data.error(KEY, text + ", must be a list, such as [" + text + "], or a map of names");
    }
    var columns = data.isMap(KEY) ? named(data.map(KEY)) : listed(data);
    if (columns.isEmpty()) {
      throw data.error(KEY, "names no column, must name at least one; remove it to have all");
    }
    return columns;
  }

  private static Map<String, Column> named(YamlMap map) {
    var columns = new LinkedHashMap<String, Column>();
    for (var name : map.keys()) {
      map.build(() -> {
        Names.requireCoordinate(name, name);
        return columns.put(name, Column.of(map.text(name)));
      });
    }
    return columns;
  }

  /** Columns that keep their own names. */
  private static Map<String, Column> listed(YamlMap data) {
    var columns = new LinkedHashMap<String, Column>();
    for (var text : data.texts(KEY)) {
      var column = Column.of(text);
      try {
        Names.requireCoordinate(KEY, column.name());
      } catch (BadValue e) {
        throw data.error(KEY, without(e.problem()) + "; give it another: " + renamed(column));
      }
      if (columns.put(column.name(), column) != null) {
        throw data.error(KEY, Shown.shortened(column.name()) + " is given twice; remove one");
      }
    }
    return columns;
  }

  /** Why a column's own name is none for formulas; the remedy is another one here. */
  static String without(String problem) {
    return problem.replaceFirst("; .*", "");
  }

  /** {@code columns: {mom_iq: mom.iq}}. */
  static String renamed(Column column) {
    return KEY + ": {" + nameFor(column.name()) + ": " + quoted(column.text()) + "}";
  }

  /** Whether formulas can name a column as the file does. */
  static boolean hasName(Column column) {
    try {
      Names.requireCoordinate("", column.name());
      return true;
    } catch (BadValue _) {
      return false;
    }
  }

  /**
   * A name for formulas that is near to that of the file: petal_length_cm for petal length (cm).
   */
  static String nameFor(String name) {
    var word = name.replaceAll("[^A-Za-z0-9]+", "_").replaceAll("^_+|_+$", "");
    var named = hasName(Column.ofNumbers(word)) ? word : "data_" + word;
    return named.substring(0, Math.min(named.length(), LONGEST)).replaceAll("_+$", "");
  }

  /** As a value of YAML, which reads the escapes that a terminal is shown. */
  static String quoted(String text) {
    var cut = Shown.shortened(text);
    return PLAIN.matcher(cut).matches()
        ? cut
        : '"'
            + Shown.line(cut.replace("\\", "\\\\").replace("\"", "\\\"")).replace("\t", "\\t")
            + '"';
  }

  /** A list means the same as a map of its names to themselves. */
  static void write(Map<String, Column> columns, Map<String, Object> json) {
    CanonicalJson.putUnlessEmpty(
        json, KEY, new TreeMap<>(CanonicalJson.each(columns, Column::text)));
  }
}
