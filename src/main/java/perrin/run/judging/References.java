package perrin.run.judging;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import perrin.experiment.Check;
import perrin.experiment.Experiment;

/**
 * What the histograms of an experiment are compared with: found once, without what it was found by.
 *
 * @param cells by histogram, probabilities of [underflow, bins …, overflow]; empty where none can
 *     be had
 * @param reasons by histogram without a reference, why it has none
 * @param notes by histogram with a reference, what else is to be known of it, a sentence each
 * @param against why no histogram has one
 */
public record References(
    Map<String, double[]> cells,
    Map<String, String> reasons,
    Map<String, List<String>> notes,
    Optional<String> against) {

  /** Whether the histogram to be checked has no reference, so that other evidence must judge. */
  public boolean leaves(Experiment experiment) {
    return against.isEmpty()
        && experiment
            .check()
            .flatMap(Check::boltzmann)
            .filter(name -> cells.get(name).length == 0)
            .isPresent();
  }

  /**
   * Finds the references of all histograms.
   *
   * @throws perrin.experiment.ExperimentException where the histogram to be checked has no
   *     Boltzmann distribution
   */
  static References of(Experiment experiment, Reference reference) {
    var cells = new HashMap<String, double[]>();
    var reasons = new HashMap<String, String>();
    var notes = new HashMap<String, List<String>>();
    for (String name : experiment.histograms().keySet()) {
      cells.put(name, reference.cells(name));
      reasons.put(name, reference.reasonWithout(name));
    }
    reference.requireConfined();
    experiment.histograms().keySet().forEach(name -> notes.put(name, reference.notes(name)));
    return new References(cells, reasons, notes, reference.reasonAgainst());
  }
}
