package perrin.experiment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jhdf.HdfFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
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
          u,y\\n1,2\\n3,nan | d.csv:3: column 2 (y): "nan", must be a finite number, such as 0.5
          u,y\\n1,2\\n3,1e999 | d.csv:3: column 2 (y): "1e999", must be a finite number, such as 0.5
          u,y\\n1,2\\n,4 | d.csv:3: column 1 (u): "", must be a finite number, such as 0.5
          u,y\\n1,2\\n\\n3,4 | d.csv:3: 1 values, must be 2, one for each column
          u,y\\n1,2\\n3 | d.csv:3: 1 values, must be 2, one for each column
          u;y\\n1;2 | d.csv:1: column 1: must be a name; line 1 names the columns, separated by commas
          1,2\\n3,4 | d.csv:1: column 1: must be a name; line 1 names the columns, separated by commas
          u,u\\n3,4 | d.csv:1: column 2: has the name of column 1
          u,\\n3,4 | d.csv:1: column 2: must be a name; line 1 names the columns, separated by commas
          u,y | d.csv: must have a line with the columns' names and at least one of numbers
          ~~ | d.csv: must have a line with the columns' names and at least one of numbers
          u,kT\\n1,2 | a.yaml:18: data.file: array "kT": kT is a reserved name; rename the column in d.csv
          u,a b\\n1,2 | d.csv:1: column 2: must be a name; line 1 names the columns, separated by commas
          u,b\\n1,2 | a.yaml:18: data: b: the name is taken by a coordinate or parameter; choose another
          x,u\\n1,2 | a.yaml:18: data: x: the name is taken by a coordinate or parameter; choose another
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
          {arrays: {u: [1]}, rows: 3} | a.yaml:18: data.rows: unknown key; the keys here are arrays, file and sha256
          {fil: a} | a.yaml:18: data.fil: unknown key; the nearest valid key is file
          [1] | a.yaml:18: data: [1], must be a map, such as {file: table.csv} or {arrays: {y: [1, 2]}}
          """)
  void refuses(String data, String message) {
    assertError(message, data);
  }

  @Test
  void refusesWhatIsNeitherTextNorHdf5() throws Exception {
    Files.write(folder.resolve("d.csv"), "\u00e9\n1".getBytes(StandardCharsets.ISO_8859_1));
    assertError("d.csv: is neither HDF5 nor text in UTF-8", "{file: d.csv}");
    try (var file = HdfFile.write(folder.resolve("d.h5"))) {
      file.putDataset("y", new double[] {1, Double.NaN});
    }
    assertError("d.h5: dataset y, value 1: NaN, must be finite", "{file: d.h5}");
    try (var file = HdfFile.write(folder.resolve("e.h5"))) {
      file.putDataset("title", "text");
    }
    assertError("e.h5: has no numeric dataset of one or two dimensions at its top", "{file: e.h5}");
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
