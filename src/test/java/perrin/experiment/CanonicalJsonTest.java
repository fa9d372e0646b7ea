package perrin.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import perrin.errors.ExperimentException;
import perrin.errors.Location;

class CanonicalJsonTest {

  @Test
  void isThisText() {
    var json =
        """
        {"burn-in":10,"check":{"boltzmann":"x","tolerance":0.05},"coordinates":["x","y"],\
        "dt":0.01,"energy":"a*x^2+b*y^2","first-walker":64,\
        "histograms":{"x":{"bins":10,"from":-1.0,"of":"x","to":1.0}},"math":"portable",\
        "method":{"name":"euler-maruyama","order":1,"parameters":{},"state":{},\
        "step":"x=x-dt*gradient(x)+sqrt(2*kT*dt)*normal()"},\
        "observables":{"x2":"x^2","E":"energy"},"parameters":{"a":1.0,"b":"2*pi"},\
        "precision":"single","sample-every":7,"seed":7,\
        "start":{"y":"uniform(0,1)","x":"normal(0,1)"},"steps":100,"temperature":0.5,\
        "walkers":1000}\
        """;
    assertEquals(json, Sample.read().canonicalJson());
  }

  @Test
  void checkSaysOnlyWhatIsAskedFor() {
    var some = Sample.read("check={rhat: true, bias: false, tolerance: 0.02}").canonicalJson();
    assertTrue(some.contains("\"check\":{\"rhat\":true,\"tolerance\":0.02}"), some);
    assertEquals(some, ExperimentFile.parse(some, "run.json", List.of()).canonicalJson());
  }

  /** Only what a method of one's own says; an experiment reads back as it was. */
  @Test
  void velocityAndStability() {
    var own =
        Sample.read(
            "method={parameters: {m: 2}, state: {r: normal(), w: 0}, velocity: w,"
                + " stability: 1.5 * sqrt( m/k ), step: \"w = w - dt/m*gradient(x); x = x + dt*w\"}");
    var json = own.canonicalJson();
    assertTrue(json.contains("\"stability\":\"1.5*sqrt(m/k)\""), json);
    assertTrue(json.contains("\"velocity\":\"w\""), json);
    var again = ExperimentFile.parse(json, "run.json", List.of());
    assertEquals(own.method().stability(), again.method().stability());
    assertEquals(json, again.canonicalJson());
    for (var name : Library.methods()) {
      var known = Sample.read("method=" + name);
      assertFalse(known.canonicalJson().contains("stability"), name);
      assertFalse(known.canonicalJson().contains("velocity"), name);
      var read = ExperimentFile.parse(known.canonicalJson(), "run.json", List.of()).method();
      assertEquals(known.method().stability(), read.stability(), name);
      assertEquals(known.method().velocity(), read.velocity(), name);
    }
  }

  /** Some readers of run files take nothing else. */
  @Test
  void isAscii() {
    var x = Sample.read("method={name: Schrödinger “½” 𝜉, step: x = x}");
    var json = x.canonicalJson();
    assertTrue(json.chars().allMatch(c -> c < 127), json);
    assertTrue(json.contains("Schr\\u00f6dinger"), json);
    assertEquals(json, ExperimentFile.parse(json, "run.json", List.of()).canonicalJson());
  }

  /** Run files are recognised by it: a change of this value disowns every run file there is. */
  @Test
  void hashStays() {
    assertEquals(
        "37ce78427b3fd2e7783b185e9145a769bd7899a1ae98227d5d5a128305fd738e", Sample.read().sha256());
  }

  /** A friction of 1 is what these methods had before they had one. */
  @ParameterizedTest
  @ValueSource(strings = {"euler-maruyama", "leimkuhler-matthews"})
  void frictionOfOneIsNone(String method) {
    var plain = Sample.read("method=" + method);
    assertFalse(plain.canonicalJson().contains("friction"), plain.canonicalJson());
    assertEquals(
        plain.sha256(), Sample.read("method={name: " + method + ", friction: 1}").sha256());
    var again = ExperimentFile.parse(plain.canonicalJson(), "run.json", List.of());
    assertEquals(method, again.method().name());
    assertEquals(plain.method().parameters().keySet(), again.method().parameters().keySet());
    assertEquals(plain.sha256(), again.sha256());
    var two = Sample.read("method={name: " + method + ", friction: 2}");
    assertNotEquals(plain.sha256(), two.sha256());
    var twoAgain = ExperimentFile.parse(two.canonicalJson(), "run.json", List.of());
    assertEquals(two.sha256(), twoAgain.sha256());
    assertEquals(method, twoAgain.method().name());
    var swept = Sample.read("method=" + method, "sweep={method.friction: [1, 2]}");
    assertEquals(
        swept.sha256(),
        ExperimentFile.parse(swept.canonicalJson(), "run.json", List.of()).sha256());
  }

