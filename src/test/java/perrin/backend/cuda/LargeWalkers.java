package perrin.backend.cuda;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import perrin.conformance.Trial;

/** Walkers that no GPU's registers hold: clusters and chains. */
final class LargeWalkers {
  private static final String CHAIN =
      """
      coordinates: {x: 300}
      energy: "sum(i in 0..L-1: (x[i]^2 - 1)^2/4) + sum(i in 0..L-1: (x[mod(i+1, L)] - x[i])^2)/2"
      parameters: {L: 300}
      start: {x: 0.001*i + 0.001*walker}
      method: euler-maruyama
      temperature: 0.5
      dt: 0.01
      walkers: 300
      first-walker: 2016
      steps: 23
      burn-in: 5
      sample-every: 3
      histograms: {x: {of: "x[1]", from: -1, to: 1.5, bins: 7}}
      observables: {last: "x[299]^2", E: energy}
      seed: 5
      """;

  private static final String BAOAB =
      """
      method={step: "v = v - dt/2*gradient(x)\\n x = x + dt/2*v\\n v = c*v + sqrt(kT*(1 - c^2))*normal()\\n \
      x = x + dt/2*v\\n v = v - dt/2*gradient(x)", state: {v: 0}, parameters: {c: 0.9}}\
      """;

  private LargeWalkers() {}

  /** By name: how many coordinates, and the method. */
  static Map<String, Trial> all() {
    Map<String, Trial> trials = new LinkedHashMap<>();
    Trial cluster =
        Trial.of(cluster(), "walkers=300", "first-walker=2016", "steps=23", "burn-in=5")
            .with("sample-every=3", "observables={x2: \"x[1]^2\", E: energy}")
            .with("histograms={y: {of: \"y[3]\", from: 0, to: 0.2, bins: 200}}");
    Trial chain = Trial.of(CHAIN);
    trials.put("39, Euler-Maruyama", cluster);
    trials.put("39, BAOAB", cluster.with(BAOAB));
    trials.put("300, Euler-Maruyama", chain);
    trials.put("300, BAOAB", chain.with(BAOAB));
    return trials;
  }

  private static String cluster() {
    try {
      return Files.readString(Path.of("bench/lj13.yaml"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
