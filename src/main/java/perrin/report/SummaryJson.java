package perrin.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import perrin.output.RunHeader;
import perrin.statistics.summary.Quantile;
import perrin.statistics.summary.QuantitySummary;

/**
 * A summary as one JSON object: {@code quantities} is a list; of a sweep {@code points} holds one
 * for each point. What is unknown is {@code null}.
 */
public final class SummaryJson {
  private SummaryJson() {}

  /** On several lines. */
  public static String of(Summary summary) {
    RunHeader header = summary.run().header();
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("title", header.title());
    all.put("perrin_version", header.perrinVersion());
    all.put("experiment_sha256", header.experimentSha256());
    all.put("walkers", header.walk().walkers());
    all.put("steps", header.walk().steps());
    all.put("verdict", summary.run().verdict().worst().outcome().words());
    if (summary.run().sweep().isEmpty()) {
      all.put("quantities", quantities(summary.points().getFirst()));
    } else {
      List<Object> points = new ArrayList<>();
      for (Summary.Point point : summary.points()) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("point", point.number());
        one.put("sweep", summary.run().sweep().plain(point.number()));
        one.put("quantities", quantities(point));
        points.add(one);
      }
      all.put("points", points);
    }
    return JsonText.of(all);
  }

  private static List<Object> quantities(Summary.Point point) {
    return point.quantities().stream().<Object>map(SummaryJson::quantity).toList();
  }

  private static Map<String, Object> quantity(QuantitySummary quantity) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("name", quantity.name());
    all.put("kind", quantity.kind());
    all.put("mean", quantity.mean().mean());
    all.put("mcse", quantity.mean().standardError());
    all.put("sd", quantity.deviation());
    for (Quantile quantile : quantity.quantiles()) {
      all.put(SummaryCsv.name(quantile), quantile.value());
    }
    for (Quantile quantile : quantity.quantiles()) {
      all.put("mcse_" + SummaryCsv.name(quantile), quantile.error());
    }
    all.put("ess_mean", quantity.ofMean());
    all.put("ess_bulk", quantity.bulk());
    all.put("ess_tail", quantity.tail());
    all.put("rhat", quantity.rhat());
    all.put("mean_from", quantity.meanFrom().words());
    all.put("quantiles_from", quantity.quantilesFrom().words());
    return all;
  }
}
