package perrin.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.StringJoiner;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A million rows of ten columns, with all digits of their doubles, in a gigabyte of memory. */
class LargeDataTest {
  private static final int COLUMNS = 10;

  /** Of processor time; 2 s on a server's core of 2023, and other work may slow it down. */
  private static final double SECONDS = 20;

  @TempDir Path folder;

  private void write(int rows) throws IOException {
    var random = new Random(1);
    try (var file = Files.newBufferedWriter(folder.resolve("d.csv"))) {
      file.write("c0,c1,c2,c3,c4,c5,c6,c7,c8,c9\n");
      for (int row = 0; row < rows; row++) {
        var line = new StringJoiner(",", "", "\n");
        for (int k = 0; k < COLUMNS; k++) {
          line.add(Double.toString(random.nextGaussian()));
        }
        file.write(line.toString());
      }
    }
  }

  private static Data load(Path folder) {
    var yaml = Sample.YAML + "data: {file: d.csv}\n";
    return ExperimentFile.parse(yaml, folder.resolve("a.yaml").toString(), List.of())
        .data()
        .orElseThrow();
  }

  @Test
  void manyRows() throws IOException {
    write(20_000);
    var arrays = load(folder).arrays();
    var random = new Random(1);
    for (int row = 0; row < 20_000; row++) {
      for (int k = 0; k < COLUMNS; k++) {
        assertEquals(random.nextGaussian(), arrays.get("c" + k).values()[row]);
      }
    }
  }

  @Tag("slow")
  @Test
  void aMillionRowsInAGigabyte() throws Exception {
    write(1_000_000);
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var classes = System.getProperty("java.class.path");
    var alone = new ProcessBuilder(java, "-Xmx1g", "-cp", classes, "-ea", Alone.class.getName());
    var process = alone.directory(folder.toFile()).redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes());
    assertEquals(0, process.waitFor(), said);
    assertTrue(Double.parseDouble(said.strip()) < SECONDS, said);
  }

  /** A program that loads the file in its folder and says how long that took it. */
  static final class Alone {
    private Alone() {}

    public static void main(String[] args) {
      int rows = load(Path.of("")).rows().orElseThrow();
      assertEquals(1_000_000, rows);
      System.out.println(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() * 1e-9);
    }
  }
}
