package perrin.experiment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import perrin.errors.ExperimentException;

/** Tables as people have them. */
class CsvDataTest {
  private static FileArrays read(String text, Column... wanted) {
    return read(text, StandardCharsets.UTF_8, wanted);
  }

  private static FileArrays read(String text, Charset charset, Column... wanted) {
    return CsvData.read(text.getBytes(charset), "d.csv", List.of(wanted));
  }

  private static double[] column(FileArrays arrays, String name) {
    return arrays.arrays().get(Column.ofNumbers(name)).values();
  }

  private static String complaint(String text, Column... wanted) {
    return assertThrows(ExperimentException.class, () -> read(text, wanted)).getMessage();
  }

  /** What a column that cannot be used is told to be. */
  private static String refusal(String text, String name) {
    return read(text).refused().get(Column.ofNumbers(name)).getMessage();
  }

  /** All of them are the table u = [1, 3], y = [-2.5, 4]. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "u,y\n1,-2.5\n3,4\n",
        "u,y\n1,-2.5\n3,4",
        "u,y\r\n1,-2.5\r\n3,4\r\n",
        "u,y\r1,-2.5\r3,4\r",
        "u,y\r1,-2.5\r3,4",
        "\uFEFFu,y\n1,-2.5\n3,4\n",
        "u;y\n1;-2.5\n3;4\n",
        "u;y\n1;-2,5\n3;4\n",
        "u\ty\n1\t-2.5\n3\t4\n",
        "u\ty\n1\t-2,5\n3\t4\n",
        "\"u\"\t\"y\"\n\"1\"\t\"-2.5\"\n3\t4\n",
        " u , y \n 1 , \"-2.5\" \n 3 , 4 \n",
        "# measured on Monday\n#\nu,y\n1,-2.5\n# \"half, of it\n3,4\n# end",
        "\n  \nu,y\n\n1,-2.5\n\r\n   \n3,4\n\n\n",
        "u,y,\n1,-2.5,\n3,4,\n",
        "u,y,\n1,-2.5\n3,4\n",
        "u,y\n1,-2.5,\n3,4,,\n",
        "u,y\n+1,-.25e1\n3.,4E+0\n",
        ",u,y\nfirst,1,-2.5\nsecond,3,4\n",
        "\"\",u,y\n\"1\",1,-2.5\n\"2\",3,4\n",
        "u,y,note\n1,-2.5,\"a, b\"\n3,4,\"said \"\"no\"\"\"\n",
        "u,y,note\n1,-2.5,\"two\r\nlines, # one\"\n3,4,\n",
        "note;u;y\n5\" pipe, new;1;-2.5\nold;3;4\n",
        "\"a,b;\n,,,\";u;y\nx;1;-2.5\nx;3;4\n",
        "u\u00a0,\u00a0y\n1,-2.5\n3,\u00a04",
      })
  void areReadHoweverTheyAreWritten(String text) {
    var arrays = read(text);
    assertArrayEquals(new double[] {1, 3}, column(arrays, "u"));
    assertArrayEquals(new double[] {-2.5, 4}, column(arrays, "y"));
  }

  @Test
  void anyHeaderNamesAColumn() {
    var arrays =
        read("\"petal length (cm)\",mom.iq,\"% damaged\",\"a \"\"b\"\"\nc\",höhe\n1,2,3,4,5\n");
    assertEquals(
        List.of("petal length (cm)", "mom.iq", "% damaged", "a \"b\"\nc", "höhe"), arrays.names());
    assertArrayEquals(new double[] {4}, column(arrays, "a \"b\"\nc"));
  }

  /** Whoever asks for a column is told; nobody else is. */
  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          ~~ | "", must be a number; remove the row, or fill in what is missing
          NA | "NA", must be a number; remove the row, or fill in what is missing
          NaN | "NaN", must be a number; remove the row, or fill in what is missing
          null | "null", must be a number; remove the row, or fill in what is missing
          ? | "?", must be a number; remove the row, or fill in what is missing
          #N/A | "#N/A", must be a number; remove the row, or fill in what is missing
          . | ".", must be a number; remove the row, or fill in what is missing
          -Infinity | "-Infinity", must be finite; remove the row, or write a number
          inf | "inf", must be finite; remove the row, or write a number
          1e999 | "1e999", must be at most 1.8e308, as double precision is; choose another unit
          0x1p3 | "0x1p3", must be decimal; write it as 0.5 or 5e-1
          "1,234" | "1,234", must be a number without separators of thousands, such as 1234567.5; remove them
          "1,234.5" | "1,234.5", must be a number without separators of thousands, such as 1234567.5; remove them
          1 234 567 | "1 234 567", must be a number without separators of thousands, such as 1234567.5; remove them
          "1,5" | "1,5", must be written with a decimal point: 1.5
          1.0D-3 | "1.0D-3", must be written with an e: 1.0e-3
          12 kg | "12 kg", must be a number alone, 12; name units in the header
          -3.5% | "-3.5%", must be a number alone, -3.5; name units in the header
          2024-01-31 | "2024-01-31", must be a number, such as 0.5; for categories write columns: {y: factor(y)}, for columns of numbers columns: [u]
          red | "red", must be a number, such as 0.5; for categories write columns: {y: factor(y)}, for columns of numbers columns: [u]
          "a\\"\\"b\\nc" | "a"b\\\\nc", must be a number, such as 0.5; for categories write columns: {y: factor(y)}, for columns of numbers columns: [u]
          \\033[31m | "\\\\u001b[31m", must be a number, such as 0.5; for categories write columns: {y: factor(y)}, for columns of numbers columns: [u]
          """)
  void aCellThatIsNoNumber(String cell, String problem) {
    var text = "u,y\n1,2\n\n3," + cell.translateEscapes() + "\n5,6\n";
    var expected = "d.csv:4: column 2 (y): " + problem.translateEscapes();
    assertEquals(expected, refusal(text, "y"));
    assertArrayEquals(new double[] {1, 3, 5}, column(read(text), "u"));
    assertEquals(
        expected.replace(", for columns of numbers columns: [u]", ""),
        complaint(text, Column.ofNumbers("y")));
  }

  @Test
  void longCellsAreCut() {
    var message = refusal("u,y\n1," + "é".repeat(1_000_000) + "\n", "y");
    assertTrue(message.contains("é…\", must be a number"), message);
    assertTrue(message.length() < 250, message);
  }

  /** In a column alone a blank line is a missing number; around it, it is none. */
  @Test
  void blankLinesOfOneColumn() {
    assertArrayEquals(new double[] {1, 2}, column(read("\ny\n\n1\n2\n\n"), "y"));
    assertEquals(
        "d.csv:3: column 1 (y): \"\", must be a number; remove the row, or fill in what is missing",
        complaint("y\n1\n\n2\n"));
  }

  @Test
  void truthValues() {
    assertArrayEquals(new double[] {1, 0, 1}, column(read("y\nTRUE\nfalse\nTrue\n"), "y"));
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          u;y\\n1,5;2\\n1.5;2 | d.csv:2: "1,5" has a comma, but "1.5" in line 3 a point; write all decimals with a point
          u;y\\n1;1,25\\n1.5;2 | d.csv:2: "1,25" has a comma, but "1.5" in line 3 a point; write all decimals with a point
          u;y\\n1;2,125\\n3;1,250 | d.csv:2: "2,125" may mean 2.125 or 2125; write decimals with a point, and thousands without separators
          """)
  void decimalCommasThatAreNotClear(String text, String message) {
    assertEquals(message, complaint(text.translateEscapes()));
  }

