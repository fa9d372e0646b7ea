package perrin.experiment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jhdf.HdfFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import perrin.errors.ExperimentException;
import perrin.errors.Shown;

class DataTest {
  @TempDir Path folder;

  @Test
  void csvColumnsAreArrays() throws Exception {
    write("d.csv", "u, \"y\"\n1,-2.5\r\n .5e1 , 4\n\n");
    var data = data("{file: d.csv}");
    assertEquals(List.of("u", "y"), List.copyOf(data.arrays().keySet()));
    assertArrayEquals(new double[] {1, 5}, data.arrays().get("u").values());
    assertArrayEquals(new double[] {-2.5, 4}, data.arrays().get("y").values());
    assertEquals(OptionalInt.of(2), data.rows());
  }

  @Test
  void arraysInPlace() {
    var data = data("{arrays: {y: [1, 2], m: [[1, 2, 3], [4, 5, 6]]}}");
    assertEquals(List.of(2, 3), data.arrays().get("m").shape());
    assertArrayEquals(new double[] {1, 2, 3, 4, 5, 6}, data.arrays().get("m").values());
    assertEquals(OptionalInt.of(2), data.rows());
    assertEquals(OptionalInt.empty(), data("{arrays: {y: [1, 2], w: [3]}}").rows());
  }

  @Test
  void hdf5DatasetsAreArrays() throws Exception {
    try (var file = HdfFile.write(folder.resolve("d.h5"))) {
      file.putDataset("y", new float[] {1, 2});
      file.putDataset("counts", new int[][] {{1, 2, 3}, {4, 5, 6}});
      file.putDataset("title", "text is left alone");
      file.putDataset("number", 3.0);
      file.putDataset("cube", new double[][][] {{{1}}});
    }
    var data = data("{file: d.h5}");
    assertEquals(List.of("counts", "y"), List.copyOf(data.arrays().keySet()));
    assertEquals(List.of(2, 3), data.arrays().get("counts").shape());
    assertArrayEquals(new double[] {1, 2, 3, 4, 5, 6}, data.arrays().get("counts").values());
    assertArrayEquals(new double[] {1, 2}, data.arrays().get("y").values());
  }

  /** As h5py and MATLAB write them; made by HDF5's own library, where h5py is installed. */
  @Test
  void filesOfOtherPrograms() throws Exception {
    String script =
        """
        import h5py, numpy as np, sys
        with h5py.File(sys.argv[1], 'w', userblock_size=512) as f:
            f['row'] = np.array([[1.], [2.], [3.]])
            f['row'].attrs['MATLAB_class'] = np.bytes_('double')
            f['plain'] = np.array([[1.], [2.], [3.]])
            f['truth'] = np.array([True, False, True])
            f['large'] = np.array([1, 2**63], dtype='u8')
            f['words'] = 'text'
        with open(sys.argv[1], 'r+b') as f:
            f.write(b'MATLAB 7.3 MAT-file'.ljust(124) + bytes([0, 2]) + b'IM')
        with h5py.File(sys.argv[2], 'w') as f:
            color = h5py.enum_dtype({'RED': 0, 'BLUE': 1}, basetype='i')
            f.create_dataset('color', data=[0, 1], dtype=color)
        """;
    Path matlab = folder.resolve("v73.mat");
    var process =
        new ProcessBuilder(
            "/usr/bin/python3", "-c", script, matlab.toString(), folder.resolve("e.h5").toString());
    boolean made;
    try {
      made = process.redirectErrorStream(true).start().waitFor() == 0;
    } catch (IOException _) {
      made = false;
    }
    assumeTrue(made, "python3-h5py is not installed");
    var arrays = data("{file: v73.mat}").arrays();
    assertEquals(List.of("large", "plain", "row", "truth"), List.copyOf(arrays.keySet()));
    assertEquals(List.of(3), arrays.get("row").shape());
    assertEquals(List.of(3, 1), arrays.get("plain").shape());
    assertArrayEquals(new double[] {1, 2, 3}, arrays.get("row").values());
    assertArrayEquals(new double[] {1, 0, 1}, arrays.get("truth").values());
    assertArrayEquals(new double[] {1, 0x1p63}, arrays.get("large").values());
    assertError(
        "e.h5: dataset color: RED, must be a number, or one of FALSE and TRUE", "{file: e.h5}");
  }

