package perrin.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import perrin.errors.ExperimentException;

/** Vectors, arrays, sub-expressions, forces, boundaries, and what a run leaves behind. */
class ModelKeysTest {
  private static final String YAML =
      """
      coordinates: {x: 3, s: 1, y: 2}
      energy: r2 + s^2 + y[0]*y[1]
      parameters: {a: 1, q: [a, -a, 2*pi], m: [[1, 2, 3], [4, 5, 6]]}
      where: {r2: "x[0]^2", r4: r2^2}
      force: {y: [1, -1], s: cos(t)}
      start: {s: 0, x: [0, normal(0, 1), 2], y: normal(0, 1)}
      boundaries: {x: "periodic(0, 2*pi)", s: reflect(-1, max(1, 2))}
      method: {step: x = g*h, parameters: {g: {x: [1, 2, 3], s: 4, y: 5}, h: 2}}
      dt: 0.01
      walkers: 100
      steps: 50
      sample-every: 5
      histograms: {xs: {of: ["x[0]", s], from: [-1, 0], to: [1, 2], bins: [10, 20]}}
      correlations: {s: {of: s, lags: 9}, d: {displacement: true, lags: 3, of: [s, y]}}
      trajectories: {walkers: 8, every: 10}
      """;

  @Test
  void vectorsHaveComponents() {
    var coordinates = read().coordinates();
    assertEquals(
        List.of(
            new Coordinates.Block("x", 3, false),
            new Coordinates.Block("s", 1, true),
            new Coordinates.Block("y", 2, false)),
        coordinates.blocks());
    assertEquals(
        List.of("x[0]", "x[1]", "x[2]", "s", "y[0]", "y[1]"), coordinates.componentNames());
    assertEquals(6, coordinates.dimension());
    assertEquals(4, coordinates.first(coordinates.find("y").orElseThrow()));
    assertEquals(Optional.empty(), coordinates.find("z"));
  }

  /** One component is written {@code s}, in a map as in a list. */
  @Test
  void lengthOneIsANumber() {
    assertEquals(
        Coordinates.ofNumbers(List.of("x", "y")),
        Sample.with("[x, y]", "{x: 1, y: 1}").coordinates());
    assertEquals(
        Sample.read().canonicalJson(), Sample.with("[x, y]", "{x: 1, y: 1}").canonicalJson());
  }

  @Test
  void arraysKeepTheirShape() {
    var parameters = read().parameters();
    var q = (FormulaArray) parameters.get("q");
    assertEquals(List.of("a", "-a", "2*pi"), q.elements().stream().map(Formula::text).toList());
    assertEquals(List.of(3), q.shape());
    assertEquals("a.yaml:3:23", q.where().toString());
    assertEquals("a.yaml:3:27", q.elements().get(1).where().toString());
    var m = (FormulaArray) parameters.get("m");
    assertEquals(List.of(2, 3), m.shape());
    assertEquals("4", m.elements().get(3).text());
  }

  @Test
  void everythingByCoordinate() {
    var x = read();
    assertEquals(List.of("r2", "r4"), List.copyOf(x.where().keySet()));
    assertEquals("cos(t)", Sample.text(x.force().get("s")));
    assertEquals(List.of(2), ((FormulaArray) x.force().get("y")).shape());
    assertEquals(List.of("s", "x", "y"), List.copyOf(x.start().keySet()));
    assertEquals("normal(0, 1)", ((FormulaArray) x.start().get("x")).elements().get(1).text());
    var g = (ByCoordinate) x.method().parameters().get("g");
    assertEquals("4", Sample.text(g.values().get("s")));
    assertEquals(Boundary.Kind.PERIODIC, x.boundaries().get("x").kind());
    assertEquals("2*pi", x.boundaries().get("x").to().text());
    assertEquals("a.yaml:7:30", x.boundaries().get("x").to().where().toString());
    assertEquals("max(1, 2)", x.boundaries().get("s").to().text());
  }

  @Test
  void outputs() {
    var x = read();
    var axes = x.histograms().get("xs").axes();
    assertEquals(List.of("x[0]", "s"), axes.stream().map(axis -> axis.of().text()).toList());
    assertEquals(List.of(10, 20), axes.stream().map(Histogram.Axis::bins).toList());
    assertEquals(9, x.correlations().get("s").lags());
    assertEquals(
        new Correlation.Displacement(List.of("s", "y"), 3, OptionalInt.empty()),
        x.correlations().get("d"));
    assertEquals(Optional.of(new Trajectories(8, 10, 1, 1)), x.trajectories());
  }

