package perrin.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import perrin.backend.BackendException;
import perrin.experiment.ExperimentFile;
import perrin.experiment.Library;
import perrin.experiment.Precision;
import perrin.output.Digest;
import perrin.run.GpuCheck.Found;

/** Does the GPU compute the processor's bits? */
final class DigestCheck {
  /** What every method is tried with; 1003 walkers leave a cohort and a block that are not full. */
  private static final String TRIAL =
      """
      coordinates: [x]
      energy: double-well
      start: {x: "normal(0.1, 1) + 0.0000001*walker"}
      method: euler-maruyama
      temperature: 0.5
      dt: 0.01
      walkers: 1003
      first-walker: 2016
      steps: 203
      burn-in: 6
      sample-every: 50
      histograms:
        x: {of: x, from: -1, to: 1.5, bins: 7}
        square: {of: x^2, from: 0, to: 2, bins: 50}
      observables: {x2: x^2, E: energy}
      seed: -7
      """;

  private static final List<String> ENERGIES =
      List.of("harmonic", "double-well", "tilted-double-well");

  private static final String SEVERAL = "histograms={a: {of: a, from: -1, to: 1.5, bins: 7}}";

  /** What else a GPU might round in its own way, by name. */
  private static final Map<String, List<String>> HARD_CASES =
      Map.of(
          "functions",
          List.of(
              "energy=exp(-x^2/2)*cos(3*x) + log(1 + x^2)*sin(x) + tanh(x)^2 + sqrt(1 + x^2)"
                  + " + abs(x)^1.5",
              "start.x=uniform(0.5, 2)"),
          "quotients",
          List.of("energy=1/(1 + x^4) + x^2/(3 + x^2)^2 + 2.5^x + (1 + x^2)^-1.5 + x^2"),
          "schedules",
          List.of("temperature=0.8/log(n + 2)", "dt=0.01/(1 + 0.1*t)"),
          "counts beyond shared memory",
          List.of("histograms.x.bins=100000"),
          "two coordinates",
          List.of(
              "coordinates=[a, b]",
              "start={a: 'normal(0, 1)', b: 0.5}",
              "energy=(a^2 - 1)^2 + b^2 + a*b/3",
              "observables={s: a + b}",
              SEVERAL),
          "five coordinates",
          List.of(
              "coordinates=[a, b, c, d, f]",
              "start={a: 'normal(0, 1)', b: 0.5, c: 0, d: 'uniform(-1, 1)', f: 1}",
              "energy=(a^2 - 1)^2 + (b - a)^2 + c^2 + d^4 + (f - d)^2*(1 + c^2)",
              "observables={s: a + b + c + d + f}",
              SEVERAL));

  private final Bench bench;
  private final Map<String, Object> figures = new LinkedHashMap<>();
  private final List<String> wrong = new ArrayList<>();

  private DigestCheck(Bench bench) {
    this.bench = bench;
  }

  /** With the fastest backend that is no GPU as the reference. */
  static Bench bench() {
    Bench bench = new Bench("cpu");
    try {
      bench.run("cpu", ExperimentFile.parse(TRIAL, "trial", List.of()));
      return bench;
    } catch (BackendException _) {
      return new Bench("java");
    }
  }

  /** Every method on three energies. */
  static Found methods(Bench bench, long walkers, Precision precision) {
    DigestCheck check = new DigestCheck(bench);
    for (String method : Library.methods()) {
      for (String energy : ENERGIES) {
        List<String> sets = List.of("walkers=" + walkers, "method=" + method, "energy=" + energy);
        check.compare(method + ", " + energy, precision, sets);
      }
    }
    return check.found("pairs of method and energy");
  }

  /** Functions, schedules, several coordinates, large histograms. */
  static Found hardCases(Bench bench, Precision precision) {
    DigestCheck check = new DigestCheck(bench);
    HARD_CASES.forEach((name, sets) -> check.compare(name, precision, sets));
    return check.found("hard cases");
  }

  private void compare(String name, Precision precision, List<String> sets) {
    List<String> all = new ArrayList<>(sets);
    all.add("precision=" + precision.word());
    Digest expected = digest(bench.reference(), all);
    Digest found = digest("cuda", all);
    figures.put(name, found.lines());
    if (!found.equals(expected)) {
      wrong.add(name);
    }
  }

  private Digest digest(String backend, List<String> sets) {
    return Digest.of(bench.run(backend, ExperimentFile.parse(TRIAL, "trial", sets)));
  }

  private Found found(String what) {
    String text =
        wrong.isEmpty()
            ? figures.size() + " " + what + ", the same bits as " + bench.reference()
            : "other bits than " + bench.reference() + ": " + String.join("; ", wrong);
    return Found.of(wrong.isEmpty(), text, figures);
  }
}
