package perrin.fuzz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import perrin.errors.ExperimentException;
import perrin.experiment.Data;
import perrin.experiment.ExperimentFile;

/** Tables of pieces that are strung together without sense, and tables written in every way. */
class CsvFuzzTest {
  private static final List<String> PIECES =
      List.of(
          "a",
          "b",
          "y",
          ",",
          ";",
          "\t",
          "\"",
          "\"\"",
          "\n",
          "\r",
          "\r\n",
          "#",
          "1",
          "-2.5",
          "1,5",
          "1e999",
          "NA",
          " ",
          "\u00e9",
          "\uFEFF",
          "\0",
          "\u001b[31m",
          "factor(a)",
          "a,b\n1,2\n",
          "\"a\";b\r1;2\r");

  private static final List<String> CHOICES =
      List.of(
          "", ", columns: [a]", ", columns: {u: factor(a), v: b}", ", columns: {u: \"\u00e9\"}");

  @TempDir Path folder;

  private Data load(String data) {
    var yaml =
        """
        coordinates: [x]
        energy: x^2
        start: {x: 0}
        method: euler-maruyama
        temperature: 1
        dt: 0.1
        walkers: 32
        steps: 1
        data: {file: d.csv%s}
        """;
    return ExperimentFile.parse(
            yaml.formatted(data), folder.resolve("a.yaml").toString(), List.of())
        .data()
        .orElseThrow();
  }

  /** Either it is read, or there is one line that a terminal may show. */
  @Test
  void everyTextGetsAnAnswer() throws Exception {
    var random = new Random(1);
    int read = 0;
    for (int i = 0; i < 4_000; i++) {
      var text = new StringBuilder(random.nextInt(4) == 0 ? "" : "a,b,y\n1,2,3\n");
      for (int k = random.nextInt(12); k > 0; k--) {
        text.append(PIECES.get(random.nextInt(PIECES.size())));
      }
      Files.writeString(folder.resolve("d.csv"), text);
      try {
        load(CHOICES.get(random.nextInt(CHOICES.size())));
        read++;
      } catch (ExperimentException e) {
        var shown = e.getMessage().replace('\t', ' ');
        assertFalse(shown.codePoints().anyMatch(Character::isISOControl), text.toString());
      }
    }
    assertTrue(read > 200 && read < 3_800, read + " were read");
  }

  /** The same numbers, whatever separates, quotes and ends, and however often lines are left. */
  @Test
  void aTableIsReadHoweverItIsWritten() throws Exception {
    var random = new Random(2);
    for (int i = 0; i < 500; i++) {
      int rows = 1 + random.nextInt(20);
      var columns = new ArrayList<>(List.of("u", "y", "note", "more, \"of\"\nit"));
      Collections.shuffle(columns, random);
      double[] u = random.doubles(rows).toArray();
      double[] y = random.doubles(rows, -1e9, 1e9).toArray();
      var form = new Form(random);
      var text = new StringBuilder(random.nextBoolean() ? "\uFEFF" : "");
      form.line(text, columns);
      for (int row = 0; row < rows; row++) {
        var cells = new ArrayList<String>();
        for (var name : columns) {
          cells.add(
              switch (name) {
                case "u" -> form.number(u[row]);
                case "y" -> form.number(y[row]);
                case "note" -> PIECES.get(random.nextInt(PIECES.size() - 5));
                default -> "1;2,3\t4\r\n";
              });
        }
        form.line(text, cells);
      }
      Files.write(folder.resolve("d.csv"), text.toString().getBytes(StandardCharsets.UTF_8));
      var arrays = load(", columns: [u, y]").arrays();
      assertArrayEquals(u, arrays.get("u").values(), text.toString());
      assertArrayEquals(y, arrays.get("y").values(), text.toString());
    }
  }

  /** A way to write tables. */
  private record Form(Random random, String separator, String end, boolean comma) {
    Form(Random random) {
      this(
          random,
          List.of(",", ";", "\t").get(random.nextInt(3)),
          List.of("\n", "\r", "\r\n").get(random.nextInt(3)),
          random.nextBoolean());
    }

    String number(double value) {
      return comma && separator.equals(";")
          ? Double.toString(value).replace('.', ',')
          : Double.toString(value);
    }

    void line(StringBuilder text, List<String> cells) {
      while (random.nextInt(4) == 0) {
        text.append(random.nextBoolean() ? "" : "# \"1,2").append(end);
      }
      for (int k = 0; k < cells.size(); k++) {
        var cell = cells.get(k);
        boolean plain = cell.matches("[-A-Za-z0-9.]*|[-0-9.,E]*") && !cell.contains(separator);
        boolean quoted = !plain || random.nextInt(4) == 0;
        text.append(k == 0 ? "" : separator)
            .append(quoted ? '"' + cell.replace("\"", "\"\"") + '"' : cell);
      }
      text.append(end);
    }
  }
}
