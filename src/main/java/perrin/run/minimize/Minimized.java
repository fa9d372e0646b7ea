package perrin.run.minimize;

import java.util.List;
import java.util.OptionalDouble;
import perrin.experiment.Experiment;
import perrin.output.RunRecord;
import perrin.run.look.SearchRanges;

/**
 * What a search has come to.
 *
 * @param energy the lowest that was seen
 * @param at where, by component of the coordinates
 * @param seconds from when it was asked for until then
 * @param took from then to the end
 * @param end why it ended
 * @param rounds in order
 * @param ranges where was looked
 * @param experiment that of the round that saw it, whole
 * @param run what that round left behind
 * @param missed a target that was not reached
 */
public record Minimized(
    double energy,
    double[] at,
    double seconds,
    double took,
    End end,
    List<Round> rounds,
    SearchRanges ranges,
    Experiment experiment,
    RunRecord run,
    OptionalDouble missed) {

  /** Why a search ends. */
  public enum End {
    /** So many rounds, one after the other, have ended at the lowest energy. */
    FOUND_AGAIN,
    /** It is as low as was wanted. */
    TARGET,
    /** There was no time for another round. */
    TIME,
    /** It was told to end. */
    STOPPED
  }

  /**
   * A round.
   *
   * @param steps of each walker
   * @param walkers of it
   * @param hot kT of its first step
   * @param cold kT after its last
   * @param lowest energy in which its descents ended
   * @param found walkers that came within the tolerance of that, by themselves
   * @param seconds it took
   */
  public record Round(
      long steps,
      long walkers,
      double hot,
      double cold,
      double lowest,
      long found,
      double seconds) {}

  public Minimized {
    rounds = List.copyOf(rounds);
  }

  /** How many of the last rounds have ended at the lowest energy. */
  public int again() {
    return again(rounds, energy);
  }

  static int again(List<Round> rounds, double energy) {
    int times = 0;
    for (Round round : rounds.reversed()) {
      if (round.lowest() > energy + tolerance(energy)) {
        break;
      }
      times++;
    }
    return times;
  }

  /** Energies that differ by less are taken for the same minimum's. */
  public static double tolerance(double energy) {
    return 1e-8 * (1 + Math.abs(energy));
  }

  /** Steps of all walkers together. */
  public double walkerSteps() {
    return rounds.stream().mapToDouble(round -> (double) round.walkers() * round.steps()).sum();
  }
}
