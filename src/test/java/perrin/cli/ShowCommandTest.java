package perrin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import perrin.yaml.YamlMap;

/** What a run file tells again, and the run that is made from it. */
class ShowCommandTest {
  private static final String CORRELATIONS =
      "correlations={c: {of: x, lags: 2}, d: {displacement: true, lags: 2}}";

  @TempDir Path folder;
  private Path experiment;
  private Path file;

  @BeforeEach
  void writeTheExperiment() throws IOException {
    experiment = Files.writeString(folder.resolve("trial.yaml"), CommandLineTrial.EXPERIMENT);
    file = folder.resolve("out.h5");
  }

  private CommandLineTrial run(Object... more) {
    var words = new java.util.ArrayList<Object>(List.of("run", experiment, "-o", file));
    words.addAll(List.of("--backend", "java"));
    words.addAll(Arrays.asList(more));
    return CommandLineTrial.of(words.toArray());
  }

  /** Lines without those of times and of the file's name. */
  private static List<String> lasting(CommandLineTrial trial) {
    return trial
        .out()
        .lines()
        .filter(
            line -> !line.matches("(time: |speed: |sampling: |run file: |[a-z]+ [0-9.]+[,)]).*"))
        .toList();
  }

  @Test
  void showsWhatTheRunPrinted() {
    var run = run("--set", CORRELATIONS);
    assertEquals(0, run.exit(), run.err());
    var show = CommandLineTrial.of("show", file);
    assertEquals(0, show.exit(), show.err());
    assertEquals(lasting(run), lasting(show));
    for (String part :
        List.of(
            "Trial: 20,000 walkers × 100 steps, leimkuhler-matthews, dt = 0.1, kT = 0.5",
            "backend: java",
            "█ x",
            "x2 = 0.5",
            "mean square displacement d: ",
            "autocorrelation c: below 1/e ",
            " in the whole run",
            "verdict: converged")) {
      assertTrue(show.out().contains(part), part + "\n" + show.out());
    }
  }

  /** With a companion run, identities, few walkers and long names. */
  /** A run file writes 1.0E-5 and 20.0, which nobody else does. */
  @Test
  void numbersAreAsTheRunHadThem() throws IOException {
    String[] sets = {"--set", "temperature=20", "--set", "dt=1e-5"};
    String head = "leimkuhler-matthews, dt = 1e-5, kT = 20\n";
    for (var trial : List.of(run((Object[]) sets), CommandLineTrial.of("show", file))) {
      assertTrue(trial.out().contains(head), trial.toString());
    }
    Path page = folder.resolve("page.html");
    assertEquals(0, CommandLineTrial.of("report", file, "-o", page).exit());
    assertTrue(Files.readString(page).contains("dt = 1e-5, kT = 20<"));
  }

  @Test
  void linesAreWithin80Columns() {
    var few =
        run(
            "--set",
            "walkers=90",
            "--set",
            "check={boltzmann: x, bias: true, rhat: true}",
            "--set",
            "observables={a_quantity_with_a_rather_long_name: x^2}",
            "--set",
            "title=A title that goes on for more than half a line of eighty columns, at least",
            "--set",
            "temperature=0.5*(1 + 0*exp(-t/100))");
    var trials =
        List.of(few, CommandLineTrial.of("check", file), CommandLineTrial.of("show", file));
    for (var trial : trials) {
      trial
          .out()
          .lines()
          .filter(line -> !line.startsWith("run file: "))
          .forEach(line -> assertTrue(line.length() <= 80, line));
    }
  }

  @Test
  void verdictsAreGreenOrRedOnATerminal() {
    assertEquals(Terminal.Colours.MANY, Terminal.wantedColours(Map.of("TERM", "xterm-256color")));
    assertEquals(Terminal.Colours.FEW, Terminal.wantedColours(Map.of("TERM", "xterm")));
    assertEquals(Terminal.Colours.NONE, Terminal.wantedColours(Map.of("TERM", "dumb")));
    assertEquals(Terminal.Colours.NONE, Terminal.wantedColours(Map.of()));
    assertEquals(
        Terminal.Colours.NONE, Terminal.wantedColours(Map.of("TERM", "xterm", "NO_COLOR", "1")));
    run();
    assertTrue(coloured("check", file).startsWith("\u001b[32mverdict: converged\u001b[0m  TV "));
    String red = coloured("check", file, "--tolerance", "0.0001");
    assertTrue(red.startsWith("\u001b[31mverdict: too few samples\u001b[0m  TV "), red);
  }

