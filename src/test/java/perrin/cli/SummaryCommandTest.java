package perrin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import perrin.yaml.YamlMap;

/**
 * A row for each quantity. The trial's law is known: x is Gaussian of variance 1/2, whatever dt, so
 * x² is chi-square's half. Numbers are looked at to 4.5 of their own errors: false alarm 7e-6 each.
 */
class SummaryCommandTest {
  private static final List<String> NAMES = List.of("q5", "q50", "q95");

  @TempDir Path folder;
  private Path experiment;
  private Path file;

  @BeforeEach
  void writeTheExperiment() throws IOException {
    experiment = Files.writeString(folder.resolve("trial.yaml"), CommandLineTrial.EXPERIMENT);
    file = folder.resolve("out.h5");
  }

  private void run(Object... more) {
    var words = new ArrayList<Object>(List.of("run", experiment, "-o", file));
    words.addAll(List.of("--backend", "java", "--quiet"));
    words.addAll(Arrays.asList(more));
    var trial = CommandLineTrial.of(words.toArray());
    assertTrue(trial.exit() == 0 || trial.exit() == 3, trial.err());
  }

  private CommandLineTrial summary(Object... more) {
    var words = new ArrayList<Object>(List.of("summary", file));
    words.addAll(Arrays.asList(more));
    return CommandLineTrial.of(words.toArray());
  }

  private YamlMap json(Object... more) {
    var words = new ArrayList<Object>(List.of("--json"));
    words.addAll(Arrays.asList(more));
    var trial = summary(words.toArray());
    assertEquals(0, trial.exit(), trial.err());
    return YamlMap.parse(trial.out(), "json");
  }

