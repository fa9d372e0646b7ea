package perrin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What is understood without picocli is what picocli understands. */
class PlainRunTest {
  private final Perrin perrin =
      new Perrin(
          new Terminal(System.out, System.err, StandardCharsets.UTF_8, 0, Terminal.Colours.NONE));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "run a.yaml",
        "run a.yaml --quiet",
        "run --quiet --force --no-final a.yaml -o b.h5",
        "run -o folder/b.h5 a.yaml --set walkers=1e5 --set histograms.x.bins=50",
        "run a.yaml --set energy=\"x^2/2\" --set start.x=normal(0,1)",
        "run a.yaml --set k='2' --set title=\"",
        "run @a.yaml"
      })
  void isThatOfPicocli(String line) {
    String[] words = line.split(" ");
    RunCommand plain = PlainRun.of(perrin, words).orElseThrow();
    var command = new CommandLine(perrin).setExpandAtFiles(false);
    RunCommand parsed =
        (RunCommand)
            command.parseArgs(words).asCommandLineList().getLast().getCommandSpec().userObject();
    assertEquals(described(parsed), described(plain));
  }

  private static List<Object> described(RunCommand run) {
    return Arrays.asList(
        run.perrin.terminal(),
        run.arguments.file,
        run.arguments.sets,
        run.output,
        run.quiet,
        run.force,
        run.noFinal,
        run.chunk,
        run.backend.choice(),
        run.backend.threads());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "run",
        "check a.h5",
        "run --help",
        "run a.yaml b.yaml",
        "run a.yaml --quiet --quiet",
        "run a.yaml -o b.h5 -o c.h5",
        "run a.yaml -o",
        "run a.yaml -o --force",
        "run a.yaml --set",
        "run a.yaml --set --force",
        "run a.yaml --set=walkers=5",
        "run a.yaml -ob.h5",
        "run a.yaml --backend java",
        "run a.yaml --qiet",
        "run -- a.yaml",
        "run a.yaml -- b",
        "--version",
        "run --quiet"
      })
  void anythingElseIsLeftToPicocli(String line) {
    String[] words = line.isEmpty() ? new String[0] : line.split(" ");
    assertTrue(PlainRun.of(perrin, words).isEmpty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a\0b"})
  void namesThatAreNoneAreLeftToPicocli(String name) {
    assertTrue(PlainRun.of(perrin, "run", name).isEmpty());
    assertTrue(PlainRun.of(perrin, "run", "a.yaml", "-o", name).isEmpty());
  }
}
