package perrin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verdict once more, from the run file alone. */
class CheckCommandTest {
  @TempDir Path folder;
  private Path file;
  private CommandLineTrial run;

  @BeforeEach
  void runTheExperiment() throws IOException {
    Path experiment = Files.writeString(folder.resolve("trial.yaml"), CommandLineTrial.EXPERIMENT);
    file = folder.resolve("out.h5");
    String more = "histograms.wide={of: x, from: -5, to: 5, bins: 20}";
    run = CommandLineTrial.of("run", experiment, "-o", file, "--backend", "java", "--set", more);
    assertEquals(0, run.exit(), run.err());
  }

  @Test
  void saysWhatTheRunSaid() {
    var check = CommandLineTrial.of("check", file);
    assertEquals(0, check.exit(), check.err());
    String judged = check.out().substring(0, check.out().indexOf("\nx2 = "));
    assertTrue(run.out().endsWith(judged), run.out() + "\n--- but ---\n" + check.out());
    assertTrue(check.out().startsWith(run.verdict() + "\n"), check.out());
  }

  @Test
  void anotherTolerance() {
    var strict = CommandLineTrial.of("check", file, "--tolerance", "1e-4");
    assertEquals(3, strict.exit());
    assertTrue(strict.out().startsWith("verdict: too few samples  TV 0.0"), strict.out());
    assertTrue(strict.out().contains("]  tolerance 0.0001\n"), strict.out());
    assertTrue(strict.out().contains("times as many"), strict.out());
    assertEquals(0, CommandLineTrial.of("check", file, "--tolerance", "0.5").exit());
  }

  @Test
  void anotherHistogram() {
    var wide = CommandLineTrial.of("check", file, "--histogram", "wide");
    assertEquals(0, wide.exit(), wide.out() + wide.err());
    assertTrue(wide.out().contains("Compared: histogram wide "), wide.out());
    var same = CommandLineTrial.of("check", file, "--histogram", "x");
    assertTrue(same.out().startsWith(run.verdict() + "\n"), same.out());
  }

  @Test
  void badInput() throws IOException {
    for (String tolerance : new String[] {"0", "-1", "2", "NaN"}) {
      var bad = CommandLineTrial.of("check", file, "--tolerance", tolerance);
      assertEquals(2, bad.exit());
      assertTrue(bad.err().contains("must be greater than 0 and at most 1"), bad.err());
    }
    var unknown = CommandLineTrial.of("check", file, "--histogram", "y");
    assertEquals(1, unknown.exit());
    assertTrue(unknown.err().contains("no histogram 'y'"), unknown.err());
    assertTrue(unknown.err().contains("choose one of wide, x"), unknown.err());
    Path cut = folder.resolve("cut.h5");
    byte[] bytes = Files.readAllBytes(file);
    Files.write(cut, java.util.Arrays.copyOf(bytes, bytes.length / 2));
    assertEquals(1, CommandLineTrial.of("check", cut).exit());
    assertEquals(1, CommandLineTrial.of("check", folder.resolve("none.h5")).exit());
  }
}
