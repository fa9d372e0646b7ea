package perrin.report.figures;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import perrin.experiment.Histogram;
import perrin.experiment.Units;
import perrin.output.HistogramRecord;
import perrin.report.chart.Figure;

/** The histograms of a run that is not over. */
public final class LiveFigures {
  private static final int MOST = 6;

  private LiveFigures() {}

  /**
   * @param asked what the experiment counts, by name
   * @param units of what it is about
   * @param found what has been counted, by name
   */
  public static List<Figure> of(
      Map<String, Histogram> asked, Units units, Map<String, HistogramRecord> found) {
    List<Figure> figures = new ArrayList<>();
    found.entrySet().stream()
        .limit(MOST)
        .forEach(entry ->
            figures.add(
                HistogramFigure.of(
                    entry.getKey(), asked.get(entry.getKey()), entry.getValue(), units)));
    return figures;
  }
}
