package perrin.run;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import perrin.backend.Ensemble;
import perrin.experiment.Correlation;
import perrin.experiment.Experiment;
import perrin.kernel.Kernel;
import perrin.output.CorrelationRecord;
import perrin.statistics.TimeCorrelation;

/** What the ensemble has summed for correlations, as values with errors. */
final class Correlations {
  private Correlations() {}

  static Map<String, CorrelationRecord> of(Experiment experiment, Ensemble ensemble) {
    Map<String, CorrelationRecord> records = new LinkedHashMap<>();
    int observable = experiment.observables().size();
    for (var entry : experiment.correlations().entrySet()) {
      int lags = entry.getValue().lags();
      TimeCorrelation.Windows windows =
          new TimeCorrelation.Windows(
              experiment.firstWalker() / Kernel.COHORT,
              experiment.walkers(),
              experiment.samples(),
              lags);
      double[][] first = sums(ensemble, observable++, lags);
      long[] lag = LongStream.rangeClosed(0, lags).map(k -> k * experiment.sampleEvery()).toArray();
      records.put(
          entry.getKey(),
          switch (entry.getValue()) {
            case Correlation.Auto _ ->
                new CorrelationRecord(
                    "autocorrelation",
                    lag,
                    auto(windows, ensemble, observable++, first),
                    TimeCorrelation.variance(windows, first),
                    windows.count(0));
            case Correlation.Displacement _ ->
                new CorrelationRecord(
                    "displacement",
                    lag,
                    displacement(windows, ensemble, observable - 1, first),
                    Double.NaN,
                    windows.count(0));
          });
    }
    return records;
  }

  /**
   * @param observable number of the differences; the deviations come before
   */
  private static TimeCorrelation auto(
      TimeCorrelation.Windows windows, Ensemble ensemble, int observable, double[][] deviations) {
    int lags = windows.lags();
    TimeCorrelation found =
        TimeCorrelation.auto(windows, deviations, sums(ensemble, observable, lags));
    return byWalker(ensemble, observable - 1, lags)
        .map(own ->
            found.withErrorsOf(windows, own, byWalker(ensemble, observable, lags).orElseThrow()))
        .orElse(found);
  }

  private static TimeCorrelation displacement(
      TimeCorrelation.Windows windows, Ensemble ensemble, int observable, double[][] squares) {
    TimeCorrelation found = TimeCorrelation.displacement(windows, squares);
    return byWalker(ensemble, observable, windows.lags())
        .map(own -> found.withErrorsOf(windows, own))
        .orElse(found);
  }

  /** Each walker's sums over time, shape [lags + 1][walkers], where walkers are few. */
  private static Optional<double[][]> byWalker(Ensemble ensemble, int observable, int lags) {
    return ensemble
        .walkerSums(observable, 0)
        .map(_ ->
            IntStream.rangeClosed(0, lags)
                .mapToObj(row -> ensemble.walkerSums(observable, row).orElseThrow())
                .toArray(double[][]::new));
  }

  /** An observable's sums over time, shape [lags + 1][cohorts]. */
  private static double[][] sums(Ensemble ensemble, int observable, int lags) {
    return IntStream.rangeClosed(0, lags)
        .mapToObj(row -> ensemble.cohortSums(observable, row))
        .toArray(double[][]::new);
  }
}
