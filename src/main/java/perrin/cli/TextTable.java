package perrin.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A table of limited width: what does not fit beside the rest comes below, under the columns that
 * say what a row is of.
 *
 * @param fixed columns that say what a row is of, the first ones
 * @param heads of the columns
 * @param rows as many cells each
 * @param width in characters
 */
record TextTable(int fixed, List<String> heads, List<List<String>> rows, int width) {
  /** Between two columns. */
  private static final int GAP = 2;

  /** As wide as all other text. */
  TextTable(int fixed, List<String> heads, List<List<String>> rows) {
    this(fixed, heads, rows, Paragraph.COLUMNS);
  }

  TextTable {
    heads = List.copyOf(heads);
    rows = List.copyOf(rows);
    for (List<String> row : rows) {
      if (row.size() != heads.size()) {
        throw new IllegalArgumentException(row.size() + " cells, must be " + heads.size());
      }
    }
  }

  /** All rows. */
  String text() {
    return text(IntStream.range(0, rows.size()).boxed().toList());
  }

  /** Some of the rows. */
  String text(List<Integer> shown) {
    var lines = new StringBuilder();
    for (List<Integer> block : blocks()) {
      lines.append(lines.isEmpty() ? "" : "\n").append(line(heads, block));
      shown.forEach(row -> lines.append(line(rows.get(row), block)));
    }
    return lines.toString();
  }

  /** Columns that fit beside each other; the fixed ones begin each block. */
  private List<List<Integer>> blocks() {
    var blocks = new ArrayList<List<Integer>>();
    var block = new ArrayList<>(IntStream.range(0, fixed).boxed().toList());
    for (int c = fixed; c < heads.size(); c++) {
      if (block.size() > fixed && width(block) + GAP + width(c) > width) {
        blocks.add(block);
        block = new ArrayList<>(block.subList(0, fixed));
      }
      block.add(c);
    }
    blocks.add(block);
    return blocks;
  }

  private int width(List<Integer> block) {
    return block.stream().mapToInt(c -> width(c) + GAP).sum() - GAP;
  }

  private String line(List<String> cells, List<Integer> block) {
    var line = new StringBuilder();
    for (int c : block) {
      line.append(cells.get(c)).repeat(' ', width(c) - cells.get(c).length() + GAP);
    }
    return line.toString().stripTrailing() + "\n";
  }

  private int width(int column) {
    return Math.max(
        heads.get(column).length(),
        rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0));
  }
}