  @Test
  void decimalCommas() {
    var arrays = read("u;y;v\n2,125;1e3;v1.2\n0,5;1,5E-3;v1.3\n");
    assertArrayEquals(new double[] {2.125, 0.5}, column(arrays, "u"));
    assertArrayEquals(new double[] {1000, 0.0015}, column(arrays, "y"));
    assertEquals(1, read("u;v\n1,250;a\n0,125;b\n").arrays().size());
  }

  @Test
  void onlyWhatIsWantedIsRead() {
    var text = "u,y,y,s\n1,red,NA,b\n2,blue,?,a\n";
    var arrays = read(text, Column.ofNumbers("u"), new Column("s", true));
    assertEquals(Set.of(Column.ofNumbers("u"), new Column("s", true)), arrays.arrays().keySet());
    assertEquals(
        "d.csv:1: column 3: has the name of column 2; rename one of them", complaint(text));
    assertEquals(
        "d.csv:1: column 3: has the name of column 2; rename one of them",
        complaint(text, Column.ofNumbers("y")));
    assertArrayEquals(
        new double[] {7}, column(read("1990,1991\n7,8\n", Column.ofNumbers("1990")), "1990"));
  }

  @Test
  void factors() {
    var species = new Column("species", true);
    var iris = read("y,species\n1,virginica\n2, setosa\n3,\"virginica\"\n4,Vers\n", species);
    assertArrayEquals(new double[] {2, 1, 2, 0}, iris.arrays().get(species).values());
    assertEquals(List.of("Vers", "setosa", "virginica"), iris.levels().get(species));
    var county = new Column("county", true);
    var counties = read("county\n10\n9\n10\n-1.5\n", county);
    assertArrayEquals(new double[] {2, 1, 2, 0}, counties.arrays().get(county).values());
    assertEquals(
        "d.csv:3: column 2 (species): \"NA\", must be a category; remove the row, or write another"
            + " word for it",
        complaint("y,species\n1,a\n2,NA\n", species));
  }

