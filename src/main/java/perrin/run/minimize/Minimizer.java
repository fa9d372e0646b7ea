package perrin.run.minimize;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import perrin.backend.NotFiniteException;
import perrin.errors.ExperimentException;
import perrin.experiment.Experiment;
import perrin.kernel.landscape.LocalEnergy;
import perrin.kernel.landscape.PointEnergy;
import perrin.output.BestRecord;
import perrin.output.RunRecord;
import perrin.run.Progress;
import perrin.run.Runner;
import perrin.run.look.Completion;
import perrin.run.look.SearchRanges;
import perrin.run.text.Notice;
import perrin.statistics.landscape.Range;
import perrin.statistics.verdict.Digits;

/**
 * Looks for the lowest place of an energy by rounds of annealing, each twice as long as the one
 * before, until it has been found several times over or there is no time left.
 *
 * <p>The first temperature is what energies at random places differ by, the last one a millionth of
 * it; every second round begins at what the minima differ by that the round before has ended in.
 */
public final class Minimizer {
  private static final long WALKERS = 512;

  /** Of the first round, where the energy is cheap. */
  private static final long STEPS = 1000;

  private static final long FEWEST_STEPS = 100;

  /** Places at which the energy is looked at for the first temperature. */
  private static final int LOOKS = 500;

  private static final int FEWEST_LOOKS = 20;

  /** Part of the time that looking may take. */
  private static final double LOOKING = 0.1;

  /** Part of the time that the descents of a round may take. */
  private static final double POLISHING = 0.2;

  private static final int DESCENTS = 32;

  /** Of a descent's step, in energies. */
  private static final double COST_OF_STEP = 6;

  private static final int FEWEST_POLISHED = 5;
  private static final int MOST_POLISHED = 500;

  /** The last temperature by the first. */
  private static final double COOLED = 1e-6;

  /** Operations a second of one thread, cautiously. */
  private static final double OPERATIONS = 2e9;

  /** Part of the time that the first round may take. */
  private static final double FIRST = 0.1;

  /** How often a range that was guessed is made larger. */
  private static final int MOST_WIDENINGS = 8;

  private static final double WIDER = 5;

  /** By which a fall is deeper than energies at random places differ by, where it has no end. */
  private static final double POLE = 1e9;

  /** Where nothing says where to look. */
  private static final Range ANYWHERE = new Range(-10, 10, Range.End.OPEN);

  private final Path file;
  private final List<String> sets;
  private final Wanted wanted;
  private final Runner.Options options;
  private final Consumer<Minimized.Round> told;
  private final List<Minimized.Round> rounds = new ArrayList<>();
  private SearchRanges ranges;
  private RunRecord lowestRun;
  private Experiment lowestExperiment;
  private double lowest = Double.POSITIVE_INFINITY;
  private double[] at = new double[0];
  private double seconds;

  /** Seconds that an energy takes on the host. */
  private double oneLook;

  /** Whether energies are beyond single precision. */
  private boolean huge;

  /**
   * What is wanted of a search.
   *
   * @param begun when it was asked for, by {@link System#nanoTime}
   * @param seconds from then to its end
   * @param times rounds, one after the other, that are to find it
   * @param target an energy that is low enough; −∞ for none
   * @param seed of the first round; the others follow
   * @param ranges where to look
   * @param stop set when it is told to end
   */
  public record Wanted(
      long begun,
      double seconds,
      int times,
      double target,
      long seed,
      SearchRanges.Given ranges,
      AtomicBoolean stop) {}

  private Minimizer(
      Path file,
      List<String> sets,
      Wanted wanted,
      Runner.Options options,
      Consumer<Minimized.Round> told) {
    this.file = file;
    this.sets = List.copyOf(sets);
    this.wanted = wanted;
    this.options = options;
    this.told = told;
  }

  /**
   * Searches.
   *
   * @param file an experiment, of which coordinates and energy are enough
   * @param told of each round
   * @throws ExperimentException where the energy is finite nowhere, or falls without end
   */
  public static Minimized search(
      Path file,
      List<String> sets,
      Wanted wanted,
      Runner.Options options,
      Notice notice,
      Consumer<Minimized.Round> told) {
    return new Minimizer(file, sets, wanted, options, told).search(notice);
  }

