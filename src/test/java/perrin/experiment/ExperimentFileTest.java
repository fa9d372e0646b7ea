package perrin.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import perrin.errors.ExperimentException;

class ExperimentFileTest {

  @Test
  void readsEveryKey() {
    var x = Sample.read();
    assertEquals("T", x.title());
    assertEquals(List.of("x", "y"), x.coordinates().names());
    assertEquals("a*x^2 + b*y^2", x.energy().formula().text());
    assertEquals(Optional.empty(), x.energy().name());
    assertEquals("euler-maruyama", x.method().name());
    assertEquals("0.5", x.temperature().orElseThrow().text());
    assertEquals("0.01", x.dt().text());
    assertEquals(1000, x.walkers());
    assertEquals(64, x.firstWalker());
    assertEquals(100, x.steps());
    assertEquals(10, x.burnIn());
    assertEquals(7, x.sampleEvery());
    assertEquals(12, x.samples());
    var histogram = x.histograms().get("x").axes().getFirst();
    assertEquals("x", histogram.of().text());
    assertEquals(-1, histogram.from());
    assertEquals(1, histogram.to());
    assertEquals(10, histogram.bins());
    assertEquals(Optional.of(new Check(Optional.of("x"), 0.05, false, false, false)), x.check());
    assertEquals(7, x.seed());
  }

  @Test
  void fillsInDefaults(@TempDir Path folder) throws Exception {
    var file = folder.resolve("small.yaml");
    Files.writeString(
        file,
        """
        energy: harmonic
        start: {x: 0}
        method: gradient-descent
        dt: 0.1
        walkers: 1
        steps: 1
        """);
    var x = ExperimentFile.load(file, List.of());
    assertEquals("small.yaml", x.title());
    assertEquals(List.of("x"), x.coordinates().names());
    assertEquals(Optional.empty(), x.temperature());
    assertEquals(0, x.firstWalker());
    assertEquals(0, x.burnIn());
    assertEquals(1, x.sampleEvery());
    assertEquals(1, x.samples());
    assertEquals(Map.of(), x.histograms());
    assertEquals(Map.of(), x.observables());
    assertEquals(Optional.empty(), x.check());
    assertEquals(Precision.SINGLE, x.precision());
    assertEquals(MathMode.PORTABLE, x.math());
    assertEquals(0, x.seed());
    assertEquals(
        0.01,
        ExperimentFile.load(
                file, List.of("histograms.x={of: x, from: 0, to: 1, bins: 2}", "check.boltzmann=x"))
            .check()
            .orElseThrow()
            .tolerance());
  }

  @Test
  void keepsOrder() {
    var x = Sample.read("histograms.a={of: y, from: 0, to: 1, bins: 3}", "observables.A=x");
    assertEquals(List.of("y", "x"), List.copyOf(x.start().keySet()));
    assertEquals(List.of("a", "b"), List.copyOf(x.parameters().keySet()));
    assertEquals(List.of("x", "a"), List.copyOf(x.histograms().keySet()));
    assertEquals(List.of("x2", "E", "A"), List.copyOf(x.observables().keySet()));
  }

  @Test
  void libraryEnergyGivesWayToOverridesAndThoseToParameters() {
    var yaml =
        """
        energy: %s
        parameters: {c: 5%s}
        start: {x: 0}
        method: gradient-descent
        dt: 0.1
        walkers: 1
        steps: 1
        """;
    assertEquals(List.of("b=1", "c=5"), parameters(yaml.formatted("double-well", "")));
    assertEquals(
        List.of("b=2", "c=5"), parameters(yaml.formatted("{name: double-well, b: 2}", "")));
    assertEquals(
        List.of("b=3", "c=5"), parameters(yaml.formatted("{name: double-well, b: 2}", ", b: 3")));
  }

  private static List<String> parameters(String yaml) {
    var x = ExperimentFile.parse(yaml, "a.yaml", List.of());
    assertEquals(Optional.of("double-well"), x.energy().name());
    assertEquals("b*(x^2 - 1)^2", x.energy().formula().text());
    return x.parameters().entrySet().stream()
        .map(p -> p.getKey() + "=" + Sample.text(p.getValue()))
        .toList();
  }