  /** The bytes of the file decide, wherever it lies; a pinned hash is held to. */
  @Test
  void theDataBelongToTheExperiment() throws Exception {
    write("d.csv", "y\n1\n");
    var first = read("{file: d.csv}");
    var sha256 = first.data().orElseThrow().source().orElseThrow().sha256();
    assertEquals(
        first.sha256(),
        ExperimentFile.parse(first.canonicalJson(), folder.resolve("run.h5").toString(), List.of())
            .sha256());
    assertEquals(first, read("{file: d.csv}"));
    write("d.csv", "y\n2\n");
    assertNotEquals(first.sha256(), read("{file: d.csv}").sha256());
    assertError(
        "a.yaml:18: data.sha256: "
            + Shown.shortened(sha256)
            + ", but that of d.csv is "
            + read("{file: d.csv}").data().orElseThrow().source().orElseThrow().sha256(),
        "{file: d.csv, sha256: " + sha256 + "}");
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          u,y\\n1,2\\n3 | d.csv:3: 1 value, must be 2, one for each column
          u,y\\n1,2\\n3,4,5 | d.csv:3: 3 values, must be 2, one for each column; a value with the separator in it wants quotes
          1,2\\n3,4 | d.csv:1: has numbers, must name the columns; put a line of names above it, without a # in front
          ~# u,y\\n1,2\\n3,4~ | d.csv:2: has numbers, must name the columns; put a line of names above it, without a # in front
          u,u\\n3,4 | d.csv:1: column 2: has the name of column 1; rename one of them
          u,y | d.csv: must have a line with the columns' names and at least one of numbers
          ~# u,y~ | d.csv: must have a line with the columns' names and at least one of numbers
          ~~ | d.csv: must have a line with the columns' names and at least one of numbers
          \\n\\n | d.csv: must have a line with the columns' names and at least one of numbers
          kT,a b\\n1,2 | a.yaml:18: data.file: d.csv has no column whose name formulas can have; give them names: columns: {data_kT: kT}
          u,b\\n1,2 | a.yaml:18: data: b: the name is taken by a coordinate or parameter; give the column another: columns: {data_b: b}
          x,u\\n1,2 | a.yaml:18: data: x: the name is taken by a coordinate or parameter; give the column another: columns: {data_x: x}
          u y\\n1 2 | d.csv:2: column 1: must be a number, such as 0.5; columns are separated by commas, semicolons or tabs, and the first line names them
          u\\nred | d.csv:2: column 1: must be a number, such as 0.5; columns are separated by commas, semicolons or tabs, and the first line names them
          u,y\\n1,"2\\n3,4 | d.csv:2: a quote is opened and never closed
          u,y\\n1,"2" 3 | d.csv:2: its quotes do not match; they stand around a whole value, and one within is doubled
          """)
  void refusesTables(String text, String message) throws Exception {
    write("d.csv", text.translateEscapes());
    assertError(message, "{file: d.csv}");
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {file: none.csv} | a.yaml:18: data.file: none.csv: there is no such file; its place is relative to the experiment file
          {file: .} | a.yaml:18: data.file: .: is a folder
          {arrays: {y: 1}} | a.yaml:18: data.arrays.y: 1, must be a list, [a, b]
          {arrays: {y: [a]}} | a.yaml:18: data.arrays.y: a, must be a number, such as 0.5
          {arrays: {y: [.nan]}} | a.yaml:18: data.arrays.y: .nan, must be a number, such as 0.5
          {arrays: {y: []}} | a.yaml:18: data.arrays.y: [], must have at least one value
          {arrays: {y: [[1, 2], [3]]}} | a.yaml:18: data.arrays.y: a row of 1, must be 2 long, as the first row is
          {arrays: {}} | a.yaml:18: data.arrays: {}, must have at least one array
          {arrays: {n: [1]}} | a.yaml:18: data.arrays.n: n is a reserved name; choose another
          {arrays: {y: [1]}} | a.yaml:18: data: y: the name is taken by a coordinate or parameter; choose another
          {arrays: {u: [1]}, file: d.csv} | a.yaml:18: data.file: is given beside arrays; remove one
          {arrays: {u: [1]}, columns: [u]} | a.yaml:18: data.columns: is given beside arrays; remove one
          {arrays: {u: [1]}, rows: 3} | a.yaml:18: data.rows: unknown key; the keys here are arrays, columns, file and sha256
          {fil: a} | a.yaml:18: data.fil: unknown key; the nearest valid key is file
          [1] | a.yaml:18: data: [1], must be a map, such as {file: table.csv} or {arrays: {y: [1, 2]}}
          """)
  void refuses(String data, String message) {
    assertError(message, data);
  }

