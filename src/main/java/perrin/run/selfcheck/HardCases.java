package perrin.run.selfcheck;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a GPU might round, place or count in its own way: changes of DigestCheck's trial, by name.
 */
final class HardCases {
  private static final String SEVERAL = "histograms={a: {of: a, from: -1, to: 1.5, bins: 7}}";
  private static final String FIRST = "histograms={x: {of: 'x[0]', from: -1, to: 1.5, bins: 7}}";

  private static final String RING =
      "energy='sum(i in 0..L-1: (x[i]^2 - 1)^2/4) + sum(i in 0..L-1: (x[mod(i+1, L)] - x[i])^2)/2'";

  private static final String BAOAB =
      "method={step: \"v = v - dt/2*gradient(x)\\n x = x + dt/2*v\\n"
          + " v = c*v + sqrt(kT*(1 - c^2))*normal()\\n x = x + dt/2*v\\n"
          + " v = v - dt/2*gradient(x)\", state: {v: 0}, parameters: {c: 0.9}}";

  static final Map<String, List<String>> ALL = all();

  private HardCases() {}

  private static Map<String, List<String>> all() {
    Map<String, List<String>> cases = new LinkedHashMap<>();
    formulas(cases);
    coordinates(cases);
    vectors(cases);
    samples(cases);
    return cases;
  }

  private static void formulas(Map<String, List<String>> cases) {
    cases.put(
        "functions",
        List.of(
            "energy=exp(-x^2/2)*cos(3*x) + log(1 + x^2)*sin(x) + tanh(x)^2 + sqrt(1 + x^2)"
                + " + abs(x)^1.5",
            "start.x=uniform(0.5, 2)"));
    cases.put(
        "quotients",
        List.of("energy=1/(1 + x^4) + x^2/(3 + x^2)^2 + 2.5^x + (1 + x^2)^-1.5 + x^2"));
    cases.put("schedules", List.of("temperature=0.8/log(n + 2)", "dt=0.01/(1 + 0.1*t)"));
    cases.put("conditions", List.of("energy='if(x > 0.1, x^2, x^4/4) + min(x, 1)^2'"));
    cases.put("boundaries", List.of("boundaries={x: 'reflect(-1, 0.5)'}", "temperature=2"));
  }

  private static void coordinates(Map<String, List<String>> cases) {
    cases.put(
        "two coordinates",
        List.of(
            "coordinates=[a, b]",
            "start={a: 'normal(0, 1)', b: 0.5}",
            "energy=(a^2 - 1)^2 + b^2 + a*b/3",
            "observables={s: a + b}",
            SEVERAL));
    cases.put(
        "five coordinates",
        List.of(
            "coordinates=[a, b, c, d, f]",
            "start={a: 'normal(0, 1)', b: 0.5, c: 0, d: 'uniform(-1, 1)', f: 1}",
            "energy=(a^2 - 1)^2 + (b - a)^2 + c^2 + d^4 + (f - d)^2*(1 + c^2)",
            "observables={s: a + b + c + d + f}",
            SEVERAL));
  }

  private static void vectors(Map<String, List<String>> cases) {
    cases.put("39 coordinates", vector(39, RING));
    cases.put("39 coordinates, carried gradient", vector(39, RING, BAOAB));
    cases.put(
        "39 coordinates, boundaries", vector(39, RING, "boundaries={x: 'periodic(-1, 0.5)'}"));
    cases.put(
        "300 coordinates, carried gradient", vector(300, RING, BAOAB, "steps=56", "walkers=301"));
    String data =
        "data={arrays: {y: [1, -1, 1, 1, -1], u: [[1, 2], [0.5, -1], [-0.3, 0.7], [2, 0.1],"
            + " [0.4, 0.2]], group: [1, 0, 2, 1, 2]}}";
    cases.put(
        "sums over rows",
        vector(
            2,
            "energy='sum(r in rows: log(1 + exp(-y[r]*sum(k in 0..1: x[k]*u[r, k]))))"
                + " + (x[0]^2 + x[1]^2)/2'",
            data));
    cases.put(
        "lookups", vector(3, "energy='sum(r in rows: (y[r] - x[group[r]])^2) + x[0]^2'", data));
  }

  private static List<String> vector(int length, String energy, String... more) {
    List<String> sets = new ArrayList<>();
    sets.add("coordinates={x: " + length + "}");
    sets.add("parameters={L: " + length + "}");
    sets.add(energy);
    sets.add("start={x: 0.001*i + 0.001*walker}");
    sets.add("observables={last: 'x[" + (length - 1) + "]^2', E: energy}");
    sets.add(FIRST);
    sets.addAll(List.of(more));
    return sets;
  }

  private static void samples(Map<String, List<String>> cases) {
    cases.put("counts beyond shared memory", List.of("histograms.x.bins=100000"));
    cases.put(
        "counts of two quantities",
        List.of("histograms.two={of: [x, x^2], from: [-1, 0], to: [1, 1], bins: [30, 40]}"));
    cases.put(
        "correlations",
        List.of(
            "sample-every=4",
            "correlations.x={of: x, lags: 5}",
            "correlations.square={of: x^2, lags: 3}",
            "correlations.path={displacement: true, lags: 4}"));
    cases.put("shared starts", List.of("method=baoab", "check={rhat: true}"));
    cases.put("identities of 39 coordinates", vector(39, RING, "check={rhat: true}"));
    cases.put(
        "shared starts of 39 coordinates",
        vector(39, RING, BAOAB, "start={x: 'normal(0, 1)'}", "check={rhat: true}"));
    cases.put(
        "correlations of 39 coordinates",
        vector(39, RING, "sample-every=4", "correlations={all: {displacement: true, lags: 4}}"));
  }
}
