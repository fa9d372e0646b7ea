package perrin.run.look;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import perrin.conformance.Trial;
import perrin.errors.ExperimentException;
import perrin.experiment.Experiment;

/** What is chosen for keys that a file leaves out. */
class CompletionTest {
  private static final String DOUBLE_WELL =
      """
      coordinates: [x]
      energy: (x^2 - 1)^2 + 0.3*x
      temperature: 0.5
      """;

  @TempDir Path folder;

  private Completion load(String yaml, String... sets) throws IOException {
    Path file = folder.resolve("a.yaml");
    Files.writeString(file, yaml);
    return Completion.load(file, List.of(sets));
  }

  @Test
  void threeKeysAreEnough() throws IOException {
    Map<String, String> chosen = load(DOUBLE_WELL).chosen();
    assertEquals(
        List.of(
            "start",
            "method",
            "dt",
            "walkers",
            "steps",
            "burn-in",
            "sample-every",
            "histograms",
            "observables",
            "check"),
        List.copyOf(chosen.keySet()));
    assertEquals("leimkuhler-matthews", chosen.get("method"));
    // 1/(4k) where the energy is 5 kT above the lowest: k = 12x² − 4, x = −1.57
    assertEquals(0.25 / 25.6, Double.parseDouble(chosen.get("dt")), 0.001);
    assertEquals("{energy: energy, x: x}", chosen.get("observables"));
    assertEquals("{boltzmann: x}", chosen.get("check"));
  }

  /** Written into the file they are the same experiment, and nothing is chosen any more. */
  @Test
  void whatIsChosenCanBeWritten() throws IOException {
    for (String energy : List.of("(x^2 - 1)^2", "x^2/2 + (x - y)^4 + y^2")) {
      String yaml = "coordinates: [x, y]\nenergy: " + energy + " + y^2\ntemperature: 0.5\n";
      Completion completion = load(yaml);
      String whole = yaml + String.join("\n", completion.lines());
      assertTrue(completion.lines().stream().allMatch(line -> line.length() <= 80), whole);
      Completion again = load(whole);
      assertEquals(Map.of(), again.chosen());
      assertEquals(completion.experiment().canonicalJson(), again.experiment().canonicalJson());
    }
  }

  @Test
  void whatIsGivenStays() throws IOException {
    Completion given =
        load(
            DOUBLE_WELL, "dt=0.02", "steps=500", "burn-in=0", "method=baoab", "observables={x: x}");
    assertEquals(List.of("start", "walkers", "sample-every"), List.copyOf(given.chosen().keySet()));
    assertEquals(0.02, given.experiment().dt().number().orElseThrow());
    assertEquals(0, given.experiment().burnIn());
    assertTrue(given.experiment().histograms().isEmpty());
  }

  /** A verdict that is not negative, whatever the units; the seed is fixed. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          coordinates: [x]    | (x^2 - 1)^2 + 0.3*x                | 0.5     |
          coordinates: [x]    | 5e-7*x^2                           | 4.1e-21 |
          coordinates: [x]    | 3*abs(x - 7)                       | 1       |
          coordinates: [q]    | cos(q)                             | 1       | boundaries: {q: periodic(0, 2*pi)}
          coordinates: [x]    | 2*x                                | 1       | boundaries: {x: reflect(0, 9)}
          coordinates: [x, y] | x^2/2 + 2*(y - x)^2                | 1       |
          coordinates: [x, y] | x^2/2 + y^2/8                      | 1       | method: baoab
          coordinates: {x: 3} | "sum(i in 0..2: (i + 1)*x[i]^2)"   | 1       | method: {name: euler-maruyama, friction: 4}
          """)
  void aVerdictOnWhatWasChosen(String coordinates, String energy, String kT, String more)
      throws IOException {
    String yaml =
        coordinates
            + "\nenergy: "
            + energy
            + "\ntemperature: "
            + kT
            + "\n"
            + (more == null ? "" : more);
    Experiment experiment = load(yaml).experiment();
    assertEquals(0, Trial.of(experiment.canonicalJson()).run().verdict().exitCode());
  }

  /** Walkers that start together shall not all be in one well, nor neighbours have a pattern. */
  @Test
  void wellsAreDrawnWithoutAPattern() throws IOException {
    Map<String, String> chosen =
        load("coordinates: [x, y, z]\nenergy: 8*(x^2-1)^2 + y^2 + z^2 + (x+y+z)^2\ntemperature: 1\n")
            .chosen();
    assertTrue(
        chosen.get("start").contains("sin((walker - 1021*floor(walker/1021))^2) < 0, normal("));
    for (int step : new int[] {1, 2, 8, 32}) {
      double sum = 0;
      double product = 0;
      for (int w = 0; w < 4096; w++) {
        double sign = Math.signum(StrictMath.sin(Math.pow((long) step * w % 1021, 2)));
        sum += sign;
        product += sign * Math.signum(StrictMath.sin(Math.pow((long) step * (w + 1) % 1021, 2)));
      }
      assertEquals(0, sum / 4096, 0.06);
      assertEquals(0, product / 4096, 0.06);
    }
  }

