package perrin.run.judging;

import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import perrin.backend.Ensemble;
import perrin.experiment.Best;
import perrin.experiment.Boundary;
import perrin.experiment.Experiment;
import perrin.kernel.Kernel;
import perrin.kernel.landscape.PointEnergy;
import perrin.kernel.landscape.QuasiNewton;
import perrin.kernel.landscape.ReferenceEnergy;
import perrin.output.BestRecord;
import perrin.output.Polished;
import perrin.statistics.WalkerArray;

/** What an ensemble has kept of the lowest energies, and descents from there. */
public final class BestPlaces {
  /** Walkers whose best place is polished: the lowest. */
  private static final int MOST_POLISHED = 32;

  private BestPlaces() {}

  /**
   * Empty where nothing was kept. Its rows are the walkers' last: energy, step, place, and when it
   * was found.
   */
  public static Optional<BestRecord> of(Experiment experiment, Kernel kernel, Ensemble ensemble) {
    return experiment
        .outputs()
        .best()
        .map(wanted -> {
          int first = kernel.variables().size() - kernel.bests();
          Map<String, WalkerArray> at = new LinkedHashMap<>();
          for (int i = 0; i < kernel.coordinates(); i++) {
            at.put(kernel.variables().get(i), ensemble.variable(first + 2 + i));
          }
          WalkerArray energy = ensemble.variable(first);
          return new BestRecord(
              energy,
              ensemble.variable(first + 1),
              at,
              wanted.minimum().map(_ -> ensemble.variable(first + 2 + kernel.coordinates())),
              wanted.minimum(),
              wanted.within(),
              polished(experiment, wanted, energy, List.copyOf(at.values())));
        });
  }

  /** Within reflecting walls, and round periodic coordinates. */
  private record Descent(PointEnergy.Wrapped energy, QuasiNewton within) {
    static Descent of(Experiment experiment, int dimension) {
      ReferenceEnergy reference = new ReferenceEnergy(experiment);
      double[][] walls = {new double[dimension], new double[dimension]};
      double[][] periods = {new double[dimension], new double[dimension]};
      Arrays.fill(walls[0], Double.NEGATIVE_INFINITY);
      Arrays.fill(walls[1], Double.POSITIVE_INFINITY);
      Arrays.fill(periods[0], Double.NaN);
      Arrays.fill(periods[1], Double.NaN);
      for (int i = 0; i < dimension; i++) {
        var ends = reference.ends(i);
        if (ends.isPresent()) {
          boolean periodic = ends.get().kind() == Boundary.Kind.PERIODIC;
          (periodic ? periods : walls)[0][i] = ends.get().from();
          (periodic ? periods : walls)[1][i] = ends.get().to();
        }
      }
      var energy = new PointEnergy.Wrapped(PointEnergy.often(experiment), periods[0], periods[1]);
      return new Descent(energy, new QuasiNewton(energy, walls[0], walls[1]));
    }

    QuasiNewton.Place from(double[] start, int steps) {
      QuasiNewton.Place end = within.descend(start, steps);
      return new QuasiNewton.Place(energy.inside(end.at()), end.energy());
    }
  }

  private static Polished polished(
      Experiment experiment, Best wanted, WalkerArray energy, List<WalkerArray> at) {
    if (wanted.polish() == 0) {
      return Polished.NOTHING;
    }
    Descent descent = Descent.of(experiment, at.size());
    record From(int walker, QuasiNewton.Place place) {}
    List<From> found =
        IntStream.range(0, energy.walkers())
            .boxed()
            .sorted(Comparator.comparingDouble((Integer w) -> energy.value(w)))
            .limit(MOST_POLISHED)
            .map(w -> {
              double[] start = at.stream().mapToDouble(x -> x.value(w)).toArray();
              return new From(w, descent.from(start, wanted.polish()));
            })
            .sorted(Comparator.comparingDouble((From from) -> from.place().energy()))
            .toList();
    return new Polished(
        found.stream().mapToLong(From::walker).toArray(),
        found.stream().mapToDouble(from -> from.place().energy()).toArray(),
        found.stream().map(from -> from.place().at()).toArray(double[][]::new));
  }
}
