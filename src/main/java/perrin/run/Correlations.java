package perrin.run;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import perrin.backend.Ensemble;
import perrin.experiment.Experiment;
import perrin.kernel.Kernel;
import perrin.output.CorrelationRecord;
import perrin.statistics.TimeCorrelation;

/** What the ensemble has summed for correlations, as values with errors. */
final class Correlations {
  private Correlations() {}

  static Map<String, CorrelationRecord> of(
      Experiment experiment, Kernel kernel, Ensemble ensemble) {
    Map<String, CorrelationRecord> records = new LinkedHashMap<>();
    for (int number = 0; number < kernel.correlated().size(); number++) {
      Kernel.Correlated correlated = kernel.correlated().get(number);
      int first = kernel.firstLagRow(number);
      int lags = correlated.lags();
      TimeCorrelation.Origins origins =
          new TimeCorrelation.Origins(
              experiment.firstWalker() / Kernel.COHORT,
              experiment.walkers(),
              experiment.samples(),
              lags,
              correlated.spacing());
      double[][] sums =
          IntStream.rangeClosed(first, first + lags)
              .mapToObj(ensemble::cohortSums)
              .toArray(double[][]::new);
      Optional<double[][]> byWalker = byWalker(ensemble, first, lags);
      long[] lag = LongStream.rangeClosed(0, lags).map(k -> k * experiment.sampleEvery()).toArray();
      TimeCorrelation found =
          correlated.centred()
              ? TimeCorrelation.auto(origins, sums)
              : TimeCorrelation.displacement(origins, sums);
      records.put(
          correlated.name(),
          new CorrelationRecord(
              correlated.centred() ? "autocorrelation" : "displacement",
              lag,
              byWalker
                  .map(own ->
                      correlated.centred()
                          ? found.withErrorsOfProducts(origins, own)
                          : found.withErrorsOf(origins, own))
                  .orElse(found),
              correlated.centred() ? TimeCorrelation.variance(origins, sums) : Double.NaN,
              origins.count(0)));
    }
    return records;
  }

  /** Each walker's sums over time, shape [lags + 1][walkers], where walkers are few. */
  private static Optional<double[][]> byWalker(Ensemble ensemble, int first, int lags) {
    return ensemble
        .walkerSums(first)
        .map(_ ->
            IntStream.rangeClosed(first, first + lags)
                .mapToObj(row -> ensemble.walkerSums(row).orElseThrow())
                .toArray(double[][]::new));
  }
}
