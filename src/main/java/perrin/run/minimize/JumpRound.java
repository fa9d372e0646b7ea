package perrin.run.minimize;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import perrin.experiment.Boundary;
import perrin.experiment.Coordinates;
import perrin.experiment.Experiment;
import perrin.experiment.Library;
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
 * @param polish steps of the descents at the end
 * @param huge whether energies are beyond single precision, so that double is taken
 */
record JumpRound(
    long walkers, long steps, double hot, double cold, long seed, int polish, boolean huge) {
  /** Stands for an energy that is infinite or none, in single precision. */
  static final double HIGH_SINGLE = 1e30;

  private static final double HIGH_DOUBLE = 1e300;

  /** Stands for an energy that is infinite or none. */
  double high() {
    return huge ? HIGH_DOUBLE : HIGH_SINGLE;
  }

  /** Coordinates that move in a step, on average. */
  private static final double MOVED = 1.5;

  /** The options {@code key=value} that make it of an experiment. */
  List<String> sets(Experiment experiment, List<Range> ranges, double within) {
    Coordinates coordinates = experiment.coordinates();
    List<String> sets = new ArrayList<>();
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
    finite(experiment).forEach((key, value) -> sets.add(key + "=" + value));
    double chance = Math.min(1, MOVED / coordinates.dimension());
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
    sets.add("polish=" + polish);
    if (huge) {
      sets.add("precision=double");
    }
    for (String key : LEFT_OUT) {
      sets.add(key + "=null");
    }
    return sets;
  }

  /**
   * A user's energy with a very high value where it is infinite or none: walkers may start there,
   * and leave. Those of the library are finite.
   */
  private Map<String, String> finite(Experiment experiment) {
    if (experiment.energy().name().filter(Library.energies()::contains).isPresent()) {
      return Map.of();
    }
    String text = experiment.energy().formula().text();
    String line = text.replaceAll("#[^\\r\\n]*", " ").replaceAll("\\s+", " ").strip();
    Map<String, String> keys = new LinkedHashMap<>();
    keys.put("where." + GIVEN, "\"" + line + "\"");
    String high = Double.toString(high());
    keys.put(
        "energy",
        "\"if(" + GIVEN + " < " + high + ", max(" + GIVEN + ", -" + high + "), " + high + ")\"");
    return keys;
  }

  /** The energy as the file has it. */
  private static final String GIVEN = "energy_as_given";

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