  /**
   * At a wall walkers start evenly up to it; where walls are far, by a Gaussian as without them.
   */
  @Test
  void noWalkerStartsBeyondAWall() throws IOException {
    String bump = "coordinates: [x, y]\nenergy: 3*exp(-20*((x-0.3)^2+(y+0.2)^2)) + 0.01*x\n";
    String wells = "coordinates: [x, y]\nenergy: (x^2 - 1)^2 + (x - y)^2\n";
    startWithin(bump, new double[][] {{-1, 1}, {-1, 1}});
    startWithin(bump, new double[][] {{-1, 1.2345678}, {-0.21, -0.2}});
    startWithin(wells, new double[][] {{-1.1, 1.1}, {-3, 3}});
    String far = wells + "boundaries: {x: \"reflect(-9, 9)\"}\ntemperature: 0.1\n";
    String start = load(far).chosen().get("start");
    assertTrue(start.contains("normal(-1, 0.054)") && !start.contains("uniform"), start);
  }

  private void startWithin(String energy, double[][] ends) throws IOException {
    String walls =
        "boundaries: {x: \"reflect(%s, %s)\", y: \"reflect(%s, %s)\"}\ntemperature: 0.5\n"
            .formatted(ends[0][0], ends[0][1], ends[1][0], ends[1][1]);
    Experiment chosen = load(energy + walls, "walkers=4096", "precision=double").experiment();
    var run =
        Trial.of(chosen.canonicalJson())
            .with("steps=1", "burn-in=0", "sample-every=1", "check=null", "histograms={}")
            .with("trajectories={walkers: 4096, every: 1}")
            .run();
    var paths = run.trajectory().orElseThrow();
    for (double[] start : (double[][]) paths.value()[0]) {
      for (int i = 0; i < ends.length; i++) {
        assertTrue(ends[i][0] <= start[i] && start[i] <= ends[i][1], chosen.canonicalJson());
      }
    }
  }

  /** The method that is chosen keeps out of the way of the file's names. */
  @Test
  void namesOfTheFileComeFirst() throws IOException {
    assertEquals(
        "euler-maruyama",
        load("coordinates: [r]\nenergy: r^2\ntemperature: 1\n").chosen().get("method"));
    var e =
        assertThrows(
            ExperimentException.class, () -> load(DOUBLE_WELL, "parameters={friction: 2}"));
    assertTrue(e.getMessage().contains("method is missing; it must be given, for none"));
  }

  /** In thousands of coordinates a look takes too long, which is said instead. */
  @Test
  void aLookIsBounded() {
    var e =
        assertThrows(
            ExperimentException.class,
            () ->
                load(
                    "coordinates: {x: 3000}\nenergy: \"sum(i in 0..2999: x[i]^2)\"\ntemperature: 1\n"));
    assertTrue(e.getMessage().contains("it takes too long to look"), e.getMessage());
  }

