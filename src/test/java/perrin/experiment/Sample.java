package perrin.experiment;

import java.util.List;

/** A valid file in which tests break one thing at a time. */
public final class Sample {
  public static final String YAML =
      """
      title: T
      coordinates: [x, y]
      energy: a*x^2 + b*y^2
      parameters: {a: 1, b: 2*pi}
      start: {y: uniform(0, 1), x: normal(0, 1)}
      method: euler-maruyama
      temperature: 0.5
      dt: 0.01
      walkers: 1000
      first-walker: 64
      steps: 100
      burn-in: 10
      sample-every: 7
      histograms: {x: {of: x, from: -1, to: 1, bins: 10}}
      observables: {x2: x^2, E: energy}
      check: {boltzmann: x, tolerance: 0.05}
      seed: 7
      """;

  private Sample() {}

  static Experiment read(String... sets) {
    return ExperimentFile.parse(YAML, "a.yaml", List.of(sets));
  }

  /** The sample with one piece of its text replaced. */
  static Experiment with(String piece, String replacement) {
    return ExperimentFile.parse(edited(piece, replacement), "a.yaml", List.of());
  }

  /** The text of a formula. */
  static String text(Values values) {
    return ((Formula) values).text();
  }

  static String edited(String piece, String replacement) {
    if (!YAML.contains(piece)) {
      throw new IllegalArgumentException("not in the sample: " + piece);
    }
    return YAML.replace(piece, replacement);
  }
}
