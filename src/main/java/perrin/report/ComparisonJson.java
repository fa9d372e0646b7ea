package perrin.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import perrin.statistics.TimeMean;
import perrin.statistics.agreement.Agreement;
import perrin.statistics.agreement.Finding;
import perrin.statistics.agreement.HistogramDifference;
import perrin.statistics.agreement.MeanDifference;
import perrin.statistics.agreement.StepOrder;

/** A comparison of runs as one JSON object. What is unknown is {@code null}. */
public final class ComparisonJson {
  private ComparisonJson() {}

  /** On several lines. */
  public static String of(RunComparison comparison) {
    Agreement agreement = comparison.agreement();
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("files", comparison.names());
    all.put("verdict", agreement.outcome().words());
    all.put("identical", agreement.outcome() == Agreement.Outcome.IDENTICAL);
    all.put("false_alarm", Agreement.FALSE_ALARM);
    all.put("differing", agreement.differing().size());
    all.put("differences", comparison.differences());
    List<Object> groups = new ArrayList<>();
    for (int g = 0; g < comparison.groups().size(); g++) {
      groups.add(group(comparison, g));
    }
    all.put("groups", groups);
    all.put("notes", comparison.notes());
    return JsonText.of(all);
  }

  private static Map<String, Object> group(RunComparison comparison, int number) {
    RunComparison.Group group = comparison.groups().get(number);
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("point", group.words());
    one.put("members", group.members().stream().map(ComparisonJson::member).toList());
    one.put(
        "comparisons",
        comparison.agreement().findings().stream()
            .filter(finding -> finding.group() == number)
            .map(finding -> finding(comparison, finding))
            .toList());
    one.put("dt_trends", group.trends().stream().map(ComparisonJson::trend).toList());
    return one;
  }

  private static Map<String, Object> member(RunComparison.Member member) {
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("name", member.label());
    one.put("identical", member.identical());
    Map<String, Object> means = new LinkedHashMap<>();
    member.means().forEach((name, mean) -> means.put(name, mean(mean)));
    one.put("observables", means);
    return one;
  }

  private static Map<String, Object> mean(TimeMean mean) {
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("mean", mean.mean());
    one.put("standard_error", mean.standardError());
    one.put("degrees_of_freedom", mean.degreesOfFreedom());
    return one;
  }

  private static Map<String, Object> finding(RunComparison comparison, Finding finding) {
    var members = comparison.groups().get(finding.group()).members();
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("quantity", finding.quantity());
    one.put("name", members.get(finding.member()).label());
    one.put("against", members.getFirst().label());
    switch (finding.difference()) {
      case MeanDifference mean -> {
        one.put("kind", "observable");
        one.put("difference", mean.value());
        one.put("standard_error", mean.standardError());
        one.put("degrees_of_freedom", mean.degreesOfFreedom());
        one.put("standard_errors", mean.inErrors());
        one.put("paired", mean.paired());
      }
      case HistogramDifference histogram -> {
        one.put("kind", "histogram");
        one.put("total_variation", histogram.distance().value());
        one.put("low", histogram.distance().low());
        one.put("high", histogram.distance().high());
      }
    }
    one.put("p_value", finding.difference().pValue());
    one.put("differs", comparison.agreement().differs(finding));
    return one;
  }

  private static Map<String, Object> trend(StepTrend trend) {
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("observable", trend.observable());
    one.put("method_order", trend.order());
    one.put("limit_by_method_order", mean(trend.limit()));
    trend.fit().ifPresent(fit -> one.put("fit", fit(fit)));
    return one;
  }

  private static Map<String, Object> fit(StepOrder fit) {
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("order", fit.order().value());
    one.put("low", fit.order().low());
    one.put("high", fit.order().high());
    one.put("limit", mean(fit.limit()));
    one.put("chi_square", fit.chiSquare());
    one.put("degrees_of_freedom", fit.degrees());
    return one;
  }
}
