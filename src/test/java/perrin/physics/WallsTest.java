package perrin.physics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static perrin.statistics.verdict.Verdict.Outcome.CONSISTENT;
import static perrin.statistics.verdict.Verdict.Outcome.NOT_EQUILIBRATED;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import perrin.conformance.Trial;
import perrin.errors.ExperimentException;
import perrin.output.PointRecord;
import perrin.statistics.distances.TotalVariation;

/**
 * Reflecting walls: what a method's file says is turned, and when, gives the Boltzmann distribution
 * up to the order that the file states. Intervals of 95 % and fixed seeds.
 */
@Tag("statistics")
class WallsTest {
  private static final Trial BOX =
      Trial.of(
          """
          coordinates: [x]
          energy: a*x
          parameters: {a: 0}
          boundaries: {x: "reflect(0, 1)"}
          start: {x: "uniform(0, 1)"}
          method: leimkuhler-matthews
          temperature: 1
          dt: 0.02
          walkers: 65536
          steps: 1500
          burn-in: 500
          sample-every: 20
          histograms: {x: {of: x, from: 0, to: 1, bins: 50}}
          check: {boltzmann: x, tolerance: 0.01}
          seed: 3
          """);

  /** A step that carries its Gaussian over, as Leimkuhler–Matthews does. */
  private static String carrying(String reflect) {
    return "method={step: \"x = x - dt*gradient(x) + sqrt(kT*dt/2)*r; r = normal(); x = x +"
        + " sqrt(kT*dt/2)*r\", state: {r: normal()}"
        + reflect
        + "}";
  }

  private static TotalVariation distance(String... sets) {
    return BOX.with(sets).run().verdict().evidence().distance();
  }

  /** No force: every method is exact between walls. */
  @ParameterizedTest
  @CsvSource({"leimkuhler-matthews", "baoab", "aboba", "obabo", "euler-maruyama"})
  void withoutForce(String method) {
    TotalVariation found = distance("method=" + method);
    assertTrue(found.low() < .0005 && found.high() < .003, found.toString());
  }

  /** E = 2x: order 2 with velocities, order 1 without, as the methods' files say. */
  @ParameterizedTest
  @CsvSource({
    "baoab, 0.04, 0, .002",
    "aboba, 0.04, 0, .002",
    "obabo, 0.04, 0, .003",
    "leimkuhler-matthews, 0.04, .015, .019",
    "leimkuhler-matthews, 0.02, .007, .010",
    "euler-maruyama, 0.04, .056, .062",
    "euler-maruyama, 0.02, .031, .035",
  })
  void withForce(String method, String dt, double least, double most) {
    TotalVariation found = distance("method=" + method, "parameters.a=2", "dt=" + dt);
    assertTrue(found.value() >= least && found.value() <= most, found.toString());
  }

  /** The same step, once without and once with its Gaussian turned. */
  @Test
  void customMethods() {
    PointRecord silent = BOX.with(carrying("")).run();
    assertEquals(.08, silent.verdict().evidence().distance().value(), .02);
    String words = silent.verdict().explanation();
    assertTrue(words.contains("does not say what a reflecting wall turns of its state (r)"), words);
    PointRecord turned = BOX.with(carrying(", reflect: [r]")).run();
    assertTrue(turned.verdict().evidence().distance().high() < .003);
    assertTrue(turned.verdict().notes().isEmpty(), turned.verdict().notes().toString());
    assertEquals(
        BOX.run().finals().get("x").value(7),
        turned.finals().get("x").value(7),
        "the library's step");
  }

