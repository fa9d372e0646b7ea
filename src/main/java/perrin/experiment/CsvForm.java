package perrin.experiment;

import java.util.Arrays;
import perrin.errors.ExperimentException;
import perrin.errors.Location;

/**
 * How a table in text is written, as its first lines tell.
 *
 * @param start the first byte behind a byte order mark
 * @param separator of cells: comma, semicolon or tab, whichever the header has most of outside of
 *     quotes
 * @param lines that the file has, as far as bytes tell; none of its cells is taken for more
 */
record CsvForm(int start, char separator, int lines) {
  static final char COMMENT = '#';

  private static final String SEPARATORS = "\t;,";
  private static final byte[] UTF_8 = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

  /** So far binary files are looked for the zeros that text has none of. */
  private static final int LOOK = 1 << 16;

  /**
   * @param source the file's name in complaints
   */
  static CsvForm of(byte[] bytes, String source) {
    requireText(bytes, source);
    int start = startsWith(bytes, UTF_8) ? UTF_8.length : 0;
    int header = header(bytes, start);
    return new CsvForm(start, separator(bytes, header), lines(bytes));
  }

  private static void requireText(byte[] bytes, String source) {
    boolean little = startsWith(bytes, new byte[] {(byte) 0xff, (byte) 0xfe});
    if (little || startsWith(bytes, new byte[] {(byte) 0xfe, (byte) 0xff})) {
      throw unreadable(
          source, "is text in UTF-16, must be in UTF-8; convert it: iconv -f UTF-16 -t UTF-8");
    }
    for (int i = 0; i < Math.min(bytes.length, LOOK); i++) {
      if (bytes[i] == 0) {
        throw notText(source);
      }
    }
  }

  static ExperimentException notText(String source) {
    return unreadable(
        source,
        "is neither HDF5 nor text in UTF-8; text of Windows is converted by iconv -f CP1252 -t"
            + " UTF-8");
  }

  private static ExperimentException unreadable(String source, String problem) {
    return new ExperimentException(Location.whole(source), "", problem);
  }

  private static boolean startsWith(byte[] bytes, byte[] mark) {
    return bytes.length >= mark.length
        && Arrays.equals(bytes, 0, mark.length, mark, 0, mark.length);
  }

  /** Where the first line that is neither blank nor a comment begins. */
  private static int header(byte[] bytes, int start) {
    int line = start;
    while (line < bytes.length) {
      int end = line;
      boolean blank = true;
      for (; end < bytes.length && !isLineEnd(bytes[end]); end++) {
        blank &= bytes[end] == ' ';
      }
      if (!blank && bytes[line] != COMMENT) {
        return line;
      }
      line = end + 1;
    }
    return bytes.length;
  }

  private static char separator(byte[] bytes, int header) {
    var counts = new int[SEPARATORS.length()];
    boolean quoted = false;
    for (int i = header; i < bytes.length && (quoted || !isLineEnd(bytes[i])); i++) {
      quoted ^= bytes[i] == '"';
      int k = SEPARATORS.indexOf(bytes[i]);
      if (k >= 0 && !quoted) {
        counts[k]++;
      }
    }
    int most = SEPARATORS.length() - 1;
    for (int k = most; k >= 0; k--) {
      most = counts[k] > 0 && counts[k] >= counts[most] ? k : most;
    }
    return SEPARATORS.charAt(most);
  }

  private static int lines(byte[] bytes) {
    int lines = 1;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n' || bytes[i] == '\r' && (i + 1 == bytes.length || bytes[i + 1] != '\n')) {
        lines++;
      }
    }
    return lines;
  }

  private static boolean isLineEnd(byte b) {
    return b == '\n' || b == '\r';
  }
}
