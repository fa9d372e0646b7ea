package perrin.run.judging;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import perrin.backend.Ensemble;
import perrin.experiment.Best;
import perrin.experiment.Experiment;
import perrin.kernel.Kernel;
import perrin.kernel.landscape.BoxDescent;
import perrin.kernel.landscape.PointEnergy;
import perrin.kernel.landscape.QuasiNewton;
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
            at.put(kernel.variables().get(i), ensemble.view(first + 2 + i));
          }
          WalkerArray energy = ensemble.view(first);
          return new BestRecord(
              energy,
              ensemble.view(first + 1),
              at,
              wanted.minimum().map(_ -> ensemble.view(first + 2 + kernel.coordinates())),
              wanted.minimum(),
              wanted.within(),
              polished(experiment, wanted, energy, List.copyOf(at.values())));
        });
  }

  private static Polished polished(
      Experiment experiment, Best wanted, WalkerArray energy, List<WalkerArray> at) {
    if (wanted.polish() == 0) {
      return Polished.NOTHING;
    }
    BoxDescent descent = BoxDescent.of(experiment, PointEnergy.often(experiment));
    record From(int walker, QuasiNewton.Place place) {}
    List<From> found =
        IntStream.range(0, energy.walkers())
            .boxed()
            .sorted(Comparator.comparingDouble((Integer w) -> energy.value(w)))
            .limit(MOST_POLISHED)
            .map(w -> {
              double[] start = at.stream().mapToDouble(x -> x.value(w)).toArray();
              return new From(w, descent.descend(start, wanted.polish()));
            })
            .sorted(Comparator.comparingDouble((From from) -> from.place().energy()))
            .toList();
    return new Polished(
        found.stream().mapToLong(From::walker).toArray(),
        found.stream().mapToDouble(from -> from.place().energy()).toArray(),
        found.stream().map(from -> from.place().at()).toArray(double[][]::new));
  }
}
