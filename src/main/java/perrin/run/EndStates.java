package perrin.run;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import perrin.backend.Ensemble;
import perrin.experiment.Experiment;
import perrin.kernel.Kernel;
import perrin.kernel.compile.KernelCompiler;
import perrin.output.EndState;
import perrin.statistics.WalkerArray;

/** What a run file keeps for {@link Extension}, besides results. */
final class EndStates {
  private EndStates() {}

  /** Of an ensemble at its last step; empty without final states, which a longer run needs. */
  static Optional<EndState> of(
      Experiment experiment,
      KernelCompiler.Compiled compiled,
      Ensemble ensemble,
      boolean keepFinals) {
    if (!keepFinals || experiment.curand().isPresent()) {
      return Optional.empty();
    }
    Kernel kernel = compiled.kernel();
    Map<Integer, double[]> cohortSums = new LinkedHashMap<>();
    Map<Integer, double[]> walkerSums = new LinkedHashMap<>();
    for (int row = 0; row < kernel.sampling().timeRows(); row++) {
      int number = row;
      cohortSums.put(number, ensemble.cohortSums(row));
      ensemble.walkerSums(row).ifPresent(sums -> walkerSums.put(number, sums));
    }
    kernel.sampling().observables().forEach(observed -> cohortSums.remove(observed.row()));
    Map<Integer, WalkerArray> hidden = new LinkedHashMap<>();
    for (int i = kernel.ends(); i < kernel.variables().size(); i++) {
      hidden.put(i, ensemble.view(i));
    }
    return Optional.of(
        new EndState(
            Integration.origin(experiment, compiled).kernel(),
            compiled.checked().identities(),
            cohortSums,
            walkerSums,
            ensemble.origins(),
            hidden));
  }
}
