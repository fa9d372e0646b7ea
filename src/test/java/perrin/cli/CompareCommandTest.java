package perrin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import perrin.yaml.YamlMap;

/**
 * Runs compared with each other. Seeds are fixed; where runs of one law are to agree the false
 * alarm is 1e-3 for a comparison of files as a whole.
 */
@Tag("statistics")
class CompareCommandTest {
  private static final String DOUBLE_WELL =
      """
      title: Double well
      coordinates: [x]
      energy: (x^2 - 1)^2
      start: {x: normal(0, 0.9)}
      method: euler-maruyama
      temperature: 0.5
      dt: 0.02
      walkers: 20_000
      steps: 1000
      burn-in: 500
      sample-every: 10
      histograms: {x: {of: x, from: -2.5, to: 2.5, bins: 50}}
      observables: {x2: x^2, E: energy}
      seed: 1
      """;

  @TempDir Path folder;
  private Path experiment;

  @BeforeEach
  void writeTheExperiment() throws IOException {
    experiment = Files.writeString(folder.resolve("trial.yaml"), DOUBLE_WELL);
  }

  private Path run(String name, String... sets) {
    Path file = folder.resolve(name);
    var words = new ArrayList<Object>(List.of("run", experiment, "-o", file, "--quiet"));
    for (String set : sets) {
      words.addAll(set.startsWith("--") ? List.of(set.split(" ")) : List.of("--set", set));
    }
    var trial = CommandLineTrial.of(words.toArray());
    assertTrue(trial.exit() == 0 || trial.exit() == 3, trial.err());
    return file;
  }

  private static CommandLineTrial compare(Object... words) {
    var all = new ArrayList<Object>(List.of("compare"));
    all.addAll(Arrays.asList(words));
    return CommandLineTrial.of(all.toArray());
  }

  private static YamlMap json(CommandLineTrial trial) {
    return YamlMap.parse(trial.out(), "json");
  }

  private static YamlMap group(YamlMap json) {
    return json.mapList("groups").getFirst();
  }

  @Test
  void theSameExperimentOnAnotherBackendIsIdentical() {
    Path first = run("a.h5", "--backend java");
    Path second = run("b.h5", "--backend java", "--threads 1", "--no-final");
    var trial = compare(first, second);
    assertEquals(0, trial.exit(), trial.err());
    assertEquals("verdict: agree  identical, bit for bit", trial.verdict());
    assertTrue(trial.out().contains("b.h5 is identical to a.h5, bit for bit"), trial.out());
    assertTrue(json(compare(first, second, "--json")).optionalTruth("identical"));
  }

  /** Two seeds agree; half a time step more, of dt = 0.02 and 0.005, does not. */
  @Test
  void seedsAgreeAndTimeStepsDoNot() {
    Path first = run("a.h5");
    Path second = run("b.h5", "seed=2");
    Path third = run("c.h5", "seed=3", "walkers=5000");
    var agree = compare(first, second, third);
    assertEquals(0, agree.exit(), agree.out());
    assertTrue(agree.verdict().startsWith("verdict: agree  6 comparisons, "), agree.out());
    assertTrue(agree.out().startsWith("what differs  a.h5   b.h5   c.h5\n"), agree.out());
    assertFalse(agree.out().contains("Note:"), agree.out());
    assertFalse(agree.out().contains("at dt = 0"), agree.out());

    Path fine =
        run("fine.h5", "seed=4", "dt=0.005", "steps=4000", "burn-in=2000", "sample-every=40");
    var differ = compare(first, fine);
    assertEquals(3, differ.exit(), differ.out());
    assertTrue(differ.verdict().startsWith("verdict: differ  "), differ.out());
    assertTrue(differ.out().contains(" *\n"), differ.out());
    YamlMap json = json(compare(first, fine, "--json"));
    assertEquals("differ", json.text("verdict"));
    for (YamlMap found : group(json).mapList("comparisons")) {
      assertEquals(
          found.number("p_value") < 1e-3 / 3, found.optionalTruth("differs"), differ.out());
    }
  }

