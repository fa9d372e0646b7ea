package perrin.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import perrin.output.CorrelationRecord;
import perrin.output.HistogramRecord;
import perrin.output.ObservableRecord;
import perrin.output.PointRecord;
import perrin.output.RunHeader;
import perrin.output.RunRecord;
import perrin.output.SgdRecord;
import perrin.statistics.Interval;
import perrin.statistics.distances.TotalVariation;
import perrin.statistics.verdict.Verdict;

/**
 * What a run left behind as one JSON object; the names are those of the run file. Of a sweep {@code
 * points} holds the same for each point. What is unknown is {@code null}.
 */
public final class ResultJson {
  private ResultJson() {}

  /** On several lines. */
  public static String of(RunRecord result) {
    Map<String, Object> all = header(result);
    if (result.sweep().isEmpty()) {
      all.putAll(point(result.points().getFirst()));
    } else {
      List<Object> points = new ArrayList<>();
      for (int p = 0; p < result.points().size(); p++) {
        Map<String, Object> point = new LinkedHashMap<>();
        point.put("sweep", result.sweep().plain(p));
        point.putAll(point(result.points().get(p)));
        points.add(point);
      }
      all.put("points", points);
    }
    return JsonText.of(all);
  }

  private static Map<String, Object> header(RunRecord result) {
    RunHeader header = result.header();
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("title", header.title());
    all.put("perrin_version", header.perrinVersion());
    all.put("experiment_sha256", header.experimentSha256());
    all.put("seed", header.walk().seed());
    all.put("first_walker", header.walk().firstWalker());
    all.put("walkers", header.walk().walkers());
    all.put("steps", header.walk().steps());
    all.put("backend", header.platform().backend());
    all.put("device", header.platform().device());
    all.put("math", header.platform().math());
    all.put("precision", header.platform().precision());
    all.put("wall_seconds", header.timing().wallSeconds());
    all.put("walker_steps_per_second", header.timing().walkerStepsPerSecond());
    all.put("walker_steps_per_second_total", header.timing().walkerStepsPerSecondTotal());
    all.put("benchmark", result.benchmark());
    all.put("verdict", result.verdict().worst().outcome().words());
    return all;
  }

  private static Map<String, Object> point(PointRecord point) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("check", check(point.verdict()));
    all.put("observables", mapped(point.observables(), ResultJson::observable));
    all.put("correlations", mapped(point.correlations(), ResultJson::correlation));
    all.put("histograms", mapped(point.histograms(), ResultJson::histogram));
    if (!point.sgd().equals(SgdRecord.NOTHING)) {
      all.put("sgd", SectionsJson.sgd(point.sgd()));
    }
    point.best().ifPresent(best -> all.put("best", SectionsJson.best(best)));
    return all;
  }

  private static <T> Map<String, Object> mapped(
      Map<String, T> records, java.util.function.Function<T, Object> json) {
    Map<String, Object> all = new LinkedHashMap<>();
    records.forEach((name, record) -> all.put(name, json.apply(record)));
    return all;
  }

  private static Object check(Verdict verdict) {
    Map<String, Object> check = new LinkedHashMap<>();
    check.put("verdict", verdict.outcome().words());
    check.put("line", verdict.line());
    check.put("tolerance", verdict.tolerance());
    verdict
        .evidence()
        .comparison()
        .ifPresent(found -> {
          check.put("histogram", found.histogram());
          TotalVariation distance = verdict.evidence().distance();
          check.put("total_variation", distance.value());
          check.put("total_variation_low", distance.low());
          check.put("total_variation_high", distance.high());
          interval(check, "kolmogorov", found.kolmogorov());
          interval(check, "kullback_leibler", found.kullbackLeibler());
          check.put("effective_sample_size", found.effective());
        });
    check.put("explanation", verdict.explanation());
    return check;
  }

  private static void interval(Map<String, Object> check, String name, Interval interval) {
    check.put(name, interval.value());
    check.put(name + "_low", interval.low());
    check.put(name + "_high", interval.high());
  }

  private static Object observable(ObservableRecord record) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("time_mean", record.timeMean().mean());
    all.put("standard_error", record.timeMean().standardError());
    all.put("degrees_of_freedom", record.timeMean().degreesOfFreedom());
    return all;
  }

  private static Object correlation(CorrelationRecord record) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("kind", record.kind());
    all.put("windows", record.windows());
    all.put("variance", record.variance());
    all.put("lag", LongStream.of(record.lag()).boxed().toList());
    all.put("value", list(record.correlation().value()));
    all.put("standard_error", list(record.correlation().standardError()));
    return all;
  }

  private static Object histogram(HistogramRecord record) {
    Map<String, Object> all = new LinkedHashMap<>();
    for (int a = 0; a < record.dimensions(); a++) {
      String name = record.dimensions() == 1 ? "edges" : "edges_" + a;
      all.put(name, list(record.axes().get(a).edges()));
    }
    all.put("underflow", record.counts().underflow());
    all.put("overflow", record.counts().overflow());
    all.put("counts", rows(LongStream.of(record.counts().counts()).boxed().toList(), record));
    all.put("density", rows(list(record.density()), record));
    if (record.hasReference()) {
      all.put("boltzmann", rows(list(record.referenceDensity()), record));
    }
    return all;
  }

  /** [bins], or [bins0, bins1]. */
  private static List<?> rows(List<?> flat, HistogramRecord record) {
    if (record.dimensions() == 1) {
      return flat;
    }
    int length = record.axes().getLast().bins();
    List<Object> rows = new ArrayList<>();
    for (int i = 0; i < flat.size(); i += length) {
      rows.add(flat.subList(i, i + length));
    }
    return rows;
  }

  private static List<Double> list(double[] values) {
    return DoubleStream.of(values).boxed().toList();
  }
}
