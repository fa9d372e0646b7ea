package perrin.run;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import perrin.backend.NotFiniteException;
import perrin.conformance.Trial;

/** Why walkers leave the finite numbers, and steps that rounding swallows. */
class InstabilityTest {
  private static String failure(String... sets) {
    Trial trial = Trial.of(Trial.SMALL, "histograms={}", "observables={}").with(sets);
    return assertThrows(NotFiniteException.class, trial::run).getMessage();
  }

  @ParameterizedTest
  @CsvSource({
    "euler-maruyama, 0.5, 2/k = ",
    "leimkuhler-matthews, 0.5, 2/k = ",
    "gradient-descent, 0.5, 2/k = ",
    "baoab, 1.5, 2/omega = ",
    "obabo, 1.5, 2/omega = "
  })
  void beyondStability(String method, String dt, String bound) {
    String message = failure("method=" + method, "dt=" + dt, "steps=4000");
    assertTrue(message.contains("is not finite: walker "), message);
    assertTrue(
        message.contains("; dt = " + dt + " is beyond the stability bound " + bound), message);
    assertTrue(message.endsWith("use a smaller dt"), message);
  }

  /** In a harmonic well with k/m = 4 the bound is 1, exactly. */
  @Test
  void theBoundOfAHarmonicWell() {
    String message =
        failure("energy=4*x^2", "method={name: baoab, mass: 2}", "dt=1.001", "steps=40000");
    assertTrue(message.contains("2/omega = 1 at x = "), message);
    assertTrue(message.contains("omega^2 = k/m = 4;"), message);
  }

  /** With a friction of 8 and a curvature of 8 the bound is 2, exactly. */
  @Test
  void theBoundWithFriction() {
    String message =
        failure(
            "energy=4*x^2",
            "method={name: euler-maruyama, friction: 8}",
            "dt=2.001",
            "steps=90000");
    assertTrue(message.contains("2*friction/k = 2 at x = "), message);
    assertTrue(message.contains("the curvature over the friction is k/friction = 1;"), message);
  }

  /** The push that rounding may swallow is divided by the friction. */
  @Test
  void lostPushesWithFriction() {
    String[] well = {"energy=(x - 1000)^2/2", "start={x: normal(1000, 1)}", "dt=0.01"};
    assertTrue(notes(well).isEmpty(), notes(well).toString());
    List<String> found =
        Trial.of(
                Trial.SMALL, "check={boltzmann: x}", "method={name: euler-maruyama, friction: 1e4}")
            .with(well)
            .run()
            .verdict()
            .evidence()
            .causes();
    assertTrue(found.stream().anyMatch(n -> n.contains("dt/friction*grad E")), found.toString());
  }

  /** BAOAB, as somebody else would write it. */
  private static final String OWN =
      "method={parameters: {m: 2, rate: 1}, state: {noise: normal(), w: sqrt(kT/m)*normal()},"
          + " velocity: w, stability: 2*sqrt(m/k), step: \"w = w - dt/2/m*gradient(x); x = x +"
          + " dt/2*w; noise = normal(); w = exp(-rate*dt)*w + sqrt(kT/m*(1 -"
          + " exp(-2*rate*dt)))*noise; x = x + dt/2*w; w = w - dt/2/m*gradient(x)\"}";

  /** What a method of the library says in its file, a method of one's own may say, too. */
  @Test
  void anOwnMethodWithAVelocity() {
    String message = failure("energy=4*x^2", OWN, "dt=1.001", "steps=40000");
    assertTrue(message.contains("2/omega = 1 at x = "), message);
    assertTrue(message.contains("omega^2 = k/m = 4;"), message);
    List<String> notes = notes(OWN, "dt=1e-9");
    assertTrue(notes.getFirst().contains("dt/2*grad E/m is below"), notes.toString());
    assertTrue(notes.getFirst().contains("in the last place of w "), notes.toString());
    assertTrue(notes.getLast().contains("dt/2*w is below"), notes.toString());
  }

  @Test
  void anOwnMethodWithoutVelocities() {
    String own =
        "method={parameters: {drag: 8}, step: \"x = x - dt/drag*gradient(x) +"
            + " sqrt(2*kT*dt/drag)*normal()\"";
    String message =
        failure("energy=4*x^2", own + ", stability: 2*drag/k}", "dt=2.001", "steps=90000");
    assertTrue(message.contains("2*drag/k = 2 at x = "), message);
    assertTrue(message.contains("the curvature over the drag is k/drag = 1;"), message);
    message = failure("energy=4*x^2", own + "}", "dt=2.001", "steps=90000");
    assertFalse(message.contains("stability"), message);
  }

  /** Thirteen atoms: no Hessian, but what it does. */
  @Test
  void manyCoordinates() {
    Trial trial =
        Trial.onEnergy("lennard-jones")
            .with("dt=0.1", "steps=400", "histograms={}", "observables={}", "walkers=64");
    String message = assertThrows(NotFiniteException.class, trial::run).getMessage();
    assertTrue(message.contains("beyond the stability bound 2/k"), message);
  }

