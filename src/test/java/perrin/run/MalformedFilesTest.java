package perrin.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import perrin.backend.NotFiniteException;
import perrin.errors.ExperimentException;
import perrin.experiment.ExperimentFile;

/**
 * What people write wrong, a file each: one line with place, field, value, limit and remedy. The
 * first line of a file is the message that it deserves.
 */
class MalformedFilesTest {
  private static final Path FILES = Path.of("src/test/resources/perrin/malformed");
  private static final String EXPECTED = "# expected: ";

  private static final String GOOD =
      """
      coordinates: {x: 3}
      energy: "sum(i in 0..2: x[i]^2)"
      start: {x: "normal(0, 1)"}
      method: euler-maruyama
      temperature: 0.5
      dt: 0.01
      walkers: 64
      steps: 10
      """;

  @TempDir Path folder;

  static Stream<String> files() throws IOException {
    try (Stream<Path> all = Files.list(FILES)) {
      return all.map(file -> file.getFileName().toString()).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void deservesItsMessage(String name) throws IOException {
    String first = Files.readString(FILES.resolve(name)).lines().findFirst().orElseThrow();
    assertTrue(first.startsWith(EXPECTED), first);
    assertEquals(first.substring(EXPECTED.length()), complaint(FILES.resolve(name)));
  }

  @Test
  void thereAreManyOfThem() throws IOException {
    assertTrue(files().count() >= 60);
  }

  @Test
  void marksAndLineEndsOfOtherSystemsAreAllowed() throws IOException {
    run(write(("\uFEFF" + GOOD).getBytes(StandardCharsets.UTF_8)));
    run(write(GOOD.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8)));
    run(write(GOOD.stripTrailing().getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void bytesThatAreNoText() throws IOException {
    assertEquals(
        "a.yaml: is not text in UTF-8",
        complaint(write("title: Brown\u00e9\n".getBytes(StandardCharsets.ISO_8859_1))));
    assertEquals(
        "a.yaml: is not text in UTF-8", complaint(write(GOOD.getBytes(StandardCharsets.UTF_16))));
    assertEquals(
        "a.yaml:1: not YAML: the character U+0000; remove it", complaint(write(new byte[100])));
    assertEquals("a.yaml: the file is empty", complaint(write(new byte[0])));
    assertEquals("a.yaml: the file is empty", complaint(write("# nothing\n".getBytes())));
  }

  @Test
  void aHugeFile() throws IOException {
    Path file = folder.resolve("a.yaml");
    try (var huge = new RandomAccessFile(file.toFile(), "rw")) {
      huge.setLength(1L << 33);
    }
    assertEquals(
        "a.yaml: 8589934592 bytes, must be at most 3145728; put long arrays into a data file",
        complaint(file));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          ~~            | d.csv: must have a line with the columns' names and at least one of numbers
          y             | d.csv: must have a line with the columns' names and at least one of numbers
          y,z\\n1,2\\n3 | d.csv:3: 1 value, must be 2, one for each column
          y\\n1\\n\\n2  | d.csv:3: column 1 (y): "", must be a number; remove the row, or fill in what is missing
          y\\n1\\ntwo   | d.csv:3: column 1 (y): "two", must be a number, such as 0.5; for categories write columns: {y: factor(y)}
          y\\ntwo\\n1   | d.csv:2: column 1: must be a number, such as 0.5; columns are separated by commas, semicolons or tabs, and the first line names them
          y\\n1\\nNaN   | d.csv:3: column 1 (y): "NaN", must be a number; remove the row, or fill in what is missing
          y\\n1e999     | d.csv:2: column 1: must be a number, such as 0.5; columns are separated by commas, semicolons or tabs, and the first line names them
          1,2\\n3,4     | d.csv:1: has numbers, must name the columns; put a line of names above it, without a # in front
          y,y\\n3,4     | d.csv:1: column 2: has the name of column 1; rename one of them
          x\\n3         | a.yaml:9: data: x: the name is taken by a coordinate or parameter; give the column another: columns: {data_x: x}
          sin\\n3       | a.yaml:9: data.file: d.csv has no column whose name formulas can have; give them names: columns: {data_sin: sin}
          """)
  void badDataFiles(String csv, String message) throws IOException {
    Files.writeString(folder.resolve("d.csv"), csv.replace("\\n", "\n"));
    assertEquals(message, complaint(write((GOOD + "data: {file: d.csv}\n").getBytes())));
  }

  @Test
  void dataThatAreNoText() throws IOException {
    Files.write(folder.resolve("d.csv"), new byte[] {'y', '\n', (byte) 0xff, (byte) 0xfe});
    assertEquals(
        "d.csv: is neither HDF5 nor text in UTF-8; text of Windows is converted by iconv -f CP1252 -t UTF-8",
        complaint(write((GOOD + "data: {file: d.csv}\n").getBytes())));
    assertEquals(
        "a.yaml:9: data.file: .: is a folder",
        complaint(write((GOOD + "data: {file: .}\n").getBytes())).replace("/.", "."));
  }

  private Path write(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("a.yaml"), bytes);
  }

  private static void run(Path file) {
    Runner.Options options = new Runner.Options(new BackendChoice("java", 0), 1, 0, true);
    Runner.run(ExperimentFile.load(file, List.of()), options, Progress.SILENT, notice -> {});
  }

  /** The message without the folder. */
  private static String complaint(Path file) {
    RuntimeException e = assertThrows(RuntimeException.class, () -> run(file));
    assertTrue(e instanceof ExperimentException || e instanceof NotFiniteException, e::toString);
    assertFalse(e.getMessage().contains("\n"), e.getMessage());
    return e.getMessage().replace(file.getParent() + "/", "");
  }
}
