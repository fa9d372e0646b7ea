package perrin.experiment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Takes the cells of one column, row by row, until there is one that it cannot take. */
abstract sealed class CsvColumn {
  /** A cell that tells something of the whole column. */
  record Cell(long line, String text) {}

  /**
   * A cell that cannot be taken.
   *
   * @param wanted what it must be
   */
  record Trouble(Cell cell, String wanted) {}

  private Trouble trouble;

  /** The first cell that could not be taken. */
  final Optional<Trouble> trouble() {
    return Optional.ofNullable(trouble);
  }

  final void add(char[] text, int from, int to, long line) {
    if (trouble == null) {
      String wanted = take(text, from, to, line);
      if (wanted != null) {
        trouble = new Trouble(new Cell(line, new String(text, from, to - from)), wanted);
        clear();
      }
    }
  }

  /** Takes a cell, or says what it must be; null where it is taken, which is nearly always. */
  abstract String take(char[] text, int from, int to, long line);

  /** Frees what has been taken. */
  abstract void clear();

  /** All cells taken; the column is not to be used again. */
  abstract double[] values();

  /** Numbers; FALSE and TRUE are 0 and 1, as in HDF5. */
  static final class Numbers extends CsvColumn {
    private final Decimals decimals = new Decimals();
    private final char point;
    private double[] values;
    private int size;
    private Cell withPoint;
    private Cell withComma;
    private Cell withPlainComma;

    /**
     * @param point what may stand before decimals, the point aside
     * @param rows as many as are expected
     */
    Numbers(char point, int rows) {
      this.point = point;
      this.values = new double[rows];
    }

    @Override
    String take(char[] text, int from, int to, long line) {
      double value = decimals.read(text, from, to, point);
      if (point == ',' && decimals.mark() != 0) {
        look(text, from, to, line);
      }
      if (!(Math.abs(value) <= Double.MAX_VALUE)) {
        var cell = new String(text, from, to - from);
        if (Double.isInfinite(value)) {
          return CsvCell.SMALLER;
        }
        boolean yes = cell.equalsIgnoreCase("true");
        if (!yes && !cell.equalsIgnoreCase("false")) {
          return CsvCell.wanted(cell);
        }
        value = yes ? 1 : 0;
      }
      if (size == values.length) {
        values = Arrays.copyOf(values, size + (size >> 1) + 16);
      }
      values[size++] = value;
      return null;
    }

    private void look(char[] text, int from, int to, long line) {
      boolean comma = decimals.mark() == ',';
      if (comma ? withPlainComma == null : withPoint == null) {
        var cell = new Cell(line, new String(text, from, to - from));
        if (!comma) {
          withPoint = cell;
          return;
        }
        withComma = withComma == null ? cell : withComma;
        withPlainComma = DecimalMarks.isThousands(cell.text()) ? null : cell;
      }
    }

    Optional<Cell> withPoint() {
      return Optional.ofNullable(withPoint);
    }

    Optional<Cell> withComma() {
      return Optional.ofNullable(withComma);
    }

    /** The first with a comma that cannot be one of thousands. */
    boolean hasPlainComma() {
      return withPlainComma != null;
    }

    @Override
    void clear() {
      values = new double[0];
    }

    @Override
    double[] values() {
      return size == values.length ? values : Arrays.copyOf(values, size);
    }
  }

  /** Categories: their numbers are those of their texts in sorted order. */
  static final class Categories extends CsvColumn {
    private final Map<String, Integer> numbers = new HashMap<>();
    private int[] rows;
    private int size;

    Categories(int rows) {
      this.rows = new int[rows];
    }

    @Override
    String take(char[] text, int from, int to, long line) {
      var cell = new String(text, from, to - from);
      if (CsvCell.isMissingCategory(cell)) {
        return CsvCell.CATEGORY;
      }
      if (size == rows.length) {
        rows = Arrays.copyOf(rows, size + (size >> 1) + 16);
      }
      rows[size++] = numbers.computeIfAbsent(cell, _ -> numbers.size());
      return null;
    }

    @Override
    void clear() {
      numbers.clear();
      rows = new int[0];
    }

    /** Sorted by value where all are numbers, else by the code of their characters. */
    List<String> levels() {
      var levels = new ArrayList<>(numbers.keySet());
      levels.sort(Comparator.naturalOrder());
      var decimals = new Decimals();
      var values = new HashMap<String, Double>();
      for (var level : levels) {
        values.put(level, decimals.read(level.toCharArray(), 0, level.length(), '.'));
      }
      if (values.values().stream().noneMatch(x -> x.isNaN())) {
        levels.sort(Comparator.comparing(values::get));
      }
      return levels;
    }

    @Override
    double[] values() {
      var sorted = new double[numbers.size()];
      var levels = levels();
      for (int k = 0; k < sorted.length; k++) {
        sorted[numbers.get(levels.get(k))] = k;
      }
      return Arrays.stream(rows, 0, size).mapToDouble(number -> sorted[number]).toArray();
    }
  }
}
