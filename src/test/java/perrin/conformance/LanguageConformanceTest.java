package perrin.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import perrin.experiment.Precision;
import perrin.output.Digest;

/**
 * The backends agree to the last bit on vectors, sums, arrays, conditions and carried gradients.
 */
public class LanguageConformanceTest {
  private static final String BAOAB =
      """
      method={step: "v = v - dt/2*gradient(x)\\n x = x + dt/2*v\\n v = c*v + sqrt(kT*(1 - c^2))*normal()\\n \
      x = x + dt/2*v\\n v = v - dt/2*gradient(x)", state: {v: normal()}, parameters: {c: 0.9}}\
      """;

  private static final String DATA =
      """
      data={arrays: {y: [1, -1, 1, 1, -1], u: [[1, 2], [0.5, -1], [-0.3, 0.7], [2, 0.1], [0.4, 0.2]], \
      group: [1, 0, 2, 1, 2]}}\
      """;

  private static final Map<String, Trial> TRIALS = trials();

  private static Map<String, Trial> trials() {
    Map<String, Trial> trials = new TreeMap<>();
    String chain =
        "sum(i in 0..L-1: (x[i]^2 - 1)^2/4) + sum(i in 0..L-1: (x[mod(i+1, L)] - x[i])^2)/2";
    trials.put("chain in registers", vector(5, chain, "parameters={L: 5}"));
    trials.put("chain in memory", vector(21, chain, "parameters={L: 21}"));
    trials.put(
        "chain, two draws",
        vector(
            18,
            chain,
            "parameters={L: 18}",
            "method={step: \"x = x - dt*gradient(x) + 0.1*normal()\\n x = x + normal()*dot(x, x)*dt/100\"}"));
    trials.put(
        "pairs, carried gradient",
        vector(
            20,
            "sum(i in 0..18: sum(j in i+1..19: 0.1/(0.5 + (x[i] - x[j])^2)^3)) + sum(i in 0..19: x[i]^2)/2",
            BAOAB));
    String late = "method={step: \"x = if(n < 5, x, if(n == 9, n, x) - dt*gradient(x))\"}";
    trials.put("a step that looks at n", vector(3, chain, "parameters={L: 3}", late));
    trials.put("the same in memory", vector(21, chain, "parameters={L: 21}", late));
    trials.put(
        "carried gradient in registers", vector(3, "sum(i in 0..2: x[i]^4/4) + x[0]*x[1]", BAOAB));
    trials.put(
        "rows",
        vector(
            2,
            "sum(r in 0..4: log(1 + exp(-y[r]*sum(k in 0..1: x[k]*u[r, k])))) + (x[0]^2 + x[1]^2)/2",
            DATA));
    trials.put(
        "many rows",
        vector(
            2,
            "sum(r in rows: exp(-(x[0] - y[r])^2/2 - x[1]^2*u[r]^2)) + (x[0]^2 + x[1]^2)/2",
            many()));
    trials.put(
        "logarithms of sums",
        vector(
            2,
            "-sum(r in rows: logsumexp(k in 0..1: 900*x[k]*u[r, k] - y[r]))/900 + (x[0]^2 + x[1]^2)/2",
            DATA));
    trials.put(
        "logarithms of sums in memory",
        vector(
            18,
            "logsumexp(i in 0..17: 5*x[i]) + sum(i in 0..17: logsumexp(j in 0..i: -(x[i] - x[j])^2)"
                + " + x[i]^2)"));
    trials.put(
        "logarithms of sums in blocks",
        Trial.of(
            Trial.SMALL,
            "energy=\"x^4 - logsumexp(r in 0..4999: -20*(x - 0.001*r)^2)/9\"",
            "walkers=35",
            "steps=12"));
    String few = values(20, "natural", -3, 3);
    String many = values(200, "natural", -3, 3);
    trials.put(
        "tables",
        Trial.of(
            Trial.SMALL,
            "coordinates=[x, y]",
            "tables={U: {outside: linear, "
                + few
                + "}, V: {outside: linear, "
                + many
                + "}, P: {"
                + values(70, "periodic", -1, 1.5)
                + "}}",
            "energy=table(U, x) + table(V, x - y)*table(P, y) + y^2",
            "start={x: \"normal(0.1, 2)\", y: \"normal(0, 1)\"}",
            "observables={E: energy, P: table(P, x)}"));
    trials.put(
        "table of a plane",
        Trial.of(
            Trial.SMALL,
            "coordinates=[x, y]",
            "tables={F: {from: [-2, -1], to: [2, 1.5], edge: [natural, periodic], outside: linear, values: "
                + plane(9, 6)
                + "}}",
            "energy=table(F, x, y) + x^2/2",
            "start={x: \"normal(0.1, 2)\", y: \"normal(0, 1)\"}",
            "method=baoab"));
    trials.put(
        "table of distances, in memory",
        vector(
            18,
            "sum(i in 0..16: sum(j in i+1..17: table(V, abs(x[i] - x[j])))) + sum(i in 0..17: x[i]^2)/2",
            "tables={V: {outside: linear, " + values(300, "natural", 0, 4) + "}}",
            BAOAB));
    trials.put("groups", vector(3, "sum(r in rows: (y[r] - x[group[r]])^2) + x[0]^2", DATA));
    trials.put(
        "two coordinates in memory",
        vector(
            2,
            "sum(r in rows: (y[r] - x[mod(group[r], 2)])^2) + x[0]^2",
            DATA,
            "method=leimkuhler-matthews"));
    trials.put(
        "conditions, where, force, each coordinate its own friction",
        Trial.of(
            Trial.SMALL,
            "coordinates={x: 2, q: 1}",
            "energy=hill + if(q > 0, q^2, q^4/4)",
            "where={hill: exp(-r2), r2: \"x[0]^2 + x[1]^2\"}",
            "start={x: \"normal(0.1*i, 1)\", q: uniform(-1, 1)}",
            "force={x: \"0.2*cos(t) - x[i]\", q: 0.1*n}",
            "method={step: \"x = x - dt/g*gradient(x) + sqrt(2*kT*dt/g)*normal()\","
                + " parameters: {g: {x: [1, 2], q: 3}}}",
            "histograms={q: {of: q, from: -1, to: 1, bins: 4}}",
            "observables={E: energy, r: r2, positive: q > 0}"));
    trials.put(
        "boundaries",
        vector(
            3,
            "x[0] + x[1]*x[2]",
            "dt=0.2",
            "temperature=2",
            "boundaries={x: \"reflect(-1, 0.5)\"}",
            "method={step: \"v = 0.9*v - dt*gradient(x) + normal()\\n x = x + dt*v\", state: {v: normal()}}"));
    trials.put(
        "boundaries in memory",
        vector(
            17,
            "sum(i in 0..16: x[i])",
            "dt=0.2",
            "temperature=2",
            "boundaries={x: \"periodic(-1, 0.5)\"}"));
    trials.put(
        "sums in blocks",
        Trial.of(
            Trial.SMALL,
            "energy=\"sum(r in 0..4999: exp(-(x - 0.001*r)^2))/5000 + x^4\"",
            "walkers=35",
            "steps=12"));
    trials.put(
        "repeat",
        vector(
            2,
            "x[0]^2 + x[1]^4",
            "method={step: \"repeat 3 { x = x - dt*gradient(x) + 0.1*normal() }\"}"));
    uniforms(trials);
    batches(trials);
    return trials;
  }

