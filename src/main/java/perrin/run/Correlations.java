package perrin.run;

import java.util.LinkedHashMap;
import java.util.Map;
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
                    TimeCorrelation.auto(windows, first, sums(ensemble, observable++, lags)),
                    TimeCorrelation.variance(windows, first),
                    windows.count(0));
            case Correlation.Displacement _ ->
                new CorrelationRecord(
                    "displacement",
                    lag,
                    TimeCorrelation.displacement(windows, first),
                    Double.NaN,
                    windows.count(0));
          });
    }
    return records;
  }

  /** An observable's sums over time, shape [lags + 1][cohorts]. */
  private static double[][] sums(Ensemble ensemble, int observable, int lags) {
    return IntStream.rangeClosed(0, lags)
        .mapToObj(row -> ensemble.cohortSums(observable, row))
        .toArray(double[][]::new);
  }
}
