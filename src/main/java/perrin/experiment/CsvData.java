package perrin.experiment;

import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import perrin.errors.ExperimentException;
import perrin.errors.Location;
import perrin.errors.Shown;

/**
 * A table as text: one line names the columns, each line behind it is a row. Only the columns that
 * are wanted are read; a column with a cell that is no number is none, and the others are read all
 * the same.
 */
final class CsvData {
  private static final int MEBIBYTE = 1 << 20;
  private static final int MOST_LISTED = 9;

  private final byte[] bytes;
  private final String source;
  private final Set<Column> wanted;
  private final CsvForm form;
  private final CsvTable table = new CsvTable(this::columns);
  private final Map<Column, CsvColumn> columns = new LinkedHashMap<>();

  private CsvData(byte[] bytes, String source, Collection<Column> wanted) {
    this.bytes = bytes;
    this.source = source;
    this.wanted = new LinkedHashSet<>(wanted);
    this.form = CsvForm.of(bytes, source);
  }

  /**
   * @param source the file's name in complaints
   * @param wanted the columns to read; none for all, as numbers
   */
  static FileArrays read(byte[] bytes, String source, Collection<Column> wanted) {
    return new CsvData(bytes, source, wanted).read();
  }

  private FileArrays read() {
    var handler = CsvReader.builder().fieldSeparator(form.separator());
    handler.commentStrategy(CommentStrategy.SKIP).commentCharacter(CsvForm.COMMENT);
    handler.skipEmptyLines(false).trimWhitespacesAroundQuotes(true);
    handler.allowExtraFields(true).allowMissingFields(true); // the table says it better
    try {
      handler.build(table, text()).forEach(_ -> {});
    } catch (CsvParseException e) {
      throw unwrapped(e);
    } catch (UncheckedIOException _) {
      throw CsvForm.notText(source);
    }
    boolean nameless = table.names().stream().allMatch(String::isEmpty);
    if (table.rows() == 0 || nameless) {
      throw error(0, "must have a line with the columns' names and at least one of numbers");
    }
    requireClearDecimals();
    return arrays();
  }

  /** What has been thrown from the table comes as the cause. */
  private ExperimentException unwrapped(CsvParseException e) {
    return switch (e.getCause()) {
      case ExperimentException ours -> ours;
      case CsvTable.BadLine bad -> error(bad.line(), bad.getMessage());
      case null, default ->
          error(
              table.line(),
              "its quotes do not match; they stand around a whole value, and one within is doubled");
    };
  }

  private Reader text() {
    var whole = new ByteArrayInputStream(bytes, form.start(), bytes.length - form.start());
    var end = new ByteArrayInputStream(new byte[] {'\n', CsvTable.END});
    var decoder = StandardCharsets.UTF_8.newDecoder(); // which complains of what is no UTF-8
    return new InputStreamReader(new SequenceInputStream(whole, end), decoder);
  }

  /** What takes the cells of each column. */
  private List<List<CsvColumn>> columns(List<String> names) {
    requireNames(names);
    Collection<Column> read =
        wanted.isEmpty()
            ? names.stream().filter(name -> !name.isEmpty()).map(Column::ofNumbers).toList()
            : wanted.stream().filter(column -> names.contains(column.name())).toList();
    int rows = rows(names.size(), read.size());
    char point = form.separator() == ',' ? '.' : ',';
    for (var column : read) {
      columns.put(
          column,
          column.factor() ? new CsvColumn.Categories(rows) : new CsvColumn.Numbers(point, rows));
    }
    var byName = new HashMap<String, List<CsvColumn>>();
    columns.forEach((column, cells) ->
        byName.computeIfAbsent(column.name(), _ -> new ArrayList<>()).add(cells));
    return names.stream().map(name -> byName.getOrDefault(name, List.of())).toList();
  }

