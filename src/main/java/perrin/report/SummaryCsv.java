package perrin.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import perrin.statistics.summary.Quantile;
import perrin.statistics.summary.QuantitySummary;

/**
 * A summary as a table, comma-separated, a quantity in each row: the sweep's axes, then {@code
 * name,kind,mean,mcse,sd,q5,q50,q95,mcse_q5,mcse_q50,mcse_q95,ess_mean,ess_bulk,ess_tail,rhat,
 * mean_from,quantiles_from}. What is unknown is empty.
 */
public final class SummaryCsv {
  private SummaryCsv() {}

  /** With a head and an LF behind each row. */
  public static String of(Summary summary) {
    var sweep = summary.run().sweep();
    var text = new StringBuilder();
    List<String> heads = new ArrayList<>();
    sweep.axes().forEach(axis -> heads.add(axis.name()));
    heads.addAll(List.of("name", "kind", "mean", "mcse", "sd"));
    List<Quantile> quantiles = QuantitySummary.SHARES.stream().map(Quantile::unknown).toList();
    quantiles.forEach(quantile -> heads.add(name(quantile)));
    quantiles.forEach(quantile -> heads.add("mcse_" + name(quantile)));
    heads.addAll(List.of("ess_mean", "ess_bulk", "ess_tail", "rhat"));
    heads.addAll(List.of("mean_from", "quantiles_from"));
    text.append(String.join(",", heads)).append('\n');
    for (Summary.Point point : summary.points()) {
      for (QuantitySummary quantity : point.quantities()) {
        List<String> cells = new ArrayList<>();
        sweep.plain(point.number()).values().forEach(value -> cells.add(ResultCsv.cell(value)));
        cells.addAll(cells(quantity));
        text.append(String.join(",", cells)).append('\n');
      }
    }
    return text.toString();
  }

  private static List<String> cells(QuantitySummary quantity) {
    List<String> cells = new ArrayList<>(List.of(quantity.name(), quantity.kind()));
    cells.add(cell(quantity.mean().mean()));
    cells.add(cell(quantity.mean().standardError()));
    cells.add(cell(quantity.deviation()));
    quantity.quantiles().forEach(quantile -> cells.add(cell(quantile.value())));
    quantity.quantiles().forEach(quantile -> cells.add(cell(quantile.error())));
    cells.add(cell(quantity.ofMean()));
    cells.add(cell(quantity.bulk()));
    cells.add(cell(quantity.tail()));
    cells.add(cell(quantity.rhat()));
    cells.add(quantity.meanFrom().words());
    cells.add(quantity.quantilesFrom().words());
    return cells;
  }

  /** {@code q5}. */
  static String name(Quantile quantile) {
    return String.format(Locale.ROOT, "q%.0f", 100 * quantile.p());
  }

  private static String cell(double value) {
    return Double.isFinite(value) ? Double.toString(value) : "";
  }
}
