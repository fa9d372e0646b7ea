package perrin.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import perrin.errors.ExperimentException;
import perrin.experiment.Library;
import perrin.experiment.Method;
import perrin.output.AcceptanceRecord;
import perrin.output.Digest;
import perrin.output.PointRecord;
import perrin.output.RunFile;
import perrin.output.RunRecord;

/**
 * Steps that a walker takes or refuses, loops that end for some walkers, values that a walker has
 * one of, and gradients at other places than x: the same on all backends, in registers and memory.
 */
public class AcceptTest {
  private static final String TWICE =
      "method={state: {y: 0, there: {walker: 0}, k: {walker: walker}}, step: \""
          + "repeat 3 { y = inside(x + normal()) \\n there = energy(y) \\n"
          + " accept(exp((energy(x) - there)/kT), x = y, k = k + 1, y = x) } \\n"
          + "y = -x \\n accept(if(energy(y) < energy(x), 1, 0.3), y = x, x = y)\"}";

  private static final String WHILE =
      "method={state: {g: 0, a: {walker: 0}, f: {walker: uniform()}}, step: \""
          + "g = gradient(x) \\n a = 1 \\n f = energy(x) \\n"
          + "repeat 9 while energy(x - a*g) > f - 0.1*a*dot(g, g) {"
          + " a = a*0.6 \\n repeat 2 while a > 0.05 { a = a - 0.01*sum(uniform()) } } \\n"
          + "x = x - a*g + 0.01*normal() + 0.001*gradient(inside(3*x))\"}";

  /** In registers and in memory, with walls and without, in both precisions. */
  public static Stream<Trial> trials() {
    Trial small = Trial.of(Trial.SMALL, "track-best=true");
    String coupled =
        "energy=\"sum(i in 0..17: (x[i]^2 - 1)^2) + sum(i in 0..16: x[i]*x[i + 1])/3 + q^2 + q*x[3]\"";
    Trial many =
        small.with(
            "coordinates={x: 18, q: 1}",
            coupled,
            "start={x: \"normal(0.1*i, 0.3)\", q: 1}",
            "histograms={}",
            "observables={q: q}",
            "walkers=90",
            "dt=0.02");
    return Stream.of(
            "mala", "hmc", "metropolis", "metropolis-jumps", "armijo", "wolfe", TWICE, WHILE)
        .map(method -> method.startsWith("method=") ? method : "method=" + method)
        .flatMap(method ->
            Stream.of(
                small.with(method),
                small.with(method, "precision=double", "boundaries={x: \"reflect(-1.3, 1.1)\"}"),
                many.with(method, "boundaries={x: \"reflect(-1.5, 1.4)\", q: \"periodic(-2, 2)\"}"),
                many.with(method, "precision=double")));
  }

  /** What a run leaves behind. */
  public record Left(Digest digest, AcceptanceRecord acceptance) {
    /** Of a run. */
    public static Left of(Trial trial, String backend, int width, long chunk) {
      PointRecord run = trial.run(backend, width, 2, chunk);
      return new Left(Digest.of(run), run.acceptance());
    }
  }

  @ParameterizedTest
  @MethodSource("trials")
  void sameBits(Trial trial) {
    Left java = Left.of(trial, "java", 0, 0);
    assertEquals(java, Left.of(trial, "java", 0, 7));
    if (Trial.hasCompiler()) {
      int width = 4 << Math.floorMod(trial.sets().hashCode(), 3);
      assertEquals(java, Left.of(trial, "cpu", width, 0), "width " + width);
      assertEquals(java, Left.of(trial, "cpu", 0, 7));
    }
  }

  /**
   * Of the proposals x − dt E′ + √(2 kT dt) ξ on the double well at rest, after 500 steps; exact
   * values by quadrature. 20,000 walkers, 2,500 steps: the standard error of a run's share is below
   * 1e-4, so that five of them with a quarter more for the steps left out, 6e-4, raise a false
   * alarm less than once in 10⁶; noise scaled by 1.01 is further off.
   */
  @ParameterizedTest
  @CsvSource({"0.05, 0.9410874", "0.1, 0.8490400"})
  @Tag("statistics")
  void malaAcceptsAsOftenAsItShould(String dt, double expected) {
    assertEquals(expected, atRest(dt, "mala"), 6e-4);
    assertTrue(Math.abs(expected - atRest(dt, scaled("mala", "1.01"))) > 6e-4);
  }

  /** The library's step with a factor on its noise, which its probabilities do not know of. */
  private static String scaled(String name, String factor) {
    Method method = Library.method(name);
    List<String> state =
        method.state().keySet().stream().map(variable -> variable + ": 0").toList();
    String step = method.step().text().strip().replace("*normal()", "*" + factor + "*normal()");
    return "{state: {"
        + String.join(", ", state)
        + "}, step: \""
        + step.replace("\n", " \\n ")
        + "\"}";
  }

