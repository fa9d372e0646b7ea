package perrin.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import perrin.output.HistogramRecord;
import perrin.output.PointRecord;
import perrin.output.RunRecord;
import perrin.statistics.distances.TotalVariation;

/**
 * What a run left behind as a table, comma-separated, a value in each row: the sweep's axes, {@code
 * kind,name,at,at2,value,low,high,standard_error}. Where a value belongs to a lag or a bin, {@code
 * at} is that lag in steps or the bin's middle ({@code at2} on a second axis). What is unknown or
 * has no meaning is empty.
 */
public final class ResultCsv {
  private static final String COLUMNS = "kind,name,at,at2,value,low,high,standard_error";

  private final StringBuilder text = new StringBuilder();
  private String point = "";

  private ResultCsv() {}

  /** With a head and an LF behind each row. */
  public static String of(RunRecord result) {
    var csv = new ResultCsv();
    result.sweep().axes().forEach(axis -> csv.text.append(axis.name()).append(','));
    csv.text.append(COLUMNS).append('\n');
    for (int p = 0; p < result.points().size(); p++) {
      var values = new ArrayList<String>();
      result.sweep().plain(p).values().forEach(value -> values.add(cell(value)));
      csv.point = String.join(",", values) + (values.isEmpty() ? "" : ",");
      csv.add(result.points().get(p));
    }
    return csv.text.toString();
  }

  private void add(PointRecord found) {
    TotalVariation distance = found.verdict().evidence().distance();
    row(
        "verdict",
        found.verdict().outcome().words(),
        List.of("", "", cell(distance.value()), cell(distance.low()), cell(distance.high()), ""));
    found
        .observables()
        .forEach((name, observable) -> {
          var mean = observable.timeMean();
          var interval = mean.interval();
          row(
              "observable",
              name,
              List.of(
                  "",
                  "",
                  cell(mean.mean()),
                  cell(interval.low()),
                  cell(interval.high()),
                  cell(mean.standardError())));
        });
    found
        .correlations()
        .forEach((name, record) -> {
          double[] value = record.correlation().value();
          for (int k = 0; k < value.length; k++) {
            String error = cell(record.correlation().standardError()[k]);
            row(
                record.kind(),
                name,
                List.of(Long.toString(record.lag()[k]), "", cell(value[k]), "", "", error));
          }
        });
    for (Map.Entry<String, HistogramRecord> entry : found.histograms().entrySet()) {
      HistogramRecord histogram = entry.getValue();
      bins("density", entry.getKey(), histogram, histogram.density());
      if (histogram.hasReference()) {
        bins("boltzmann", entry.getKey(), histogram, histogram.referenceDensity());
      }
    }
  }

  private void bins(String kind, String name, HistogramRecord histogram, double[] density) {
    int length = histogram.axes().getLast().bins();
    boolean plane = histogram.dimensions() > 1;
    for (int i = 0; i < density.length; i++) {
      String at = middle(histogram.axes().getFirst(), plane ? i / length : i);
      String at2 = plane ? middle(histogram.axes().getLast(), i % length) : "";
      row(kind, name, List.of(at, at2, cell(density[i]), "", "", ""));
    }
  }

  private static String middle(HistogramRecord.Axis axis, int bin) {
    return cell(axis.from() + (axis.to() - axis.from()) * (bin + 0.5) / axis.bins());
  }

  private void row(String kind, String name, List<String> cells) {
    text.append(point).append(kind).append(',').append(name).append(',');
    text.append(String.join(",", cells)).append('\n');
  }

  /** A number or a word, in quotes where it has a comma in it. */
  static String cell(Object value) {
    if (value instanceof Double number) {
      return cell(number.doubleValue());
    }
    String word = value.toString();
    return word.matches("[^\",\\s]*") ? word : '"' + word.replace("\"", "\"\"") + '"';
  }

  static String cell(double value) {
    return Double.isFinite(value) ? Double.toString(value) : "";
  }
}
