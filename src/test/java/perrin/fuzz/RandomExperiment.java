package perrin.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.StringJoiner;
import perrin.experiment.Experiment;
import perrin.experiment.ExperimentFile;

/** Random experiment files and step programs; the names that their formulas may use. */
public final class RandomExperiment {
  /** Coordinates, parameters and data of all random formulas. */
  static final String NAMES =
      """
      coordinates: {x: 5, s: 1, q: 1}
      parameters: {a: 0.75, b: -1.25, L: 5, w: [0.5, -1, 2, 0.1], m: [[1, 2], [0, -1], [0.3, 3], [2, 2]]}
      data: {arrays: {u: [1.5, -0.5, 0.25, 2], tab: [[1, 0.1], [2, 0.2], [3, 0.3], [-1, 0.4]], group: [1, 0, 2, 1]}}
      """;

  static final List<String> COORDINATES = List.of("s", "q", "x[2]", "x[0]");
  static final List<String> LEAVES = List.of("s", "s", "q", "x[1]", "a", "b", "L");

  private final Random random;

  RandomExperiment(Random random) {
    this.random = random;
  }

  /** A formula of coordinates, such as an energy. */
  String energy() {
    return formula(LEAVES);
  }

  private String formula(List<String> leaves) {
    boolean wild = random.nextInt(3) == 0;
    return new RandomFormula(random, wild, leaves).formula(1 + random.nextInt(4));
  }

  /** One on a random energy that has a meaning and moderate values with derivatives. */
  public static Experiment tame(Random random) {
    String energy = new RandomFormula(random, false, LEAVES).formula(1 + random.nextInt(4));
    return ExperimentFile.parse(with("(" + energy + ")", "x = x"), "random.yaml", List.of());
  }

  /** A whole file with that energy and step program. */
  static String with(String energy, String step) {
    return NAMES
        + "energy: \""
        + energy
        + "\"\nstart: {x: \"normal(0.1*i, 1)\", s: 0.5, q: uniform()}\n"
        + "method: {state: {v: 0, r: normal()}, parameters: {c: 0.5, g: {x: 1, s: 2, q: 3}}, step: \""
        + step
        + "\"}\ntemperature: 0.5\ndt: 0.01\nwalkers: 40\nsteps: 3\n";
  }

  String program() {
    return program(1 + random.nextInt(4), 2);
  }

  private String program(int statements, int depth) {
    StringJoiner lines = new StringJoiner("; ");
    for (int k = 0; k < statements; k++) {
      if (depth > 0 && random.nextInt(6) == 0) {
        int times = 1 + random.nextInt(4);
        lines.add("repeat " + times + " { " + program(1 + random.nextInt(2), depth - 1) + " }");
      } else {
        lines.add(pick("x", "x", "v", "r") + " = " + elementwise(1 + random.nextInt(4)));
      }
    }
    return lines.toString();
  }

  private String elementwise(int depth) {
    if (depth == 0) {
      return pick(
          "x",
          "v",
          "r",
          "c",
          "g",
          "a",
          "kT",
          "dt",
          "n",
          "t",
          "normal()",
          "uniform()",
          "gradient(x)",
          "gradient(x)",
          "energy(x)",
          "0.5",
          "2",
          "w[1]",
          "sum(i in 0..3: w[i]*u[i])");
    }
    String left = elementwise(depth - 1);
    return switch (random.nextInt(9)) {
      case 0, 1, 2 -> left + " + " + elementwise(depth - 1);
      case 3 -> left + " - dt*(" + elementwise(depth - 1) + ")";
      case 4 -> "(" + left + ")*(" + elementwise(depth - 1) + ")";
      case 5 -> pick("sin", "exp", "sqrt", "abs", "tanh") + "(" + left + ")";
      case 6 -> pick("dot", "dot", "max") + "(" + left + ", " + elementwise(depth - 1) + ")";
      case 7 -> "sum(" + left + ")";
      default -> "if(" + left + " > " + elementwise(0) + ", " + left + ", -(" + left + "))";
    };
  }

  /** A whole file with most keys of the format. */
  String file() {
    List<String> keys = new ArrayList<>();
    keys.add("title: \"T " + random.nextInt(100) + "\"");
    keys.add(NAMES.strip());
    keys.add("energy: \"" + energy() + (random.nextBoolean() ? " + h" : "") + "\"");
    keys.add("where: {h: \"" + formula(LEAVES) + "\", k2: \"h + s\"}");
    keys.add(
        "start: {s: "
            + pick("0", "normal()", "uniform(-1, a)", "walker/10")
            + ", q: \""
            + pick("normal(0, 1)", "a*b", "uniform()")
            + "\", x: "
            + pick("\"0.1*i\"", "normal(0, 1)", "[1, 2, 3, \"a\", 5]")
            + "}");
    keys.add("method: " + method());
    keys.add("temperature: " + pick("0.5", "1", "1/log(n + 2)", "a", "0"));
    keys.add("dt: " + pick("0.01", "0.1/(1 + t)", "1e-3"));
    keys.add("walkers: " + pick("1", "33", "1_000", "1e3"));
    keys.add("steps: " + (1 + random.nextInt(50)));
    keys.add("seed: " + random.nextInt());
    optional(keys, "force: {x: \"" + pick("0.1*i", "cos(t)", "x[i]*s") + "\", q: 0.1*n}");
    optional(
        keys,
        "boundaries: {s: "
            + pick("periodic(0, 2*pi)", "reflect(-1, 1)", "\"reflect(b, a)\"")
            + "}");
    optional(
        keys,
        "histograms: {x: {of: \""
            + pick("x[1]", "s", "energy")
            + "\", from: -2, to: 2, bins: 20}, xy: {of: [s, q], from: [-1, -2], to: [1, 2], bins: [3, 4]}}");
    optional(keys, "observables: {E: energy, r: \"" + formula(LEAVES) + "\", p: s > 0}");
    optional(keys, "correlations: {s: {of: s, lags: 3}}");
    optional(keys, "check: {rhat: true, bias: " + pick("true", "false") + ", tolerance: 0.1}");
    optional(keys, "precision: " + pick("single", "double"));
    optional(keys, "math: " + pick("portable", "fast"));
    optional(keys, "noise: {source: philox}");
    optional(keys, "burn-in: 0");
    optional(keys, "sample-every: 1");
    return String.join("\n", keys) + "\n";
  }

  private String method() {
    return pick(
        "euler-maruyama",
        "leimkuhler-matthews",
        "gradient-descent",
        "{name: euler-maruyama}",
        "{state: {v: 0, r: normal()}, parameters: {c: 0.5, g: {x: 1, s: 2, q: 3}}, step: \""
            + program()
            + "\"}");
  }

  private void optional(List<String> keys, String key) {
    if (random.nextInt(3) == 0) {
      keys.add(key);
    }
  }

  private String pick(String... words) {
    return words[random.nextInt(words.length)];
  }
}