  private Minimized search(Notice notice) {
    Experiment energy = Completion.energyOf(file, sets);
    Notice once = onlyOnce(notice);
    ranges = SearchRanges.orElse(energy, wanted.ranges(), ANYWHERE);
    PointEnergy local = PointEnergy.often(energy);
    int widened = 0;
    double hottest = spread(energy, local);
    double hot = hottest;
    double affordable =
        FIRST * wanted.seconds() * OPERATIONS * options.threads() / LocalEnergy.of(energy).cost();
    long steps = (long) Math.clamp(affordable / WALKERS, FEWEST_STEPS, STEPS);
    long walkers = 32 * (long) Math.clamp(affordable / steps / 32, 1, WALKERS / 32);
    Minimized.End end;
    while (true) {
      double begun = sinceStart();
      JumpRound round =
          new JumpRound(
              walkers, steps, hot, COOLED * hot, wanted.seed() + rounds.size(), polish(), huge);
      double[] polished = run(energy, round, begun, once);
      requireFloor(energy, hottest, round.high());
      if (lowest >= 0.1 * round.high()) {
        throw wrong(
            energy,
            "is beyond "
                + Digits.rounded(round.high(), 1)
                + ", or not finite, wherever walkers came; say where to look with --from and --to");
      }
      if (ranges.guessed() && isAtAnEnd()) {
        if (++widened > MOST_WIDENINGS) {
          throw bottomless(energy);
        }
        ranges = ranges.wider(WIDER);
        hottest = spread(energy, local);
        hot = hottest;
        restart();
        continue;
      }
      if (lowest <= wanted.target()) {
        end = Minimized.End.TARGET;
        break;
      }
      if (wanted.target() == Double.NEGATIVE_INFINITY
          && Minimized.again(rounds, lowest) >= wanted.times()) {
        end = Minimized.End.FOUND_AGAIN;
        break;
      }
      double minima = polished[polished.length - 1] - polished[0];
      hot =
          rounds.size() % 2 == 1 && minima > COOLED * hottest ? Math.min(hottest, minima) : hottest;
      steps = next(steps, sinceStart() - begun);
      if (wanted.stop().get()) {
        end = Minimized.End.STOPPED;
        break;
      }
      if (steps == 0) {
        end = Minimized.End.TIME;
        break;
      }
    }
    return new Minimized(
        lowest,
        at,
        seconds,
        sinceStart(),
        end,
        rounds,
        ranges,
        lowestExperiment,
        lowestRun,
        missed());
  }

  /** Energies in which the descents have ended, the lowest first. */
  private double[] run(Experiment energy, JumpRound round, double begun, Notice notice) {
    double within = 1e-5 * round.hot();
    Experiment experiment =
        Completion.with(file, sets, round.sets(energy, ranges.ranges(), within));
    RunRecord run = ran(experiment, notice);
    BestRecord best = run.only().best().orElseThrow();
    double[] energies = best.polished().energy();
    if (rounds.isEmpty() || energies[0] < lowest - Minimized.tolerance(lowest)) {
      seconds = sinceStart();
    }
    if (rounds.isEmpty() || energies[0] < lowest) {
      lowest = energies[0];
      at = best.polished().at()[0];
      lowestRun = run;
      lowestExperiment = experiment;
    }
    Minimized.Round made =
        new Minimized.Round(
            round.steps(),
            round.walkers(),
            round.hot(),
            round.cold(),
            energies[0],
            best.found(),
            sinceStart() - begun);
    rounds.add(made);
    told.accept(made);
    return energies;
  }

  /** A fall beyond all that random places differ by leads into a pole. */
  private void requireFloor(Experiment experiment, double spread, double high) {
    if (lowest < -POLE * (1 + spread) || lowest <= -0.1 * high) {
      throw wrong(
          experiment,
          "falls to "
              + Digits.rounded(lowest, 3)
              + " near "
              + place(experiment)
              + ", where it seems to have no floor; say with --from and --to, or by boundaries, where"
              + " to look");
    }
  }