  /** Mini-batches of one coordinate, of a vector and of many; with all that else is drawn. */
  private static void batches(Map<String, Trial> trials) {
    String logistic =
        "sum(r in rows: log(1 + exp(-y[r]*sum(k in 0..1: x[k]*u[r, k])))) + (x[0]^2 + x[1]^2)/2";
    String noisy = "method={step: \"x = x - dt*gradient(x) + normal()/10 + uniform()/10\"}";
    trials.put("a batch", vector(2, logistic, DATA, "minibatch={size: 3}", "method=sgd"));
    trials.put(
        "a batch without replacement, by another array",
        vector(
            2,
            "sum(r in rows: (y[r] - x[mod(group[r], 2)])^2) + x[0]^2",
            DATA,
            "minibatch={size: 3, replacement: false}",
            noisy));
    trials.put(
        "a batch of many rows, many coordinates",
        vector(
            18,
            "sum(r in rows: (y[r] - sum(k in 0..17: x[k]/(k + 1)*u[r]))^2)/300 + sum(i in 0..17: x[i]^2)",
            many(),
            "minibatch={size: 37, replacement: false}",
            "method=psgld"));
    trials.put(
        "batches by epochs", vector(2, logistic, DATA, "minibatch={size: 3, order: epoch}", noisy));
    trials.put(
        "a batch's gradient and that of all rows",
        vector(
            2,
            logistic,
            DATA,
            "minibatch={size: 1}",
            "method={step: \"v = gradient(x) - full_gradient(x) \\n x = x - dt*gradient(x) + dt*v/10\", state: {v: 0}}"));
  }

