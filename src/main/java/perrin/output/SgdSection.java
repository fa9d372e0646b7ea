package perrin.output;

import io.jhdf.api.Group;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import perrin.statistics.Interval;
import perrin.statistics.distances.TotalVariation;
import perrin.statistics.noise.BatchNoise;
import perrin.statistics.noise.Likeness;
import perrin.statistics.noise.Tensor;

/** The noise of mini-batches: {@code /sgd/{noise_covariance, temperature, …}}. */
final class SgdSection implements Section<SgdRecord> {
  static final SgdSection INSTANCE = new SgdSection();

  private static final String COVARIANCE = "noise_covariance";
  private static final String TEMPERATURE = "temperature";
  private static final String EQUIPARTITION = "equipartition";
  private static final String ERROR = "_standard_error";

  private SgdSection() {}

  @Override
  public String group() {
    return "sgd";
  }

  @Override
  public SgdRecord nothing() {
    return SgdRecord.NOTHING;
  }

  @Override
  public SgdRecord collect(Source source) {
    return source.sgd();
  }

  @Override
  public void write(ResultTree group, SgdRecord record) {
    interval(group, "identity", record.identity());
    record.likeness().ifPresent(found -> likeness(group, found));
    if (record.noise().isEmpty()) {
      group.putDataset("positions", new long[] {0}); // a group needs a dataset
      return;
    }
    BatchNoise noise = record.noise().get();
    group.putDataset("positions", new long[] {noise.positions()});
    group.putAttribute("rate", noise.rate());
    tensor(group, COVARIANCE, noise.covariance());
    tensor(group, TEMPERATURE, noise.temperature());
    tensor(group, EQUIPARTITION, noise.equipartition());
    interval(group, "loss", noise.loss());
    interval(group, "temperature_scalar", noise.scalar());
    interval(group, "anisotropy", noise.anisotropy());
    group.putAttribute("inhomogeneity", noise.inhomogeneity());
    intervals(group, "skewness", noise, BatchNoise.Shape::skewness);
    intervals(group, "excess_kurtosis", noise, BatchNoise.Shape::kurtosis);
    intervals(group, "normality_distance", noise, BatchNoise.Shape::distance);
    group.putConstant(
        "coordinates",
        String.join(" ", noise.shapes().stream().map(BatchNoise.Shape::coordinate).toList()));
  }

  private static void likeness(ResultTree group, Likeness found) {
    group.putConstant("langevin_histogram", found.histogram());
    group.putAttribute("langevin_temperature", found.kT());
    distance(group, "langevin_scalar", found.scalar());
    distance(group, "langevin_tensor", found.tensor());
  }

  private static void distance(ResultTree group, String name, TotalVariation distance) {
    interval(group, name, new Interval(distance.value(), distance.low(), distance.high()));
    group.putAttribute(name + "_groups", (double) distance.groups()); // NaN where a point has none
  }

  private static void tensor(ResultTree group, String name, Tensor tensor) {
    group.putDataset(name, tensor.mean());
    group.putDataset(name + ERROR, tensor.error());
  }

  private static void interval(ResultTree group, String name, Interval interval) {
    group.putAttribute(name, interval.value());
    group.putAttribute(name + "_low", interval.low());
    group.putAttribute(name + "_high", interval.high());
  }

  private interface IntervalOf {
    Interval of(BatchNoise.Shape shape);
  }

  private static void intervals(
      ResultTree group, String name, BatchNoise noise, IntervalOf interval) {
    List<BatchNoise.Shape> shapes = noise.shapes();
    put(group, name, shapes, shape -> interval.of(shape).value());
    put(group, name + "_low", shapes, shape -> interval.of(shape).low());
    put(group, name + "_high", shapes, shape -> interval.of(shape).high());
  }

  private static void put(
      ResultTree group,
      String name,
      List<BatchNoise.Shape> shapes,
      ToDoubleFunction<BatchNoise.Shape> value) {
    group.putDataset(name, shapes.stream().mapToDouble(value).toArray());
  }

  @Override
  public SgdRecord read(Group group, PointReader point) {
    Interval identity = interval(group, point, "identity");
    int positions = (int) point.wholes(group.getChild("positions"))[0];
    return new SgdRecord(
        positions > 0 ? Optional.of(noise(group, point, positions)) : Optional.empty(),
        identity,
        likeness(group, point));
  }

  private static Optional<Likeness> likeness(Group group, PointReader point) {
    return group.getAttribute("langevin_histogram") == null
        ? Optional.empty()
        : Optional.of(
            new Likeness(
                RunReader.text(group, "langevin_histogram"),
                point.number(group, "langevin_temperature"),
                distance(group, point, "langevin_scalar"),
                distance(group, point, "langevin_tensor")));
  }

  private static TotalVariation distance(Group group, PointReader point, String name) {
    Interval interval = interval(group, point, name);
    return new TotalVariation(
        interval.value(),
        interval.low(),
        interval.high(),
        (int) point.number(group, name + "_groups"));
  }

  private static BatchNoise noise(Group group, PointReader point, int positions) {
    String[] names = RunReader.text(group, "coordinates").split(" ");
    List<BatchNoise.Shape> shapes = new ArrayList<>();
    for (int i = 0; i < names.length; i++) {
      shapes.add(
          new BatchNoise.Shape(
              names[i],
              interval(group, point, "skewness", i),
              interval(group, point, "excess_kurtosis", i),
              interval(group, point, "normality_distance", i)));
    }
    return new BatchNoise(
        positions,
        point.number(group, "rate"),
        interval(group, point, "loss"),
        tensor(group, point, COVARIANCE),
        tensor(group, point, TEMPERATURE),
        interval(group, point, "temperature_scalar"),
        interval(group, point, "anisotropy"),
        point.number(group, "inhomogeneity"),
        tensor(group, point, EQUIPARTITION),
        shapes);
  }

  private static Interval interval(Group group, PointReader point, String name) {
    return new Interval(
        point.number(group, name),
        point.number(group, name + "_low"),
        point.number(group, name + "_high"));
  }

  private static Interval interval(Group group, PointReader point, String name, int i) {
    return new Interval(
        point.numbers(group.getChild(name))[i],
        point.numbers(group.getChild(name + "_low"))[i],
        point.numbers(group.getChild(name + "_high"))[i]);
  }

  private static Tensor tensor(Group group, PointReader point, String name) {
    return new Tensor(
        square(point.numbers(group.getChild(name))),
        square(point.numbers(group.getChild(name + ERROR))));
  }

  private static double[][] square(double[] values) {
    int d = (int) Math.round(Math.sqrt(values.length));
    double[][] square = new double[d][d];
    for (int i = 0; i < d; i++) {
      System.arraycopy(values, i * d, square[i], 0, d);
    }
    return square;
  }
}
