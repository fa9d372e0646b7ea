package perrin.experiment;

import java.util.List;

/**
 * What this version reads and checks, but does not carry out. A line goes when a version carries it
 * out.
 */
final class NotYet {
  private static final String LATER = " not available in this version yet";

  private NotYet() {}

  static void refuse(Experiment experiment, YamlMap file) {
    for (var key :
        List.of("where", "force", "data", "boundaries", "correlations", "trajectories")) {
      file.later(key, "{}");
    }
    if (!experiment.coordinates().allNumbers()) {
      throw file.error("coordinates", "vectors are" + LATER + "; write a list, [x, y]");
    }
    experiment
        .parameters()
        .forEach((name, value) -> {
          if (value instanceof FormulaArray) {
            throw new ExperimentException(
                value.where(), "parameters." + name, "an array is" + LATER);
          }
        });
    experiment
        .method()
        .parameters()
        .forEach((name, value) -> {
          if (value instanceof ByCoordinate given) {
            throw new ExperimentException(
                given.values().values().iterator().next().where(),
                "method.parameters." + name,
                "a value for each coordinate is" + LATER);
          }
        });
  }
}
