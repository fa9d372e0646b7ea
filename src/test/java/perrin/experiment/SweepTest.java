package perrin.experiment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import perrin.errors.ExperimentException;

class SweepTest {

  /** Two of a, three temperatures: point 4 is the second of a and the second temperature. */
  @Test
  void pointsAreNumberedRowByRowAndHaveWalkersOfTheirOwn() {
    var swept = Sample.read("sweep={a: [3, -4.5], temperature: [0.1, 0.2, 0.4]}");
    assertEquals(6, swept.sweep().points());
    assertArrayEquals(new int[] {2, 3}, swept.sweep().shape());
    assertEquals(Map.of("a", -4.5, "temperature", 0.2), swept.sweep().plain(4));
    assertEquals(List.of("a", "temperature"), List.copyOf(swept.sweep().values(4).keySet()));
    // 1000 walkers are 31.25 cohorts: the next point begins 1024 later
    var alone = Sample.read("parameters.a=-4.5", "temperature=0.2", "first-walker=4160");
    assertEquals(alone.canonicalJson(), swept.point(4).canonicalJson());
    assertEquals(alone.sha256(), swept.point(4).sha256());
  }

  @Test
  void aPointIsNotSwept() {
    var point = Sample.read("sweep.dt=[0.1, 0.2]").point(1);
    assertEquals(Sweep.NONE, point.sweep());
    assertEquals(point, point.point(0));
  }

  /** As the first page writes it, without quotes. */
  @Test
  void listsAndCallsWithinBraces() {
    var swept = Sample.edited("seed: 7", "sweep: {a: [0, 0.1], temperature: linspace(0.1, 1, 10)}");
    assertEquals(20, ExperimentFile.parse(swept, "a.yaml", List.of()).sweep().points());
  }

  @Test
  void parametersOfTheMethod() {
    var swept = Sample.read("method=baoab", "sweep.method.friction=[1, 2]");
    assertEquals(
        Sample.read("method={name: baoab, friction: 2}", "first-walker=1088").sha256(),
        swept.point(1).sha256());
    assertEquals(
        swept.sha256(), Sample.read("method=baoab", "sweep={method.friction: [1, 2]}").sha256());
  }

