package perrin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LandscapeCommandTest {
  private static final String TILTED =
      "title: Tilted\ncoordinates: [x]\nenergy: (x^2 - 1)^2 + tilt*x\nparameters: {tilt: 0.3}\n";

  @TempDir Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("trial.yaml"), text);
  }

  @Test
  void printsTablesPictureAndSchedule() throws IOException {
    var trial = CommandLineTrial.of("landscape", file(TILTED + "temperature: 0.5\n"));
    assertEquals(0, trial.exit(), trial.err());
    assertEquals("", trial.err());
    assertEquals(
        """
        1  o----------------------------------------------------------+--
        2                             o-------------------------------'
           -0.305428                                               1.01128

        critical depth: d* = 0.717135521687
        Cooled by c/log, all walkers come to the lowest energy if and only if c >= d*
        (Hajek 1988). By the step n, of which the theorem speaks, and by the time t:
          temperature: 0.71713553/log(n + 2)
          temperature: 0.71713553/log(e + t)
        """,
        trial.out().substring(trial.out().indexOf("1  o--")));
    assertTrue(
        trial.out().contains("2         0.960149555519   0.294146481028  0.717135521687"),
        trial.out());
  }

  /** What is printed to be pasted is a temperature. */
  @Test
  void itsScheduleIsATemperature() throws IOException {
    var trial = CommandLineTrial.of("landscape", file(TILTED), "--from=-2", "--to=2");
    String line =
        trial.outLines().stream().filter(l -> l.contains("(n + 2)")).findFirst().orElseThrow();
    Path cooled = file(TILTED + line.strip() + "\n");
    assertEquals(0, CommandLineTrial.of("landscape", cooled).exit());
  }

  @Test
  void jsonHasEverything() throws IOException {
    var trial =
        CommandLineTrial.of(
            "landscape",
            file(TILTED),
            "--from",
            "-2",
            "--to",
            "2",
            "--json",
            "--set",
            "parameters.tilt=0.1");
    assertEquals(0, trial.exit(), trial.err());
    assertTrue(trial.out().startsWith("{\n \"title\": \"Tilted\""), trial.out());
    assertTrue(trial.out().contains("\"critical_depth\": 0.901"), trial.out());
    assertTrue(trial.out().contains("\"seen\": \"all\""), trial.out());
    assertTrue(trial.out().contains("\"over_saddle\": 1"), trial.out());
  }

  @Test
  void nothingOfAFileMovesTheTerminal() throws IOException {
    Path file = file("title: \"T\\e[31mred\\nverdict: fine\"\n" + TILTED.substring(14));
    for (String format : new String[] {"--from=-2", "--json"}) {
      var trial = CommandLineTrial.of("landscape", file, "--to=2", format, "--from=-2");
      var one = CommandLineTrial.of("landscape", file, "--from=-2", "--to=2");
      assertFalse((trial.out() + one.out() + trial.err()).contains("\u001b"), one.out());
      assertFalse(one.out().contains("\nverdict"), one.out());
    }
    var ascii =
        CommandLineTrial.in(StandardCharsets.US_ASCII, 0, "landscape", file, "--from=-2", "--to=2");
    assertFalse(ascii.out().contains("?"), ascii.out());
  }

  @Test
  void aRangeEndWhereTheEnergyFallsIsToldOf() throws IOException {
    var trial =
        CommandLineTrial.of("landscape", file("energy: eggholder\n"), "--from=400", "--to=512");
    assertTrue(trial.out().matches("(?s).*1 +512 +404\\.231805114 .*"), trial.out());
    assertTrue(trial.out().contains("at the edge of x"), trial.out());
    assertTrue(trial.out().contains("boundaries: reflect(a, b)"), trial.out());
  }

  @Test
  void aRunFileNamesItsExperiment() throws IOException {
    Path run = folder.resolve("run.h5");
    CommandLineTrial.of("run", file(CommandLineTrial.EXPERIMENT), "-o", run);
    var trial = CommandLineTrial.of("landscape", run);
    assertEquals(0, trial.exit(), trial.err());
    assertTrue(trial.out().contains("d* = 0. There is one minimum"), trial.out());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          energy: x^3 - x|temperature: 0.01|the energy has no bottom
          energy: -1/abs(x - 0.1)||falls without end towards x = 0.1
          energy: x^2|temperature: 0|nothing says where to look
          energy: x^2 + y||unknown name "y"
          energy: x^2|tempature: 1|tempature
          """)
  void badExperimentsAreOneLine(String energy, String more, String message) throws IOException {
    Path file = file("coordinates: [x]\n" + energy + "\n" + (more == null ? "" : more) + "\n");
    var trial = CommandLineTrial.of("landscape", file);
    assertEquals(2, trial.exit(), trial.out());
    assertEquals(1, trial.err().lines().count(), trial.err());
    assertTrue(trial.err().contains(message), trial.err());
    assertEquals("", trial.out());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          sqrt(x - 5)|has no finite value in the range looked at
          -1/abs(x - 0.1)|falls without end towards x = 0.1
          x^2 + log(abs(x))|falls without end towards x =
          exp(x)*kT|kT
          """)
  void badEnergiesOfARangeAreOneLine(String energy, String message) throws IOException {
    Path file = file("coordinates: [x]\nenergy: " + energy + "\n");
    var trial = CommandLineTrial.of("landscape", file, "--from=-1", "--to=1");
    assertEquals(2, trial.exit(), trial.out());
    assertEquals(1, trial.err().lines().count(), trial.err());
    assertTrue(trial.err().contains(message), trial.err());
  }

  /** Tables, constants and steps are energies, too. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0*x|d* = 0. There is one minimum
          floor(x)^2|d* = 0. There is one minimum
          1e300*x^2|d* = 0. There is one minimum
          table(V, x)|temperature: 1.2555701/log(n + 2)
          """)
  void oddEnergies(String energy, String words) throws IOException {
    Path file =
        file(
            "coordinates: [x]\nenergy: "
                + energy
                + "\ntables: {V: {x: [-2, -1, 0, 1, 2], values: [2, -0.5, 1, -0.25, 3]}}\n");
    var trial = CommandLineTrial.of("landscape", file, "--from=-3", "--to=2.5");
    assertEquals(0, trial.exit(), trial.err());
    assertTrue(trial.out().contains(words), trial.out());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --from=1|--to=0|--from: 1.0, must be less than --to, 0.0
          --from=0|--from=1|as many numbers
          --from=0,1,2|--to=1,2,3|--from: 3 numbers, must be one, or 1
          --from=NaN|--to=1|must be less
          --from=0|--to=Infinity|must be less
          --from=a|--to=1|--from
          """)
  void badRangesAreRefused(String first, String second, String message) throws IOException {
    var trial = CommandLineTrial.of("landscape", file(TILTED), first, second);
    assertEquals(2, trial.exit(), trial.out());
    assertTrue(trial.err().contains(message), trial.err());
  }

  @Test
  void boundariesAreEnds() throws IOException {
    String angle = "coordinates: [phi]\nenergy: cos(phi) + cos(2*phi)\n";
    Path file = file(angle + "boundaries: {phi: \"periodic(-pi, pi)\"}\n");
    var trial = CommandLineTrial.of("landscape", file);
    assertTrue(trial.out().contains("phi from -3.14159 to 3.14159, periodic (the boundaries)"));
    var wide = CommandLineTrial.of("landscape", file, "--from=-4", "--to=4");
    assertEquals(2, wide.exit());
    assertTrue(wide.err().contains("boundaries.phi: from -3.142 to 3.142"), wide.err());
  }

  @Test
  void moreCoordinatesAreRefused() throws IOException {
    Path file = file("coordinates: {x: 3}\nenergy: \"sum(i in 0..2: x[i]^2)\"\n");
    var trial = CommandLineTrial.of("landscape", file);
    assertEquals(2, trial.exit());
    assertTrue(trial.err().contains("coordinates: 3, and meshes are made of one or two"));
    assertTrue(trial.err().contains("perrin landscape RUN.h5"), trial.err());
  }

  /** Three double wells that do not feel each other: eight minima of one energy, one the lowest. */
  @Test
  void aRunOfManyCoordinatesTellsWhereItsWalkersAre() throws IOException {
    String wells =
        """
        title: Wells
        coordinates: {x: 3}
        energy: "sum(i in 0..2: (x[i]^2 - 1)^2) + 0.1*x[0]"
        start: {x: "uniform(-1.5, 1.5)"}
        method: euler-maruyama
        temperature: 0.05
        dt: 0.01
        walkers: 2000
        steps: 200
        seed: 3
        """;
    Path run = folder.resolve("run.h5");
    assertEquals(0, CommandLineTrial.of("run", file(wells), "-o", run).exit());
    var trial = CommandLineTrial.of("landscape", run);
    assertEquals(0, trial.exit(), trial.err());
    String about = "Wells\nminima below the final states of the first 1,024 of 2,000 walkers;";
    assertTrue(trial.out().startsWith(about), trial.out());
    // By the roots of 4 x (x^2 - 1) + 0.1; each with four places.
    List<String> rows = trial.outLines().subList(5, 7);
    assertTrue(rows.get(0).matches("1  -0.100617376638 .* 4"), trial.out());
    assertTrue(rows.get(1).matches("2  0.099366985524 .* 4"), trial.out());
    var json = CommandLineTrial.of("landscape", run, "--json");
    assertTrue(json.out().contains("\"places\": 4"), json.out());
    assertEquals(2, CommandLineTrial.of("landscape", run, "--from=0", "--to=1").exit());
  }

  @Test
  void aRunWithoutFinalStatesSaysSo() throws IOException {
    Path run = folder.resolve("run.h5");
    String text = CommandLineTrial.EXPERIMENT.replace("[x]", "[x, y, z]");
    text = text.replace("x^2/2", "x^2/2 + y^2 + z^2").replace("start: {", "start: {y: 0, z: 0, ");
    CommandLineTrial.of("run", file(text), "-o", run, "--no-final");
    var trial = CommandLineTrial.of("landscape", run);
    assertEquals(1, trial.exit());
    assertTrue(trial.err().contains("no final states"), trial.err());
  }
}
