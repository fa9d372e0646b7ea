package perrin.run.landscape;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import perrin.experiment.Boundary;
import perrin.experiment.Experiment;
import perrin.kernel.landscape.BoxDescent;
import perrin.kernel.landscape.LocalEnergy;
import perrin.kernel.landscape.QuasiNewton;
import perrin.kernel.landscape.ReferenceEnergy;
import perrin.output.OutputException;
import perrin.output.RunContents;
import perrin.output.RunFile;
import perrin.statistics.WalkerArray;

/**
 * The minima in whose basins the walkers of a run are at its end: descents from their final states,
 * on the host and in double precision. For energies of many coordinates, in which nobody can look
 * everywhere; saddles are not searched.
 *
 * @param energies of the minima, the lowest first
 * @param walkers of the run
 * @param descents from so many of them, the first ones
 * @param unsettled descents that had not come to rest
 */
public record MetMinima(List<Met> energies, long walkers, int descents, int unsettled) {
  /** Operations that all descents may take, roughly: half a minute. */
  private static final double WORK = 3e8;

  private static final int FEWEST = 32;
  private static final int MOST = 1_024;
  private static final int STEPS = 3_000;

  /** What a descent takes, in gradients, roughly. */
  private static final double USUAL_STEPS = 200;

  /** Of how much the walkers' energies vary: minima of less difference are equal. */
  private static final double EQUAL = 1e-6;

  /** Of how much a coordinate varies: less is the same place. */
  private static final double SAME = 1e-3;

  /** Of a slope at the final states: where a descent ends, it is less. */
  private static final double AT_REST = 1e-4;

  /**
   * Minima of one energy.
   *
   * @param walkers that are in their basins
   * @param places how many minima these are; those that a symmetry maps on each other count
   * @param at one of them, shape [coordinates]
   */
  public record Met(double energy, int walkers, int places, List<Double> at) {
    public Met {
      at = List.copyOf(at);
    }
  }

  /** Where a descent began and ended. */
  private record Descent(double from, double slope, QuasiNewton.Place end, double slopeAtEnd) {}

  public MetMinima {
    energies = List.copyOf(energies);
  }

  /**
   * @throws OutputException where the file has no final states
   */
  public static MetMinima of(Path file, Experiment experiment) {
    LocalEnergy energy = LocalEnergy.of(experiment);
    int most = (int) Math.clamp(WORK / energy.cost() / USUAL_STEPS, FEWEST, MOST);
    double[][] at = RunFile.open(file, contents -> finals(contents, most));
    var reference = new ReferenceEnergy(experiment);
    BoxDescent descent = BoxDescent.of(experiment, energy);
    List<Descent> descents =
        Arrays.stream(at)
            .parallel()
            .map(start -> {
              QuasiNewton.Place end = descent.descend(start, STEPS);
              return new Descent(
                  energy.energy(start),
                  length(energy.gradient(start)),
                  end,
                  length(energy.gradient(end.at())));
            })
            .sorted(Comparator.comparingDouble((Descent d) -> d.end().energy()))
            .toList();
    int unsettled =
        (int) descents.stream().filter(d -> !(d.slopeAtEnd() <= AT_REST * d.slope())).count();
    long walkers = RunFile.open(file, contents -> contents.outline().walkers());
    return new MetMinima(groups(descents, reference), walkers, at.length, unsettled);
  }

  /** Shape [walkers][coordinates]. */
  private static double[][] finals(RunContents contents, int most) {
    contents.requireFinals();
    int dimension = contents.outline().coordinates().dimension();
    double[][] at = new double[(int) Math.min(most, contents.outline().walkers())][dimension];
    for (int i = 0; i < dimension; i++) {
      WalkerArray values = contents.finals(i, 0);
      for (int w = 0; w < at.length; w++) {
        at[w][i] = values.value(w);
      }
    }
    return at;
  }

  /** Ends of equal energy together; the lowest first. */
  private static List<Met> groups(List<Descent> descents, ReferenceEnergy reference) {
    double lowest = descents.getFirst().end().energy();
    double middle =
        descents.stream().mapToDouble(Descent::from).sorted().toArray()[descents.size() / 2];
    double tolerance = Math.max(EQUAL * (middle - lowest), 1e3 * Math.ulp(lowest));
    double[] near = near(descents, reference);
    List<Met> met = new ArrayList<>();
    for (int i = 0; i < descents.size(); ) {
      double energy = descents.get(i).end().energy();
      int end = i;
      List<double[]> places = new ArrayList<>();
      while (end < descents.size() && descents.get(end).end().energy() - energy <= tolerance) {
        double[] place = descents.get(end).end().at();
        if (places.stream().noneMatch(other -> same(place, other, near, reference))) {
          places.add(place);
        }
        end++;
      }
      List<Double> first = Arrays.stream(places.getFirst()).boxed().toList();
      met.add(new Met(energy, end - i, places.size(), first));
      i = end;
    }
    return met;
  }

  /** By coordinate, what is near. */
  private static double[] near(List<Descent> descents, ReferenceEnergy reference) {
    return IntStream.range(0, descents.getFirst().end().at().length)
        .mapToDouble(i -> {
          double[] all = descents.stream().mapToDouble(d -> d.end().at()[i]).sorted().toArray();
          double spread = all[all.length - 1] - all[0];
          double round = reference.ends(i).map(ends -> ends.to() - ends.from()).orElse(spread);
          return SAME * Math.min(spread, round) + 1e-9 * Math.abs(all[0]);
        })
        .toArray();
  }

  private static boolean same(double[] a, double[] b, double[] near, ReferenceEnergy reference) {
    for (int i = 0; i < a.length; i++) {
      double apart = Math.abs(a[i] - b[i]);
      var round = reference.ends(i).filter(ends -> ends.kind() == Boundary.Kind.PERIODIC);
      if (round.isPresent()) {
        double period = round.get().to() - round.get().from();
        apart = Math.abs(apart - period * Math.rint(apart / period));
      }
      if (apart > near[i]) {
        return false;
      }
    }
    return true;
  }

  private static double length(double[] slope) {
    return Math.sqrt(Arrays.stream(slope).map(s -> s * s).sum());
  }
}