  @Test
  void theTemperatureNeedNotBeGivenBesides() {
    var swept = Sample.read("temperature=null", "sweep.temperature=[0.5, 1]");
    assertEquals(Sample.read().sha256(), swept.point(0).sha256());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          linspace(0.1, 1, 10) | [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]
          linspace(1, -1, 3)   | [1, 0, -1]
          linspace(2, 5, 1)    | [2]
          geomspace(0.01, 100, 5) | [0.01, 0.1, 1, 10, 100]
          geomspace(-8, -1, 4) | [-8, -4, -2, -1]
          geomspace( 1e-3,1 , 1e0 ) | [0.001]
          """)
  void spacedValues(String call, String list) {
    assertEquals(
        Sample.read("sweep.a=" + list).canonicalJson(),
        Sample.read("sweep.a=" + call).canonicalJson());
  }

  /** They have the walkers of the run in which nothing is swept: the same starts and numbers. */
  @Test
  void methodsSideBySide() {
    var race =
        Sample.read(
            "sweep={method: [{name: baoab, friction: 2, dt: 0.5}, adam, {step: x = x}], a: [1, 3]}");
    assertEquals(6, race.sweep().points());
    assertEquals("method = baoab (friction 2, dt 0.5), a = 1", race.sweep().words().getFirst());
    assertEquals(Map.of("method", "custom", "a", 3.0), race.sweep().plain(5));
    assertEquals(
        Sample.read("method={name: baoab, friction: 2}", "dt=0.5", "parameters.a=1").sha256(),
        race.point(0).sha256());
    var adam = Sample.read("method=adam", "parameters.a=3", "first-walker=1088");
    assertEquals(adam.sha256(), race.point(3).sha256());
    var json = race.canonicalJson();
    var again = ExperimentFile.parse(json, "run.json", List.of());
    assertEquals(json, again.canonicalJson());
    assertEquals(race.sweep(), again.sweep());
    assertNotEquals(
        Sample.read("sweep={method: [adam]}").sha256(),
        Sample.read("sweep={method: [{name: adam, beta1: 0.8}]}").sha256());
  }

  /** With the parameters that all of them have. */
  @Test
  void methodsAndTheirParameters() {
    var race = Sample.read("sweep={method.friction: [1, 2], method: [baoab, {name: obabo}]}");
    assertEquals(
        Sample.read("method={name: obabo, friction: 2}", "first-walker=1088").sha256(),
        race.point(3).sha256());
  }

  @Test
  void aMethodAndDtNeedNotBeGivenBesides() {
    var race =
        Sample.read(
            "method=null", "dt=null", "sweep.method=[{name: sgd, dt: 0.1}, {name: adam, dt: 0.2}]");
    assertEquals(Sample.read("method=sgd", "dt=0.1").sha256(), race.point(0).sha256());
    assertEquals(Sample.read("method=adam", "dt=0.2").sha256(), race.point(1).sha256());
    var schedule = Sample.read("sweep.method=[{name: sgd, dt: 0.1/(1 + n)}, adam]");
    assertEquals(Sample.read("method=sgd", "dt=0.1/(1 + n)").sha256(), schedule.point(0).sha256());
  }

  /** Points of a dt of their own last the same time. */
  @Test
  void methodsDuringATime() {
    var race =
        Sample.read(
            "steps=null", "time=10", "dt=0.01", "sweep.method=[sgd, {name: adam, dt: 0.005}]");
    assertEquals(1000, race.point(0).steps());
    assertEquals(2000, race.point(1).steps());
  }

  @Test
  void isPartOfTheExperiment() {
    var swept = Sample.read("sweep={temperature: [1, 2], a: [3]}");
    var json = swept.canonicalJson();
    assertEquals(json, ExperimentFile.parse(json, "run.json", List.of()).canonicalJson());
    assertNotEquals(Sample.read().sha256(), swept.sha256());
    assertNotEquals(Sample.read("sweep={a: [3], temperature: [1, 2]}").sha256(), swept.sha256());
    assertEquals(Sample.read().sha256(), Sample.read("sweep={}").sha256());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {aa: [1]} | sweep.aa: cannot be swept; parameters, temperature, dt, method and method parameters can; the nearest one is a
          {walkers: [1, 2]} | sweep.walkers: cannot be swept; parameters, temperature, dt, method and method parameters can; run it for each: perrin run FILE --set KEY=VALUE -o OUT.h5
          {kT: [1]} | sweep.kT: cannot be swept; parameters, temperature, dt, method and method parameters can; write sweep: {temperature: [0.2, 0.5]}
          {friction: [1]} | sweep.friction: cannot be swept; parameters, temperature, dt, method and method parameters can; write method.friction
          {method.frict: [1]} | sweep.method.frict: unknown parameter of baoab; the nearest one is method.friction
          {method: {mas: [1]}} | sweep.method.mas: unknown parameter of baoab; the nearest one is method.mass
          {method: {mass: [1]}, method.mass: [2]} | sweep.method.mass: is swept twice; remove one
          {a: []} | sweep.a: [], must have at least one value
          {a: 1} | sweep.a: 1, must be a list of numbers, linspace(from, to, count) or geomspace(from, to, count)
          {a: [1, pi]} | sweep.a: pi, must be a number, such as 0.5
          {a: [1, .inf]} | sweep.a: .inf, must be a number, such as 0.5
          {a: [1, [2]]} | sweep.a: [2], must be a number
          {a: {b: 1}} | sweep.a: a map, must be a list of numbers, linspace(from, to, count) or geomspace(from, to, count)
          {dt: [0.1, 0]} | sweep.dt: 0.0, must be greater than 0
          {temperature: [0, -1]} | sweep.temperature: -1.0, must be at least 0
          {a: "linspace(1, 2)"} | sweep.a: linspace(1, 2), must be a list of numbers, linspace(from, to, count) or geomspace(from, to, count)
          {a: "linspace(1, 2, 0)"} | sweep.a: 0 values, must be a whole number from 1 to 1024
          {a: "linspace(1, 2, 2.5)"} | sweep.a: 2.5 values, must be a whole number from 1 to 1024
          {a: "linspace(1, 2, 1e6)"} | sweep.a: 1e6 values, must be a whole number from 1 to 1024
          {a: "linspace(1, two, 3)"} | sweep.a: "two" is no number; must be a list of numbers, linspace(from, to, count) or geomspace(from, to, count)
          {a: "geomspace(0, 2, 3)"} | sweep.a: geomspace(0, 2, 3), must go from one number to another of the same sign, not 0
          {a: "geomspace(-1, 2, 3)"} | sweep.a: geomspace(-1, 2, 3), must go from one number to another of the same sign, not 0
          {a: "linspace(0, 1, 100)", dt: "linspace(1, 2, 100)"} | sweep: 10000 points, must be at most 1024; take fewer values
          {method: adam} | sweep.method: adam, must be a list of methods, such as [gradient-descent, {name: adam, dt: 0.1}]
          {method: [adam, adm]} | sweep.method: adm is not a method; the nearest method is adam
          {method: [adam, {name: sgd, mu: 0.9}]} | sweep.method.mu: unknown parameter of sgd; there is none
          {method: [[adam]]} | sweep.method: [adam], must be a method's name, or a map such as {name: adam, dt: 0.1}
          {method: []} | sweep.method: [], must have at least one value
          {method: [adam, sgd, adam]} | sweep.method: adam is there twice; remove one, or give a step of your own a name: {name: mine, step: …}
          {method: [{name: adam, dt: 0}]} | sweep.method.dt: 0, must be greater than 0 and finite
          {method: [{name: adam, dt: 0.1}, sgd], dt: [1, 2]} | sweep.dt: is swept, and methods have a dt of their own; remove one
          {method: [baoab, sgd], method.friction: [1, 2]} | sweep.method.friction: unknown parameter of sgd; euler-maruyama, leimkuhler-matthews, baoab, obabo and aboba have friction
          {method: [{step: x = x, state: {y: 0}}]} | sweep.method: custom: method.state.y: the name is taken by a coordinate or parameter; choose another
          [1] | sweep: [1], must be a map, such as {temperature: [0.2, 0.5]}
          """)
  void refuses(String sweep, String message) {
    var yaml = Sample.edited("method: euler-maruyama", "method: baoab") + "sweep: " + sweep + "\n";
    assertMessage("a.yaml:18: " + message, yaml);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          noise: {source: curand, generator: philox} | a.yaml:19: sweep: not available with noise: source: curand; run the points one by one
          """)
  void refusesBeside(String line, String message) {
    var yaml = Sample.edited("first-walker: 64", "#") + line + "\nsweep: {a: [1]}\n";
    assertMessage(message, yaml);
  }

  /** Paths of all points are arrays, and what memory holds. */
  @Test
  void refusesPathsThatNoArrayHolds() {
    assertRefused(
        "trajectories: not available where points of different dt last the same time, for their"
            + " frames are not as many; give steps instead of time",
        "trajectories={walkers: 8}",
        "steps=null",
        "time=10",
        "dt=0.01",
        "sweep={method: [sgd, {name: adam, dt: 0.005}]}");
    assertRefused(
        "trajectories: 1.020e+08 values (frames x walkers x coordinates x points), must be at most"
            + " 67108864; keep fewer walkers or frames",
        "trajectories={walkers: 500, every: 10}",
        "steps=1000",
        "sweep={a: 'linspace(1, 2, 1020)'}");
  }

  @Test
  void refusesATimeOfSteps() {
    assertRefused(
        "sweep.method: adam (dt 0.1/(n+1)): with time, dt must be a number; give steps instead of"
            + " time",
        "steps=null",
        "time=10",
        "dt=0.01",
        "sweep={method: [sgd, {name: adam, dt: 0.1/(n + 1)}]}");
  }

  private static void assertRefused(String message, String... sets) {
    var e = assertThrows(ExperimentException.class, () -> Sample.read(sets));
    assertTrue(e.getMessage().endsWith(message), e.getMessage());
  }

  @Test
  void refusesWhatIsNoNumber() {
    assertMessage(
        "a.yaml:18: sweep.a: is an array; only numbers can be swept",
        Sample.edited("{a: 1,", "{a: [1, 2],") + "sweep: {a: [1]}\n");
    assertMessage(
        "a.yaml:18: sweep.method.friction: has a value for each coordinate; give it one number, or"
            + " sweep another",
        Sample.edited("method: euler-maruyama", "method: {name: baoab, friction: {x: 1, y: 2}}")
            + "sweep: {method.friction: [1]}\n");
    assertMessage(
        "a.yaml:18: sweep.N: is a size of phi4-chain; run one size at a time",
        Sample.edited("energy: a*x^2 + b*y^2", "energy: phi4-chain")
                .replace("coordinates: [x, y]", "#")
                .replace("{y: uniform(0, 1), x: normal(0, 1)}", "{x: 0}")
                .replaceAll("(?m)^(check|histograms|observables): .*", "#")
            + "sweep: {N: [4]}\n");
  }

  @Test
  void refusesMoreWalkersThanThereAreNumbers() {
    assertMessage(
        "a.yaml:18: sweep: 211106232532992 walkers in all points, must be at most 140737488355264",
        Sample.edited("walkers: 1000", "walkers: 70368744177664") + "sweep: {a: [1, 2, 3]}\n");
  }

  private static void assertMessage(String message, String yaml) {
    var e =
        assertThrows(
            ExperimentException.class, () -> ExperimentFile.parse(yaml, "a.yaml", List.of()));
    assertEquals(message, e.getMessage());
  }
}