  /** What a text says is told only where there are numbers in its first row. */
  @Test
  void levelsOfWhatIsNoTableAreNotTold() {
    var colour = new Column("colour", true);
    var arrays = read("colour,shape\nred,round\nblue,flat\n", colour);
    assertArrayEquals(new double[] {1, 0}, arrays.arrays().get(colour).values());
    assertEquals(List.of(), arrays.levels().get(colour));
    assertEquals(List.of(), arrays.names());
  }

  @Test
  void otherEncodings() {
    for (var charset : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
      assertEquals(
          "d.csv: is text in UTF-16, must be in UTF-8; convert it: iconv -f UTF-16 -t UTF-8",
          assertThrows(ExperimentException.class, () -> read("\uFEFFu,y\n1,2\n", charset))
              .getMessage());
      assertTrue(
          assertThrows(ExperimentException.class, () -> read("u,y\n1,2\n", charset))
              .getMessage()
              .startsWith("d.csv: is neither HDF5 nor text in UTF-8"));
    }
    var far = "u,y\n" + "1,2\n".repeat(100_000);
    assertEquals("d.csv:100002: the character U+0000; remove it", complaint(far + "3,\0\n"));
    assertTrue(
        assertThrows(
                ExperimentException.class,
                () -> read(far + "3,\u00e4\n", StandardCharsets.ISO_8859_1))
            .getMessage()
            .startsWith("d.csv: is neither HDF5 nor text in UTF-8"));
  }

  @Test
  void manyColumns() {
    var header = new StringBuilder("c0");
    var row = new StringBuilder("0");
    for (int k = 1; k < 20_000; k++) {
      header.append(",c").append(k);
      row.append(',').append(k);
    }
    var arrays = read(header + "\n" + row + "\n" + row + "\n");
    assertEquals(20_000, arrays.arrays().size());
    assertArrayEquals(new double[] {777, 777}, column(arrays, "c777"));
    assertTrue(arrays.hint("x").startsWith("; the first of its 20000 columns are c0, c1, "));
  }

  @Test
  void noMoreMemoryIsAskedForThanThereIs() {
    var bytes = new byte[3_000_000];
    Arrays.fill(bytes, (byte) '\n');
    bytes[0] = 'y';
    bytes[bytes.length - 2] = '1';
    assertEquals(
        1,
        CsvData.read(bytes, "d.csv", List.of())
            .arrays()
            .values()
            .iterator()
            .next()
            .values()
            .length);
  }
}
