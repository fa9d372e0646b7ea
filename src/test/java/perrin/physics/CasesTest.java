package perrin.physics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static perrin.statistics.verdict.Verdict.Outcome.CONSISTENT;
import static perrin.statistics.verdict.Verdict.Outcome.CONVERGED;
import static perrin.statistics.verdict.Verdict.Outcome.NOT_EQUILIBRATED;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import perrin.conformance.Trial;
import perrin.output.PointRecord;
import perrin.statistics.TimeMean;
import perrin.statistics.verdict.Identity;
import perrin.statistics.verdict.NestedRhat;
import perrin.statistics.verdict.Verdict;

/**
 * Small inputs that people brought and that failed, with the right answers, and neighbours of each
 * kind. Seeds are fixed; where values are random, errors of 4.5 standard errors fail (7e-6).
 */
@Tag("statistics")
class CasesTest {
  private static Trial file(String name, String... sets) {
    try (InputStream text = CasesTest.class.getResourceAsStream("/perrin/cases/" + name)) {
      return Trial.of(new String(text.readAllBytes(), StandardCharsets.UTF_8), sets);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void assertOutcome(Verdict.Outcome expected, PointRecord run) {
    assertEquals(expected, run.verdict().outcome(), run.verdict().explanation());
  }

  private static void assertExact(double exact, TimeMean mean) {
    assertEquals(exact, mean.mean(), 4.5 * mean.standardError());
  }

  /** y ~ N(0, 3²) whatever the order of the coordinates. */
  @ParameterizedTest
  @ValueSource(strings = {"[y, x]", "[x, y]"})
  void aFunnel(String order) {
    PointRecord run = file("funnel.yaml", "coordinates=" + order, "steps=1050", "walkers=32").run();
    double[] gaussian =
        Trial.of(
                """
                coordinates: [y]
                energy: y^2/18
                start: {y: 0}
                method: euler-maruyama
                temperature: 1
                dt: 0.1
                walkers: 32
                steps: 1
                histograms: {y: {of: y, from: -12, to: 12, bins: 60}}
                """)
            .run()
            .histograms()
            .get("y")
            .boltzmann();
    assertArrayEquals(gaussian, run.histograms().get("y").boltzmann(), 1e-9);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          x^2/2 + 1e3*(y - x^2)^2           | 1
          x^2/2 + y^2*exp(-2*x)/2 + x       | 1
          2*log(1 + x^2 + y^2)              | 1
          x^2/200 + (y - x)^2*50            | 10
          y^2/2 + exp(y)*x^2/2 - y/2        | 1
          """)
  void neighboursOfTheFunnel(String energy, double scale) {
    Trial trial =
        Trial.of(
            """
            coordinates: [x, y]
            energy: x
            start: {x: 0, y: 0}
            method: euler-maruyama
            temperature: 1
            dt: 1e-5
            walkers: 32
            steps: 1
            histograms: {x: {of: x, from: -4, to: 4, bins: 20}, y: {of: y, from: -4, to: 4, bins: 20}}
            check: {boltzmann: x}
            """);
    PointRecord run = trial.with("energy=" + energy).run("java", 0, 1, 0);
    PointRecord other = trial.with("energy=" + energy, "coordinates=[y, x]").run("java", 0, 1, 0);
    for (String name : List.of("x", "y")) {
      assertArrayEquals(
          run.histograms().get(name).boltzmann(), other.histograms().get(name).boltzmann(), 1e-8);
      assertEquals(22, run.histograms().get(name).boltzmann().length);
    }
  }

  /** Sums over a million rows are known to single precision's digits, and so are their slopes. */
  @Test
  void manyRows(@TempDir Path folder) throws IOException {
    int rows = 1_000_000;
    int ones = 300_000;
    Path data = folder.resolve("rows.csv");
    Files.writeString(data, "y\n" + "0\n".repeat(rows - ones) + "1\n".repeat(ones));
    double a = -0.84;
    PointRecord run =
        Trial.of(
                """
                coordinates: [a]
                data: {file: DATA}
                energy: "sum(r in rows: log(1 + exp((1 - 2*y[r])*a)))"
                start: {a: -0.84}
                method: gradient-descent
                dt: 1e-6
                walkers: 32
                steps: 1
                observables: {a: a, E: energy}
                """
                    .replace("DATA", data.toString()))
            .run();
    double slope = rows / (1 + Math.exp(-a)) - ones;
    double next = a - 1e-6 * slope;
    double energy = rows * Math.log(1 + Math.exp(next)) - ones * next;
    assertEquals(next, run.observables().get("a").timeMean().mean(), 2e-6);
    assertEquals(energy, run.observables().get("E").timeMean().mean(), 5e-6 * energy);
  }

  @Test
  void freeDirections() {
    PointRecord run = file("free-chain.yaml").run();
    assertOutcome(CONSISTENT, run);
    assertEquals(2, run.verdict().evidence().identities().size());
    assertTrue(run.verdict().explanation().contains("along 1 direction"));
    assertExact(2, Sigmas.observed(run, "E"));
  }

  /** The noise is seen all the same; walls, fixed ends and coordinates without energy. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "sum(i in 0..3: (x[i+1] - x[i])^2)/2 + x[0]^2/2"    | 26 | CONSISTENT
          "sum(i in 0..2: (x[i+1] - x[i])^2)/2"               | 2  | CONSISTENT
          "sum(i in 0..3: (x[i+1] - x[i])^4)/4"               | 2  | CONSISTENT
          "(x[0] + x[1] + x[2] + x[3] + x[4])^2/2"            | 2  | CONSISTENT
          """)
  void neighboursOfFreeDirections(String energy, int most, Verdict.Outcome expected) {
    PointRecord run = file("free-chain.yaml", "energy=" + energy, "check.tolerance=0.03").run();
    assertOutcome(expected, run);
    assertTrue(run.verdict().evidence().identities().size() <= most);
    PointRecord hot =
        file(
                "free-chain.yaml",
                "energy=" + energy,
                "check.tolerance=0.03",
                ScaledNoise.method("leimkuhler-matthews", "1.05", ""))
            .run();
    assertOutcome(NOT_EQUILIBRATED, hot);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e3", "1e6", "1e9", "12.5"})
  void wallsFarApart(String top) {
    PointRecord run = file("wide-wall.yaml", "boundaries={h: \"reflect(0, " + top + ")\"}").run();
    double[] boltzmann = run.histograms().get("h").boltzmann();
    double all = 1 - Math.exp(-Double.parseDouble(top));
    for (int i = 0; i < 60; i++) {
      assertEquals((Math.exp(-0.2 * i) - Math.exp(-0.2 * (i + 1))) / all, boltzmann[i + 1], 1e-10);
    }
    assertOutcome(CONVERGED, run);
    assertTrue(run.verdict().evidence().distance().value() < .003);
  }

  @Test
  void aWallFarBelowOrNowhereNearTheOrigin() {
    for (String range : List.of("reflect(-1e6, 0)", "reflect(-1e6, 1e6)")) {
      String energy = range.endsWith(" 0)") ? "-h" : "(h + 6)^2/2";
      PointRecord run =
          file(
                  "wide-wall.yaml",
                  "energy=" + energy,
                  "boundaries={h: \"" + range + "\"}",
                  "start={h: " + (range.endsWith(" 0)") ? "-1" : "normal(-6, 1)") + "}",
                  "histograms={h: {of: h, from: -12, to: 0, bins: 60}}")
              .run();
      assertOutcome(CONVERGED, run);
    }
  }

  /** The force at the origin is 0, as it is with {@code if}. */
  @Test
  void zeroTimesTheSlopeOfARoot() {
    String wall = "100*if(sqrt(x^2 + y^2 + z^2) > 2, (sqrt(x^2 + y^2 + z^2) - 2)^2, 0)";
    double expected =
        Sigmas.observed(file("origin-in-max.yaml", "energy=" + wall).run(), "E").mean();
    assertEquals(expected, Sigmas.observed(file("origin-in-max.yaml").run(), "E").mean(), 1e-6);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x*sqrt(x^2 + y^2 + z^2)",
        "min(0, 2 - sqrt(x^2 + y^2 + z^2))^2",
        "max(0, (x^2 + y^2 + z^2)^0.5 - 1)^3",
        "(x^2 + y^2)*sqrt(z^2) + max(0, cbrt(x^2) - 1)^2",
        "max(0, sqrt(x^2 + y^2) - 1)*max(0, sqrt(z^2) - 2)",
        "max(0, asin(x^2 + y^2) - 1)^2 + y*sqrt(x^2 + z^2)",
      })
  void neighboursOfZeroTimesInfinity(String energy) {
    PointRecord run = file("origin-in-max.yaml", "energy=" + energy, "steps=1", "dt=1e-4").run();
    assertTrue(Double.isFinite(Sigmas.observed(run, "E").mean()), energy);
  }

  /** In SI units σ^12 is 2e-114. */
  @Test
  void powersOfRatios() {
    PointRecord run =
        file(
                "argon-si.yaml",
                "steps=1",
                "burn-in=0",
                "dt=1e-20",
                "sample-every=1",
                "observables={E: energy/eps}")
            .run();
    assertEquals(-.9396, Sigmas.observed(run, "E").mean(), 1e-4);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "4*eps*((r/sigma)^12 - (r/sigma)^6)",
        "eps*(sigma/r)^9 - eps*(sigma/r)^3",
        "eps*(1/sigma)^8*r^8",
        "4*eps*((sigma^2/r^2)^6 - (sigma^2/r^2)^3)",
        "eps*sigma^4/r^4*(r/sigma)^2",
      })
  void neighboursOfPowersOfRatios(String energy) {
    String[] sets = {
      "energy=" + energy,
      "steps=1",
      "burn-in=0",
      "dt=1e-20",
      "sample-every=1",
      "observables={E: energy/eps}",
      "start={r: 3.7e-10}"
    };
    double expected =
        Sigmas.observed(file("argon-si.yaml", sets).with("precision=double").run(), "E").mean();
    double found = Sigmas.observed(file("argon-si.yaml", sets).run(), "E").mean();
    assertEquals(expected, found, 1e-5 * Math.abs(expected));
  }

  @Test
  void whatNeverChangesHasNoRhat() {
    PointRecord run = file("constant-observable.yaml").run();
    assertOutcome(CONVERGED, run);
    for (NestedRhat rhat : run.verdict().evidence().rhat()) {
      boolean constant = rhat.quantity().equals("inside") || rhat.quantity().equals("third");
      assertEquals(!constant, rhat.known(), rhat.toString());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.1 + 0*x",
        "if(x > 3.5, 1, 0)",
        "1e6 + 0*x",
        "if(x > 4.2, 1, 0)",
        "sign(x - 100)"
      })
  void whatHardlyChanges(String observable) {
    PointRecord run =
        file("constant-observable.yaml", "observables={a: \"" + observable + "\"}").run();
    assertOutcome(CONVERGED, run);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e-25", "1e-30", "1e-12", "1e15", "1e20", "1e30"})
  void observablesOfAnySize(String scale) {
    PointRecord run =
        file("tiny-observable.yaml", "observables={tiny: " + scale + "*x, x: x}").run();
    assertOutcome(CONVERGED, run);
    double s = Double.parseDouble(scale);
    double[] tiny = run.observables().get("tiny").variance();
    double[] plain = run.observables().get("x").variance();
    for (int i = 0; i < tiny.length; i++) {
      assertEquals(1, tiny[i] / (s * s) / plain[i], 1e-5);
    }
    List<NestedRhat> rhat = run.verdict().evidence().rhat();
    assertEquals(rhat.getFirst().value(), rhat.get(2).value(), 1e-4);
    TimeMean mean = Sigmas.observed(run, "tiny");
    assertEquals(Sigmas.observed(run, "x").standardError(), mean.standardError() / s, 1e-6);
  }

  @Test
  void binsAsFineAsThePrecision() {
    PointRecord run = file("fine-bins.yaml").run();
    assertOutcome(NOT_EQUILIBRATED, run);
    String words = run.verdict().explanation();
    assertTrue(words.contains("The reason is known: bins of histogram x"), words);
    assertTrue(words.contains("precision: double"), words);
    assertOutcome(
        CONVERGED,
        file("fine-bins.yaml", "precision=double", "dt=0.02", "method=leimkuhler-matthews").run());
  }

  @ParameterizedTest
  @CsvSource({"2e-8, below half a unit", "4e-8, too much", "7.5e-8, too little"})
  void stepsThatRoundingSwallows(String dt, String words) {
    List<String> notes =
        file("swallowed.yaml", "dt=" + dt, "steps=1000", "sample-every=1000")
            .run()
            .verdict()
            .notes();
    assertTrue(notes.toString().contains(words), notes.toString());
    assertTrue(notes.toString().contains("precision: double"), notes.toString());
    assertTrue(
        file("swallowed.yaml", "dt=" + dt, "steps=1000", "sample-every=1000", "precision=double")
            .run()
            .verdict()
            .notes()
            .isEmpty());
  }

  /** Descent that has arrived moves no more, and nothing is wrong with it. */
  @ParameterizedTest
  @ValueSource(strings = {"x^2/2", "(x - 3)^2/2", "(x^2 - 1)^2"})
  void descentThatHasArrived(String energy) {
    List<String> notes =
        file(
                "swallowed.yaml",
                "energy=" + energy,
                "start={x: 1.5}",
                "dt=0.05",
                "steps=20000",
                "sample-every=20000")
            .run()
            .verdict()
            .notes();
    assertTrue(notes.isEmpty(), notes.toString());
  }

  @Test
  void hiddenKinks() {
    PointRecord run = file("hidden-kinks.yaml").run();
    assertOutcome(CONSISTENT, run);
    assertFalse(
        run.verdict().evidence().identities().stream().anyMatch(CasesTest::configurational));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ((x[i] - x[j])^2)^0.5           | false
          ((x[i] - x[j])^4)^0.25          | false
          max(x[i] - x[j], x[j] - x[i])   | false
          asin(sin(x[i] - x[j]))          | false
          sqrt((x[i] - x[j])^2 + 0.01)    | true
          (x[i] - x[j])^2                 | true
          """)
  void neighboursOfHiddenKinks(String distance, boolean smooth) {
    PointRecord run =
        file("hidden-kinks.yaml", "where={d: \"" + distance + "\"}", "steps=2020", "walkers=256")
            .run();
    assertEquals(
        smooth,
        run.verdict().evidence().identities().stream().anyMatch(CasesTest::configurational),
        distance);
  }

  private static boolean configurational(Identity identity) {
    return identity.name().equals(Identity.CONFIGURATIONAL);
  }

  @Test
  void numbersFarFromOne() {
    PointRecord run = file("small-numbers.yaml").run();
    assertOutcome(CONSISTENT, run);
    String words = run.verdict().explanation();
    assertFalse(words.contains("0000000000"), words);
    assertTrue(words.matches("(?s).*4\\.1\\d+e-21 \\+- \\d\\.\\de-23.*"), words);
  }
}
