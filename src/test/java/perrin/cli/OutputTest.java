package perrin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing of a user's text acts on the terminal, and what cannot be printed is an error. */
class OutputTest {
  private static final String FORGED = "verdict: converged  TV 0.0000 [0.0000, 0.0000]";

  @TempDir Path folder;

  /** A new line, what moves the cursor, what turns the direction of writing, and a bell. */
  private static final String ACTS = "\\n" + FORGED + "\\e[2J\\r\\x9b1A\\u202e\\L\\a";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "title: \"%s\"",
        "method: {name: \"%s\", step: x = x - dt*gradient(x) + sqrt(2*kT*dt)*normal()}",
        "histograms: {h: {of: \"x # %s\\n^1\", from: -1, to: 1, bins: 4}}",
        "energy: {name: \"%s\", formula: x^2}",
        "temperature: \"0.5 # %s\\n\"",
        "\"%s\": 1",
        "seed: \"%s\"",
        "energy: \"x%s\"",
        "method: \"%s\"",
        "data: {file: \"%s\"}",
        "check: {boltzmann: \"%s\"}",
        "histograms: {\"%s\": {of: x, from: -1, to: 1, bins: 4}}",
      })
  void noTextActs(String line) throws IOException {
    String text = line.formatted(ACTS);
    String key = line.substring(0, line.indexOf(':'));
    String others =
        CommandLineTrial.EXPERIMENT
            .replaceAll("(?m)^" + (key.startsWith("\"") ? "nothing" : key) + ":.*\n", "")
            .replaceAll(key.equals("histograms") ? "(?m)^check:.*\n" : "^nothing", "")
            .replace("walkers: 20_000", "walkers: 64");
    Path file = Files.writeString(folder.resolve("a.yaml"), others + text + "\n");
    for (var words :
        List.<Object[]>of(
            new Object[] {"run", file, "--backend", "java", "-o", folder.resolve("a.h5")},
            new Object[] {"run", file, "-o", folder.resolve("a.h5")},
            new Object[] {"check", folder.resolve("a.h5")},
            new Object[] {"kernel", file, "--backend", "java"})) {
      var trial = CommandLineTrial.of(words);
      assertHarmless(trial.out());
      assertHarmless(trial.err());
      assertFalse(trial.err().contains("internal error"), trial.err());
    }
  }

  private static void assertHarmless(String printed) {
    assertFalse(printed.lines().anyMatch(line -> line.startsWith(FORGED)), printed);
    assertTrue(
        printed
            .codePoints()
            .noneMatch(
                c -> c != '\n' && (c < ' ' || c >= 0x7f && c < 0xa0) || c == 0x2028 || c == 0x202e),
        printed);
  }

  @Test
  void namesOfFilesDoNotAct() {
    for (String command : List.of("run", "check", "digest", "kernel")) {
      var trial = CommandLineTrial.of(command, folder + "/a\n" + FORGED + "\u001b[2J");
      assertHarmless(trial.err());
      assertEquals(1, trial.err().lines().count(), trial.err());
    }
  }

  @Test
  void longTitles() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("a.yaml"),
            CommandLineTrial.EXPERIMENT.replaceAll("title:.*", "title: " + "t".repeat(20_000)));
    var trial = CommandLineTrial.of("run", file, "-o", folder.resolve("a.h5"));
    assertEquals(2, trial.exit());
    assertTrue(
        trial.err().endsWith("title: 20000 characters, must be at most 1000\n"), trial.err());
  }

  @Test
  void whatCannotBePrintedIsAnError() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("a.yaml"),
            CommandLineTrial.EXPERIMENT.replace("walkers: 20_000", "walkers: 64"));
    Path run = folder.resolve("a.h5");
    var out = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
    var silent = new Terminal(out, out, StandardCharsets.UTF_8, 0, Terminal.Colours.NONE);
    Perrin.execute(silent, "run", file.toString(), "-o", run.toString(), "--backend", "java");
    assertTrue(Files.exists(run));
    for (var words :
        List.of(
            List.of("digest", run),
            List.of("check", run),
            List.of("kernel", file),
            List.of("list", "energies"),
            List.of("--help"),
            List.of("--version"),
            List.of("run", file, "-o", run),
            List.of("run", file, "-o", folder.resolve("b.h5"), "--backend", "java", "--quiet"))) {
      String[] args = words.stream().map(Object::toString).toArray(String[]::new);
      var err = new java.io.ByteArrayOutputStream();
      var full =
          new Terminal(
              new PrintStream(new FullDisk(), true, StandardCharsets.UTF_8),
              new PrintStream(err, true, StandardCharsets.UTF_8),
              StandardCharsets.UTF_8,
              0,
              Terminal.Colours.NONE);
      assertEquals(1, Perrin.execute(full, args), words.toString());
      assertTrue(
          err.toString(StandardCharsets.UTF_8)
              .endsWith(
                  "perrin: the output cannot be written; is the disk full, or its reader gone? run"
                      + " files are whole\n"),
          err.toString(StandardCharsets.UTF_8));
    }
    assertTrue(Files.exists(folder.resolve("b.h5")), "the result is not lost");
  }

  /** The same with the program itself and a device that is always full. */
  @Test
  void aFullDevice() throws Exception {
    var device = new File("/dev/full");
    assumeTrue(device.exists(), "skipped: needs /dev/full");
    var program =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Perrin.class.getName(),
                "list",
                "methods")
            .redirectOutput(device);
    Process process = program.start();
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(1, process.waitFor(), err);
    assertTrue(err.startsWith("perrin: the output cannot be written"), err);
  }

  private static final class FullDisk extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      throw new IOException("No space left on device");
    }
  }
}
