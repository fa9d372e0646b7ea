package perrin.experiment;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A table of numbers: comma-separated, the first line names the columns. Cells may stand in quotes;
 * there is nothing in a number that needs escaping, so there is no more to CSV here.
 */
final class CsvData {
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");

  private final String source;

  private CsvData(String source) {
    this.source = source;
  }

  /**
   * @param source the file's name in complaints
   * @return the columns by name, in the order of the file
   */
  static Map<String, ArrayValue> read(byte[] bytes, String source) {
    return new CsvData(source).read(bytes);
  }

  private Map<String, ArrayValue> read(byte[] bytes) {
    var lines = text(bytes).split("\\R", -1);
    int used = lines.length;
    while (used > 0 && lines[used - 1].isBlank()) {
      used--;
    }
    if (used < 2) {
      throw error(0, "must have a line with the columns' names and at least one of numbers");
    }
    var names = names(lines[0]);
    var columns = new double[names.size()][used - 1];
    for (int row = 1; row < used; row++) {
      var cells = cells(lines[row]);
      if (cells.size() != names.size()) {
        throw error(
            row + 1, cells.size() + " values, must be " + names.size() + ", one for each column");
      }
      for (int k = 0; k < cells.size(); k++) {
        columns[k][row - 1] = number(cells.get(k), row + 1, names.get(k), k + 1);
      }
    }
    var arrays = new LinkedHashMap<String, ArrayValue>();
    for (int k = 0; k < columns.length; k++) {
      arrays.put(names.get(k), new ArrayValue(columns[k], List.of(used - 1)));
    }
    return arrays;
  }

  private String text(byte[] bytes) {
    try {
      var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw error(0, "is neither HDF5 nor text in UTF-8");
    }
  }

  private List<String> names(String line) {
    var names = cells(line);
    for (int k = 0; k < names.size(); k++) {
      var name = names.get(k);
      if (name.isEmpty() || NUMBER.matcher(name).matches()) {
        throw error(
            1,
            "column " + (k + 1) + ": \"" + name + "\", must be a name; line 1 names the columns");
      }
      if (names.indexOf(name) < k) {
        throw error(1, "column " + (k + 1) + ": " + name + " is given twice; rename one");
      }
    }
    return names;
  }

  private static List<String> cells(String line) {
    var cells = new ArrayList<String>();
    for (var piece : line.split(",", -1)) {
      var cell = piece.strip();
      boolean quoted = cell.length() >= 2 && cell.startsWith("\"") && cell.endsWith("\"");
      cells.add(quoted ? cell.substring(1, cell.length() - 1).strip() : cell);
    }
    return cells;
  }

  private double number(String cell, int line, String column, int k) {
    double value = NUMBER.matcher(cell).matches() ? Double.parseDouble(cell) : Double.NaN;
    if (!Double.isFinite(value)) {
      throw error(
          line,
          "column "
              + k
              + " ("
              + Shown.shortened(column)
              + "): \""
              + Shown.shortened(cell)
              + "\", must be a finite number, such as 0.5");
    }
    return value;
  }

  private ExperimentException error(int line, String problem) {
    var where = line == 0 ? Location.whole(source) : new Location(source, line, 1);
    return new ExperimentException(where, "", problem);
  }
}
