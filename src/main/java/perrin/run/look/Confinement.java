package perrin.run.look;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import perrin.errors.ExperimentException;
import perrin.experiment.Experiment;
import perrin.kernel.landscape.ReferenceEnergy;
import perrin.statistics.reference.BoltzmannReference;
import perrin.statistics.reference.Extent;
import perrin.statistics.reference.NoReferenceException;
import perrin.statistics.reference.PlaneReference;

/**
 * Whether an energy keeps walkers together in all coordinates, those included that nothing is
 * compared of: or there is no Boltzmann distribution, and they go on for ever.
 */
public final class Confinement {
  /** Coordinates that are looked at. */
  private static final int MOST_LOOKED_AT = 32;

  /** Along which parts of many coordinates are looked at. */
  private static final int DIRECTIONS = 256;

  /** In kT: an energy that far below 0 at 1e8, and falling, has no floor. */
  private static final double DEEP = 1e4;

  /** Operations of an energy of two coordinates that can be computed often. */
  private static final int MOST_LENGTH = 1_000;

  private final Experiment experiment;
  private final ReferenceEnergy energy;
  private final double kT;
  private final IntFunction<Optional<Extent>> extents;

  /**
   * @param extents by coordinate, where it is kept or expected
   */
  public Confinement(
      Experiment experiment,
      ReferenceEnergy energy,
      double kT,
      IntFunction<Optional<Extent>> extents) {
    this.experiment = experiment;
    this.energy = energy;
    this.kT = kT;
    this.extents = extents;
  }

  /**
   * Requires that the energy confines all coordinates that it depends on.
   *
   * @return a sentence for each other one, which is free
   * @throws ExperimentException where one is not confined
   */
  public List<String> require() {
    List<String> free = new ArrayList<>();
    List<String> names = experiment.coordinates().componentNames();
    for (int i = 0; i < Math.min(MOST_LOOKED_AT, names.size()); i++) {
      Optional<ReferenceEnergy.Part> part = energy.part(i);
      if (part.isEmpty() || part.get().coordinates().getFirst() != i) {
        continue;
      }
      if (isFlat(part.get())) {
        if (energy.ends(i).isEmpty()) {
          free.add(
              "the energy does not depend on " + names.get(i) + ", so nothing was compared of it.");
        }
      } else if (part.get().coordinates().size() > 2) {
        requireFloor(part.get());
      } else {
        requireConfined(part.get());
      }
    }
    return free;
  }

  private void requireConfined(ReferenceEnergy.Part part) {
    List<Extent> ranges =
        part.coordinates().stream()
            .map(i -> extents.apply(i).orElse(Extent.around(-1, 1)))
            .toList();
    try {
      if (part.coordinates().size() == 1 && !ranges.getFirst().closed()) {
        BoltzmannReference.requireConfined(x -> part.energy().value(x), kT, ranges.getFirst());
      }
      boolean open = !ranges.getFirst().closed() || !ranges.getLast().closed();
      if (part.coordinates().size() == 2 && open && part.energy().length() < MOST_LENGTH) {
        PlaneReference.requireConfined(
            (x, y) -> part.energy().value(x, y), kT, ranges.getFirst(), ranges.getLast());
      }
    } catch (NoReferenceException e) {
      if (e.isUnconfined()) {
        List<String> names = experiment.coordinates().componentNames();
        String of = part.coordinates().stream().map(names::get).collect(Collectors.joining(", "));
        throw new ExperimentException(
            experiment.energy().formula().where(),
            "energy",
            "of " + of + ": " + named(e.getMessage(), part, of));
      }
    }
  }

  /** A message about x, with the coordinate's own name. */
  private static String named(String message, ReferenceEnergy.Part part, String of) {
    return part.coordinates().size() == 1 ? message.replace(" x = ", " " + of + " = ") : message;
  }

  /**
   * Of more coordinates than densities are integrated of: whether the energy falls for ever along
   * some direction out of many.
   *
   * @throws ExperimentException where it does
   */
  private void requireFloor(ReferenceEnergy.Part part) {
    boolean open = part.coordinates().stream().allMatch(i -> energy.ends(i).isEmpty());
    int dimension = part.coordinates().size();
    if (!open || part.energy().length() > MOST_LENGTH) {
      return;
    }
    var random = new SplittableRandom(1909);
    for (int k = 0; k < DIRECTIONS; k++) {
      double[] to = new double[dimension];
      Arrays.setAll(to, i -> random.nextGaussian());
      double[] values = new double[4];
      for (int step = 0; step < values.length; step++) {
        double distance = StrictMath.pow(100, step + 1.0);
        values[step] = part.energy().value(Arrays.stream(to).map(x -> x * distance).toArray()) / kT;
      }
      boolean falls = values[3] < -DEEP && values[3] < values[2] && values[2] < values[1];
      if (falls) {
        String place =
            StabilityBound.place(
                experiment, part.coordinates(), Arrays.stream(to).map(x -> 1e8 * x).toArray());
        throw new ExperimentException(
            experiment.energy().formula().where(),
            "energy",
            "falls without end, towards "
                + place
                + ", so it has no Boltzmann distribution; add a term that grows, or leave out"
                + " check.boltzmann");
      }
    }
  }

  /**
   * Whether an energy does not change: its coordinates are free, and nothing else depends on them.
   */
  private static boolean isFlat(ReferenceEnergy.Part part) {
    double[] at = new double[part.coordinates().size()];
    double first = part.energy().value(at);
    for (double x : new double[] {-1.7, 0.3, 2.1}) {
      for (int i = 0; i < at.length; i++) {
        at[i] = x * (i + 1);
      }
      if (part.energy().value(at) != first) {
        return false;
      }
    }
    return true;
  }
}
