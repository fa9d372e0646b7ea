package perrin.run.look;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import perrin.calculus.HostEvaluator;
import perrin.errors.ExperimentException;
import perrin.experiment.Boundary;
import perrin.experiment.Coordinates;
import perrin.experiment.EnergyFile;
import perrin.experiment.Experiment;
import perrin.experiment.Library;
import perrin.kernel.landscape.Landscape;
import perrin.kernel.landscape.Layout;
import perrin.kernel.landscape.LocalEnergy;
import perrin.kernel.landscape.ReferenceEnergy;
import perrin.statistics.landscape.Range;

/**
 * Where an energy is looked at: in ranges that are given, within boundaries, in the domain that the
 * library knows, or where walkers of the experiment's temperature may be seen.
 *
 * @param ranges by coordinate
 * @param guessed whether something was found from a look at the energy, so that more may be beyond
 * @param source where they come from, for people
 */
public record SearchRanges(List<Range> ranges, boolean guessed, String source) {
  /** Ends of ranges that somebody gives, one for all coordinates or one for each; or none. */
  public record Given(List<Double> from, List<Double> to) {
    public static final Given NOTHING = new Given(List.of(), List.of());

    public Given {
      from = List.copyOf(from);
      to = List.copyOf(to);
      if (from.isEmpty() != to.isEmpty()) {
        throw new IllegalArgumentException("both ends are given, or none");
      }
    }

    private Optional<Range> range(int coordinate) {
      return from.isEmpty()
          ? Optional.empty()
          : Optional.of(new Range(end(from, coordinate), end(to, coordinate), Range.End.OPEN));
    }

    private static double end(List<Double> ends, int coordinate) {
      return ends.size() == 1 ? ends.getFirst() : ends.get(coordinate);
    }
  }

  public SearchRanges {
    ranges = List.copyOf(ranges);
  }

  /**
   * @throws ExperimentException where nothing says where to look
   */
  public static SearchRanges of(Experiment experiment, Given given) {
    return of(experiment, given, Optional.empty());
  }

  /**
   * The same without a look at the energy.
   *
   * @param otherwise a guess for coordinates of which nothing is said
   */
  public static SearchRanges orElse(Experiment experiment, Given given, Range otherwise) {
    return of(experiment, given, Optional.of(otherwise));
  }

  /** The same, its open ranges so many times as long. */
  public SearchRanges wider(double factor) {
    return new SearchRanges(
        ranges.stream().map(range -> range.stretched(factor)).toList(), guessed, source);
  }

  private static SearchRanges of(Experiment experiment, Given given, Optional<Range> otherwise) {
    var reference = new ReferenceEnergy(experiment);
    List<Range> ranges = new ArrayList<>();
    List<String> sources = new ArrayList<>();
    EnergyScan scan = null;
    boolean guessed = false;
    for (int i = 0; i < experiment.coordinates().dimension(); i++) {
      Optional<Range> ends = reference.ends(i).map(SearchRanges::range);
      Optional<Range> chosen = given.range(i);
      Optional<Range> domain = domain(experiment, i);
      if (chosen.isPresent()) {
        ranges.add(within(experiment, i, chosen.get(), ends));
        sources.add("given");
      } else if (ends.isPresent()) {
        ranges.add(ends.get());
        sources.add("the boundaries");
      } else if (domain.isPresent()) {
        ranges.add(domain.get());
        sources.add("the domain of " + experiment.energy().name().orElseThrow());
      } else if (otherwise.isPresent()) {
        ranges.add(otherwise.get());
        guessed = true;
        sources.add("a guess");
      } else {
        double kT = temperature(experiment);
        scan = scan == null ? scan(experiment, reference, kT) : scan;
        ranges.add(new Range(scan.from(i), scan.to(i), Range.End.OPEN));
        sources.add("found by a look at the energy from kT = " + StabilityBound.number(kT));
      }
    }
    String source = String.join("; ", sources.stream().distinct().toList());
    return new SearchRanges(ranges, guessed || scan != null, source);
  }

  private static Range range(ReferenceEnergy.Ends ends) {
    boolean periodic = ends.kind() == Boundary.Kind.PERIODIC;
    return new Range(ends.from(), ends.to(), periodic ? Range.End.PERIODIC : Range.End.WALL);
  }

  /** A range that is given, which must lie within boundaries, and may be all that they leave. */
  private static Range within(
      Experiment experiment, int coordinate, Range given, Optional<Range> ends) {
    if (ends.isEmpty()) {
      return given;
    }
    Range all = ends.get();
    if (given.from() < all.from() || given.to() > all.to()) {
      throw new ExperimentException(
          experiment.energy().formula().where(),
          "boundaries." + experiment.coordinates().componentNames().get(coordinate),
          "from "
              + StabilityBound.number(all.from())
              + " to "
              + StabilityBound.number(all.to())
              + ", and the range looked at must lie within; leave out --from and --to");
    }
    return given.from() == all.from() && given.to() == all.to() ? all : given;
  }

  private static Optional<Range> domain(Experiment experiment, int coordinate) {
    Optional<String> name = experiment.energy().name().filter(Library.energies()::contains);
    if (name.isEmpty()) {
      return Optional.empty();
    }
    int first = 0;
    for (Coordinates.Block block : experiment.coordinates().blocks()) {
      if (coordinate < first + block.length()) {
        EnergyFile.Range range = Library.energy(name.get()).domain().get(block.name());
        return Optional.of(new Range(range.from(), range.to(), Range.End.OPEN));
      }
      first += block.length();
    }
    return Optional.empty();
  }

  /** kT, or what a schedule has in the first step. */
  private static double temperature(Experiment experiment) {
    double kT = 0;
    if (experiment.temperature().isPresent()) {
      var landscape = new Landscape(experiment, Layout.HOST);
      kT =
          new HostEvaluator(landscape.parameters().numbers()::get)
              .value(landscape.firstValue("temperature"));
    }
    if (!(kT > 0) || Double.isInfinite(kT)) {
      throw nowhere(experiment, "no temperature above 0 says how high walkers come");
    }
    return kT;
  }

  private static EnergyScan scan(Experiment experiment, ReferenceEnergy reference, double kT) {
    try {
      return new EnergyScan(experiment, LocalEnergy.of(experiment), reference, kT);
    } catch (NothingToChooseBy e) {
      throw nowhere(experiment, e.getMessage());
    }
  }

  private static ExperimentException nowhere(Experiment experiment, String why) {
    return new ExperimentException(
        experiment.energy().formula().where(),
        "energy",
        "nothing says where to look, for "
            + why
            + "; give a range, such as --from=-3 --to=3 (for each coordinate: --from=-3,-1), or"
            + " boundaries");
  }
}