  @Test
  void sweepsAndNamesAndPrecision() throws IOException {
    assertEquals("0.1", load(DOUBLE_WELL, "sweep={dt: [0.1, 0.01]}", "time=10").chosen().get("dt"));
    load("coordinates: [x]\nenergy: x^2\nsweep: {temperature: [0.5, 1]}\n");
    String names =
        load("coordinates: {x: 2, x_0: 1, step: 1}\nenergy: x[0]^2 + x[1]^2 + x_0^2 + step^2\ntemperature: 1\n")
            .chosen()
            .get("observables");
    assertEquals("{energy: energy, x_0_: \"x[0]\", x_1: \"x[1]\", x_0: x_0, step_: step}", names);
    String far = "coordinates: [x]\nenergy: 1e6*(x - 1e6)^2\ntemperature: 1\n";
    assertEquals("double", load(far).chosen().get("precision"));
  }

  /** Nobody can say where these walkers are. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          cos(x)  | 1             | a.yaml:1: start, method, dt, walkers and steps are missing; they must be given, for the energy was not seen to rise by 12 kT along x, and nothing says where walkers are (or give boundaries)
          x^2     | 0             | a.yaml:1: start, method, dt, walkers and steps are missing; they must be given, for only a temperature above 0 tells what to choose
          log(abs(x)) + x^2 | 0.5 | a.yaml:1: start, method, dt, walkers and steps are missing; they must be given, for near x = -1.638e-156 the energy has no bottom, or is too steep
          table(U, x) | 1         | a.yaml:4: tables.U: its step 0.333333 is too fine for single precision at 1e8; set precision: double, or count places from the middle of the table
          x^2     | "1/log(n+2)"  | a.yaml:1: start, method, dt, walkers and steps are missing; they must be given, for only a temperature that is the same in all steps tells what to choose
          """)
  void nothingToChooseBy(String energy, String kT, String message) {
    String tables = "tables: {U: {from: 100000000, to: 100000001, values: [4, 1, 1, 9]}}\n";
    String yaml =
        "coordinates: [x]\nenergy: "
            + energy
            + "\ntemperature: "
            + kT
            + "\n"
            + (energy.contains("table") ? tables : "");
    var e = assertThrows(ExperimentException.class, () -> load(yaml));
    assertEquals(message, e.getMessage().replaceAll("^.*/", ""));
  }

  @Test
  void withoutAMethodATemperatureIsNeeded() {
    var e = assertThrows(ExperimentException.class, () -> load("coordinates: [x]\nenergy: x^2\n"));
    assertEquals(
        "a.yaml:1: temperature: missing; it must be given", e.getMessage().replaceAll("^.*/", ""));
  }

  /** Each point of a sweep over dt lasts the same time, and is sampled at the same times. */
  @Test
  void timeInsteadOfSteps() throws IOException {
    Experiment x =
        load(
                DOUBLE_WELL,
                "time=80",
                "dt=0.02",
                "burn-in=400",
                "sample-every=10",
                "sweep={dt: [0.02, 0.01, 0.005]}")
            .experiment();
    assertEquals(4000, x.steps());
    assertEquals(
        List.of(4000L, 8000L, 16000L),
        List.of(x.point(0).steps(), x.point(1).steps(), x.point(2).steps()));
    assertEquals(1600, x.point(2).burnIn());
    assertEquals(40, x.point(2).sampleEvery());
    assertEquals(x.canonicalJson(), load(x.canonicalJson()).experiment().canonicalJson());
    assertEquals(4000, load(DOUBLE_WELL, "time=80", "dt=0.02").experiment().steps());
    assertEquals(11, load(DOUBLE_WELL, "time=1.1", "dt=0.1", "burn-in=0").experiment().steps());
    var both =
        assertThrows(
            ExperimentException.class, () -> load(DOUBLE_WELL, "time=8", "steps=5", "dt=0.01"));
    assertTrue(
        both.getMessage()
            .endsWith("time: takes 800 steps, and steps says something else; remove one"));
    var uneven =
        assertThrows(
            ExperimentException.class,
            () ->
                load(
                    DOUBLE_WELL,
                    "time=80",
                    "dt=0.02",
                    "burn-in=0",
                    "sample-every=1",
                    "sweep={dt: [0.02, 0.013]}"));
    assertTrue(uneven.getMessage().contains("choose values of dt"), uneven.getMessage());
  }
}