  @Test
  void canonicalJsonIsTheSameExperiment() {
    var json = read().canonicalJson();
    assertEquals(json, ExperimentFile.parse(json, "run.h5", List.of()).canonicalJson());
    assertEquals(
        """
        {"boundaries":{"s":"reflect(-1,max(1,2))","x":"periodic(0,2*pi)"},"burn-in":0,\
        "coordinates":{"x":3,"s":1,"y":2},\
        "correlations":{"d":{"displacement":true,"lags":3,"of":["s","y"]},\
        "s":{"lags":9,"of":"s"}},"dt":0.01,"energy":"r2+s^2+y[0]*y[1]","first-walker":0,\
        "force":{"s":"cos(t)","y":[1.0,-1.0]},\
        "histograms":{"xs":{"bins":[10,20],"from":[-1.0,0.0],"of":["x[0]","s"],"to":[1.0,2.0]}},\
        "math":"portable","method":{"order":1,\
        "parameters":{"g":{"s":4.0,"x":[1.0,2.0,3.0],"y":5.0},"h":2.0},"state":{},\
        "step":"x=g*h"},"observables":{},\
        "parameters":{"a":1.0,"q":["a","-a","2*pi"],"m":[[1.0,2.0,3.0],[4.0,5.0,6.0]]},\
        "precision":"single","sample-every":5,"seed":0,\
        "start":{"s":0.0,"x":[0.0,"normal(0,1)",2.0],"y":"normal(0,1)"},"steps":50,\
        "trajectories":{"every":10,"interpolate":1,"walkers":8},"walkers":100,\
        "where":{"r2":"x[0]^2","r4":"r2^2"}}\
        """,
        json);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          x: 3, s | x: 3, z: 1, s
          r2^2} | r2^3}
          s: cos(t) | s: sin(t)
          2*pi)", | 3*pi)",
          [1, 2, 3], s: 4 | [1, 2, 4], s: 4
          -a, 2*pi | -a, 3*pi
          lags: 9 | lags: 8
          walkers: 8, every: 10 | walkers: 8, every: 11
          [10, 20] | [20, 10]
          """)
  void anotherExperiment(String piece, String replacement) {
    var yaml = edited(piece, replacement);
    if (replacement.contains("z: 1")) {
      yaml = yaml.replace("start: {", "start: {z: 0, ").replace("g: {", "g: {z: 1, ");
    }
    assertNotEquals(read().sha256(), ExperimentFile.parse(yaml, "a.yaml", List.of()).sha256());
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          x: 3, s: 1 | x: 0, s: 1 | a.yaml:1: coordinates.x: 0, must be from 1 to 1000000 components
          x: 3, s: 1 | x: 1e9, s: 1 | a.yaml:1: coordinates.x: 1000000000, must be from 1 to 1000000 components
          x: 3, s: 1 | x: 1e6, s: 1 | a.yaml:1: coordinates: 1000003 components in all, must be at most 1000000
          x: 3, s: 1 | x: three, s: 1 | a.yaml:1: coordinates.x: three, must be an integer, such as 1000, 1_000 or 1e3
          x: 3, s: 1 | x: 3, kT: 1 | a.yaml:1: coordinates: kT is a reserved name; choose another
          x: [0, normal(0, 1), 2] | x: [0, 1] | a.yaml:6: start.x: an array of 2, must be of 3, one for each component of x
          x: [0, normal(0, 1), 2] | x: [[0, 1, 2]] | a.yaml:6: start.x: an array of 3, must be of 3, one for each component of x
          s: 0, x | s: [0], x | a.yaml:6: start.s: an array, must be one formula: s is a single number
          , y: normal(0, 1)} | } | a.yaml:6: start: y is missing; every coordinate needs a start
          y: normal(0, 1)} | y: normal(0, 1), z: 1} | a.yaml:6: start.z: unknown coordinate; the coordinates are s, x and y
          [4, 5, 6] | [4, 5] | a.yaml:3: parameters.m: a row of 2, must be 3 long, as the first row is
          [4, 5, 6] | 4 | a.yaml:3: parameters.m: 4, must be a list, [a, b]
          [[1, 2, 3], [4, 5, 6]] | [[], []] | a.yaml:3: parameters.m: a row of 0, must be 1 long, as the first row is
          [[1, 2, 3], [4, 5, 6]] | [1, [2]] | a.yaml:3: parameters.m: [2], must be a formula
          [[1, 2, 3], [4, 5, 6]] | [[[1]]] | a.yaml:3: parameters.m: [1], must be a formula
          [a, -a, 2*pi] | [] | a.yaml:3: parameters.q: [], must have at least one value
          r4: r2^2 | a: r2^2 | a.yaml:4: where.a: the name is taken by a coordinate or parameter; choose another
          r4: r2^2 | kT: r2^2 | a.yaml:4: where.kT: kT is a reserved name; choose another
          r4: r2^2 | r4: [r2] | a.yaml:4: where.r4: [r2], must be a formula
          s: cos(t) | z: cos(t) | a.yaml:5: force.z: unknown coordinate; the coordinates are s, x and y
          [1, -1] | [1, -1, 0] | a.yaml:5: force.y: an array of 3, must be of 2, one for each component of y
          s: reflect(-1, max(1, 2)) | z: reflect(-1, 1) | a.yaml:7: boundaries.z: unknown coordinate; the coordinates are s, x and y
          reflect(-1, max(1, 2)) | mirror(-1, 1) | a.yaml:7: boundaries.s: mirror(-1, 1), must be periodic(a, b), reflect(a, b) or absorb(a, b) with constants a < b; walls are reflect(a, b)
          reflect(-1, max(1, 2)) | reflect(-1) | a.yaml:7: boundaries.s: reflect(-1), must be periodic(a, b), reflect(a, b) or absorb(a, b) with constants a < b
          reflect(-1, max(1, 2)) | reflect(-1, 1, 2) | a.yaml:7: boundaries.s: reflect(-1, 1, 2), must be periodic(a, b), reflect(a, b) or absorb(a, b) with constants a < b
          reflect(-1, max(1, 2)) | reflect(-1, 1) + f(2) | a.yaml:7: boundaries.s: reflect(-1, 1) + f(2), must be periodic(a, b), reflect(a, b) or absorb(a, b) with constants a < b
          reflect(-1, max(1, 2)) | reflect(2, 1) | a.yaml:7: boundaries.s: from = 2.0, must be less than to, which is 1.0
          reflect(-1, max(1, 2)) | reflect(2, inf) | a.yaml:7: boundaries.s: to = inf, must be finite
          s: 4, y: 5 | s: 4 | a.yaml:8: method.parameters.g: y is missing; give a value for each coordinate
          s: 4, y: 5 | s: 4, y: 5, z: 6 | a.yaml:8: method.parameters.g.z: unknown coordinate; the coordinates are s, x and y
          [1, 2, 3], s: 4 | [1, 2], s: 4 | a.yaml:8: method.parameters.g.x: an array of 2, must be of 3, one for each component of x
          [10, 20] | [10, 2e5] | a.yaml:13: histograms.xs.bins: 2000000 in all, must be at most 1000000
          [10, 20] | 10 | a.yaml:13: histograms.xs.bins: 10, must be a list, [a, b]
          [10, 20] | [10] | a.yaml:13: histograms.xs.bins: 1 values, must be 2, as "of" has
          [-1, 0] | [-1, 3] | a.yaml:13: histograms.xs.from: 3.0, must be less than to, which is 2.0
          ["x[0]", s] | [s, s, s] | a.yaml:13: histograms.xs.from: 2 values, must be 3, as "of" has
          lags: 9 | lags: 10 | a.yaml:14: correlations.s.lags: 10, must be less than the number of samples, 10
          lags: 9 | lags: 0 | a.yaml:14: correlations.s.lags: 0, must be at least 1
          of: s, lags: 9 | lags: 9 | a.yaml:14: correlations.s.of: missing; it must be given
          of: s, lags: 9 | of: s | a.yaml:14: correlations.s.lags: missing; it must be given
          of: [s, y]} | of: [x, y]} | a.yaml:14: correlations.d.of: x is periodic, and the displacement of such coordinates is not available in this version yet; name others
          , of: [s, y]} | } | a.yaml:14: correlations.d.of: x is periodic, and the displacement of such coordinates is not available in this version yet; name others
          of: [s, y] | of: z | a.yaml:14: correlations.d.of: unknown coordinate; the coordinates are s, x and y
          displacement: true, lags: 3, of: [s, y] | displacement: yes, of: s, lags: 3 | a.yaml:14: correlations.d.displacement: yes, must be false or true
          displacement: true, lags: 3, of: [s, y] | of: s, lag: 3, lags: 3 | a.yaml:14: correlations.d.lag: unknown key; the number of lags is lags: 100
          walkers: 8 | walkers: 101 | a.yaml:15: trajectories.walkers: 101, must be at most walkers, 100
          walkers: 8 | walkers: 0 | a.yaml:15: trajectories.walkers: 0, must be at least 1
          every: 10 | every: 51 | a.yaml:15: trajectories.every: 51, must be at most steps, 50
          every: 10 | every: 0 | a.yaml:15: trajectories.every: 0, must be at least 1
          every: 10 | interpolate: 1001 | a.yaml:15: trajectories.interpolate: 1001, must be from 1 to 1000
          every: 10 | each: 10 | a.yaml:15: trajectories.each: unknown key; steps from frame to frame are every: 10
          """)
  void refuses(String piece, String replacement, String message) {
    var yaml = edited(piece, replacement);
    var e =
        assertThrows(
            ExperimentException.class, () -> ExperimentFile.parse(yaml, "a.yaml", List.of()));
    assertEquals(message, e.getMessage());
  }

  /** Neutral values ask for nothing. */
  @Test
  void emptyMapsAreNothing() {
    var yaml =
        Sample.YAML
            + """
            where: {}
            force: {}
            data: {}
            boundaries: {}
            correlations: {}
            trajectories: {}
            """;
    var x = ExperimentFile.parse(yaml, "a.yaml", List.of());
    assertEquals(Sample.read().sha256(), x.sha256());
    assertEquals(Map.of(), x.correlations());
  }

  private static Experiment read() {
    return ExperimentFile.parse(YAML, "a.yaml", List.of());
  }

  private static String edited(String piece, String replacement) {
    if (!YAML.contains(piece)) {
      throw new IllegalArgumentException("not in the file: " + piece);
    }
    return YAML.replace(piece, replacement);
  }
}
