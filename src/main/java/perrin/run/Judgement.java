package perrin.run;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import perrin.backend.Ensemble;
import perrin.experiment.Check;
import perrin.experiment.Experiment;
import perrin.kernel.Kernel;
import perrin.kernel.KernelCompiler;
import perrin.output.HistogramRecord;
import perrin.statistics.Evidence;
import perrin.statistics.NeighbourCorrelation;
import perrin.statistics.Verdict;

/**
 * Gathers what a run says about itself when it is over, and judges it.
 *
 * @param judged how many runs are judged together; intervals and tests are stricter by as much
 */
record Judgement(
    Experiment experiment, KernelCompiler.Compiled compiled, References references, int judged) {

  /**
   * The verdict on a run.
   *
   * @param histograms its histograms by name
   * @param ensemble after the last step
   */
  Verdict of(Map<String, HistogramRecord> histograms, Ensemble ensemble) {
    if (experiment.check().isEmpty()) {
      return Verdict.notApplicable("no check asked for");
    }
    Check check = experiment.check().get();
    Kernel kernel = compiled.kernel();
    Evidence evidence =
        evidence(check.boltzmann(), histograms, ensemble)
            .withRhat(Spreads.of(experiment, compiled.checked(), ensemble, judged))
            .withNotes(experiment.sharedStarts() ? Spreads.notes(kernel) : List.of())
            .withNotes(StepNotes.of(experiment, compiled.schedule(), ensemble));
    return Verdict.judge(evidence, check.tolerance());
  }

  private Evidence evidence(
      Optional<String> checked, Map<String, HistogramRecord> histograms, Ensemble ensemble) {
    Optional<String> against = references.against();
    if (against.isPresent()) {
      return Evidence.none(against.get());
    }
    if (checked.isEmpty() || !histograms.get(checked.get()).hasReference()) {
      String reason =
          checked.map(references.reasons()::get).orElse("check.boltzmann names no histogram");
      double kT = compiled.schedule().constantTemperature().orElseThrow();
      Identities.Found found = Identities.of(experiment, compiled.checked(), kT, ensemble, judged);
      return Evidence.none(reason)
          .withIdentities(found.identities())
          .withNotes(found.notes())
          .with(neighbours(ensemble));
    }
    String name = checked.get();
    return Evidence.of(histograms.get(name).compare(name, judged))
        .with(neighbours(ensemble))
        .withNotes(references.notes().get(name));
  }

  private NeighbourCorrelation neighbours(Ensemble ensemble) {
    Kernel kernel = compiled.kernel();
    List<String> coordinates = kernel.variables().subList(0, kernel.coordinates());
    return NeighbourCorrelation.of(coordinates, ensemble::variable).among(judged);
  }
}
