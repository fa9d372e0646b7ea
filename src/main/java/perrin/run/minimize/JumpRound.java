package perrin.run.minimize;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import perrin.experiment.Boundary;
import perrin.experiment.Coordinates;
import perrin.experiment.Experiment;
import perrin.statistics.landscape.Range;

/**
 * One round of a search, as an experiment: walkers start anywhere in the ranges and make Metropolis
 * moves of all sizes, while the temperature falls by a constant factor from step to step; the
 * lowest places then descend.
 *
 * @param walkers of the round
 * @param steps of each
 * @param hot kT of the first step
 * @param cold kT after the last
 * @param seed of its noise
 */
record JumpRound(long walkers, long steps, double hot, double cold, long seed) {
  /** Coordinates that move in a step, on average. */
  private static final double MOVED = 1.5;

  /** Steps of the descents at the end. */
  private static final int POLISH = 500;

  /** The options {@code key=value} that make it of an experiment. */
  List<String> sets(Experiment experiment, List<Range> ranges, double within) {
    Coordinates coordinates = experiment.coordinates();
    Map<String, String> boundaries = new LinkedHashMap<>();
    Map<String, String> starts = new LinkedHashMap<>();
    Map<String, String> lengths = new LinkedHashMap<>();
    for (Coordinates.Block block : coordinates.blocks()) {
      Range range = hull(ranges, coordinates.first(block), block.length());
      Boundary given = experiment.boundaries().get(block.name());
      String ends = range.from() + ", " + range.to();
      boundaries.put(
          block.name(),
          given == null
              ? "\"reflect(" + ends + ")\""
              : "\""
                  + given.kind().name().toLowerCase(Locale.ROOT)
                  + "("
                  + given.from().text()
                  + ", "
                  + given.to().text()
                  + ")\"");
      starts.put(block.name(), "\"uniform(" + ends + ")\"");
      lengths.put(block.name(), Double.toString(range.length()));
    }
    double chance = Math.min(1, MOVED / coordinates.dimension());
    List<String> sets = new ArrayList<>();
    sets.add("boundaries=" + flow(boundaries));
    sets.add("start=" + flow(starts));
    sets.add(
        "method={name: metropolis-jumps, chance: " + chance + ", range: " + flow(lengths) + "}");
    sets.add("temperature=\"" + hot + "*(" + cold / hot + ")^(n/" + steps + ")\"");
    sets.add("dt=1");
    sets.add("walkers=" + walkers);
    sets.add("steps=" + steps);
    sets.add("burn-in=0");
    sets.add("sample-every=" + steps);
    sets.add("seed=" + seed);
    sets.add("track-best={within: " + within + "}");
    sets.add("polish=" + POLISH);
    for (String key : LEFT_OUT) {
      sets.add(key + "=null");
    }
    return sets;
  }

  /** What a run may measure besides, or do otherwise. */
  private static final List<String> LEFT_OUT =
      List.of(
          "time",
          "check",
          "force",
          "minibatch",
          "sweep",
          "histograms",
          "observables",
          "correlations",
          "trajectories",
          "noise",
          "first-walker",
          "learning-coefficient");

  private static Range hull(List<Range> ranges, int first, int length) {
    double from = ranges.get(first).from();
    double to = ranges.get(first).to();
    for (Range range : ranges.subList(first, first + length)) {
      from = Math.min(from, range.from());
      to = Math.max(to, range.to());
    }
    return new Range(from, to, ranges.get(first).end());
  }

  private static String flow(Map<String, String> map) {
    List<String> entries = new ArrayList<>();
    map.forEach((name, value) -> entries.add(name + ": " + value));
    return "{" + String.join(", ", entries) + "}";
  }
}
