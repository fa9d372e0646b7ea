package perrin.experiment;

import java.util.Collection;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Whether numbers between semicolons or tabs are written with decimal commas. A file has points or
 * commas, and commas must be seen to be decimal ones: 1,234 alone may be a thousand.
 */
final class DecimalMarks {
  private static final Pattern THOUSANDS = Pattern.compile("[-+]?[1-9]\\d{0,2},\\d{3}");

  private DecimalMarks() {}

  static boolean isThousands(String number) {
    return THOUSANDS.matcher(number).matches();
  }

  /** A number that is not clear; {@code problem} quotes it. */
  record Trouble(long line, String problem) {}

  /** What is not clear about the numbers of some columns; nothing where it is. */
  static Optional<Trouble> trouble(Collection<CsvColumn.Numbers> columns) {
    var comma = columns.stream().flatMap(column -> column.withComma().stream()).findFirst();
    var point = columns.stream().flatMap(column -> column.withPoint().stream()).findFirst();
    if (comma.isPresent() && point.isPresent()) {
      var at = comma.get();
      return Optional.of(
          new Trouble(
              at.line(),
              quoted(at)
                  + " has a comma, but "
                  + quoted(point.get())
                  + " in line "
                  + point.get().line()
                  + " a point; write all decimals with a point"));
    }
    boolean clear = columns.stream().anyMatch(CsvColumn.Numbers::hasPlainComma);
    return comma
        .filter(_ -> !clear)
        .map(cell ->
            new Trouble(
                cell.line(),
                quoted(cell)
                    + " may mean "
                    + cell.text().replace(',', '.')
                    + " or "
                    + cell.text().replace(",", "")
                    + "; write decimals with a point, and thousands without separators"));
  }

  private static String quoted(CsvColumn.Cell cell) {
    return CsvCell.quoted(cell.text());
  }
}