  private static double atRest(String dt, String method) {
    double[] accepted = new double[2];
    int[] steps = {500, 3000};
    for (int k = 0; k < 2; k++) {
      Trial trial =
          Trial.of(
              Trial.SMALL,
              "start={x: \"normal(0, 0.7)\"}",
              "method=" + method,
              "temperature=0.5",
              "dt=" + dt,
              "walkers=20000",
              "steps=" + steps[k],
              "burn-in=" + (steps[k] - 1),
              "sample-every=1",
              "histograms={}",
              "observables={}");
      AcceptanceRecord.Share share =
          trial.run(Trial.hasCompiler() ? "cpu" : "java", 0, 2, 0).acceptance().shares().get("x");
      assertTrue(share.standardError() < 2.5e-4, share.toString());
      accepted[k] = share.mean() * steps[k];
    }
    return (accepted[1] - accepted[0]) / (steps[1] - steps[0]);
  }

  @Test
  void isStored(@TempDir Path folder) {
    Trial trial = Trial.of(Trial.SMALL, TWICE);
    RunRecord run = trial.record("java", 0, 1, 0);
    AcceptanceRecord acceptance = run.only().acceptance();
    assertEquals(List.of("x", "y"), List.copyOf(acceptance.shares().keySet()));
    AcceptanceRecord.Share first = acceptance.shares().get("x");
    assertTrue(first.lowest() < first.mean() && first.mean() < first.highest());
    Path file = folder.resolve("run.h5");
    RunFile.write(file, run);
    assertEquals(acceptance, RunFile.read(file).only().acceptance());
  }

  /** A walker takes a step when u is at most p, whatever else is not a number. */
  @Test
  void certainAndImpossible() {
    for (String p : List.of("1", "exp(x^2)", "1e30")) {
      assertEquals(1, share(p), p);
    }
    for (String p : List.of("0", "-1", "sqrt(-1 - x^2)", "log(-1 - x^2)")) {
      assertEquals(0, share(p), p);
    }
  }

  /** Where energies and slopes of proposals are beyond the largest number, walkers stay. */
  @ParameterizedTest
  @ValueSource(strings = {"{name: metropolis, width: 40}", "mala", "hmc", "armijo", "wolfe"})
  void infiniteProposals(String method) {
    Trial trial =
        Trial.of(
            Trial.SMALL,
            "energy=x^40",
            "start={x: 1.5}",
            "dt=9",
            "method=" + method,
            "histograms={}",
            "observables={E: energy}");
    PointRecord run = trial.run("java", 0, 1, 0);
    assertTrue(Math.abs(run.finals().get("x").value(0)) <= 1.5);
    assertEquals(AcceptTest.Left.of(trial, "java", 0, 0), AcceptTest.Left.of(trial, "java", 0, 3));
  }

  private static double share(String p) {
    Trial trial =
        Trial.of(
            Trial.SMALL,
            "method={state: {v: 0}, step: \"accept(sum(" + p + "), v = v + 1)\"}",
            "histograms={}");
    return trial.run("java", 0, 1, 0).acceptance().shares().get("v").mean();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          state: {y: 0}, step: "accept(x, x = y)"                  | accept takes one probability for a walker, and this is one for each coordinate
          state: {y: 0}, step: "accept(1, z = y)"                  | only x and the method's state can be assigned, not "z"
          state: {y: 0}, step: "accept(1)"                         | nothing is accepted
          state: {y: 0}, step: "accept(1, x = y, y = x, x = y)"    | x is given two values at once
          state: {y: 0}, step: "energy(x)"                         | a call by itself does nothing
          state: {y: 0}, step: "repeat 3 while x > 0 { x = 0 }"    | repeat goes on while a condition holds for the walker, and this is one for each coordinate
          state: {y: 0}, step: "repeat 3 while 1 > 0 { accept(1, x = y) }" | accept cannot stand in repeat ... while
          state: {a: {walker: x}}, step: "x = a"                   | one value for each coordinate, where a walker has one
          state: {a: {walker: 0}}, step: "a = x"                   | a has one value for each walker, and this is one for each coordinate
          state: {a: {walkers: 0}}, step: "x = a"                  | unknown key
          state: {v: {walker: 0}}, velocity: v, step: "x = x + v"  | v has one value for each walker
          """)
  void mistakes(String method, String problem) {
    Trial trial =
        Trial.of(
            Trial.SMALL,
            "coordinates=[x, y2]",
            "energy=x^2 + y2^2",
            "start={x: 0, y2: 0}",
            "method={" + method + "}");
    ExperimentException e =
        assertThrows(ExperimentException.class, () -> trial.run("java", 0, 1, 0));
    assertTrue(e.getMessage().contains(problem), e.getMessage());
  }

  /** A wall turns velocities, of which a walker has one for each coordinate. */
  @Test
  void oneValueMayBeCalledV() {
    Trial trial =
        Trial.of(
            Trial.SMALL,
            "method={state: {v: {walker: 0}}, step: \"v = energy(x) \\n x = x - dt*gradient(x)\"}");
    assertEquals(1003, trial.run("java", 0, 1, 0).finals().get("v").walkers());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          force={x: 1} | accept knows the energy, and a force is no part of it
          minibatch={size: 1} | accept with a minibatch would accept by an estimate of the energy
          """)
  void whatCannotBeAccepted(String key, String problem) {
    Trial trial =
        Trial.of(
            Trial.SMALL,
            "data={arrays: {u: [0.5, -0.25]}}",
            "energy=\"sum(i in rows: (x - u[i])^2)\"",
            "method=mala",
            key);
    ExperimentException e =
        assertThrows(ExperimentException.class, () -> trial.run("java", 0, 1, 0));
    assertTrue(e.getMessage().contains(problem), e.getMessage());
  }
}