  @Test
  void customMethodIsAMethodFileWrittenInPlace() {
    var x =
        Sample.with(
            "method: euler-maruyama",
            """
            method:
              order: 2
              parameters: {friction: 2}
              state: {v: normal(0, 1), r: 0}
              step: |
                v = v - dt*gradient(x)

                x = x + dt*v
            """);
    assertEquals(Method.CUSTOM, x.method().name());
    assertEquals(2, x.method().order());
    assertEquals(List.of("v", "r"), List.copyOf(x.method().state().keySet()));
    assertEquals("2", ((Formula) x.method().parameters().get("friction")).text());
    assertEquals("v = v - dt*gradient(x)\n\nx = x + dt*v\n", x.method().step().text());
    assertEquals("a.yaml:11:5", x.method().step().where().toString());
    assertEquals("a.yaml:13:9", x.method().step().at(28).toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          dt: 0.01 | a.yaml:8:5
          dt:   "0.01" | a.yaml:8:8
          dt: '0.01' | a.yaml:8:6
          dt: { | a.yaml:8:5
          """)
  void formulasKnowTheirPlace(String line, String place) {
    if (line.endsWith("{")) {
      var e = assertThrows(ExperimentException.class, () -> Sample.with("dt: 0.01", "dt: {a: 1}"));
      assertEquals(place, e.where().toString());
    } else {
      assertEquals(place, Sample.with("dt: 0.01", line).dt().where().toString());
    }
  }

  @Test
  void libraryFormulasKnowTheirPlaceInTheLibrary() {
    var step = Sample.read("method=leimkuhler-matthews").method().step();
    assertEquals("kernels/methods/leimkuhler-matthews.yaml", step.where().source());
    assertEquals('x', step.text().charAt(0));
    assertEquals(3, step.where().column());
  }

  @Test
  void commasBetweenParenthesesBelongToTheFormula() {
    var start = Sample.with("uniform(0, 1)", "max( uniform(0,1),  f(1, (2, 3)) ) + 1").start();
    assertEquals("max( uniform(0,1),  f(1, (2, 3)) ) + 1", Sample.text(start.get("y")));
    assertEquals("a.yaml:5:12", start.get("y").where().toString());
    assertEquals("normal(0, 1)", Sample.text(start.get("x")));
    assertEquals("a.yaml:5:55", start.get("x").where().toString());
    assertEquals(
        "f(1, 2)", Sample.text(Sample.with("uniform(0, 1)", "f(1,\n  2)").start().get("y")));
  }

  @ParameterizedTest
  @CsvSource({"1000, 1000", "1_000_000, 1000000", "1e6, 1000000", "2.5e3, 2500", "+32, 32"})
  void integersMayBeWrittenLong(String written, long value) {
    assertEquals(value, Sample.with("walkers: 1000", "walkers: " + written).walkers());
  }

  @ParameterizedTest
  @CsvSource({
    "-1, -1",
    "18446744073709551615, -1",
    "9223372036854775807, 9223372036854775807",
    "-9223372036854775808, -9223372036854775808"
  })
  void seedIsAnySixtyFourBits(String written, long value) {
    assertEquals(value, Sample.read("seed=" + written).seed());
  }

  @Test
  void jsonIsYaml() {
    var json =
        """
        {
        \t"energy": "harmonic", "start": {"x": 0}, "method": {"name": "gradient-descent"},
        \t"dt": 0.1, "walkers": 1, "steps": 1
        }
        """;
    assertEquals("0.1", ExperimentFile.parse(json, "a.json", List.of()).dt().text());
  }

  @Test
  void allExamplesAreValid() throws Exception {
    try (var files = Files.list(Path.of("examples"))) {
      for (var file : files.filter(f -> f.toString().endsWith(".yaml")).toList()) {
        var x = ExperimentFile.load(file, List.of());
        assertEquals(x, ExperimentFile.load(file, List.of()), file.toString());
      }
    }
  }
}
