package perrin.output;

import io.jhdf.api.Group;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.LongStream;
import perrin.errors.Shown;
import perrin.kernel.Kernel;
import perrin.kernel.Sampling;
import perrin.statistics.Counted;
import perrin.statistics.TimeCorrelation;

/** Correlations in time, by name: {@code /correlations/NAME/{lag, value, standard_error}}. */
final class CorrelationSection implements Section<Map<String, CorrelationRecord>> {
  static final CorrelationSection INSTANCE = new CorrelationSection();

  private CorrelationSection() {}

  @Override
  public String group() {
    return "correlations";
  }

  @Override
  public Map<String, CorrelationRecord> nothing() {
    return Map.of();
  }

  @Override
  public Map<String, CorrelationRecord> collect(Source source) {
    Map<String, CorrelationRecord> records = new LinkedHashMap<>();
    source.experiment().correlations().keySet().forEach(name -> records.put(name, null)); // order
    for (Sampling.Correlated correlated : source.kernel().sampling().correlated()) {
      if (correlated.product() != Sampling.Product.PLAIN) {
        records.put(correlated.name(), record(source, correlated));
      }
    }
    return records;
  }

  private static CorrelationRecord record(Source source, Sampling.Correlated correlated) {
    Counted counted = source.counted();
    TimeCorrelation.Origins origins =
        new TimeCorrelation.Origins(
            source.experiment().firstWalker() / Kernel.COHORT,
            source.experiment().walkers(),
            source.experiment().samples(),
            correlated.lags(),
            correlated.spacing(),
            counted.pairs(correlated));
    double[][] sums = counted.ofCohorts(correlated);
    Optional<double[][]> byWalker = counted.ofWalkers(correlated);
    long every = source.experiment().sampleEvery();
    TimeCorrelation found =
        correlated.centred()
            ? TimeCorrelation.auto(origins, sums)
            : TimeCorrelation.displacement(origins, sums);
    return new CorrelationRecord(
        correlated.centred() ? "autocorrelation" : "displacement",
        LongStream.rangeClosed(0, correlated.lags()).map(k -> k * every).toArray(),
        byWalker
            .map(own ->
                correlated.centred()
                    ? found.withErrorsOfProducts(origins, own)
                    : found.withErrorsOf(origins, own))
            .orElse(found),
        correlated.centred() ? TimeCorrelation.variance(origins, sums) : Double.NaN,
        origins.count(0));
  }

  @Override
  public void write(ResultTree all, Map<String, CorrelationRecord> records) {
    records.forEach((name, record) -> {
      ResultTree group = all.putGroup(name);
      group.putDataset("lag", record.lag());
      group.putDataset("value", record.correlation().value());
      group.putDataset("standard_error", record.correlation().standardError());
      group.putConstant("kind", record.kind());
      group.putAttribute("variance", record.variance());
      group.putConstant("windows", record.windows());
      group.putAttribute("degrees_of_freedom", record.correlation().degreesOfFreedom());
    });
  }

  @Override
  public Map<String, CorrelationRecord> read(Group all, PointReader point) {
    Map<String, CorrelationRecord> found = new TreeMap<>();
    all.getChildren()
        .forEach((name, node) -> {
          Group group = (Group) node;
          found.put(
              Shown.line(name),
              new CorrelationRecord(
                  RunReader.text(group, "kind"),
                  point.wholes(group.getChild("lag")),
                  new TimeCorrelation(
                      point.numbers(group.getChild("value")),
                      point.numbers(group.getChild("standard_error")),
                      point.numberOrNaN(group, "degrees_of_freedom")),
                  point.number(group, "variance"),
                  RunReader.wholes(group, "windows")[0]));
        });
    return found;
  }
}
