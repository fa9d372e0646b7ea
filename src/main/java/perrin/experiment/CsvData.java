package perrin.experiment;

import static java.util.regex.Pattern.CASE_INSENSITIVE;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;
import perrin.errors.ExperimentException;
import perrin.errors.Location;
import perrin.errors.Shown;

/**
 * A table of numbers: comma-separated, the first line names the columns. Cells may stand in quotes;
 * there is nothing in a number that needs escaping, so there is no more to CSV here.
 */
final class CsvData {
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?+(\\d++(\\.\\d*+)?+|\\.\\d++)([eE][+-]?+\\d++)?+");

  /** As formulas can name them. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  /** Decimals with a comma, NaN and the like, and nothing at all. */
  private static final Pattern LIKE_NUMBER =
      Pattern.compile("[-+0-9.,;eE_ ]*|[-+]?(nan|inf|infinity|na|n/a|null|none)", CASE_INSENSITIVE);

  private static final int LONGEST_LIKE_NUMBER = 40;
  private static final int FIRST_ROW = 2;

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
    var lines = new Lines(bytes);
    var names = List.<String>of();
    var columns = new ArrayList<DoubleStream.Builder>();
    int rows = 0;
    int number = 0;
    int blanks = 0;
    while (lines.hasNext()) {
      var line = lines.next();
      number++;
      if (number > 1 && line.isBlank()) {
        blanks++; // at the end of the file they are none of its rows
        continue;
      }
      if (number == 1) {
        names = line.isBlank() && !lines.hasNext() ? List.of() : names(line);
        names.forEach(_ -> columns.add(DoubleStream.builder()));
      } else {
        row(blanks > 0 ? "" : line, number - blanks, names, columns);
        rows++;
      }
    }
    if (rows == 0) {
      throw error(0, "must have a line with the columns' names and at least one of numbers");
    }
    var arrays = new LinkedHashMap<String, ArrayValue>();
    for (int k = 0; k < names.size(); k++) {
      arrays.put(names.get(k), new ArrayValue(columns.get(k).build().toArray(), List.of(rows)));
    }
    return arrays;
  }

  private void row(
      String line, int number, List<String> names, List<DoubleStream.Builder> columns) {
    var cells = cells(line);
    if (cells.size() != names.size()) {
      throw error(
          number, cells.size() + " values, must be " + names.size() + ", one for each column");
    }
    // What a file without numbers says is nobody's business: any that can be read may be named.
    boolean table = number > FIRST_ROW || cells.stream().anyMatch(CsvData::isLikeNumber);
    for (int k = 0; k < cells.size(); k++) {
      columns.get(k).add(number(cells.get(k), number, k + 1, table ? names.get(k) : ""));
    }
  }

  private List<String> names(String line) {
    var names = cells(line);
    for (int k = 0; k < names.size(); k++) {
      if (!NAME.matcher(names.get(k)).matches()) {
        throw error(
            1,
            "column "
                + (k + 1)
                + ": must be a name; line 1 names the columns, separated by commas");
      }
      int first = names.indexOf(names.get(k));
      if (first < k) {
        throw error(1, "column " + (k + 1) + ": has the name of column " + (first + 1));
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

  /**
   * @param column its name; empty where it is not to be said
   */
  private double number(String cell, int line, int k, String column) {
    double value = NUMBER.matcher(cell).matches() ? Double.parseDouble(cell) : Double.NaN;
    if (!Double.isFinite(value)) {
      throw error(
          line,
          "column "
              + k
              + (column.isEmpty() ? "" : " (" + Shown.shortened(column) + ")")
              + ": "
              + (isLikeNumber(cell) ? "\"" + Shown.shortened(cell) + "\", " : "")
              + "must be a finite number, such as 0.5");
    }
    return value;
  }

  /** Whether it is what people take for a number, or for a missing one. */
  private static boolean isLikeNumber(String cell) {
    return NUMBER.matcher(cell).matches()
        || cell.length() < LONGEST_LIKE_NUMBER && LIKE_NUMBER.matcher(cell).matches();
  }

  private ExperimentException error(int line, String problem) {
    var where = line == 0 ? Location.whole(source) : new Location(source, line, 1);
    return new ExperimentException(where, "", problem);
  }

  /** The lines of a file, one at a time: all of them as text would take many times its bytes. */
  private final class Lines {
    private final byte[] bytes;
    private int at;
    private boolean done;

    Lines(byte[] bytes) {
      this.bytes = bytes;
    }

    boolean hasNext() {
      return !done;
    }

    String next() {
      int end = at;
      while (end < bytes.length && bytes[end] != '\n' && bytes[end] != '\r') {
        end++;
      }
      var line = text(at, end);
      boolean both = end + 1 < bytes.length && bytes[end] == '\r' && bytes[end + 1] == '\n';
      done = end >= bytes.length;
      at = end + (both ? 2 : 1);
      return line;
    }

    private String text(int from, int to) {
      try {
        var raw = ByteBuffer.wrap(bytes, from, to - from);
        var text = StandardCharsets.UTF_8.newDecoder().decode(raw).toString();
        return from == 0 && text.startsWith("\uFEFF") ? text.substring(1) : text;
      } catch (CharacterCodingException e) {
        throw error(0, "is neither HDF5 nor text in UTF-8");
      }
    }
  }
}
