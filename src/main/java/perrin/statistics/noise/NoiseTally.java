package perrin.statistics.noise;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.hipparchus.special.Erf;
import perrin.statistics.Interval;
import perrin.statistics.StudentT;
import perrin.statistics.TimeMean;
import perrin.statistics.Weights;

/** What was found at positions of walkers, from which {@link BatchNoise} is made. */
public final class NoiseTally {
  /** Groups of positions that intervals come from: by the jackknife. */
  private static final int GROUPS = 20;

  private final List<String> coordinates;
  private final double[] rates;
  private final double[] noise;
  private final List<Place> places;

  /**
   * One position.
   *
   * @param at where, shape [coordinates]
   * @param loss E
   * @param slope ∇E, shape [coordinates]
   * @param covariance of a batch's gradient, shape [coordinates][coordinates]
   * @param standardized noise of some batches over its standard deviation, shape
   *     [coordinates][batches]
   */
  public record Place(
      double[] at, double loss, double[] slope, double[][] covariance, double[][] standardized) {}

  /**
   * @param coordinates their names
   * @param rates r, for each coordinate; NaN where a method states none
   * @param noise variance of the method's own noise at a step, for each coordinate
   * @param places at least 2 of walkers that are independent
   */
  public NoiseTally(List<String> coordinates, double[] rates, double[] noise, List<Place> places) {
    this.coordinates = List.copyOf(coordinates);
    this.rates = rates.clone();
    this.noise = noise.clone();
    this.places = List.copyOf(places);
  }

  /** All of it. */
  public BatchNoise noise() {
    Tensor covariance = tensor(Place::covariance);
    Tensor temperature = tensor(place -> temperature(place.covariance()));
    double[] middle = new double[coordinates.size()];
    for (Place place : places) {
      Arrays.setAll(middle, i -> middle[i] + place.at()[i] / places.size());
    }
    List<BatchNoise.Shape> shapes = new ArrayList<>();
    for (int i = 0; i < coordinates.size(); i++) {
      shapes.add(shape(i));
    }
    return new BatchNoise(
        places.size(),
        Arrays.stream(rates).average().orElseThrow(),
        mean(Place::loss),
        covariance,
        temperature,
        mean(place -> trace(temperature(place.covariance())) / coordinates.size()),
        jackknife(group -> Tensor.anisotropy(average(group, p -> temperature(p.covariance())))),
        inhomogeneity(),
        tensor(place -> equipartition(place, middle)),
        shapes);
  }

  private double[][] temperature(double[][] covariance) {
    double[][] found = new double[rates.length][rates.length];
    for (int i = 0; i < rates.length; i++) {
      for (int j = 0; j < rates.length; j++) {
        double root = Math.sqrt(rates[i] * rates[j]);
        double own = i == j ? noise[i] / rates[i] : 0;
        found[i][j] = (root * covariance[i][j] + own) / 2;
      }
    }
    return found;
  }

  private static double[][] equipartition(Place place, double[] middle) {
    int d = middle.length;
    double[][] found = new double[d][d];
    for (int i = 0; i < d; i++) {
      for (int j = 0; j < d; j++) {
        double one = (place.at()[i] - middle[i]) * place.slope()[j];
        double other = (place.at()[j] - middle[j]) * place.slope()[i];
        found[i][j] = (one + other) / 2;
      }
    }
    return found;
  }

  private static double trace(double[][] tensor) {
    double sum = 0;
    for (int i = 0; i < tensor.length; i++) {
      sum += tensor[i][i];
    }
    return sum;
  }

  private interface TensorOf {
    double[][] at(Place place);
  }

  private Tensor tensor(TensorOf of) {
    double[][] mean = average(places, of);
    int d = mean.length;
    double[][] error = new double[d][d];
    for (Place place : places) {
      double[][] here = of.at(place);
      for (int i = 0; i < d; i++) {
        for (int j = 0; j < d; j++) {
          double deviation = here[i][j] - mean[i][j];
          error[i][j] += deviation * deviation / places.size() / (places.size() - 1.0);
        }
      }
    }
    for (double[] row : error) {
      Arrays.setAll(row, j -> Math.sqrt(row[j]));
    }
    return new Tensor(mean, error);
  }

  private static double[][] average(List<Place> places, TensorOf of) {
    int d = places.getFirst().at().length;
    double[][] mean = new double[d][d];
    for (Place place : places) {
      double[][] here = of.at(place);
      for (int i = 0; i < d; i++) {
        for (int j = 0; j < d; j++) {
          mean[i][j] += here[i][j] / places.size();
        }
      }
    }
    return mean;
  }

  private Interval mean(ToDoubleFunction<Place> of) {
    double[] values = places.stream().mapToDouble(of).toArray();
    return TimeMean.ofWalkers(values, Weights.ofWalkers(values.length, 1)).interval();
  }

  private double inhomogeneity() {
    double[] traces = places.stream().mapToDouble(place -> trace(place.covariance())).toArray();
    double mean = Arrays.stream(traces).sum() / traces.length;
    double squares = Arrays.stream(traces).map(t -> (t - mean) * (t - mean)).sum();
    return Math.sqrt(squares / (traces.length - 1.0)) / mean;
  }

  /** A quantity of all positions, its interval from leaving out a group at a time. */
  private Interval jackknife(ToDoubleFunction<List<Place>> of) {
    double value = of.applyAsDouble(places);
    int groups = Math.min(GROUPS, places.size());
    double[] without = new double[groups];
    for (int g = 0; g < groups; g++) {
      List<Place> rest = new ArrayList<>();
      for (int p = 0; p < places.size(); p++) {
        if (p % groups != g) {
          rest.add(places.get(p));
        }
      }
      without[g] = of.applyAsDouble(rest);
    }
    double mean = Arrays.stream(without).sum() / groups;
    double squares = Arrays.stream(without).map(v -> (v - mean) * (v - mean)).sum();
    double error = Math.sqrt(squares * (groups - 1.0) / groups);
    double half = StudentT.quantile(Interval.OUTSIDE, groups - 1.0) * error;
    return new Interval(value, value - half, value + half);
  }

  private BatchNoise.Shape shape(int coordinate) {
    return new BatchNoise.Shape(
        coordinates.get(coordinate),
        jackknife(group -> moment(group, coordinate, 3)),
        jackknife(group -> moment(group, coordinate, 4) - 3),
        distance(coordinate));
  }

  private static double moment(List<Place> places, int coordinate, int power) {
    double sum = 0;
    long count = 0;
    for (Place place : places) {
      for (double value : place.standardized()[coordinate]) {
        sum += power == 3 ? value * value * value : value * value * value * value;
        count++;
      }
    }
    return sum / count;
  }

  private Interval distance(int coordinate) {
    double[] values =
        places.stream().flatMapToDouble(p -> Arrays.stream(p.standardized()[coordinate])).toArray();
    Arrays.sort(values);
    if (values.length == 0 || Double.isNaN(values[values.length - 1])) {
      return Interval.UNKNOWN;
    }
    double distance = 0;
    for (int k = 0; k < values.length; k++) {
      double normal = Erf.erfc(-values[k] / Math.sqrt(2)) / 2;
      double above = Math.abs((k + 1.0) / values.length - normal);
      distance = Math.max(distance, Math.max(above, Math.abs((double) k / values.length - normal)));
    }
    double band = Math.sqrt(StrictMath.log(2 / Interval.OUTSIDE) / (2.0 * values.length));
    return new Interval(distance, Math.max(0, distance - band), Math.min(1, distance + band));
  }
}