  @Test
  void refusesWhatIsNeitherTextNorHdf5() throws Exception {
    Files.write(folder.resolve("d.csv"), "\u00e9\n1".getBytes(StandardCharsets.ISO_8859_1));
    assertError(
        "d.csv: is neither HDF5 nor text in UTF-8; text of Windows is converted by iconv -f CP1252"
            + " -t UTF-8",
        "{file: d.csv}");
    try (var file = HdfFile.write(folder.resolve("d.h5"))) {
      file.putDataset("y", new double[] {1, Double.NaN});
    }
    assertError("d.h5: dataset y, value 1: NaN, must be finite", "{file: d.h5}");
    try (var file = HdfFile.write(folder.resolve("e.h5"))) {
      file.putDataset("title", "text");
    }
    assertError("e.h5: has no numeric dataset of one or two dimensions at its top", "{file: e.h5}");
  }

  private static final String IRIS =
      """
      "petal length (cm)",mom.iq,species,% damaged,n
      1.5,100,setosa,3,7
      4.5,90,virginica,NA,8
      """;

  @Test
  void columnsGetNamesForFormulas() throws Exception {
    write("iris.csv", IRIS);
    var data =
        data(
            "{file: iris.csv, columns: {length: \"petal length (cm)\", iq: mom.iq, kind:"
                + " factor(species), m: n}}");
    assertEquals(Set.of("length", "iq", "kind", "m"), data.arrays().keySet());
    assertArrayEquals(new double[] {1.5, 4.5}, data.arrays().get("length").values());
    assertArrayEquals(new double[] {0, 1}, data.arrays().get("kind").values());
    assertEquals(Optional.of("iris.csv, 2 rows; kind 0 = setosa, 1 = virginica"), data.words());
    assertEquals(Set.of("iq"), data("{file: iris.csv, columns: {iq: mom.iq}}").arrays().keySet());
  }

