package perrin.run.judging;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import perrin.experiment.Check;
import perrin.experiment.Experiment;
import perrin.experiment.Histogram;
import perrin.run.look.StabilityBound;

/**
 * Bins that are hardly wider than the distance of two numbers of the walkers' precision: some hold
 * one number more than others, and so more walkers.
 */
final class FineBins {
  /**
   * What bins may hold more or less for that reason, where nothing else says how exact they are.
   */
  private static final double TOLERANCE = 0.05;

  private FineBins() {}

  /** A sentence for each histogram that has such bins. */
  static List<String> of(Experiment experiment) {
    double much =
        experiment.check().map(Check::tolerance).filter(t -> t < TOLERANCE).orElse(TOLERANCE);
    List<String> found = new ArrayList<>();
    experiment
        .histograms()
        .forEach((name, histogram) -> {
          for (Histogram.Axis axis : histogram.axes()) {
            double width = (axis.to() - axis.from()) / axis.bins();
            double farthest = Math.max(Math.abs(axis.from()), Math.abs(axis.to()));
            double apart = experiment.precision().distance(farthest);
            // a bin holds width/apart numbers, rounded up or down: on average a quarter of one is
            // off
            if (apart / width / 4 > much) {
              found.add(sentence(experiment, name, width, farthest, apart));
            }
          }
        });
    return found;
  }

  private static String sentence(
      Experiment experiment, String name, double width, double farthest, double apart) {
    return String.format(
        Locale.ROOT,
        "bins of histogram %s are %s wide, and numbers of %s precision lie %s apart near %s, so bins"
            + " differ in how many they hold; use %swider bins%s.",
        name,
        StabilityBound.number(width),
        experiment.precision().word(),
        StabilityBound.number(apart),
        StabilityBound.number(farthest),
        experiment.precision() == perrin.experiment.Precision.SINGLE
            ? "precision: double, or "
            : "",
        ", or a coordinate that is measured from there");
  }
}
