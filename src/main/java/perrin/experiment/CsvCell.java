package perrin.experiment;

import static java.util.regex.Pattern.CASE_INSENSITIVE;

import java.util.regex.Pattern;
import perrin.errors.Shown;

/** What a cell of a table is if it is no number, in words. */
final class CsvCell {
  /** As R, pandas, SQL, spreadsheets and SAS write that a value is not known. */
  private static final Pattern MISSING_NUMBER =
      Pattern.compile(
          "|[-+]?(1\\.#)?nan|#?n/?a|<na>|null|nil|none|nat|\\?|-+|\\.", CASE_INSENSITIVE);

  /** None, - and the like may well be categories. */
  private static final Pattern MISSING_CATEGORY =
      Pattern.compile("|nan|#?n/?a|<na>|null|\\?", CASE_INSENSITIVE);

  private static final Pattern INFINITE = Pattern.compile("[-+]?inf(inity)?", CASE_INSENSITIVE);
  private static final Pattern HEXADECIMAL = Pattern.compile("[-+]?0x.+", CASE_INSENSITIVE);
  private static final Pattern GROUPED =
      Pattern.compile("[-+]?\\d{1,3}(([,' _\u00a0\u202f]\\d{3})+(\\.\\d*)?|(\\.\\d{3})+,\\d*)");
  private static final Pattern DECIMAL_COMMA = Pattern.compile("[-+]?\\d*,\\d+([eE][-+]?\\d+)?");
  private static final Pattern FORTRAN = Pattern.compile("[-+]?[0-9.]+[dD][-+]?\\d+");
  private static final Pattern WITH_UNIT =
      Pattern.compile(
          "([-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?) ?[^\\d\\s.,;:/-][^\\d\\s]{0,9}");
  private static final int LONGEST_LIKE_NUMBER = 40;

  static final String TEXT = "a number, such as 0.5";
  static final String CATEGORY = "a category; remove the row, or write another word for it";
  static final String SMALLER = "at most 1.8e308, as double precision is; choose another unit";

  private CsvCell() {}

  static boolean isMissingCategory(String cell) {
    return cell.length() <= LONGEST_LIKE_NUMBER && MISSING_CATEGORY.matcher(cell).matches();
  }

  /** What a cell should have been that is no number: limit and remedy. */
  static String wanted(String cell) {
    if (cell.length() > LONGEST_LIKE_NUMBER) {
      return TEXT;
    }
    if (MISSING_NUMBER.matcher(cell).matches()) {
      return "a number; remove the row, or fill in what is missing";
    }
    if (INFINITE.matcher(cell).matches()) {
      return "finite; remove the row, or write a number";
    }
    if (HEXADECIMAL.matcher(cell).matches()) {
      return "decimal; write it as 0.5 or 5e-1";
    }
    if (GROUPED.matcher(cell).matches()) {
      return "a number without separators of thousands, such as 1234567.5; remove them";
    }
    if (DECIMAL_COMMA.matcher(cell).matches()) {
      return "written with a decimal point: " + cell.replace(',', '.');
    }
    if (FORTRAN.matcher(cell).matches()) {
      return "written with an e: " + cell.replace('d', 'e').replace('D', 'e');
    }
    var unit = WITH_UNIT.matcher(cell);
    return unit.matches()
        ? "a number alone, " + unit.group(1) + "; name units in the header"
        : TEXT;
  }

  static String quoted(String cell) {
    return '"' + Shown.shortened(Shown.line(cell)) + '"';
  }
}
