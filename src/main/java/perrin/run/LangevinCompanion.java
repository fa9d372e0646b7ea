package perrin.run;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.hipparchus.linear.MatrixUtils;
import perrin.backend.NotFiniteException;
import perrin.errors.BadValue;
import perrin.errors.ExperimentException;
import perrin.experiment.Check;
import perrin.experiment.Experiment;
import perrin.experiment.LangevinTwin;
import perrin.kernel.landscape.DescentValues;
import perrin.output.PointRecord;
import perrin.output.RunRecord;
import perrin.output.SgdRecord;
import perrin.statistics.HistogramCounts;
import perrin.statistics.Interval;
import perrin.statistics.distances.Excess;
import perrin.statistics.distances.Outside;
import perrin.statistics.distances.TotalVariation;
import perrin.statistics.noise.BatchNoise;
import perrin.statistics.noise.Likeness;
import perrin.statistics.verdict.Evidence;
import perrin.statistics.verdict.Verdict;

/**
 * The companion runs of {@code check.langevin}: Langevin dynamics with gradients of all rows, at
 * the temperature that was measured of the mini-batches' noise, first the same in all directions,
 * then as the tensor that it is. How far a histogram is from theirs says whether the walk is
 * Langevin dynamics.
 */
final class LangevinCompanion {
  /** With more coordinates there is no run with a tensor. */
  private static final int MOST_OF_TENSOR = 16;

  private final Experiment experiment;

  LangevinCompanion(Experiment experiment) {
    this.experiment = experiment;
  }

  /** Whether there is to be one, and a temperature for it. */
  boolean wanted(RunRecord run) {
    return experiment.check().filter(Check::langevin).isPresent()
        && run.only().sgd().noise().filter(n -> n.scalar().value() > 0).isPresent();
  }

  /** The run with a note, where there was to be one and there is no temperature for it. */
  RunRecord leftOut(RunRecord run) {
    return experiment.check().filter(Check::langevin).isEmpty()
        ? run
        : leftOut(
            run,
            "the noise of the batches has no constant temperature (dt or kT changes, batches have"
                + " no noise, or it could not be measured).");
  }

  private RunRecord leftOut(RunRecord run, String reason) {
    Verdict verdict = run.only().verdict();
    String note = "check.langevin was left out: " + reason;
    Evidence more = verdict.evidence().withNotes(List.of(note));
    return run.judged(List.of(Verdict.judge(more, experiment.check().get().tolerance())));
  }

  /** The run with what its companions say; with a note where these do not come to their end. */
  RunRecord compared(RunRecord run, Runner.Options options, Progress progress) {
    try {
      return comparedAtTheEnd(run, options, progress);
    } catch (NotFiniteException e) {
      return leftOut(
          run,
          "Langevin dynamics with the method's rate for a time step is unstable here, though the"
              + " method is not; use a smaller dt.");
    } catch (BadValue | ExperimentException e) {
      return leftOut(run, "the companion cannot be run (" + e.getMessage() + ").");
    }
  }

  private RunRecord comparedAtTheEnd(RunRecord run, Runner.Options options, Progress progress) {
    long begun = System.nanoTime();
    PointRecord point = run.only();
    SgdRecord sgd = point.sgd();
    BatchNoise noise = sgd.noise().orElseThrow();
    String name = experiment.check().orElseThrow().comparedWithLangevin(experiment.histograms());
    HistogramCounts counts = point.histograms().get(name).counts();
    Runner.Options quickly =
        new Runner.Options(options.backend(), options.threads(), options.chunk(), false);
    double[] rates = DescentValues.of(experiment).rates();
    LangevinTwin twin = new LangevinTwin(experiment, rates);
    double kT = noise.scalar().value();
    progress.companion("Langevin");
    TotalVariation alike = distance(counts, twin.of(kT), quickly, progress);
    TotalVariation tensor = TotalVariation.UNKNOWN;
    int dimension = experiment.coordinates().dimension();
    if (dimension > 1 && dimension <= MOST_OF_TENSOR) {
      tensor = distance(counts, twin.of(amplitude(noise, rates)), quickly, progress);
    }
    double seconds = (System.nanoTime() - begun) * 1e-9;
    Map<String, Double> phases = new LinkedHashMap<>(run.benchmark());
    phases.put("Langevin companions", seconds);
    PointRecord more = point.with(sgd.with(new Likeness(name, kT, alike, tensor)));
    return run.withPoints(List.of(more)).longer(seconds, phases);
  }

  private TotalVariation distance(
      HistogramCounts counts, Experiment twin, Runner.Options options, Progress progress) {
    RunRecord run = Runner.companion(twin, options, progress::steps);
    HistogramCounts others = run.only().histograms().values().iterator().next().counts();
    if (Outside.of(counts, shares(others)).isNearlyAll()) {
      return TotalVariation.UNKNOWN;
    }
    return TotalVariation.estimate(Excess.between(counts, others), Interval.OUTSIDE);
  }

  private static double[] shares(HistogramCounts counts) {
    double total = Math.max(1, counts.total());
    return Arrays.stream(counts.cellCounts()).mapToDouble(count -> count / total).toArray();
  }

  /** The symmetric root of what the noise adds at a step, 2 √(r_i r_j) T_ij. */
  private static double[][] amplitude(BatchNoise noise, double[] rates) {
    double[][] added = new double[rates.length][rates.length];
    for (int i = 0; i < rates.length; i++) {
      for (int j = 0; j < rates.length; j++) {
        added[i][j] = 2 * Math.sqrt(rates[i] * rates[j]) * noise.temperature().mean()[i][j];
      }
    }
    var found = new EigenDecompositionSymmetric(MatrixUtils.createRealMatrix(added));
    double[] roots = found.getEigenvalues();
    double[][] amplitude = new double[roots.length][roots.length];
    for (int k = 0; k < roots.length; k++) {
      double root = Math.sqrt(Math.max(0, roots[k]));
      double[] v = found.getEigenvector(k).toArray();
      for (int i = 0; i < v.length; i++) {
        for (int j = 0; j < v.length; j++) {
          amplitude[i][j] += root * v[i] * v[j];
        }
      }
    }
    return amplitude;
  }
}
