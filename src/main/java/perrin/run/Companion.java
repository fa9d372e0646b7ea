package perrin.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import perrin.experiment.Check;
import perrin.experiment.Experiment;
import perrin.experiment.HalfStep;
import perrin.kernel.compile.KernelCompiler;
import perrin.output.RunRecord;
import perrin.run.judging.References;
import perrin.statistics.verdict.Digits;
import perrin.statistics.verdict.Evidence;
import perrin.statistics.verdict.Identity;
import perrin.statistics.verdict.StepBias;
import perrin.statistics.verdict.Verdict;

/**
 * The companion run of {@code check.bias}: the same experiment at half the time step, beside which
 * the time step's share in a difference shows. It is made when the run is over and has given its
 * memory back.
 */
final class Companion {
  private final Experiment experiment;
  private final KernelCompiler.Compiled compiled;
  private final int comparisons;
  private final References references;

  /**
   * @param comparisons how many experiments are judged together
   * @param references the run's, which know no time step
   */
  Companion(
      Experiment experiment,
      KernelCompiler.Compiled compiled,
      int comparisons,
      References references) {
    this.experiment = experiment;
    this.compiled = compiled;
    this.comparisons = comparisons;
    this.references = references;
  }

  /** Whether there is to be one. */
  boolean wanted() {
    return experiment.check().filter(Check::bias).isPresent();
  }

  /** The run with what its companion says, and the verdict on both. */
  RunRecord judged(RunRecord run, Runner.Options options, Progress progress) {
    long begun = System.nanoTime();
    Evidence evidence = run.only().verdict().evidence();
    if (changes()) {
      String note =
          "check.bias was left out: something changes from step to step, so a run at dt/2 would be"
              + " another experiment.";
      return with(run, evidence.withNotes(List.of(note)), begun);
    }
    double dt = compiled.schedule().time(1) / 2;
    double tolerance = experiment.check().orElseThrow().tolerance();
    Experiment atHalf = HalfStep.of(experiment);
    RunRecord half = run(atHalf, dt, options, progress);
    StepBias found = compared(run, half, dt);
    if (isOpen(evidence, found, tolerance)) {
      RunRecord quarter = run(HalfStep.of(atHalf), dt / 2, options, progress);
      found = found.withFiner(compared(half, quarter, dt / 2));
      evidence = evidence.withCauses(temperature(half, quarter, found, tolerance));
    }
    return with(run, evidence.with(found), begun);
  }

  private RunRecord run(Experiment finer, double dt, Runner.Options options, Progress progress) {
    progress.companion("dt/2");
    Runner.Options quickly =
        new Runner.Options(options.backend(), options.threads(), options.chunk(), false);
    return Runner.companion(finer, comparisons, references, quickly, progress::steps);
  }

  /**
   * Whether walkers are at rest, far from Boltzmann's distribution, and two runs do not say why.
   */
  private static boolean isOpen(Evidence evidence, StepBias found, double tolerance) {
    boolean far =
        evidence.comparison().isPresent()
            ? evidence.distance().low() > tolerance
            : !evidence.identities().stream().allMatch(i -> i.holds(tolerance));
    return far
        && !evidence.halves().differ()
        && evidence.causes().isEmpty()
        && evidence.remembered().isEmpty()
        && !evidence.neighbours().found()
        && !found.explains(tolerance);
  }

  /**
   * Whether the walkers' temperature is another one than asked for, though not the step's: of each
   * identity what both runs extrapolate to. Walkers that are trapped fulfil identities all the
   * same.
   */
  private List<String> temperature(
      RunRecord half, RunRecord quarter, StepBias found, double tolerance) {
    if (found.explains(tolerance)) {
      return List.of();
    }
    double power = Math.scalb(1.0, experiment.order());
    for (Identity fine : quarter.only().verdict().evidence().identities()) {
      for (Identity coarse : half.only().verdict().evidence().identities()) {
        if (coarse.name().equals(fine.name())) {
          double mean = (power * fine.mean() - coarse.mean()) / (power - 1);
          double error =
              StrictMath.hypot(power * fine.standardError(), coarse.standardError()) / (power - 1);
          Identity limit =
              new Identity(
                  fine.law(), fine.name(), mean, error, fine.expected(), fine.kT(), fine.margin());
          if (!limit.holds(tolerance)) {
            return List.of(
                String.format(
                    Locale.ROOT,
                    "%s, extrapolated to dt = 0, is %s where a Boltzmann distribution has %s. Walkers"
                        + " that are trapped would have that too, so the step program's noise or force is"
                        + " not that of this energy and temperature.",
                    limit.notation(),
                    Digits.withError(mean, error, " +- "),
                    Digits.rounded(fine.expected(), 4)));
          }
        }
      }
    }
    return List.of();
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
    run.only()
        .observables()
        .forEach((name, at) ->
            observables.add(
                StepBias.Extrapolation.of(
                    name, at.timeMean(), half.only().observables().get(name).timeMean(), order)));
    StepBias found = StepBias.of(dt, order, observables);
    if (run.only().verdict().evidence().comparison().isPresent()) {
      var whole = run.only().histograms().get(run.checked());
      var companion = half.only().histograms().get(run.checked());
      return found.with(whole.counts(), companion.counts(), whole.boltzmann());
    }
    List<Identity> identities = run.only().verdict().evidence().identities();
    return identities.isEmpty()
        ? found
        : found.with(identities, half.only().verdict().evidence().identities());
  }

  private RunRecord with(RunRecord run, Evidence evidence, long begun) {
    double seconds = (System.nanoTime() - begun) * 1e-9;
    Map<String, Double> phases = new LinkedHashMap<>(run.benchmark());
    phases.put("companion", seconds);
    double tolerance = experiment.check().orElseThrow().tolerance();
    return run.judged(List.of(Verdict.judge(evidence, tolerance))).longer(seconds, phases);
  }
}