  /** A step with velocities by another name: turned where the method says that it is one. */
  @Test
  void ownVelocities() {
    String baoab =
        "method={order: 2, parameters: {mass: 1, friction: 1}, state: {w: sqrt(kT/mass)*normal()},"
            + " reflect-at: drift, step: \"w = w - dt/2/mass*gradient(x); x = x + dt/2*w; w ="
            + " exp(-friction*dt)*w + sqrt(kT/mass*(1 - exp(-2*friction*dt)))*normal(); x = x +"
            + " dt/2*w; w = w - dt/2/mass*gradient(x)\"";
    PointRecord own = BOX.with(baoab + ", velocity: w}").run();
    assertTrue(own.verdict().notes().isEmpty(), own.verdict().notes().toString());
    PointRecord known = BOX.with("method=baoab").run();
    for (int walker = 0; walker < 100; walker++) {
      assertEquals(
          known.finals().get("x").value(walker), own.finals().get("x").value(walker), "baoab");
    }
    String words = BOX.with(baoab + "}").run().verdict().notes().toString();
    assertTrue(words.contains("of its state (w); nothing was turned"), words);
  }

  /** A walker that flies through a box many times comes to rest where a mirror would show it. */
  @ParameterizedTest
  @CsvSource({"0.25, 0.25, 1", "-0.25, 0.25, -1", "1.5, 0.5, -1", "-1.5, 0.5, 1", "7.75, 0.25, -1"})
  void foldsFlights(double to, double at, double sign) {
    PointRecord run =
        BOX.with(
                "method={step: \"x = x + v\", state: {v: " + (to - 0.5) + "}}",
                "start={x: 0.5}",
                "steps=1",
                "burn-in=0",
                "sample-every=1",
                "walkers=32")
            .run();
    assertEquals(at, run.finals().get("x").value(0), 1e-6);
    assertEquals(sign * (to - 0.5), run.finals().get("v").value(0), 1e-6);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          boundaries={x: "reflect(1e8, 1e8 + 1)"} | holds next to no numbers of single precision
          boundaries={x: "reflect(0, 1e-45)"}     | holds next to no numbers of single precision
          method={step: "x = x + v", state: {v: 0}, reflect: [v, v]} | names a state variable twice
          method={step: "x = x + v", state: {v: 0}, reflect: [w]}    | w is not a state variable
          method={step: "x = x + v", state: {v: 0}, reflect-at: middle} | reflect-at
          method={step: "x = x + v", state: {v: 0}, velocity: w} | method.velocity: w is not a state variable
          """)
  void refuses(String set, String problem) {
    var thrown = assertThrows(ExperimentException.class, () -> BOX.with(set).run());
    assertTrue(thrown.getMessage().contains(problem), thrown.getMessage());
  }

  /** One hit loses no more digits than the position has. */
  @Test
  void oneHitIsExact() {
    PointRecord run =
        BOX.with(
                "boundaries={x: \"reflect(0, 1e6)\"}",
                "method={step: \"x = x - 0.003\"}",
                "start={x: 0.001}",
                "steps=1",
                "burn-in=0",
                "sample-every=1",
                "walkers=32")
            .run();
    assertEquals(0.002, run.finals().get("x").value(0), 1e-9);
  }

  /** Identities see a wall where no density can be had. */
  @Test
  void identitiesSeeWalls() {
    String[] coupled = {
      "coordinates=[x, y, z]",
      "energy=x^2/2 + y^2/2 + (x - y)^2/2 + 0.5*x*z + z",
      "boundaries={z: \"reflect(0, 1)\"}",
      "start={x: normal(), y: normal(), z: \"uniform(0, 1)\"}",
      "histograms={z: {of: z, from: 0, to: 1, bins: 50}}",
      "check={boltzmann: z, tolerance: 0.01}",
      "parameters={}",
      "dt=0.01"
    };
    PointRecord good = BOX.with(coupled).run();
    assertEquals(CONSISTENT, good.verdict().outcome(), good.verdict().explanation());
    PointRecord bad = BOX.with(coupled).with(carrying("")).run();
    assertEquals(NOT_EQUILIBRATED, bad.verdict().outcome(), bad.verdict().explanation());
  }
}
