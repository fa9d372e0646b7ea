package perrin.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import perrin.experiment.Check;
import perrin.experiment.Experiment;
import perrin.experiment.HalfStep;
import perrin.kernel.KernelCompiler;
import perrin.output.RunRecord;
import perrin.statistics.Evidence;
import perrin.statistics.Identity;
import perrin.statistics.StepBias;
import perrin.statistics.Verdict;

/**
 * The companion run of {@code check.bias}: the same experiment at half the time step, beside which
 * the time step's share in a difference shows. It is made when the run is over and has given its
 * memory back.
 */
final class Companion {
  private final Experiment experiment;
  private final KernelCompiler.Compiled compiled;
  private final int judged;
  private final References references;

  /**
   * @param judged how many experiments are judged together
   * @param references the run's, which know no time step
   */
  Companion(
      Experiment experiment, KernelCompiler.Compiled compiled, int judged, References references) {
    this.experiment = experiment;
    this.compiled = compiled;
    this.judged = judged;
    this.references = references;
  }

  /** Whether there is to be one. */
  boolean wanted() {
    return experiment.check().filter(Check::bias).isPresent();
  }

  /** The run with what its companion says, and the verdict on both. */
  RunRecord judged(RunRecord run, Runner.Options options, Progress progress) {
    long begun = System.nanoTime();
    Evidence evidence = run.verdict().evidence();
    if (changes()) {
      String note =
          "check.bias was left out: something changes from step to step, so a run at dt/2 would be"
              + " another experiment.";
      return with(run, evidence.withNotes(List.of(note)), begun);
    }
    double dt = compiled.schedule().time(1) / 2;
    progress.companion(dt);
    Runner.Options quickly =
        new Runner.Options(options.backend(), options.threads(), options.chunk(), false);
    RunRecord half =
        Runner.run(
            HalfStep.of(experiment), judged, references, quickly, progress::steps, notice -> {});
    return with(run, evidence.with(compared(run, half, dt)), begun);
  }

  /** A formula of n means another time at half the step. */
  private boolean changes() {
    return compiled.schedule().valuesOfStep() > 0
        || !compiled.schedule().constantDt()
        || compiled.schedule().constantTemperature().isEmpty();
  }

  private StepBias compared(RunRecord run, RunRecord half, double dt) {
    int order = experiment.order();
    List<StepBias.Extrapolation> observables = new ArrayList<>();
    run.observables()
        .forEach((name, at) ->
            observables.add(
                StepBias.Extrapolation.of(
                    name, at.timeMean(), half.observables().get(name).timeMean(), order)));
    StepBias found = StepBias.of(dt, order, observables);
    if (run.verdict().evidence().comparison().isPresent()) {
      var whole = run.histograms().get(run.checked());
      var companion = half.histograms().get(run.checked());
      return found.with(whole.counts(), companion.counts(), whole.boltzmann());
    }
    List<Identity> identities = run.verdict().evidence().identities();
    return identities.isEmpty()
        ? found
        : found.with(identities, half.verdict().evidence().identities());
  }

  private RunRecord with(RunRecord run, Evidence evidence, long begun) {
    double seconds = (System.nanoTime() - begun) * 1e-9;
    Map<String, Double> phases = new LinkedHashMap<>(run.benchmark());
    phases.put("companion", seconds);
    double tolerance = experiment.check().orElseThrow().tolerance();
    return run.judgedAgain(Verdict.judge(evidence, tolerance), phases, seconds);
  }
}
