package perrin.run.judging;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import perrin.experiment.Experiment;
import perrin.experiment.Minibatch;
import perrin.kernel.landscape.DescentValues;
import perrin.kernel.landscape.RowGradients;
import perrin.statistics.WalkerArray;
import perrin.statistics.noise.BatchNoise;
import perrin.statistics.noise.NoiseTally;

/**
 * The noise of mini-batch gradients where walkers ended: at some of them, each row's gradient is
 * computed on the host.
 */
public final class BatchNoises {
  /** Operations that this takes at most: a second or two; with more, fewer walkers do. */
  private static final double WORK = 5e7;

  /** So that a few walkers are looked at where there are many rows: some seconds. */
  private static final double MOST_WORK = 2e8;

  private static final int MOST_PLACES = 2048;
  private static final int FEWEST_PLACES = 40;
  private static final int MOST_COORDINATES = 256;

  /** Batches that are drawn at each place to see how Gaussian their noise is. */
  private static final int BATCHES = 16;

  private BatchNoises() {}

  /**
   * Measures it. Empty without mini-batches, and where too few walkers can be looked at.
   *
   * @param finals of each coordinate
   */
  public static Optional<BatchNoise> of(Experiment experiment, List<WalkerArray> finals) {
    int dimension = finals.size();
    if (experiment.minibatch().isEmpty() || dimension > MOST_COORDINATES) {
      return Optional.empty();
    }
    RowGradients rows = RowGradients.of(experiment);
    if (experiment.minibatch().get().isWhole(rows.rows())) {
      return Optional.empty();
    }
    double cost = rows.cost() + (double) rows.rows() * dimension * dimension;
    long walkers = experiment.walkers();
    double fit = Math.max(WORK / cost, Math.min(FEWEST_PLACES, MOST_WORK / cost));
    int places = (int) Math.min(Math.min(MOST_PLACES, fit), walkers);
    return places < 2
        ? Optional.empty()
        : Optional.of(measured(experiment, finals, rows, places))
            .filter(noise -> noise.covariance().scalar() > 0);
  }

  private static BatchNoise measured(
      Experiment experiment, List<WalkerArray> finals, RowGradients rows, int places) {
    long walkers = experiment.walkers();
    List<NoiseTally.Place> found =
        IntStream.range(0, places)
            .parallel()
            .mapToObj(p -> {
              int walker = (int) (p * walkers / places);
              double[] at = finals.stream().mapToDouble(x -> x.value(walker)).toArray();
              long seed = experiment.seed() + experiment.firstWalker() + walker;
              return place(experiment.minibatch().orElseThrow(), rows, at, seed);
            })
            .toList();
    DescentValues descent = DescentValues.of(experiment);
    return new NoiseTally(
            experiment.coordinates().componentNames(), descent.rates(), descent.noise(), found)
        .noise();
  }

  private static NoiseTally.Place place(
      Minibatch batch, RowGradients rows, double[] at, long seed) {
    double[][] single = rows.at(at);
    int d = at.length;
    double[] mean = new double[1 + d];
    for (double[] row : single) {
      for (int i = 0; i <= d; i++) {
        mean[i] += row[i] / single.length;
      }
    }
    double[][] covariance = new double[d][d];
    for (double[] row : single) {
      for (int i = 0; i < d; i++) {
        for (int j = 0; j <= i; j++) {
          covariance[i][j] += (row[1 + i] - mean[1 + i]) * (row[1 + j] - mean[1 + j]);
        }
      }
    }
    double factor = batch.variance(single.length) / single.length;
    for (int i = 0; i < d; i++) {
      for (int j = 0; j <= i; j++) {
        covariance[i][j] *= factor;
        covariance[j][i] = covariance[i][j];
      }
    }
    double[] slope = Arrays.copyOfRange(mean, 1, 1 + d);
    double[][] standardized = standardized(batch, single, slope, covariance, seed);
    return new NoiseTally.Place(at, mean[0], slope, covariance, standardized);
  }

  /** Noise of some batches, coordinate by coordinate over its standard deviation. */
  private static double[][] standardized(
      Minibatch batch, double[][] single, double[] slope, double[][] covariance, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] order = IntStream.range(0, single.length).toArray();
    double[][] standardized = new double[slope.length][BATCHES];
    for (int k = 0; k < BATCHES; k++) {
      double[] sum = new double[slope.length];
      for (int s = 0; s < batch.size(); s++) {
        double[] row = single[drawn(batch, order, s, random)];
        for (int i = 0; i < sum.length; i++) {
          sum[i] += row[1 + i];
        }
      }
      for (int i = 0; i < sum.length; i++) {
        double noise = sum[i] / batch.size() - slope[i];
        standardized[i][k] = noise / Math.sqrt(covariance[i][i]);
      }
    }
    return standardized;
  }

  /** Row number s of a batch; without replacement by the first steps of a shuffle. */
  private static int drawn(Minibatch batch, int[] order, int s, SplittableRandom random) {
    if (batch.replacement()) {
      return random.nextInt(order.length);
    }
    int other = random.nextInt(s, order.length);
    int row = order[other];
    order[other] = order[s];
    order[s] = row;
    return row;
  }
}