  /** Of a method, too, whose bound is not known. */
  @Test
  void unboundedBelowForMomentum() {
    String message = failure("energy=x^3", "method=sgd-momentum", "dt=0.01", "steps=2000");
    assertTrue(message.contains("; the energy falls without end: it was "), message);
    assertTrue(message.endsWith("; give an energy that confines"), message);
  }

  @Test
  void unboundedBelow() {
    String message = failure("energy=-x^4", "dt=0.001", "steps=4000");
    assertTrue(message.contains("; the energy falls without end: it was "), message);
    message = failure("energy=-x^2", "dt=0.1", "steps=4000");
    assertTrue(message.contains("; the energy falls without end: it was "), message);
  }

  @Test
  void nothingIsSaidWithoutAReason() {
    String message = failure("energy=sqrt(2 - x)", "dt=0.01", "steps=4000", "start={x: 1.9}");
    assertFalse(message.contains("stability"), message);
    assertTrue(message.contains("make dt smaller, or give an energy"), message);
  }

  /** Those about the time step. */
  private static List<String> notes(String... sets) {
    return Trial.of(Trial.SMALL, "check={boltzmann: x}")
        .with(sets)
        .run()
        .verdict()
        .evidence()
        .causes()
        .stream()
        .filter(note -> note.contains(" precision: ") || note.contains(" stability bound "))
        .toList();
  }

  @Test
  void roundingSwallowsSmallSteps() {
    assertTrue(notes().isEmpty());
    assertTrue(notes("dt=1e-6").isEmpty());
    String note = notes("dt=1e-9").getFirst();
    assertTrue(note.startsWith("single precision: dt*grad E is below half a unit"), note);
    assertTrue(notes("dt=1e-9", "precision=double").isEmpty());
    assertTrue(notes("dt=1e-17", "precision=double").getFirst().startsWith("double"));
  }

  /** Walkers that hop over the wells of a washboard stay finite. */
  @Test
  void beyondStabilityAndFinite() {
    String washboard = "energy=2*cos(5*x)";
    assertTrue(notes(washboard, "check.boltzmann=null").isEmpty());
    String note = notes(washboard, "check.boltzmann=null", "dt=0.2").getFirst();
    assertTrue(note.startsWith("dt = 0.2 is beyond the method's stability bound for "), note);
    assertTrue(note.contains("the worst 2/k = 0.04 at x = "), note);
  }

  @Test
  void roundingSwallowsKicksAndDrifts() {
    assertTrue(notes("method=baoab").isEmpty());
    List<String> notes = notes("method=baoab", "dt=1e-9");
    assertTrue(notes.getFirst().contains("dt/2*grad E/mass is below"), notes.toString());
    assertTrue(notes.getLast().contains("walkers stand still"), notes.toString());
  }

  /**
   * Steps by all rows bear dt = 0.1 at k = 12.5; batches of the steep row alone throw walkers out.
   */
  @Test
  void batchesThatAreSteeperThanAllRows() {
    String message =
        failure(
            "data={arrays: {u: [7, 1, 0, 0], y: [1, 2, 3, 4]}}",
            "energy=\"sum(i in rows: (u[i]*x - y[i])^2)/(2*rows)\"",
            "minibatch={size: 1}",
            "method=sgd",
            "temperature=null",
            "dt=0.15",
            "steps=20000");
    assertTrue(message.contains("the rows of a batch of 1 may be steeper"), message);
    assertTrue(message.endsWith("use a smaller dt or larger batches"), message);
  }

  /** A rate that ends at 0 leaves walkers where they are, and is meant to. */
  @Test
  void aScheduleThatEndsLosesNothing() {
    String[] well = {"energy=(x - 3)^2/2 + x^4/9", "start={x: normal(3, 1)}", "steps=2000"};
    String cosine = "dt=0.05*(1 + cos(pi*n/2000)) + 1e-9";
    for (String method : List.of("sgd", "euler-maruyama", "sgld")) {
      Trial trial = Trial.of(Trial.SMALL, "check={boltzmann: x}", "method=" + method).with(well);
      List<String> causes = trial.with(cosine).run().verdict().evidence().causes();
      assertFalse(causes.stream().anyMatch(n -> n.contains("lost")), method + causes);
      causes = trial.with("dt=1e-9*(1 + n/2000)").run().verdict().evidence().causes();
      assertTrue(causes.stream().anyMatch(n -> n.contains("the drift is lost")), method + causes);
    }
  }

  /** Said once, of methods of the library whose steps have no kT, where a temperature is given. */
  @ParameterizedTest
  @CsvSource({
    "sgd, 0.5, true",
    "adam, 0.5/(n + 1), true",
    "gradient-descent, 0.5, true",
    "sgd, 0, false",
    "sgld, 0.5, false",
    "baoab, 0.5, false",
    "'{step: x = x - dt*gradient(x)}', 0.5, false"
  })
  void temperaturesThatAreNotUsed(String method, String temperature, boolean said) {
    Trial trial =
        Trial.of(Trial.SMALL, "check=null", "method=" + method, "temperature=" + temperature);
    List<String> notes = trial.run().verdict().notes();
    long found = notes.stream().filter(n -> n.contains("takes no temperature")).count();
    assertTrue(found == (said ? 1 : 0), notes.toString());
  }
}
