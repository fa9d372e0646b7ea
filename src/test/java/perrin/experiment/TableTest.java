package perrin.experiment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jhdf.HdfFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import perrin.errors.ExperimentException;
import perrin.experiment.Table.Edge;
import perrin.experiment.Table.Outside;

class TableTest {
  @TempDir Path folder;

  @Test
  void inPlace() {
    var table = table("{from: -1, to: 2, values: [1, 2, 3, 4]}");
    assertEquals(List.of(new Table.Axis(-1, 2, 4, Edge.NATURAL, Outside.ERROR)), table.axes());
    assertArrayEquals(new double[] {1, 2, 3, 4}, table.values().values());
    assertEquals(table, table("{x: [-1, 0, 1, 2], values: [1, 2, 3, 4]}"));
    assertNotEquals(table, table("{from: -1, to: 2, outside: linear, values: [1, 2, 3, 4]}"));
  }

  @Test
  void aPlaneInPlace() {
    var rows = "[[1, 2, 3, 1], [4, 5, 6, 4], [7, 8, 9, 7], [1, 1, 1, 1], [0, 1, 0, 0]]";
    var table =
        table(
            "{from: [0, 0], to: [8, 6], edge: [natural, periodic], outside: linear, values: "
                + rows
                + "}");
    assertEquals(
        List.of(
            new Table.Axis(0, 8, 5, Edge.NATURAL, Outside.LINEAR),
            new Table.Axis(0, 6, 4, Edge.PERIODIC, Outside.ERROR)),
        table.axes());
    assertEquals(List.of(5, 4), table.values().shape());
  }

  @Test
  void csvColumns() throws Exception {
    write("u.csv", "r,U,F\n0.5,1,0\n1,2,0\n1.5,4,0\n2,8,0\n");
    var table = table("{file: u.csv, x: r, values: U}");
    assertEquals(List.of(new Table.Axis(0.5, 2, 4, Edge.NATURAL, Outside.ERROR)), table.axes());
    assertArrayEquals(new double[] {1, 2, 4, 8}, table.values().values());
    assertEquals(table.axes(), table("{file: u.csv, from: 0.5, to: 2, values: U}").axes());
  }

  /** A row for each point, sorted by x and y, or by y and x. */
  @Test
  void csvColumnsOfAnyName() throws Exception {
    write("u.csv", "\"r (nm)\";note;E\n0,5;a;1\n1;b;2\n1,5;;4\n2;c;8\n");
    var table = table("{file: u.csv, x: \"r (nm)\", values: E}");
    assertEquals(0.5, table.axes().getFirst().from());
    var e =
        assertThrows(
            ExperimentException.class, () -> table("{file: u.csv, x: \"r (nm)\", values: note}"));
    assertTrue(e.getMessage().contains("u.csv:2: column 2 (note): \"a\", must be"), e.getMessage());
  }

  @Test
  void csvOfAPlane() throws Exception {
    var byX = new StringBuilder("x,y,v\n");
    var byY = new StringBuilder("x,y,v\n");
    for (int i = 0; i < 20; i++) {
      byX.append("%d,%s,%d\n".formatted(i / 4, 0.1 * (i % 4), i));
      byY.append("%d,%s,%d\n".formatted(i % 5, 0.1 * (i / 5), i % 5 * 4 + i / 5));
    }
    write("x.csv", byX.toString());
    write("y.csv", byY.toString());
    var table = table("{file: x.csv, x: x, y: y, values: v}");
    assertEquals(List.of(5, 4), table.values().shape());
    assertEquals(19, table.values().values()[19]);
    var other = table("{file: y.csv, x: x, y: y, values: v}");
    assertEquals(table.axes(), other.axes());
    assertEquals(table.values(), other.values());
  }

  @Test
  void hdf5Datasets() throws Exception {
    try (var file = HdfFile.write(folder.resolve("f.h5"))) {
      file.putDataset("F", new double[4][5]);
      file.putDataset("a", new double[] {0, 1, 2, 3});
      file.putDataset("b", new double[] {1, 1.5, 2, 2.5, 3});
    }
    var table = table("{file: f.h5, x: a, y: b, values: F}");
    assertEquals(
        List.of(
            new Table.Axis(0, 3, 4, Edge.NATURAL, Outside.ERROR),
            new Table.Axis(1, 3, 5, Edge.NATURAL, Outside.ERROR)),
        table.axes());
  }