  private void requireNames(List<String> names) {
    var before = new HashSet<String>();
    for (int k = 0; k < names.size(); k++) {
      var name = names.get(k);
      boolean read = wanted.isEmpty() || wanted.stream().anyMatch(c -> c.name().equals(name));
      if (!before.add(name) && read && !name.isEmpty()) {
        throw error(
            table.line(),
            "column "
                + (k + 1)
                + ": has the name of column "
                + (names.indexOf(name) + 1)
                + "; rename one of them");
      }
    }
    var decimals = new Decimals();
    boolean numbers =
        names.stream()
            .noneMatch(
                name -> Double.isNaN(decimals.read(name.toCharArray(), 0, name.length(), '.')));
    if (numbers && wanted.isEmpty()) {
      throw error(
          table.line(),
          "has numbers, must name the columns; put a line of names above it, without a # in front");
    }
  }

  /** No more rows than lines, nor than cells of one byte and separators would make. */
  private int rows(int width, int read) {
    int rows = Math.min(form.lines(), bytes.length / (2 * width) + 1);
    long most = Runtime.getRuntime().maxMemory() / 4 * 3;
    long needed = bytes.length + 8L * rows * read;
    if (needed > most) {
      throw error(
          0,
          read
              + " columns of some "
              + rows
              + " rows take "
              + needed / MEBIBYTE
              + " MiB, must be at most "
              + most / MEBIBYTE
              + "; name those that are needed, "
              + ColumnKeys.KEY
              + ": [a, b], or allow Java more memory: PERRIN_JAVA_OPTS=-Xmx"
              + (2 * needed / (MEBIBYTE << 10) + 1)
              + "g");
    }
    return rows;
  }

  private void requireClearDecimals() {
    var numbers =
        columns.values().stream()
            .filter(column -> column.trouble().isEmpty())
            .filter(CsvColumn.Numbers.class::isInstance)
            .map(CsvColumn.Numbers.class::cast)
            .toList();
    DecimalMarks.trouble(numbers)
        .ifPresent(trouble -> {
          throw error(trouble.line(), trouble.problem());
        });
  }

  private FileArrays arrays() {
    var arrays = new LinkedHashMap<Column, ArrayValue>();
    var levels = new LinkedHashMap<Column, List<String>>();
    var refused = new LinkedHashMap<Column, ExperimentException>();
    columns.forEach((column, cells) -> {
      if (cells.trouble().isPresent()) {
        return;
      }
      arrays.put(column, new ArrayValue(cells.values(), List.of(table.rows())));
      if (cells instanceof CsvColumn.Categories categories) {
        levels.put(column, table.isTold() ? categories.levels() : List.of());
      }
      cells.clear();
    });
    columns.forEach((column, cells) ->
        cells
            .trouble()
            .ifPresent(trouble -> refused.put(column, refusal(column, trouble, arrays.keySet()))));
    if (arrays.isEmpty() && !refused.isEmpty()) {
      throw refused.values().iterator().next();
    }
    var names = table.names().stream().filter(name -> table.isTold() && !name.isEmpty()).toList();
    return new FileArrays("column", names, arrays, levels, refused);
  }

  private ExperimentException refusal(
      Column column, CsvColumn.Trouble trouble, Set<Column> arrays) {
    int number = table.names().indexOf(column.name()) + 1;
    var cell = trouble.cell();
    if (!table.isTold()) {
      return error(
          cell.line(),
          "column "
              + number
              + ": must be a number, such as 0.5; columns are separated by commas, semicolons or tabs,"
              + " and the first line names them");
    }
    boolean text = trouble.wanted().equals(CsvCell.TEXT);
    return error(
        cell.line(),
        "column "
            + number
            + " ("
            + Shown.shortened(Shown.line(column.name()))
            + "): "
            + CsvCell.quoted(cell.text())
            + ", must be "
            + trouble.wanted()
            + (text ? remedies(column, arrays) : ""));
  }

  /** What to do with a column of text, and which others are of numbers. */
  private String remedies(Column column, Collection<Column> arrays) {
    var names =
        arrays.stream().filter(ColumnKeys::hasName).limit(MOST_LISTED).map(Column::name).toList();
    return "; for categories write "
        + ColumnKeys.renamed(new Column(column.name(), true))
        + (wanted.isEmpty() && !names.isEmpty()
            ? ", for columns of numbers " + ColumnKeys.KEY + ": [" + String.join(", ", names) + "]"
            : "");
  }

  private ExperimentException error(long line, String problem) {
    var where = line == 0 ? Location.whole(source) : new Location(source, (int) line, 1);
    return new ExperimentException(where, "", problem);
  }
}