  /**
   * By order 1 from two steps, 2 A(dt/2) − A(dt): the exact ⟨E⟩ = 0.27222 but for the second order,
   * which is below 0.0005 here; false alarm of 5 errors 6e-7.
   */
  @Test
  void twoStepsAreExtrapolated() {
    Path first = run("a.h5", "dt=0.01", "seed=5");
    Path second = run("b.h5", "dt=0.005", "steps=2000", "burn-in=1000", "seed=6");
    YamlMap trend = group(json(compare(first, second, "--json"))).mapList("dt_trends").get(1);
    assertEquals("E", trend.text("observable"));
    assertEquals(1, trend.number("method_order"));
    YamlMap limit = trend.map("limit_by_method_order");
    double error = limit.number("standard_error");
    assertEquals(0.2722, limit.number("mean"), 5 * error + 0.0005);
    assertFalse(trend.has("fit"));
    var other = compare(first, run("c.h5", "temperature=0.6", "seed=7"));
    assertFalse(other.out().contains("at dt = 0"), "more differs than dt");
    assertEquals(3, other.exit());
  }

  /** The order of Euler-Maruyama is 1, within its interval of 95 %. */
  @Test
  void aSweepOverStepsTellsTheOrder() {
    Path file =
        run(
            "sweep.h5",
            "sweep={dt: [0.02, 0.005, 0.01]}",
            "dt=0.005",
            "steps=",
            "time=20",
            "burn-in=1000",
            "sample-every=20");
    var trial = compare(file);
    assertEquals(3, trial.exit(), trial.out());
    assertTrue(trial.out().startsWith("The points of sweep.h5\n"), trial.out());
    YamlMap group = group(json(compare(file, "--json")));
    assertEquals("dt = 0.005", group.mapList("members").getFirst().text("name"));
    YamlMap fit = group.mapList("dt_trends").get(1).map("fit");
    assertTrue(fit.number("low") < 1 && 1 < fit.number("high"), trial.out());
    assertEquals(1, fit.number("order"), 0.5);
    assertEquals(0, fit.number("degrees_of_freedom"));
  }

  /**
   * All start in one well, and stay there; of the same steps those of twice dt take twice the time.
   */
  @Test
  void whatIsNotAtRestIsNotExtrapolatedInSilence() {
    String[] steps = {"sweep={dt: [0.01, 0.02]}", "burn-in=0", "energy=4*(x^2 - 1)^2 + x/10"};
    String[] start = {"start={x: 1}", "walkers=2048", "steps=200"};
    var all = new ArrayList<>(Arrays.asList(steps));
    all.addAll(Arrays.asList(start));
    Path without = run("without.h5", all.toArray(String[]::new));
    all.add("check={boltzmann: x}");
    Path checked = run("checked.h5", all.toArray(String[]::new));
    String notes = json(compare(checked, "--json")).texts("notes").toString();
    assertTrue(
        notes.contains("The verdict of dt = 0.01, dt = 0.02 is \"not equilibrated\"."), notes);
    assertFalse(notes.contains("a time of"), notes);
    notes = json(compare(without, "--json")).texts("notes").toString();
    assertTrue(notes.contains("a time of 2 for dt = 0.01, 4 for dt = 0.02, and no"), notes);
    Path same =
        run(
            "same.h5",
            "sweep={dt: [0.02, 0.01]}",
            "dt=0.01",
            "steps=",
            "time=15",
            "check={boltzmann: x, tolerance: 0.2}");
    notes = json(compare(same, "--json")).texts("notes").toString();
    assertFalse(notes.contains("at rest"), notes);
  }

