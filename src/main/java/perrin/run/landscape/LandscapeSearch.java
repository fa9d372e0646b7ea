package perrin.run.landscape;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import perrin.calculus.ArrayView;
import perrin.errors.ExperimentException;
import perrin.errors.Shown;
import perrin.experiment.Experiment;
import perrin.kernel.landscape.SmoothEnergy;
import perrin.run.look.SearchRanges;
import perrin.statistics.landscape.BottomlessException;
import perrin.statistics.landscape.EnergyMap;
import perrin.statistics.landscape.Exploration;
import perrin.statistics.landscape.NowhereFiniteException;
import perrin.statistics.landscape.Range;

/**
 * The minima and saddles of an experiment's energy of one or two coordinates.
 *
 * @param experiment whose energy it is
 * @param ranges where it was looked at
 * @param map what was found
 * @param notices what is to be known about it
 */
public record LandscapeSearch(
    Experiment experiment, SearchRanges ranges, EnergyMap map, List<String> notices) {
  private static final int MOST_COORDINATES = 2;

  /** Where nothing says where to look; looked at beyond, as guesses are. */
  private static final Range ANYWHERE = new Range(-10, 10, Range.End.OPEN);

  /**
   * Searches the energy.
   *
   * @param given ranges, or none
   * @throws ExperimentException where there are too many coordinates, nothing says where to look,
   *     or the energy falls without end
   */
  public static LandscapeSearch of(Experiment whole, SearchRanges.Given given) {
    Experiment experiment = whole.sweep().isEmpty() ? whole : whole.point(0);
    requireFew(experiment);
    List<String> notices = notices(whole);
    try {
      SmoothEnergy energy = SmoothEnergy.of(experiment);
      SearchRanges ranges =
          experiment.temperature().isEmpty()
              ? SearchRanges.orElse(experiment, given, ANYWHERE)
              : SearchRanges.of(experiment, given);
      EnergyMap map =
          ranges.guessed()
              ? Exploration.around(energy, ranges.ranges())
              : Exploration.within(energy, ranges.ranges());
      return new LandscapeSearch(experiment, ranges, map, notices);
    } catch (BottomlessException e) {
      throw wrong(
          experiment,
          "falls without end towards "
              + place(experiment, e.towards())
              + ", so it has no lowest point; add a term that grows, or look at a range without"
              + " that, such as --from=-1 --to=1, or give boundaries");
    } catch (NowhereFiniteException e) {
      throw wrong(
          experiment, "has no finite value in the range looked at; give another --from and --to");
    } catch (ArrayView.NeedsArrayException e) {
      throw wrong(experiment, "is too long to be written out, which a search needs");
    }
  }

  /** Whether an energy has few enough coordinates. */
  public static boolean isSearchable(Experiment experiment) {
    return experiment.coordinates().dimension() <= MOST_COORDINATES;
  }

  private static void requireFew(Experiment experiment) {
    if (!isSearchable(experiment)) {
      throw new ExperimentException(
          experiment.energy().formula().where(),
          "coordinates",
          experiment.coordinates().dimension()
              + ", and meshes are made of one or two; run the experiment, and see in which minima its"
              + " walkers end: perrin landscape RUN.h5");
    }
  }

  /** What is left out of an experiment. */
  public static List<String> notices(Experiment experiment) {
    List<String> notices = new ArrayList<>();
    if (!experiment.sweep().isEmpty()) {
      String point =
          experiment.sweep().values(0).entrySet().stream()
              .map(axis -> axis.getKey() + " = " + axis.getValue().word())
              .collect(Collectors.joining(", "));
      notices.add("of the sweep, its first point is looked at: " + point);
    }
    if (!experiment.force().isEmpty()) {
      notices.add("the force is left out: it has no energy");
    }
    return notices;
  }

  private static ExperimentException wrong(Experiment experiment, String problem) {
    return new ExperimentException(experiment.energy().formula().where(), "energy", problem);
  }

  private static String place(Experiment experiment, List<Double> at) {
    List<String> names = experiment.coordinates().componentNames();
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < at.size(); i++) {
      parts.add(names.get(i) + " = " + Shown.number(at.get(i)));
    }
    return String.join(", ", parts);
  }
}