  /** A list is a map of names to themselves; what is not chosen does not matter. */
  @Test
  void theChoiceOfColumnsBelongsToTheExperiment() throws Exception {
    write("d.csv", "u,y,s\n1,2,red\n3,4,blue\n");
    var listed = read("{file: d.csv, columns: [y, u, factor(s)]}");
    assertEquals(
        "\"columns\":{\"s\":\"factor(s)\",\"u\":\"u\",\"y\":\"y\"}",
        listed.canonicalJson().replaceFirst(".*(\"columns\":\\{[^}]*}).*", "$1"));
    var again =
        ExperimentFile.parse(listed.canonicalJson(), folder.resolve("r.h5").toString(), List.of());
    assertEquals(listed.sha256(), again.sha256());
    assertEquals(listed.data(), again.data());
    assertEquals(
        listed.sha256(), read("{file: d.csv, columns: {u: u, s: factor(s), y: y}}").sha256());
    assertNotEquals(listed.sha256(), read("{file: d.csv, columns: [y, u]}").sha256());
    assertNotEquals(
        read("{file: d.csv, columns: {u: y}}").sha256(),
        read("{file: d.csv, columns: {u: u}}").sha256());
    var all = read("{file: d.csv}");
    assertFalse(all.canonicalJson().contains("columns"), "old run files keep their hash");
    assertEquals(Set.of("u", "y"), all.data().orElseThrow().arrays().keySet());
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          [length] | a.yaml:18: data.columns: length is not in iris.csv; its columns are "petal length (cm)", mom.iq, species, "% damaged" and n
          [mom_iq] | a.yaml:18: data.columns: mom_iq is not in iris.csv; the nearest column is mom.iq; its columns are "petal length (cm)", mom.iq, species, "% damaged" and n
          {iq: Mom.IQ} | a.yaml:18: data.columns.iq: Mom.IQ is not in iris.csv; the nearest column is mom.iq; its columns are "petal length (cm)", mom.iq, species, "% damaged" and n
          [mom.iq] | a.yaml:18: data.columns: "mom.iq" is not a name; give it another: columns: {mom_iq: mom.iq}
          [n] | a.yaml:18: data.columns: n is a reserved name; give it another: columns: {data_n: n}
          {n: mom.iq} | a.yaml:18: data.columns.n: n is a reserved name; choose another
          {a.b: mom.iq} | a.yaml:18: data.columns.a.b: "a.b" is not a name; a name is a letter, then letters, digits and _
          {b: mom.iq} | a.yaml:18: data: b: the name is taken by a coordinate or parameter; choose another
          [species] | iris.csv:2: column 3 (species): "setosa", must be a number, such as 0.5; for categories write columns: {species: factor(species)}
          {d: "% damaged"} | iris.csv:3: column 4 (% damaged): "NA", must be a number; remove the row, or fill in what is missing
          {d: factor(% damaged)} | iris.csv:3: column 4 (% damaged): "NA", must be a category; remove the row, or write another word for it
          [species, species] | a.yaml:18: data.columns: species is given twice; remove one
          [] | a.yaml:18: data.columns: names no column, must name at least one; remove it to have all
          {} | a.yaml:18: data.columns: names no column, must name at least one; remove it to have all
          {u: } | a.yaml:18: data.columns.u: has no value
          {u: [n]} | a.yaml:18: data.columns.u: [n], must be text
          species | a.yaml:18: data.columns: species, must be a list, such as [species], or a map of names
          """)
  void refusesColumns(String columns, String message) throws Exception {
    write("iris.csv", IRIS);
    assertError(message, "{file: iris.csv, columns: " + columns + "}");
  }

  @Test
  void aHeaderCannotWriteToTheTerminal() throws Exception {
    write("d.csv", "u,\u001b[31m\u202e\n1,\u0007\n");
    assertError(
        "a.yaml:18: data.columns: v is not in d.csv; its columns are u and"
            + " \"\\u001b[31m\\u202e\"",
        "{file: d.csv, columns: [v]}");
    assertError(
        "d.csv:2: column 2 (\\u001b[31m\\u202e): \"\\u0007\", must be a number, such as 0.5; for"
            + " categories write columns: {data_31m: \"factor(\\u001b[31m\\u202e)\"}",
        "{file: d.csv, columns: {v: \"\\e[31m\\u202e\"}}");
  }

  /** What an answer suggests can be written. */
  @Test
  void suggestionsAreYaml() throws Exception {
    write("d.csv", "\"a \"\"b\"\"\\\n\tc\",u\n1,2\n");
    var unusable = data("{file: d.csv}").columns().unusable().get("a_b_c");
    var remedy = unusable.replaceFirst(".*; give it one: ", "");
    assertEquals("columns: {a_b_c: \"a \\\"b\\\"\\\\\\n\\tc\"}", remedy);
    assertEquals(Set.of("a_b_c"), data("{file: d.csv, " + remedy + "}").arrays().keySet());
  }

  @Test
  void datasetsAreChosenAndRenamed() throws Exception {
    try (var file = HdfFile.write(folder.resolve("d.h5"))) {
      file.putDataset("my data", new double[] {1, 2});
      file.putDataset("broken", new double[] {1, Double.NaN});
      file.putDataset("title", "text");
      file.putDataset("cube", new double[][][] {{{1}}});
    }
    assertArrayEquals(
        new double[] {1, 2},
        data("{file: d.h5, columns: {u: my data}}").arrays().get("u").values());
    assertError(
        "d.h5: dataset broken, value 1: NaN, must be finite", "{file: d.h5, columns: [broken]}");
    assertError(
        "d.h5: dataset cube: of double and shape [1, 1, 1], must be of numbers and have one or two"
            + " dimensions",
        "{file: d.h5, columns: [cube]}");
    assertError(
        "a.yaml:18: data.columns: data is not in d.h5; its datasets are broken, cube,"
            + " \"my data\" and title",
        "{file: d.h5, columns: [data]}");
    assertError(
        "d.h5: factor(title): makes numbers of the texts of a CSV file only",
        "{file: d.h5, columns: [factor(title)]}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {size: 3} | a.yaml:19: minibatch.size: 3, must be at most 2, the rows of the data
          {size: 0} | a.yaml:19: minibatch.size: 0, must be at least 1
          {size: -1} | a.yaml:19: minibatch.size: -1, must be at least 1
          """)
  void batchesThatTheDataDoNotHave(String batch, String message) throws Exception {
    write("iris.csv", IRIS);
    assertError(message, "{file: iris.csv, columns: {u: mom.iq}}\nminibatch: " + batch);
  }

  private void write(String name, String text) throws Exception {
    Files.writeString(folder.resolve(name), text);
  }

  /** Coordinates x and y without the y of the data. */
  private Experiment read(String data) {
    var yaml = Sample.YAML + "data: " + data + "\n";
    if (!data.contains("y: [1]}}")) {
      yaml = yaml.replace("[x, y]", "[x, z]").replace("{y: uniform", "{z: uniform");
    }
    return ExperimentFile.parse(yaml, folder.resolve("a.yaml").toString(), List.of());
  }

  private Data data(String data) {
    return read(data).data().orElseThrow();
  }

  private void assertError(String message, String data) {
    var e = assertThrows(ExperimentException.class, () -> read(data));
    assertEquals(message, e.getMessage().replace(folder + "/", ""));
  }
}
