package perrin.kernel.compile;

import java.util.List;
import perrin.experiment.ExperimentFile;
import perrin.kernel.Kernel;

/** A small experiment of which tests change single keys. */
public final class Sample {
  public static final String YAML =
      """
      coordinates: [x]
      energy: (x^2 - 1)^2
      start: {x: "normal(0, 1)"}
      method: euler-maruyama
      temperature: 0.5
      dt: 0.01
      walkers: 100
      steps: 40
      seed: 1
      """;

  /** The same in two coordinates. */
  public static final String PLANE =
      YAML.replace("[x]", "[x, y]")
          .replace("(x^2 - 1)^2", "(x^2 - 1)^2 + (x - y)^2")
          .replace("{x: \"normal(0, 1)\"}", "{x: \"normal(0, 1)\", y: \"uniform(-1, 1)\"}");

  private Sample() {}

  public static KernelCompiler.Compiled compile(String yaml, String... sets) {
    return KernelCompiler.compile(ExperimentFile.parse(yaml, "sample.yaml", List.of(sets)));
  }

  static Kernel kernel(String... sets) {
    return compile(YAML, sets).kernel();
  }
}
