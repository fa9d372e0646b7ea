package perrin.physics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import perrin.experiment.ExperimentFile;
import perrin.output.RunFile;
import perrin.report.Summary;
import perrin.run.BackendChoice;
import perrin.run.Progress;
import perrin.run.Runner;
import perrin.statistics.summary.Quantile;
import perrin.statistics.summary.QuantitySummary;
import perrin.statistics.verdict.Verdict;

/**
 * The posteriors among the examples as {@code perrin summary} has them, against quadrature: means
 * and quantiles at {@value Sigmas#LIMIT} of their own errors (false alarm 7e-6 each, 8e-4 for all
 * of them), means to 0.05 and standard deviations to 5 % of the standard deviation. With the noise
 * scaled by 1.01 the same comparison must fail.
 */
@Tag("statistics")
class PosteriorsTest {
  /**
   * Example, quantity, mean, standard deviation, quantiles of 5, 50, 95 %. Given tau, or sigma,
   * what is left is Gaussian: mixtures over a fine grid of it, by NumPy and SciPy; of the O-rings a
   * grid in the plane. Means and deviations agree with those published with posteriordb's 10,000
   * reference draws within their errors. Of the centred parameters above log tau = -5.
   */
  private static final String EXACT =
      """
      eight-schools tau       3.5977055   3.2199584   0.24639144  2.7487311   9.8419495
      eight-schools log_tau   0.80213921  1.1712265   -1.4008338  1.0111394   2.2866538
      eight-schools mu        4.3968207   3.3177045   -1.0831386  4.4152207   9.8172477
      eight-schools theta_1   6.2118842   5.5931262   -1.5356504  5.6370411   16.111916
      eight-schools theta_2   4.9401784   4.6742685   -2.4260379  4.8506849   12.631223
      eight-schools theta_3   3.9270044   5.2626151   -4.8383222  4.1708001   11.789632
      eight-schools theta_4   4.7570983   4.7802973   -2.8381981  4.7145569   12.504661
      eight-schools theta_5   3.615477    4.6574526   -4.3898783  3.8675196   10.691094
      eight-schools theta_6   4.0426126   4.8268656   -4.0166938  4.2092159   11.48438
      eight-schools theta_7   6.2967241   5.0778488   -0.99907194 5.8171997   15.391887
      eight-schools theta_8   4.8542533   5.2908011   -3.2997757  4.7628769   13.32887
      kidscore      sigma     18.277474   0.62271259  17.284287   18.259853   19.330753
      kidscore      beta_1    25.799778   5.9245248   16.056488   25.799778   35.543068
      kidscore      beta_2    0.60997457  0.058591265 0.51361719  0.60997457  0.70633195
      arK           sigma     0.15044795  0.0078052663 0.1382104  0.15011309  0.16382704
      arK           alpha     -0.00080542042 0.010794436 -0.018553451 -0.00080541999 0.016942609
      arK           beta_1    0.69153117  0.070653104 0.57536442  0.69153123  0.80769772
      arK           beta_2    0.44015963  0.086924387 0.29723997  0.44015966  0.58307921
      arK           beta_3    0.10509496  0.092130053 -0.046383659 0.10509491 0.25657372
      arK           beta_4    -0.035668472 0.086638284 -0.17811769 -0.035668472 0.10678075
      arK           beta_5    -0.30121725 0.070046564 -0.41638659 -0.30121729 -0.18604781
      logistic-regression a   -1.3145382  0.62576262  -2.4021459  -1.2768781  -0.35542909
      logistic-regression b   -2.6944007  1.1675548   -4.8028984  -2.5691731  -1.0142592
      logistic-regression damage 0.98744555 0.058987705 0.94838458 0.99983853 0.99999996
      eight-schools-centred tau     3.6026318 3.2194117 0.25281211 2.7534315 9.8460519
      eight-schools-centred log_tau 0.81146206 1.1440188 -1.3751087 1.0128479 2.2870706
      eight-schools-centred mu      4.3965138 3.3179084 -1.0838007 4.4149267 9.8172519
      eight-schools-centred theta_1 6.214063 5.5954248 -1.5371911 5.638972 16.118635
      """;

  @TempDir Path folder;

  private record Exact(String name, double mean, double deviation, List<Double> quantiles) {
    static List<Exact> of(String example) {
      return EXACT
          .lines()
          .map(line -> line.split(" +"))
          .filter(words -> words[0].equals(example))
          .map(words -> {
            var numbers = Arrays.stream(words).skip(2).map(Double::valueOf).toList();
            return new Exact(words[1], numbers.get(0), numbers.get(1), numbers.subList(2, 5));
          })
          .toList();
    }

    /** The largest deviation in errors of what was found. */
    double sigmas(QuantitySummary found) {
      double most = Sigmas.of(mean, found.mean());
      for (int i = 0; i < quantiles.size(); i++) {
        Quantile quantile = found.quantiles().get(i);
        most = Math.max(most, Math.abs(quantile.value() - quantiles.get(i)) / quantile.error());
      }
      return Double.isNaN(most) ? Double.POSITIVE_INFINITY : most;
    }

    void assertIs(QuantitySummary found) {
      assertTrue(
          sigmas(found) < Sigmas.LIMIT, sigmas(found) + " errors: " + found + " for " + this);
      assertEquals(mean, found.mean().mean(), 0.05 * deviation, name);
      assertEquals(deviation, found.deviation(), 0.05 * deviation, name);
    }
  }

  private Summary summary(String example, String... sets) {
    var experiment = ExperimentFile.load(Path.of("examples", example + ".yaml"), List.of(sets));
    int threads = Runtime.getRuntime().availableProcessors();
    var options = new Runner.Options(new BackendChoice("auto", 0), threads, 0, true);
    Path file = folder.resolve("run.h5");
    RunFile.write(file, Runner.run(experiment, options, Progress.SILENT, notice -> {}));
    return Summary.of(file, OptionalInt.empty());
  }

  private static Map<String, QuantitySummary> byName(Summary summary) {
    return summary.points().getFirst().quantities().stream()
        .collect(Collectors.toMap(QuantitySummary::name, Function.identity()));
  }

  private void assertIsExact(String example, Verdict.Outcome outcome) {
    Summary summary = summary(example);
    List<Exact> exact = Exact.of(example);
    assertTrue(exact.size() >= 3);
    exact.forEach(quantity -> quantity.assertIs(byName(summary).get(quantity.name())));
    assertEquals(outcome, summary.run().verdict().worst().outcome());
  }

  @ParameterizedTest
  @ValueSource(strings = {"eight-schools", "kidscore", "arK"})
  void posteriorsOfPosteriordb(String example) {
    assertIsExact(example, Verdict.Outcome.CONSISTENT);
  }

  @Test
  void logisticRegression() {
    assertIsExact("logistic-regression", Verdict.Outcome.CONVERGED);
  }

  @Test
  @Tag("slow")
  void theFunnel() {
    assertIsExact("eight-schools-centred", Verdict.Outcome.CONSISTENT);
  }

  @Test
  void louderNoiseIsSeen() {
    Summary louder = summary("kidscore", ScaledNoise.method("leimkuhler-matthews", "1.01", ""));
    var found = byName(louder);
    double most =
        Exact.of("kidscore").stream()
            .mapToDouble(exact -> exact.sigmas(found.get(exact.name())))
            .max()
            .orElseThrow();
    assertTrue(most > Sigmas.LIMIT, "noise scaled by 1.01 went unnoticed: " + most + " errors");
  }
}