  private static String coloured(Object... words) {
    var out = new ByteArrayOutputStream();
    var stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    var terminal = new Terminal(stream, stream, StandardCharsets.UTF_8, 0, Terminal.Colours.FEW);
    Perrin.execute(terminal, Arrays.stream(words).map(Object::toString).toArray(String[]::new));
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void averagesStandUnderACheck() {
    run();
    var check = CommandLineTrial.of("check", file);
    assertTrue(check.out().contains("\nx2 = 0.5"), check.out());
    var kept = run();
    assertTrue(kept.out().contains("\nx2 = 0.5") && kept.out().contains("█ x"), kept.out());
    assertTrue(kept.out().contains("verdict: converged"), kept.out());
  }

  @Test
  void json() {
    run("--set", CORRELATIONS);
    var json = CommandLineTrial.of("show", file, "--json");
    assertEquals(0, json.exit());
    YamlMap all = YamlMap.parse(json.out(), "json");
    assertEquals(20_000, all.integer("walkers"));
    assertEquals("converged", all.text("verdict"));
    assertEquals("x", all.map("check").text("histogram"));
    assertEquals(.5, all.map("observables").map("x2").number("time_mean"), .02);
    YamlMap x = all.map("histograms").map("x");
    assertEquals(41, x.numbers("edges").size());
    assertEquals(40, x.numbers("boltzmann").size());
    long counted = x.numbers("counts").stream().mapToLong(Double::longValue).sum();
    assertEquals(20_000L * 8, counted + x.integer("underflow") + x.integer("overflow"));
    assertEquals(List.of(0.0, 10.0, 20.0), all.map("correlations").map("c").numbers("lag"));
  }

  @Test
  void csv() {
    run("--set", CORRELATIONS);
    var csv = CommandLineTrial.of("show", file, "--csv");
    assertEquals(0, csv.exit());
    List<String> lines = csv.outLines();
    assertEquals("kind,name,at,at2,value,low,high,standard_error", lines.getFirst());
    assertEquals(1 + 1 + 2 + 3 + 3 + 40 + 40, lines.size());
    assertTrue(lines.stream().allMatch(line -> line.split(",", -1).length == 8));
    assertTrue(lines.get(1).startsWith("verdict,converged,,,"), lines.get(1));
    assertTrue(lines.contains("autocorrelation,c,0,,1.0,,,0.0"), csv.out());
    assertEquals(2, CommandLineTrial.of("show", file, "--csv", "--json").exit());
  }

  @Test
  void sweeps() {
    var run = run("--set", "sweep={temperature: [0.4, 0.5]}", "--set", "check=");
    assertEquals(0, run.exit(), run.err());
    var show = CommandLineTrial.of("show", file);
    assertEquals(lasting(run), lasting(show));
    var csv = CommandLineTrial.of("show", file, "--csv").outLines();
    assertTrue(csv.getFirst().startsWith("temperature,kind,name,"), csv.getFirst());
    assertEquals(2, csv.stream().filter(line -> line.contains(",observable,x2,")).count());
    var json = YamlMap.parse(CommandLineTrial.of("show", file, "--json").out(), "json");
    var points = json.mapList("points");
    assertEquals(.5, points.get(1).map("sweep").number("temperature"));
    assertEquals(.4, points.get(0).map("observables").map("x2").number("time_mean"), .03);
  }

  @Test
  void runsARunFilesExperimentAgain() {
    assertEquals(0, run().exit());
    Path again = folder.resolve("again.h5");
    var second = CommandLineTrial.of("run", file, "-o", again, "--backend", "java", "--quiet");
    assertEquals(0, second.exit(), second.err());
    assertEquals(
        CommandLineTrial.of("digest", file).out(), CommandLineTrial.of("digest", again).out());
    var changed =
        CommandLineTrial.of("run", file, "-o", again, "--backend", "java", "--set", "seed=6");
    assertEquals(2, changed.exit());
    assertEquals(
        "perrin: "
            + again
            + ": holds another experiment: seed: 5 there, 6 here; choose another file with -o, or"
            + " --force to overwrite it\n",
        changed.err());
    assertEquals(2, CommandLineTrial.of("run", file, "-o", file, "--force").exit());
  }
}