  /** Its numbers, or its file's, are part of the experiment, which reads back as the same one. */
  @Test
  void belongsToTheExperiment() throws Exception {
    write("u.csv", "r,U\n0,1\n1,2\n2,4\n3,8\n");
    for (var text :
        List.of(
            "{from: -1, to: 2, values: [1, 2, 3, 4]}",
            "{from: -1, to: 2, edge: periodic, values: [1, 2, 3, 1]}",
            "{from: [0, 0], to: [3, 3], outside: [linear, error], values: [[1, 2, 3, 4], [1, 2, 3, 4],"
                + " [1, 2, 3, 4], [1, 2, 3, 4]]}",
            "{file: u.csv, x: r, values: U, outside: linear}",
            "{file: u.csv, from: -1, to: 1, values: U}")) {
      var experiment = read(text);
      var again =
          ExperimentFile.parse(
              experiment.canonicalJson(), folder.resolve("run.h5").toString(), List.of());
      assertEquals(experiment.model().tables(), again.model().tables(), text);
      assertEquals(experiment.sha256(), again.sha256(), text);
      assertNotEquals(experiment.sha256(), read("{from: 0, to: 9, values: [1, 1, 1, 1]}").sha256());
    }
    var before = read("{file: u.csv, x: r, values: U}").sha256();
    write("u.csv", "r,U\n0,1\n1,2\n2,4\n3,9\n");
    assertNotEquals(before, read("{file: u.csv, x: r, values: U}").sha256());
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {from: 0, to: 1, values: [1, 2, 3]} | values: 3 along an axis, must be at least 4
          {from: 1, to: 1, values: [1, 2, 3, 4]} | to: 1.0, must be greater than from, 1.0
          {from: 0, values: [1, 2, 3, 4]} | to: missing; give from and to, or the places as x
          {from: 0, to: [1, 2], values: [1, 2, 3, 4]} | to: 2 numbers, must be 1, one for each axis
          {x: [0, 1, 2, 4], values: [1, 2, 3, 4]} | x: 0.0, 1.0: must be evenly spaced, 1.33333 apart here; interpolate the values to even places first
          {x: [0, 1, 1, 3], values: [1, 2, 3, 4]} | x: 1.0, 1.0: must ascend; sort the rows, each place once
          {x: [0, 1, 2], values: [1, 2, 3, 4]} | x: array of shape [3], must have one dimension and 4 places, one for each of the values there
          {x: [0, 1, 2, 3], to: 3, values: [1, 2, 3, 4]} | to: is given beside x; remove one
          {from: 0, to: 1, edge: periodic, values: [1, 2, 3, 4]} | values: with edge: periodic the last point is the first one again, but the values there are 1.0 and 4.0; end the table one period after it began, or use edge: natural
          {from: 0, to: 1, edge: round, values: [1, 2, 3, 4]} | edge: round, must be natural or periodic
          {from: 0, to: 1, edge: periodic, outside: linear, values: [1, 2, 3, 1]} | outside: linear, but what is periodic has no outside; remove one
          {from: 0, to: 1, edge: [natural, natural], values: [1, 2, 3, 4]} | edge: [natural, natural], must be one of [natural, periodic] for each axis
          {from: 0, to: 1, values: [1, 2, 3, 4], vlaues: 3} | vlaues: unknown key; the nearest valid key is values
          {from: 0, to: 1, y: [1, 2, 3, 4], values: [1, 2, 3, 4]} | x: missing; values in one column need x and y for each
          {x: [0, 0, 1, 1], y: [0, 1, 0, 2], values: [1, 2, 3, 4]} | values: row 4, at x = 1.0, y = 2.0, does not continue a grid; give every pair of places once, sorted by x, then y
          {file: u.csv, x: r, values: V} | values: V is not in u.csv; its columns are r and U
          {file: u.csv, x: r, values: [1, 2, 3, 4]} | values: is given beside file; write the name of one of the file's arrays
          {file: u.csv, values: U} | from: missing; give from and to, or the places as x
          {file: none.csv, values: U} | file: none.csv: there is no such file; its place is relative to the experiment file
          """)
  void refuses(String table, String message) throws Exception {
    write("u.csv", "r,U\n0,1\n1,2\n2,4\n3,8\n");
    var e = assertThrows(ExperimentException.class, () -> read(table));
    assertEquals("a.yaml:18: tables.U." + message, e.getMessage().replace(folder + "/", ""));
  }

  @Test
  void namesAreForOneThing() {
    var yaml = Sample.YAML + "tables: {a: {from: 0, to: 1, values: [1, 2, 3, 4]}}\n";
    var e =
        assertThrows(
            ExperimentException.class, () -> ExperimentFile.parse(yaml, "a.yaml", List.of()));
    assertEquals(
        "a.yaml:18: tables.a: the name is taken by a coordinate or parameter; choose another",
        e.getMessage());
  }

  private void write(String name, String text) throws Exception {
    Files.writeString(folder.resolve(name), text);
  }

  private Experiment read(String table) {
    var yaml = Sample.YAML + "tables: {U: " + table + "}\n";
    return ExperimentFile.parse(yaml, folder.resolve("a.yaml").toString(), List.of());
  }

  private Table table(String table) {
    return read(table).tables().get("U");
  }
}
