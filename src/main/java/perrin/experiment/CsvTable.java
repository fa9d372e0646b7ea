package perrin.experiment;

import de.siegmar.fastcsv.reader.CsvCallbackHandler;
import de.siegmar.fastcsv.reader.RecordType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Takes a table's cells from FastCSV as they come, without a text for each. */
final class CsvTable extends CsvCallbackHandler<Boolean> {
  /** What is wrong with a line. */
  static final class BadLine extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final long line;

    BadLine(long line, String problem) {
      super(problem, null, false, false);
      this.line = line;
    }

    long line() {
      return line;
    }
  }

  /** Stands alone behind the last line, so that a quote that is never closed is seen. */
  static final char END = '\0';

  private final Function<List<String>, List<List<CsvColumn>>> columnsOf;
  private final List<String> names = new ArrayList<>();
  private List<List<CsvColumn>> columns = List.of();
  private boolean header = true;
  private int width;
  private int rows;
  private boolean told;

  private long line;
  private RecordType type = RecordType.DATA;
  private int cells;
  private boolean blank;
  private boolean beyond;
  private boolean ended;
  private long blankLine;

  /**
   * @param columnsOf what takes the cells of each column, by the names of all
   */
  CsvTable(Function<List<String>, List<List<CsvColumn>>> columnsOf) {
    this.columnsOf = columnsOf;
  }

  /** As in the header, which may have empty ones. */
  List<String> names() {
    return names;
  }

  int rows() {
    return rows;
  }

  /**
   * Whether it is a table of numbers, whose text may be told: its first row has one. What other
   * files say is nobody's business, and any that can be read may be named.
   */
  boolean isTold() {
    return told;
  }

  /** Where the reader is. */
  long line() {
    return line;
  }

  @Override
  protected RecordType getRecordType() {
    return type;
  }

  @Override
  protected int getFieldCount() {
    return cells;
  }

  @Override
  protected void beginRecord(long startingLineNumber) {
    line = startingLineNumber;
    type = RecordType.DATA;
    cells = 0;
    beyond = false;
  }

  @Override
  protected void addField(char[] text, int offset, int length, boolean quoted) {
    if (length > 0 && text[offset + length - 1] == END) {
      end(length, quoted);
      return;
    }
    int from = offset;
    int to = offset + length;
    while (from < to && isSpace(text[from])) {
      from++;
    }
    while (from < to && isSpace(text[to - 1])) {
      to--;
    }
    if (cells == 0) {
      blank = from == to && !quoted; // perhaps the whole line is
    } else {
      if (cells == 1 && blank) {
        add(0, text, from, from);
      }
      add(cells, text, from, to);
    }
    if (cells == 0 && !blank) {
      add(0, text, from, to);
    }
    cells++;
  }

  private void end(int length, boolean quoted) {
    if (quoted) {
      throw new BadLine(line, "a quote is opened and never closed");
    }
    if (length > 1 || cells > 0) {
      throw new BadLine(line, "the character U+0000; remove it");
    }
    ended = true;
  }

  private void add(int number, char[] text, int from, int to) {
    if (header) {
      names.add(new String(text, from, to - from));
    } else if (number >= columns.size()) {
      beyond |= from < to;
    } else {
      if (number == 0) {
        requireNoGap();
      }
      for (var column : columns.get(number)) {
        column.add(text, from, to, line);
      }
      if (rows == 0 && !told) {
        told = Double.isFinite(new Decimals().read(text, from, to, ','));
      }
    }
  }

  /** A blank line among rows of one cell is a cell that is missing. */
  private void requireNoGap() {
    if (blankLine > 0 && columns.size() == 1 && rows > 0) {
      columns.getFirst().forEach(column -> column.add(new char[0], 0, 0, blankLine));
    }
    blankLine = 0;
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\u00a0';
  }

  @Override
  protected Boolean buildRecord() {
    if (ended || type != RecordType.DATA || cells == 1 && blank) {
      blankLine = blankLine == 0 && !header ? line : blankLine;
    } else if (header) {
      header = false;
      width = names.size();
      while (width > 0 && names.get(width - 1).isEmpty()) {
        width--; // for separators at the ends of lines
      }
      columns = columnsOf.apply(names);
    } else {
      requireWidth();
      rows++;
    }
    return true;
  }

  private void requireWidth() {
    if (cells < width || beyond) {
      var values = cells == 1 ? "1 value" : cells + " values";
      throw new BadLine(
          line,
          values
              + ", must be "
              + width
              + ", one for each column"
              + (cells > width ? "; a value with the separator in it wants quotes" : ""));
    }
  }

  @Override
  protected void setComment(char[] text, int offset, int length) {
    type = RecordType.COMMENT;
    cells = 1;
  }

  @Override
  protected void setEmpty() {
    type = RecordType.EMPTY;
    cells = 1;
  }
}
