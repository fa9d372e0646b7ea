package perrin.run.judging;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import perrin.backend.Ensemble;
import perrin.experiment.Check;
import perrin.experiment.Experiment;
import perrin.experiment.Method;
import perrin.experiment.Walls;
import perrin.kernel.Checked;
import perrin.kernel.Kernel;
import perrin.kernel.compile.KernelCompiler;
import perrin.kernel.landscape.AcceptSites;
import perrin.kernel.landscape.LocalEnergy;
import perrin.output.HistogramRecord;
import perrin.statistics.distances.NeighbourCorrelation;
import perrin.statistics.verdict.Evidence;
import perrin.statistics.verdict.Verdict;

/** Gathers what a run says about itself when it is over, and judges it. */
public final class Judgement {
  private static final Optional<Double> COLD = Optional.of(0.0);

  private final Experiment experiment;
  private final KernelCompiler.Compiled compiled;
  private final References references;
  private final int comparisons;
  private LocalEnergy local;

  /**
   * @param comparisons how many runs are judged together; intervals and tests are stricter by as
   *     much
   */
  public Judgement(
      Experiment experiment,
      KernelCompiler.Compiled compiled,
      References references,
      int comparisons) {
    this.experiment = experiment;
    this.compiled = compiled;
    this.references = references;
    this.comparisons = comparisons;
  }

  /** The energy at single positions, made when it is needed first. */
  private LocalEnergy local() {
    if (local == null) {
      local = LocalEnergy.of(experiment);
    }
    return local;
  }

  /**
   * The verdict on a run.
   *
   * @param histograms its histograms by name
   * @param ensemble after the last step
   */
  public Verdict of(Map<String, HistogramRecord> histograms, Ensemble ensemble) {
    List<String> causes =
        new ArrayList<>(StepNotes.of(experiment, compiled.schedule(), ensemble, this::local));
    causes.addAll(FineBins.of(experiment));
    EndlessFall.of(experiment, compiled.schedule(), ensemble, this::local).ifPresent(causes::add);
    unusedTemperature().ifPresent(causes::add);
    if (experiment.check().isEmpty()) {
      Evidence none = Evidence.none("no check asked for").withCauses(causes).withNotes(walls());
      return Verdict.judge(none, Double.NaN);
    }
    if (local().jumps()) {
      causes.add(
          "the energy jumps, and no force acts at a jump, so walkers do not feel it: write it as a"
              + " steep slope, such as h/2*(1 + tanh(x/w)).");
    }
    Check check = experiment.check().get();
    Kernel kernel = compiled.kernel();
    Evidence evidence =
        evidence(check.boltzmann(), histograms, ensemble)
            .withRhat(NestedRhats.of(experiment, compiled, ensemble, comparisons))
            .withNotes(experiment.sharedStarts() ? NestedRhats.notes(kernel) : List.of())
            .withNotes(walls())
            .withCauses(causes);
    return Verdict.judge(evidence, check.tolerance());
  }

  private Evidence evidence(
      Optional<String> checked, Map<String, HistogramRecord> histograms, Ensemble ensemble) {
    if (experiment.minibatch().isPresent()) {
      return ofBatches(ensemble);
    }
    Optional<String> against = references.against();
    if (against.isPresent()) {
      return Evidence.none(against.get());
    }
    if (checked.isEmpty() || !histograms.get(checked.get()).hasReference()) {
      String reason =
          checked.map(references.reasons()::get).orElse("check.boltzmann names no histogram");
      return withIdentities(Evidence.none(reason), ensemble).with(neighbours(ensemble));
    }
    String name = checked.get();
    Evidence compared =
        Evidence.of(histograms.get(name).compare(name, comparisons))
            .with(neighbours(ensemble))
            .withNotes(references.notes().get(name));
    return compiled.checked().identities() ? withIdentities(compared, ensemble) : compared;
  }

  /** Whether a walk by mini-batches is at rest. */
  private Evidence ofBatches(Ensemble ensemble) {
    Checked checked = compiled.checked();
    return checked
        .descending()
        .map(descending ->
            Evidence.none(references.against().orElseThrow())
                .withIdentities(
                    RestIdentities.of(
                        experiment, compiled.kernel(), descending, ensemble, comparisons))
                .with(neighbours(ensemble)))
        .orElseGet(() -> Evidence.none(checked.againstRest()));
  }

  private Evidence withIdentities(Evidence evidence, Ensemble ensemble) {
    double kT = compiled.schedule().constantTemperature().orElseThrow();
    Identities.Found found =
        Identities.of(experiment, compiled, kT, ensemble, local(), comparisons);
    return evidence.withIdentities(found.identities()).withNotes(found.notes());
  }

  /** A method without kT, at a temperature. */
  private Optional<String> unusedTemperature() {
    Method method = experiment.method();
    boolean given =
        experiment.temperature().filter(formula -> !formula.number().equals(COLD)).isPresent();
    return given && method.ignoresTemperature()
        ? Optional.of(
            method.name()
                + " takes no temperature: its step adds no noise, whatever temperature is"
                + (experiment.minibatch().isPresent() ? " (batches do); sgld" : "; euler-maruyama")
                + " adds that of a temperature.")
        : Optional.empty();
  }

  /** Walls turn the state that a method names; one that names none may leave its noise unturned. */
  private List<String> walls() {
    Walls walls = experiment.method().walls();
    return walls.said() || !experiment.walled() || !AcceptSites.of(experiment.method()).isEmpty()
        ? List.of()
        : List.of(
            "the method does not say what a reflecting wall turns of its state ("
                + String.join(", ", experiment.method().state().keySet())
                + "); "
                + (walls.turned().isEmpty()
                    ? "nothing was turned"
                    : String.join(", ", walls.turned()) + " was turned, as a velocity")
                + ". Velocities and noise that the next step shares must be: say method.reflect:"
                + " [names], or [] for none.");
  }

  private NeighbourCorrelation neighbours(Ensemble ensemble) {
    Kernel kernel = compiled.kernel();
    List<String> coordinates = kernel.variables().subList(0, kernel.coordinates());
    return NeighbourCorrelation.of(coordinates, ensemble::view).among(comparisons);
  }
}
