package perrin.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import perrin.output.BestRecord;
import perrin.output.SgdRecord;
import perrin.statistics.Interval;
import perrin.statistics.distances.TotalVariation;
import perrin.statistics.noise.BatchNoise;
import perrin.statistics.noise.Likeness;
import perrin.statistics.noise.Tensor;

/** What {@code /best} and {@code /sgd} of a run file tell, under their names there. */
final class SectionsJson {
  private SectionsJson() {}

  /** The best walker's place; other walkers' are in the file alone. */
  static Map<String, Object> best(BestRecord best) {
    Map<String, Object> all = new LinkedHashMap<>();
    int walker = best.walker();
    all.put("lowest", best.energy().value(walker));
    all.put("walker", walker);
    all.put("step", (long) best.step().value(walker));
    Map<String, Object> at = new LinkedHashMap<>();
    best.at().forEach((name, values) -> at.put(name, values.value(walker)));
    all.put("at", at);
    all.put("within", best.within());
    best.minimum().ifPresent(minimum -> all.put("minimum", minimum));
    all.put("found", best.found());
    all.put("half_by_step", best.halfBy().isPresent() ? best.halfBy().getAsLong() : null);
    double[] energies = best.polished().energy();
    if (energies.length > 0) {
      Map<String, Object> polished = new LinkedHashMap<>();
      polished.put("walker", Arrays.stream(best.polished().walker()).boxed().toList());
      polished.put("energy", list(energies));
      polished.put("position", rows(best.polished().at()));
      all.put("polished", polished);
    }
    return all;
  }

  /** The noise of mini-batches. */
  static Map<String, Object> sgd(SgdRecord record) {
    Map<String, Object> all = new LinkedHashMap<>();
    interval(all, "identity", record.identity());
    record.noise().ifPresent(noise -> noise(all, noise));
    record.likeness().ifPresent(likeness -> likeness(all, likeness));
    return all;
  }

  private static void noise(Map<String, Object> all, BatchNoise noise) {
    all.put("positions", noise.positions());
    all.put("coordinates", noise.shapes().stream().map(BatchNoise.Shape::coordinate).toList());
    all.put("rate", noise.rate());
    interval(all, "loss", noise.loss());
    interval(all, "temperature_scalar", noise.scalar());
    interval(all, "anisotropy", noise.anisotropy());
    all.put("inhomogeneity", noise.inhomogeneity());
    tensor(all, "noise_covariance", noise.covariance());
    tensor(all, "temperature", noise.temperature());
    tensor(all, "equipartition", noise.equipartition());
    intervals(all, "skewness", noise.shapes().stream().map(BatchNoise.Shape::skewness).toList());
    intervals(
        all, "excess_kurtosis", noise.shapes().stream().map(BatchNoise.Shape::kurtosis).toList());
    intervals(
        all,
        "normality_distance",
        noise.shapes().stream().map(BatchNoise.Shape::distance).toList());
  }

  private static void likeness(Map<String, Object> all, Likeness found) {
    all.put("langevin_histogram", found.histogram());
    all.put("langevin_temperature", found.kT());
    distance(all, "langevin_scalar", found.scalar());
    distance(all, "langevin_tensor", found.tensor());
  }

  private static void distance(Map<String, Object> all, String name, TotalVariation distance) {
    interval(all, name, new Interval(distance.value(), distance.low(), distance.high()));
    all.put(name + "_groups", distance.groups());
  }

  private static void tensor(Map<String, Object> all, String name, Tensor tensor) {
    all.put(name, rows(tensor.mean()));
    all.put(name + "_standard_error", rows(tensor.error()));
  }

  private static void interval(Map<String, Object> all, String name, Interval interval) {
    all.put(name, interval.value());
    all.put(name + "_low", interval.low());
    all.put(name + "_high", interval.high());
  }

  private static void intervals(Map<String, Object> all, String name, List<Interval> intervals) {
    all.put(name, intervals.stream().map(Interval::value).toList());
    all.put(name + "_low", intervals.stream().map(Interval::low).toList());
    all.put(name + "_high", intervals.stream().map(Interval::high).toList());
  }

  private static List<Object> rows(double[][] rows) {
    return new ArrayList<>(Arrays.stream(rows).map(SectionsJson::list).toList());
  }

  private static List<Double> list(double[] values) {
    return DoubleStream.of(values).boxed().toList();
  }
}