  /** Streams whose groups of steps are the same, differ, or are cut by samples. */
  private static void uniforms(Map<String, Trial> trials) {
    String move = "x = if(uniform() < exp(-x^2), x + 0.1, x/2)";
    String drift = "x = x - dt*gradient(x) + 0.1*normal()";
    trials.put("uniforms alone", single(move));
    trials.put("a uniform and a Gaussian", single(drift + "\\n " + move));
    trials.put("three uniforms, a Gaussian", single(drift + "\\n repeat 3 { " + move + " }"));
    trials.put("three Gaussians, a uniform", single(move + "\\n repeat 3 { " + drift + " }"));
    trials.put("nine Gaussians, two uniforms", single("repeat 9 {" + drift + "}" + two(move)));
    trials.put("five uniforms, two Gaussians", single("repeat 5 {" + move + "}" + two(drift)));
    trials.put(
        "uniforms beside a carried gradient",
        vector(
            3,
            "sum(i in 0..2: x[i]^4/4) + x[0]*x[1]",
            BAOAB.replace("normal()\\n", "normal()*uniform()\\n")));
    trials.put(
        "uniforms of two coordinates in memory",
        vector(
            2,
            "sum(r in rows: (y[r] - x[mod(group[r], 2)])^2) + x[0]^2",
            DATA,
            "method={step: \"" + drift + "\\n " + move + "\"}"));
    trials.put(
        "uniforms in memory",
        vector(
            18,
            "sum(i in 0..17: x[i]^4/4)",
            "method={step: \"" + drift + "\\n repeat 2 { " + move + " }\"}"));
    trials.put(
        "uniforms and tables",
        single(drift + "\\n " + move)
            .with("energy=table(U, x) + x^2")
            .with("tables={U: {outside: linear, " + values(20, "natural", -3, 3) + "}}"));
  }

  private static String two(String line) {
    return "\\n repeat 2 { " + line + " }";
  }

  private static Trial single(String step) {
    return Trial.of(Trial.SMALL, "method={step: \"" + step + "\"}", "walkers=77");
  }

  /** The values of a table, the last of which is the first. */
  private static String values(int points, String edge, double from, double to) {
    StringBuilder values = new StringBuilder();
    for (int i = 0; i < points; i++) {
      double turn = 2 * Math.PI * (i % (points - 1)) / (points - 1);
      values.append(i == 0 ? "" : ", ").append(StrictMath.sin(turn) + StrictMath.cos(3 * turn));
    }
    return "edge: %s, from: %s, to: %s, values: [%s]".formatted(edge, from, to, values);
  }

  private static String plane(int rows, int columns) {
    StringBuilder values = new StringBuilder("[");
    for (int i = 0; i < rows; i++) {
      values.append(i == 0 ? "[" : ", [");
      for (int k = 0; k < columns; k++) {
        values.append(k == 0 ? "" : ", ").append(StrictMath.sin(i + 2.0 * (k % (columns - 1))));
      }
      values.append("]");
    }
    return values + "]";
  }

  private static String many() {
    StringBuilder y = new StringBuilder();
    StringBuilder u = new StringBuilder();
    for (int r = 0; r < 300; r++) {
      y.append(r == 0 ? "" : ", ").append(Math.round(100 * StrictMath.sin(r)) / 100.0);
      u.append(r == 0 ? "" : ", ").append(Math.round(100 * StrictMath.cos(3 * r)) / 100.0);
    }
    return "data={arrays: {y: [" + y + "], u: [" + u + "]}}";
  }

  private static Trial vector(int length, String energy, String... sets) {
    return Trial.of(
            Trial.SMALL,
            "coordinates={x: " + length + "}",
            "energy=\"" + energy + "\"",
            "start={x: \"normal(0.1*i, 0.5)\"}",
            "histograms={x: {of: \"x[1]\", from: -1, to: 1.5, bins: 7}}",
            "observables={last: \"x[" + (length - 1) + "]^2\", E: energy}",
            "walkers=77")
        .with(sets);
  }

  @BeforeAll
  static void needsCompiler() {
    assumeTrue(Trial.hasCompiler());
  }

  static Stream<Arguments> cases() {
    return TRIALS.keySet().stream()
        .flatMap(name -> Stream.of(Precision.values()).map(p -> Arguments.of(name, p)));
  }

  /** For tests of other backends. */
  public static Map<String, Trial> all() {
    return TRIALS;
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("cases")
  void backendsAgree(String name, Precision precision) throws Exception {
    Trial trial = TRIALS.get(name).with("precision=" + precision.word());
    Digest expected = Digest.of(trial.run("java", 0, 1, 0));
    assertEquals(expected, Digest.of(trial.run("java", 0, 2, 3)), "java, chunks of 3");
    List<Integer> widths =
        precision == Precision.SINGLE ? List.of(1, 4, 8, 16) : List.of(1, 2, 4, 8);
    // Compiling takes long. Not on Java's common pool, whose threads runs wait for.
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      List<Future<?>> all = new ArrayList<>();
      widths.forEach(width -> all.add(threads.submit(() -> assertAgree(trial, expected, width))));
      for (Future<?> each : all) {
        each.get();
      }
    }
  }

  private static void assertAgree(Trial trial, Digest expected, int width) {
    for (long chunk : List.of(0L, 1L, 7L)) {
      Digest found = Digest.of(trial.run("cpu", width, 1, chunk));
      assertEquals(expected, found, "cpu, width " + width + ", chunk " + chunk);
    }
  }
}