  private static YamlMap quantity(YamlMap json, String name) {
    return json.mapList("quantities").stream()
        .filter(row -> row.text("name").equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static void assertIs(double exact, YamlMap row, String value, String error) {
    assertEquals(exact, row.number(value), 4.5 * row.number(error), row.text("name") + " " + value);
  }

  @Test
  void numbersAreThoseOfTheLaw() {
    run();
    YamlMap x = quantity(json(), "x");
    double scale = Math.sqrt(0.5);
    assertIs(0, x, "mean", "mcse");
    assertEquals(scale, x.number("sd"), 0.01 * scale);
    double[] gaussian = {-1.6448536 * scale, 0, 1.6448536 * scale};
    double[] square = {0.5 * 0.00393214, 0.5 * 0.45493642, 0.5 * 3.8414588};
    YamlMap x2 = quantity(json(), "x2");
    for (int i = 0; i < NAMES.size(); i++) {
      assertIs(gaussian[i], x, NAMES.get(i), "mcse_" + NAMES.get(i));
      assertIs(square[i], x2, NAMES.get(i), "mcse_" + NAMES.get(i));
    }
    assertIs(0.5, x2, "mean", "mcse");
    assertEquals(scale, x2.number("sd"), 0.02 * scale);
    assertEquals("histogram", x.text("quantiles_from"));
    assertEquals("time mean", x2.text("mean_from"));
    assertEquals("final states", x2.text("quantiles_from"));
    assertEquals(20_000, x2.number("ess_bulk"));
    assertEquals(Math.pow(x2.number("sd") / x2.number("mcse"), 2), x2.number("ess_mean"), 1);
    // eight samples at a distance of e^(-t), t = 1: between 20,000 and 160,000, less than half
    assertTrue(
        x.number("ess_bulk") > 25_000 && x.number("ess_bulk") < 160_000, x.number("ess_bulk") + "");
    assertEquals(0.25, quantity(json(), "E").number("mean"), 0.01);
  }

  @Test
  void aRowForEachQuantity() {
    run();
    var trial = summary();
    assertEquals(0, trial.exit(), trial.err());
    List<String> rows = trial.out().lines().filter(line -> line.matches("(x|x2|E) .*")).toList();
    assertEquals(3, rows.size(), trial.out());
    assertTrue(rows.stream().allMatch(row -> row.split(" {2,}").length == 11), trial.out());
    assertTrue(trial.out().contains("mean     MCSE"), trial.out());
    assertTrue(trial.out().contains("R-hat: not measured"), trial.out());
    assertTrue(trial.verdict().startsWith("verdict: converged"), trial.out());
    var narrow = CommandLineTrial.in(java.nio.charset.StandardCharsets.UTF_8, 80, "summary", file);
    narrow.out().lines().forEach(line -> assertTrue(line.length() <= 80, line));
  }

  @Test
  void csv() {
    run();
    List<String> lines = summary("--csv").outLines();
    assertTrue(lines.getFirst().startsWith("name,kind,mean,mcse,sd,q5,q50,q95,mcse_q5,"));
    assertEquals(4, lines.size());
    assertTrue(lines.stream().allMatch(line -> line.split(",", -1).length == 17));
    assertTrue(lines.get(1).startsWith("x,coordinate,"), lines.get(1));
    assertEquals(2, summary("--csv", "--json").exit());
  }

  @Test
  void pointsOfASweep() {
    run("--set", "sweep={temperature: [0.4, 0.5]}", "--set", "check=");
    var text = summary().out();
    assertTrue(text.contains("\npoint 0: temperature = 0.4\n"), text);
    assertTrue(text.contains("\npoint 1: temperature = 0.5\n"), text);
    var one = summary("--point", 1).out();
    assertTrue(!one.contains("point 0") && one.contains("point 1: temperature = 0.5"), one);
    List<String> csv = summary("--csv").outLines();
    assertTrue(csv.getFirst().startsWith("temperature,name,"), csv.getFirst());
    assertEquals(1 + 2 * 3, csv.size());
    var points = json().mapList("points");
    assertEquals(0.4, quantity(points.get(0), "x2").number("mean"), 0.01);
    assertEquals(0.5, quantity(points.get(1), "x2").number("mean"), 0.01);
    var beyond = summary("--point", 2);
    assertEquals(1, beyond.exit());
    assertEquals("perrin: " + file + ": it has no point 2; choose one from 0 to 1\n", beyond.err());
    assertEquals(2, summary("--point", -1).exit());
  }

  @Test
  void observablesKnowTheirPoint() {
    run(
        "--set",
        "parameters={a: 3}",
        "--set",
        "sweep={a: [1, 2]}",
        "--set",
        "observables={y: x + a}",
        "--set",
        "check=");
    var points = json().mapList("points");
    for (int p = 0; p < 2; p++) {
      YamlMap y = quantity(points.get(p), "y");
      assertEquals("final states", y.text("quantiles_from"));
      assertIs(1 + p, y, "q50", "mcse_q50");
    }
  }

  @Test
  void vectorsByElementAndSharedStarts() {
    run(
        "--set",
        "coordinates={x: 2}",
        "--set",
        "energy='x[0]^2/2 + x[1]^2'",
        "--set",
        "histograms={xy: {of: ['x[0]', 'x[1]'], from: [-8, -8], to: [8, 8], bins: [90, 90]}}",
        "--set",
        "observables={b: 'x[1]'}",
        "--set",
        "check={rhat: true, tolerance: 0.1}");
    YamlMap json = json();
    YamlMap first = quantity(json, "x[0]");
    assertEquals("histogram", first.text("quantiles_from"), "one of two quantities");
    assertEquals(Math.sqrt(0.5), first.number("sd"), 0.02);
    assertEquals("time mean", quantity(json, "x[1]").text("mean_from"), "under another name");
    assertEquals(quantity(json, "x[1]").number("q95"), quantity(json, "b").number("q95"));
    assertEquals(1, first.number("rhat"), 0.03);
    assertEquals(quantity(json, "x[1]").number("rhat"), quantity(json, "b").number("rhat"));
    assertTrue(summary().out().contains("R-hat: nested"), summary().out());
  }

  /** Each keeps its own R-hat in the file. */
  @Test
  void anObservableCalledAsACoordinateIs() {
    run("--set", "observables={x: x^2}", "--set", "check={rhat: true, tolerance: 0.1}");
    List<YamlMap> rows = json().mapList("quantities");
    assertEquals(2, rows.size());
    assertEquals(
        List.of("coordinate", "observable"), rows.stream().map(r -> r.text("kind")).toList());
    assertEquals(0.5, rows.get(1).number("mean"), 0.02);
    assertTrue(Math.abs(rows.get(0).number("rhat") - rows.get(1).number("rhat")) > 1e-9);
    String text = summary().out();
    assertTrue(text.contains("\nx (coordinate)") && text.contains("\nx (observable)"), text);
  }

  @Test
  void quantilesOutsideOfAHistogramAreNotKnown() {
    run("--set", "histograms={x: {of: x, from: -1, to: 1, bins: 40}}");
    var trial = summary("--csv");
    assertTrue(
        trial
            .err()
            .contains("histograms.x: the 5 % quantile is not within -1 to 1; widen the range"),
        trial.err());
    YamlMap x = quantity(json(), "x");
    assertEquals("final states", x.text("mean_from"), "what lies outside is part of the mean");
    assertEquals(0, x.number("q50"), 4.5 * x.number("mcse_q50"));
  }

  @Test
  void aFileThatHasNothingToSay() {
    run("--no-final", "--set", "histograms={}", "--set", "check=");
    var means = summary();
    assertEquals(0, means.exit(), "the observables' means are known");
    assertTrue(means.err().startsWith("perrin: no quantiles of x, x2, E: "), means.err());
    run(
        "--no-final",
        "--set",
        "histograms={}",
        "--set",
        "check=",
        "--set",
        "observables={}",
        "--force");
    var nothing = summary();
    assertEquals(1, nothing.exit());
    assertEquals(
        "perrin: "
            + file
            + ": it has neither observables nor histograms of a quantity nor final states; run the"
            + " experiment again without --no-final, or with observables: {x: x}\n",
        nothing.err());
    assertEquals("", nothing.out());
  }

  @Test
  void filesThatCannotBeRead() throws IOException {
    run();
    Path cut = folder.resolve("cut.h5");
    byte[] whole = Files.readAllBytes(file);
    Files.write(cut, Arrays.copyOf(whole, whole.length / 2));
    for (Path bad : List.of(cut, experiment, folder.resolve("none.h5"))) {
      var trial = CommandLineTrial.of("summary", bad);
      assertEquals(1, trial.exit(), trial.out());
      assertTrue(trial.err().startsWith("perrin: " + bad + ": cannot be read: "), trial.err());
      assertEquals(1, trial.err().lines().count());
    }
  }

  /** Observables without data are known where the data file is not beside the run file. */
  @Test
  void dataThatAreNotAtHand() throws IOException {
    Files.writeString(folder.resolve("y.csv"), "y\n1\n2\n");
    run(
        "--set",
        "data={file: y.csv}",
        "--set",
        "energy='sum(r in rows: (x - y[r])^2)/4'",
        "--set",
        "observables={square: x^2, E: energy, near: 'x - y[0]'}",
        "--set",
        "check=");
    assertTrue(Double.isFinite(quantity(json(), "near").number("q50")));
    Files.delete(folder.resolve("y.csv"));
    var without = summary();
    assertEquals(0, without.exit());
    assertTrue(
        without.err().contains("observables.near: not computed at the final states: "),
        without.err());
    assertTrue(without.err().contains("observables.E: not computed"), without.err());
    assertTrue(Double.isFinite(quantity(json(), "square").number("q50")));
  }
}