  private String place(Experiment experiment) {
    List<String> names = experiment.coordinates().componentNames();
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < Math.min(6, at.length); i++) {
      parts.add(names.get(i) + " = " + Digits.rounded(at[i], 6));
    }
    return String.join(", ", parts);
  }

  /** A walker that ends where the energy is not finite has found no lowest place. */
  private RunRecord ran(Experiment experiment, Notice notice) {
    try {
      return Runner.run(experiment, options, Progress.SILENT, notice);
    } catch (NotFiniteException e) {
      throw wrong(
          experiment,
          "is not finite where walkers came: "
              + e.getMessage().replaceFirst("; .*", "")
              + "; say where to look with --from and --to, or take precision: double");
    }
  }

  /** All rounds have the same to say. */
  private static Notice onlyOnce(Notice notice) {
    Set<String> said = new HashSet<>();
    return text -> {
      if (said.add(text)) {
        notice.accept(text);
      }
    };
  }

  private OptionalDouble missed() {
    boolean given = wanted.target() > Double.NEGATIVE_INFINITY;
    return given && lowest > wanted.target()
        ? OptionalDouble.of(wanted.target())
        : OptionalDouble.empty();
  }

  private void restart() {
    rounds.clear();
    lowest = Double.POSITIVE_INFINITY;
  }

  /** Twice as many, or as many as there is time for; 0 where that are too few. */
  private long next(long steps, double took) {
    double left = wanted.seconds() - sinceStart();
    double longer = Math.min(2, 0.9 * left / took);
    return longer < 0.25 ? 0 : Math.max(FEWEST_STEPS, (long) (steps * longer));
  }

  /**
   * What energies at random places lie above the lowest of them, their median; as many places as
   * there is time for.
   */
  private double spread(Experiment experiment, PointEnergy energy) {
    SplittableRandom random = new SplittableRandom(wanted.seed());
    double begun = sinceStart();
    double[] energies = new double[LOOKS];
    int finite = 0;
    int looks = 0;
    while (looks < LOOKS
        && (looks < FEWEST_LOOKS || sinceStart() - begun < LOOKING * wanted.seconds())) {
      double[] place =
          ranges.ranges().stream()
              .mapToDouble(range -> random.nextDouble(range.from(), range.to()))
              .toArray();
      double value = energy.energy(place);
      looks++;
      if (Double.isFinite(value)) {
        energies[finite++] = value;
      }
    }
    oneLook = (sinceStart() - begun) / looks;
    if (finite == 0) {
      throw wrong(
          experiment,
          "is finite at none of "
              + looks
              + " places that were tried; look elsewhere, with --from and --to");
    }
    Arrays.sort(energies, 0, finite);
    huge |= energies[finite / 2] > JumpRound.HIGH_SINGLE;
    double spread = energies[finite / 2] - energies[0];
    return spread > 0 ? Math.min(spread, huge ? 1e290 : JumpRound.HIGH_SINGLE) : 1;
  }

  /** Steps of the descents, which the host makes: as many as there is time for. */
  private int polish() {
    double most = POLISHING * wanted.seconds() / (DESCENTS * COST_OF_STEP * oneLook);
    return (int) Math.clamp(most, FEWEST_POLISHED, MOST_POLISHED);
  }

  /** Whether the lowest place is where a range ends that was guessed. */
  private boolean isAtAnEnd() {
    for (int i = 0; i < at.length; i++) {
      Range range = ranges.ranges().get(i);
      double margin = 0.01 * range.length();
      if (range.end() == Range.End.OPEN
          && (at[i] < range.from() + margin || at[i] > range.to() - margin)) {
        return true;
      }
    }
    return false;
  }

  private ExperimentException bottomless(Experiment experiment) {
    return wrong(
        experiment,
        "still falls at the ends of "
            + ranges.ranges().getFirst().from()
            + " to "
            + ranges.ranges().getFirst().to()
            + ", to "
            + lowest
            + ": it seems to have no floor; add a term that grows, give boundaries, or say where to"
            + " look with --from and --to");
  }

  private static ExperimentException wrong(Experiment experiment, String problem) {
    return new ExperimentException(experiment.energy().formula().where(), "energy", problem);
  }

  /** Seconds since the search was asked for. */
  private double sinceStart() {
    return (System.nanoTime() - wanted.begun()) * 1e-9;
  }
}
