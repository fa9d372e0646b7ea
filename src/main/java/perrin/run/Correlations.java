package perrin.run;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import perrin.backend.Ensemble;
import perrin.experiment.Experiment;
import perrin.kernel.Kernel;
import perrin.kernel.Sampling;
import perrin.output.CorrelationRecord;
import perrin.statistics.TimeCorrelation;

/** What the ensemble has summed for correlations, as values with errors. */
final class Correlations {
  private Correlations() {}

  static Map<String, CorrelationRecord> of(
      Experiment experiment, Kernel kernel, Ensemble ensemble) {
    Map<String, CorrelationRecord> records = new LinkedHashMap<>();
    for (Sampling.Correlated correlated : kernel.sampling().correlated()) {
      if (correlated.product() != Sampling.Product.PLAIN) {
        records.put(correlated.name(), record(experiment, kernel, correlated, ensemble));
      }
    }
    return records;
  }

  private static CorrelationRecord record(
      Experiment experiment, Kernel kernel, Sampling.Correlated correlated, Ensemble ensemble) {
    int lags = correlated.lags();
    TimeCorrelation.Origins origins =
        new TimeCorrelation.Origins(
            experiment.firstWalker() / Kernel.COHORT,
            experiment.walkers(),
            experiment.samples(),
            lags,
            correlated.spacing(),
            Counted.pairs(kernel, correlated, ensemble));
    double[][] sums = cohortSums(correlated, ensemble);
    Optional<double[][]> byWalker = walkerSums(correlated, ensemble);
    long[] lag = LongStream.rangeClosed(0, lags).map(k -> k * experiment.sampleEvery()).toArray();
    TimeCorrelation found =
        correlated.centred()
            ? TimeCorrelation.auto(origins, sums)
            : TimeCorrelation.displacement(origins, sums);
    return new CorrelationRecord(
        correlated.centred() ? "autocorrelation" : "displacement",
        lag,
        byWalker
            .map(own ->
                correlated.centred()
                    ? found.withErrorsOfProducts(origins, own)
                    : found.withErrorsOf(origins, own))
            .orElse(found),
        correlated.centred() ? TimeCorrelation.variance(origins, sums) : Double.NaN,
        origins.count(0));
  }

  /** Each cohort's sums over time, shape [lags + 1][cohorts]. */
  static double[][] cohortSums(Sampling.Correlated of, Ensemble ensemble) {
    return rows(of).mapToObj(ensemble::cohortSums).toArray(double[][]::new);
  }

  /** Each walker's sums over time, shape [lags + 1][walkers], where walkers are few. */
  static Optional<double[][]> walkerSums(Sampling.Correlated of, Ensemble ensemble) {
    return ensemble
        .walkerSums(of.row())
        .map(_ ->
            rows(of)
                .mapToObj(row -> ensemble.walkerSums(row).orElseThrow())
                .toArray(double[][]::new));
  }

  private static IntStream rows(Sampling.Correlated of) {
    return IntStream.rangeClosed(of.row(), of.row() + of.lags());
  }
}