  @Test
  void sweepsAreComparedPointByPoint() {
    Path first = run("a.h5", "sweep={temperature: [0.4, 0.5]}");
    Path second = run("b.h5", "sweep={temperature: [0.5, 0.6]}", "seed=2");
    var trial = compare(first, second);
    assertEquals(0, trial.exit(), trial.out());
    assertTrue(trial.out().contains("temperature = 0.5\n"), trial.out());
    assertFalse(trial.out().contains("temperature = 0.4\n"), trial.out());
    assertTrue(trial.out().contains("Note: b.h5 and a.h5 have 1 points in common."), trial.out());
    Path other = run("c.h5", "sweep={temperature: [0.7, 0.8]}");
    assertEquals(
        "perrin: "
            + other
            + ": it has no point in common with "
            + first
            + ", for other values are swept; compare runs of the same sweep\n",
        compare(first, other).err());
    var alone = compare(first);
    assertEquals(1, alone.exit());
    assertTrue(alone.err().contains("it has no sweep over dt or method"), alone.err());
  }

  @Test
  void methodsOfOneRunShareTheirNoise() {
    Path file = run("a.h5", "sweep={method: [euler-maruyama, leimkuhler-matthews]}");
    var trial = compare(file);
    assertEquals(3, trial.exit(), trial.out());
    assertTrue(trial.out().contains("method = leimkuhler-matthews has the seed of"), trial.out());
    YamlMap found = group(json(compare(file, "--json"))).mapList("comparisons").getFirst();
    assertTrue(found.optionalTruth("paired"));
  }

  /** Cohort by cohort where all walkers are the same; with a warning where some are. */
  @Test
  void oneSeedIsNoIndependentRun() {
    Path first = run("a.h5");
    var paired = compare(first, run("b.h5", "method=leimkuhler-matthews"));
    assertEquals(3, paired.exit(), paired.out());
    assertTrue(paired.out().contains("cohort by cohort"), paired.out());
    var some = compare(first, run("c.h5", "walkers=10_000"));
    assertEquals(0, some.exit(), some.out());
    assertTrue(
        some.out().replace('\n', ' ').contains("are not right, and mostly too large"), some.out());
    var none = compare(first, run("d.h5", "first-walker=20_000"));
    assertFalse(none.out().contains("Note:"), none.out());
  }

  @Test
  void whatIsNotTheSameQuantityIsNotCompared() {
    Path first = run("a.h5");
    var formula = compare(first, run("b.h5", "observables.x2=x^4", "seed=2"));
    assertEquals(0, formula.exit(), formula.out());
    assertTrue(formula.out().contains("Note: x2 of b.h5 is another formula"), formula.out());
    var bins = compare(first, run("c.h5", "histograms.x.bins=40", "seed=3"));
    assertEquals(0, bins.exit(), bins.out());
    assertTrue(
        bins.out().contains("The histogram x of c.h5 is of another quantity or"), bins.out());
    var nothing = compare(first, run("d.h5", "histograms=", "observables={x4: x^4}"));
    assertEquals(1, nothing.exit(), nothing.out());
    assertEquals("", nothing.out());
    assertTrue(nothing.err().contains("no observable and no histogram in common"), nothing.err());
  }

  /**
   * Names of files and texts of experiments come out as text: no escape code, no line of their own.
   */
  @Test
  void hostileNamesStayText() {
    Path first = run("a.h5", "walkers=2000");
    Path second = run("b\u001b[31m\nverdict: agree.h5", "walkers=2000", "seed=2");
    var trial = compare(first, second);
    assertEquals(0, trial.exit(), trial.err());
    assertFalse(trial.out().contains("\u001b"), trial.out());
    assertEquals(1, trial.outLines().stream().filter(l -> l.startsWith("verdict:")).count());
    var json = compare(first, second, "--json");
    assertTrue(json.out().chars().allMatch(c -> c == '\n' || c >= ' ' && c <= '~'), json.out());
  }

  @Test
  void fewWalkersTellNothing() {
    Path first = run("a.h5", "walkers=1");
    var trial = compare(first, run("b.h5", "walkers=1", "seed=2"));
    assertEquals(3, trial.exit(), trial.out());
    assertEquals("verdict: too few walkers  no standard errors are known", trial.verdict());
  }
}