  @Test
  void sameExperimentWrittenOtherwise() {
    var otherwise =
        """
        # the sample in another dress
        seed: 7
        title: Another title
        check:
          tolerance: 5e-2
          boltzmann: "x"   # a histogram
        observables: {x2: x ^ 2, E: energy}
        histograms: {x: {bins: 10, to: 1.0, from: -1e0, of: x}}
        sample-every: 7
        burn-in: 1e1
        steps: 1_00
        first-walker: 64
        walkers: 1e3
        dt: 1e-2
        temperature: "0.50"
        method: {name: euler-maruyama}
        start:
          y: uniform( 0, 1 )
          x: |
            normal(0,   # mean
                   1)
        parameters: {a: 1.0, b: 2 * pi}
        energy: >
          a*x^2
          + b*y^2
        coordinates: [x, y]
        """;
    var other = ExperimentFile.parse(otherwise, "b.yaml", List.of());
    assertEquals(Sample.read().canonicalJson(), other.canonicalJson());
    assertEquals(Sample.read().sha256(), other.sha256());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "walkers=1001",
        "first-walker=32",
        "steps=101",
        "burn-in=11",
        "sample-every=8",
        "seed=8",
        "dt=0.02",
        "temperature=0.6",
        "energy=a*x^2 + b*y^4",
        "parameters.a=2",
        "start={x: normal(0, 1), y: uniform(0, 1)}",
        "start.x=0",
        "parameters={b: 2*pi, a: 1}",
        "coordinates=[y, x]",
        "method=leimkuhler-matthews",
        "method.step=x = x - dt*gradient(x)",
        "histograms.x.bins=11",
        "histograms.x.from=-2",
        "histograms.y={of: y, from: 0, to: 1, bins: 1}",
        "observables={E: energy, x2: x^2}",
        "check.tolerance=0.1"
      })
  void anotherExperiment(String set) {
    assertNotEquals(Sample.read().sha256(), Sample.read(set).sha256());
  }

  @Test
  void linesOfAStepProgramCount() {
    var apart = Sample.read("method={step: \"x = x\\n\\n  r =  1  # one\\n\", state: {r: 0}}");
    assertEquals("x=x\nr=1", apart.method().step().canonicalLines());
    assertEquals(
        apart.sha256(), Sample.read("method={step: \"x=x\\nr=1\", state: {r: 0}}").sha256());
    assertNotEquals(
        apart.sha256(), Sample.read("method={step: \"x=x r=1\", state: {r: 0}}").sha256());
  }

  @Test
  void spaceBetweenWordsCounts() {
    assertEquals("sum(i in rows:y[i])", formula("sum( i  in rows : y[i] )"));
    assertEquals("0..n", formula(" 0..n\n"));
    assertEquals("a b", formula("a \n\t b"));
    assertEquals("a-1.5", formula("a - 1.5"));
  }

  private static String formula(String text) {
    return new Formula(text, Location.whole("a")).canonical();
  }

  @Test
  void isAnExperimentFileItself() throws Exception {
    try (var files = Files.list(Path.of("examples"))) {
      for (var file : files.filter(f -> f.toString().endsWith(".yaml")).toList()) {
        var x = ExperimentFile.load(file, List.of());
        var beside = file.resolveSibling("run.h5").toString();
        var again = ExperimentFile.parse(x.canonicalJson(), beside, List.of());
        assertEquals(x.canonicalJson(), again.canonicalJson());
        assertEquals(x.method().name(), again.method().name());
        assertEquals(x.energy().name(), again.energy().name());
      }
    }
  }

  /** Comments and spaces in texts of one line; names that the library has, too. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "temperature=\"0.5 # kT\"",
        "temperature=\"- 0.5 + 1\"",
        "temperature=\"+ 1 # kT\"",
        "dt=\"# ps\\n 0.01\"",
        "energy=\"x # c\"",
        "energy=\"x#x\"",
        "energy={formula: nowhere}",
        "energy={formula: harmonic}",
        "energy={formula: \"double-well # c\"}",
        "energy={formula: \"- 5\"}",
        "energy={name: \"two\\nlines\", formula: \"x # c\"}",
        "energy={name: \"\\ud83d\\ude00\", formula: x}",
        "energy={name: \"\\e[31m\\0\\u2028\", formula: x}",
        "parameters.a=\" - 3 \"",
        "parameters.a=[1, \"2 # two\", \"- 3\"]",
        "histograms.x.of=\"x # the place\"",
        "observables.x2=\"x^2 # x\"",
        "method={step: \"x = x # stay\\r\\nr = 1 # one\\rr = 2\", state: {r: \"0 # none\"}}",
        "boundaries.x=\"reflect(- 1 , 1)\"",
        "start.x=\"0 # here\"",
      })
  void isReadBackExactly(String set) {
    readBack(Sample.read(set));
  }

  /** A name of {@code where} may be called as an energy of the library, or be one by itself. */
  @Test
  void namesOfWhereAreReadBack() {
    for (var energy : List.of("y#y", "half # c", "half", "half-x", "x - half")) {
      var x =
          ExperimentFile.parse(
              Sample.edited(
                  "energy: a*x^2 + b*y^2", "where: {half: x/2}\nenergy: \"" + energy + "\""),
              "a.yaml",
              List.of());
      assertTrue(x.energy().name().isEmpty(), energy);
      readBack(x);
    }
  }

  private static void readBack(Experiment x) {
    var again = ExperimentFile.parse(x.canonicalJson(), "run.json", List.of());
    assertEquals(x.canonicalJson(), again.canonicalJson());
    assertEquals(x.sha256(), again.sha256());
    assertEquals(x.energy().name(), again.energy().name());
  }

  @Test
  void onlyCommentsAreNoFormula() {
    assertThrows(ExperimentException.class, () -> Sample.read("energy=\"# nothing\""));
    assertThrows(ExperimentException.class, () -> Sample.read("method={step: \"# nothing\\n\"}"));
  }
}
