package perrin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import perrin.experiment.Library;
import perrin.output.Digest;
import perrin.output.RunFile;
import perrin.output.RunRecord;

/** {@code perrin minimize}: finds what is known, says how sure it is, and what it did. */
class MinimizeCommandTest {
  @TempDir Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("e.yaml"), text);
  }

  /** Without a compiler, with time enough that the clock decides nothing. */
  private CommandLineTrial minimize(String text, Object... more) throws IOException {
    Object[] words = {
      "minimize", file(text), "--force", "--seconds", 300, "--backend", "java", "-o", out()
    };
    Object[] all = new Object[words.length + more.length];
    System.arraycopy(words, 0, all, 0, words.length);
    System.arraycopy(more, 0, all, words.length, more.length);
    return CommandLineTrial.of(all);
  }

  private Path out() {
    return folder.resolve("out.h5");
  }

  private static double energy(CommandLineTrial trial) {
    Matcher found = Pattern.compile("\"energy\": (\\S+),").matcher(trial.out());
    assertTrue(found.find(), trial.out() + trial.err());
    return Double.parseDouble(found.group(1));
  }

  /** The library's functions, as many coordinates as they have there. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "ackley",
        "beale",
        "branin",
        "drop-wave",
        "eggholder",
        "goldstein-price",
        "griewank",
        "hartmann-3",
        "hartmann-6",
        "himmelblau",
        "levy",
        "michalewicz",
        "rastrigin",
        "rosenbrock",
        "schwefel",
        "shekel-10",
        "shekel-5",
        "shekel-7",
        "six-hump-camel",
        "styblinski-tang",
        "muller-brown"
      })
  void findsWhatIsKnown(String name) throws IOException {
    var trial = minimize("energy: " + name + "\n", "--times", 2, "--json");
    assertEquals(0, trial.exit(), trial.err());
    double known =
        Library.energy(name).minima().stream()
            .mapToDouble(minimum -> minimum.energy())
            .min()
            .orElseThrow();
    assertEquals(known, energy(trial), 1e-8 * (1 + Math.abs(known)));
    assertTrue(trial.out().contains("\"end\": \"found-again\""), trial.out());
  }

  @Test
  void saysWhereAndHowSure() throws IOException {
    var trial = minimize("coordinates: [x, y]\nenergy: x^4 - 3*x^2 + x*y + y^2 + sin(5*y)\n");
    assertEquals(0, trial.exit(), trial.err());
    var lines = trial.out().lines().toList();
    assertTrue(
        lines
            .getFirst()
            .matches("minimum: -3\\.5573582400\\d* at x = -1\\.2952553\\d*, y = 0\\.92.*"),
        trial.out());
    assertTrue(trial.out().contains("The last 3 rounds have all ended here."), trial.out());
    assertTrue(trial.out().contains("This is no proof"), trial.out());
    assertTrue(
        trial.out().contains("looked at: x from -10 to 10 and all others likewise (a guess)"));
    assertTrue(trial.out().endsWith("run file: " + out() + "\n"), trial.out());
  }

  /** The run file holds a whole experiment, which runs again to the same bits. */
  @Test
  void itsRoundCanBeRunAgain() throws IOException {
    assertEquals(0, minimize("energy: himmelblau\n").exit());
    RunRecord round = RunFile.read(out());
    Path again = folder.resolve("again.h5");
    var trial = CommandLineTrial.of("run", out(), "-o", again, "--backend", "java", "--quiet");
    assertEquals(0, trial.exit(), trial.err());
    assertEquals(Digest.of(round.only()), Digest.of(RunFile.read(again).only()));
    assertEquals(round.only().best(), RunFile.read(again).only().best());
  }

  /** Of a run file its experiment's energy is meant. */
  @Test
  void takesARunFile() throws IOException {
    assertEquals(0, minimize("energy: himmelblau\n").exit());
    Path again = folder.resolve("again.h5");
    var trial = CommandLineTrial.of("minimize", out(), "-o", again, "--backend", "java", "--json");
    assertEquals(0, trial.exit(), trial.err());
    assertEquals(0, energy(trial), 1e-12);
  }

  /** A guess is made wider as long as the lowest place is at an end. */
  @Test
  void looksFurtherThanItsGuess() throws IOException {
    var trial = minimize("coordinates: [x]\nenergy: (x - 3000)^2/2 + 10*cos(x)\n", "--json");
    assertEquals(0, trial.exit(), trial.err());
    assertEquals(-9.977802791949, energy(trial), 1e-9);
  }

  /** What is given is not left, and an end of it is told. */
  @Test
  void staysWhereItIsTold() throws IOException {
    var trial = minimize("coordinates: [x]\nenergy: (x - 3)^2\n", "--from=-1", "--to=2");
    assertTrue(trial.out().startsWith("minimum: 1 at x = 2\n"), trial.out());
    assertTrue(trial.out().contains("At an end of where was looked: x."), trial.out());
    var walls =
        minimize("coordinates: [x]\nenergy: (x - 3)^2\nboundaries: {x: \"reflect(-1, 1)\"}\n");
    assertTrue(walls.out().startsWith("minimum: 4 at x = 1\n"), walls.out());
    assertTrue(walls.out().contains("(the boundaries)"), walls.out());
    assertTrue(walls.out().contains("It lies on the wall x = 1."), walls.out());
  }

  /** Where the energy is infinite or no number, and beyond single precision, nobody stays. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          x - log(x)                 | 1
          cosh(x - 200) + sqrt(x)    | 15.1415106336
          (1 - exp(-(x - 30)))^2     | 0
          if(x > 3, 1/0*x + x, x^2)  | 0
          exp(x^2)                   | 1
          """)
  void leavesWhatIsNotFinite(String energy, double lowest) throws IOException {
    var trial =
        minimize(
            "coordinates: [x]\nenergy: " + energy.replace("1/0*x", "log(-x)") + "\n", "--json");
    assertEquals(0, trial.exit(), trial.err());
    assertEquals(lowest, energy(trial), 1e-7);
  }

  /** A descent does not leave a periodic box by its ends, which are one place. */
  @Test
  void staysInItsPeriod() throws IOException {
    var jump =
        minimize(
            "coordinates: [x, y]\nenergy: x + y^2\nboundaries: {x: \"periodic(-1, 2)\"}\n",
            "--json");
    assertEquals(-1, energy(jump), 1e-6);
    var kink =
        minimize(
            "coordinates: [x]\nenergy: (x - 5)^2\nboundaries: {x: \"periodic(-3, 3)\"}\n",
            "--json");
    assertEquals(4, energy(kink), 1e-6);
    var wave =
        minimize("coordinates: [x]\nenergy: cos(x)\nboundaries: {x: \"periodic(0, 2*pi)\"}\n");
    assertTrue(wave.out().startsWith("minimum: -1 at x = 3.14159265"), wave.out());
  }

  @Test
  void aTargetThatIsMissed() throws IOException {
    Object[] words = {
      "minimize",
      file("energy: rastrigin\n"),
      "--target=-1",
      "--seconds",
      2,
      "--backend",
      "java",
      "-o",
      out()
    };
    var trial = CommandLineTrial.of(words);
    String said = trial.out().replaceAll("\\s+", " ");
    assertTrue(said.contains("The target, -1, was not reached."), trial.out());
    assertTrue(trial.out().contains("Time is up"), trial.out());
  }

  @Test
  void endsAtATarget() throws IOException {
    var trial = minimize("energy: rastrigin\n", "--target=5", "--json");
    assertTrue(trial.out().contains("\"end\": \"target\""), trial.out());
    assertTrue(energy(trial) <= 5);
  }

  /** The clock counts: at least one round, and no more than there is time for. */
  @Test
  void endsInTime() throws IOException {
    Object[] words = {
      "minimize",
      file("energy: rastrigin\n"),
      "--seconds",
      0.01,
      "--backend",
      "java",
      "--json",
      "-o",
      out()
    };
    var trial = CommandLineTrial.of(words);

    assertTrue(trial.out().contains("\"end\": \"time\""), trial.out());
    assertEquals(1, trial.out().split("\"walkers_there\"").length - 1, trial.out());
  }

  @Test
  void overwritesNothing() throws IOException {
    Files.writeString(out(), "mine");
    var trial = CommandLineTrial.of("minimize", file("energy: himmelblau\n"), "-o", out());
    assertEquals(2, trial.exit());
    assertTrue(trial.err().contains("exists; --force overwrites it, -o names another"));
    assertEquals("mine", Files.readString(out()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          energy: x^3 | | it seems to have no floor
          energy: -exp(x) | | to have no floor
          energy: 1/x + x^2 | | where it seems to have no floor
          energy: log(-1 - x^2) | | is finite at none of 500 places
          energy: x^2 + y | | unknown name "y"
          energy: x^2 | --seconds=0 | --seconds: 0.0, must be above 0
          energy: x^2 | --times=0 | --times: 0, must be at least 1
          energy: x^2 | --target=NaN | --target: NaN, must be finite
          energy: x^2 | --from=1 | --from and --to: 1 and 0 numbers, must be as many each
          energy: x^2 | --from=1 --to=0 | --from and --to: 1.0 to 0.0, must be a range
          energy: x^2 | --from=0,1 --to=1,2 | --from and --to: 2 numbers, must be one, or 1
          """)
  void mistakes(String energy, String options, String message) throws IOException {
    Object[] more = options == null ? new Object[0] : options.strip().split(" ");
    Files.deleteIfExists(out());
    Path file = file("coordinates: [x]\n" + energy + "\n");
    Object[] words = new Object[6 + more.length];
    Object[] first = {"minimize", file, "--backend", "java", "-o", out()};
    System.arraycopy(first, 0, words, 0, 6);
    System.arraycopy(more, 0, words, 6, more.length);
    var trial = CommandLineTrial.of(words);
    assertEquals(2, trial.exit(), trial.out() + trial.err());
    assertEquals(1, trial.err().lines().count(), trial.err());
    assertTrue(trial.err().contains(message), trial.err());
    assertFalse(Files.exists(out()));
  }
}
