package perrin.backend.cuda;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import perrin.conformance.CorrelationsTest;
import perrin.conformance.LanguageConformanceTest;
import perrin.conformance.SharedStartsTest;
import perrin.conformance.Trial;
import perrin.experiment.Library;

/** What NVIDIA's PTX is carried out for, by name: every kind of kernel that experiments make. */
final class PtxTrials {
  private static final Map<String, Trial> ALL = all();

  private PtxTrials() {}

  static Trial get(String name) {
    return ALL.get(name);
  }

  static Stream<String> names() {
    return ALL.keySet().stream();
  }

  private static Map<String, Trial> all() {
    Map<String, Trial> trials = new LinkedHashMap<>();
    Trial.methodsAndEnergies().forEach(pair -> add(trials, pair, Trial.of(Trial.SMALL)));
    Trial.energiesAndTwoMethods()
        .map(Arguments::get)
        .forEach(pair -> {
          Trial trial = Trial.onEnergy((String) pair[0]).with("method=" + pair[1], "walkers=45");
          trials.put("energy " + pair[0] + ", " + pair[1], trial);
        });
    LargeWalkers.all().forEach((name, trial) -> trials.put(name, trial.with("walkers=300")));
    LanguageConformanceTest.all().forEach((name, trial) -> trials.put("language, " + name, trial));
    coordinates(trials);
    samples(trials);
    return trials;
  }

  private static void add(Map<String, Trial> trials, Arguments pair, Trial small) {
    String method = (String) pair.get()[0];
    String energy = (String) pair.get()[1];
    trials.put(
        method + ", " + energy, small.with("method=" + method, "energy=" + energy, "walkers=335"));
  }

  private static void coordinates(Map<String, Trial> trials) {
    for (String method : Library.methods()) {
      trials.put(
          "three coordinates, " + method,
          Trial.of(
              Trial.SMALL,
              "walkers=333",
              "coordinates=[a, b, c]",
              "energy=(a^2 - 1)^2 + b^2 + (c - a)^2/2 + exp(-b^2)*cos(c)",
              "start={a: 'normal(0, 1)', b: 'uniform(-1, 1)', c: 0}",
              "method=" + method,
              "observables={s: a + b + c, E: energy}",
              "histograms={a: {of: a, from: -1, to: 1.5, bins: 7}}"));
    }
    Trial walls = Trial.of(Trial.SMALL, "walkers=333", "temperature=2");
    trials.put("reflecting walls", walls.with("boundaries={x: 'reflect(-1, 0.5)'}"));
    trials.put("walls in flight", walls.with("boundaries={x: 'reflect(-1, 0.5)'}", "method=baoab"));
    trials.put("a periodic coordinate", walls.with("boundaries={x: 'periodic(-1, 0.5)'}"));
    trials.put("schedules", walls.with("temperature=0.8/log(n + 2)", "dt=0.01/(1 + 0.1*t)"));
    trials.put("shared starts", SharedStartsTest.SHARED.with("walkers=333"));
    trials.put("shared starts in memory", SharedStartsTest.VECTOR);
  }

  private static void samples(Map<String, Trial> trials) {
    Trial small = Trial.of(Trial.SMALL, "walkers=333");
    String two = "histograms.two={of: [x, x^2], from: [-1, 0], to: [1, 1], bins: [%d, 40]}";
    trials.put("two quantities", small.with(two.formatted(30)));
    trials.put("two quantities beyond shared memory", small.with(two.formatted(3000)));
    trials.put("many bins", small.with("histograms.x.bins=100000"));
    trials.put("blocks that are cut", small.with("walkers=1500", "first-walker=992"));
    trials.put("correlations", CorrelationsTest.trial("single").with("walkers=333"));
    String coupled = "energy=s^2*x[1] + x[0]^2 + x[1]^4 + s^4";
    trials.put("correlations in registers", CorrelationsTest.vector(3, coupled));
    trials.put("correlations in memory", CorrelationsTest.vector(40, coupled));
    trials.put("correlations of 300 coordinates", CorrelationsTest.vector(300, coupled));
    trials.put("a sample at each step", small.with("sample-every=1", "burn-in=0"));
    ranges(trials, small);
  }

  /** Observables that single precision cannot square, and few walkers. */
  private static void ranges(Map<String, Trial> trials, Trial small) {
    trials.put(
        "tiny and huge",
        small.with(
            "observables={tiny: 1e-25*x, huge: 1e20*x, least: 1e-42*x, most: 1e36*x, zero: 0*x}"));
    trials.put("few walkers", small.with("walkers=33"));
    trials.put("few walkers, correlations", CorrelationsTest.trial("single").with("walkers=33"));
    trials.put("few walkers in memory", SharedStartsTest.VECTOR.with("walkers=33"));
  }
}
