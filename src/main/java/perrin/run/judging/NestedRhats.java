package perrin.run.judging;

import java.util.List;
import perrin.backend.Ensemble;
import perrin.experiment.Experiment;
import perrin.kernel.Checked;
import perrin.kernel.Kernel;
import perrin.kernel.compile.KernelCompiler;
import perrin.statistics.Counted;
import perrin.statistics.Weights;
import perrin.statistics.verdict.NestedRhat;

/** What the ensemble has summed of each cohort, as nested R-hat of each quantity. */
final class NestedRhats {
  private NestedRhats() {}

  /**
   * @param comparisons how many experiments are judged together; limits are wider by as much
   */
  static List<NestedRhat> of(
      Experiment experiment, KernelCompiler.Compiled compiled, Ensemble ensemble, int comparisons) {
    Checked checked = compiled.checked();
    Weights weights = Counted.of(experiment, compiled.kernel(), ensemble).weights().ofCohorts();
    return checked.spreads().stream()
        .map(spread ->
            NestedRhat.of(
                spread.quantity(),
                ensemble.cohortSums(spread.sums()),
                ensemble.cohortSums(spread.squares()),
                weights,
                experiment.samples(),
                comparisons * checked.spreads().size()))
        .toList();
  }

  /** What R-hat cannot see. */
  static List<String> notes(Kernel kernel) {
    return kernel.startsDiffer()
        ? List.of()
        : List.of(
            "all cohorts start at one point, so nested R-hat sees only what they drift apart from"
                + " there; let start draw, such as normal(0, 1).");
  }
}
