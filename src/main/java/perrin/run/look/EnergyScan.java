package perrin.run.look;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.RealMatrix;
import perrin.experiment.Boundary;
import perrin.experiment.Experiment;
import perrin.kernel.landscape.LocalEnergy;
import perrin.kernel.landscape.ReferenceEnergy;

/**
 * Where walkers of a temperature are, as far as a look at the energy from single places tells: its
 * minima, how far it is from them to {@link #HIGH} kT above the lowest, how curved it is there, and
 * what lies between them. On the host, with a fixed seed, in a time that the energy's cost bounds.
 */
final class EnergyScan {
  /** Energies up to here above the lowest, in kT, are where walkers may be seen. */
  static final double HIGH = 12;

  /** Energies up to here are where they often are. */
  private static final double OFTEN = 5;

  private static final double WORK = 1e7;
  private static final int MOST_MINIMA = 4;
  private static final int FEWER_MINIMA = 2;

  /** Coordinates whose Hessian is taken as a whole, by differences of gradients. */
  private static final int MOST_BENT = 64;

  /** Curvatures below so much of the greatest are those of free motions, and rounding. */
  private static final double FREE = 1e-6;

  private static final int DOUBLINGS = 140;
  private static final int ALONG = 64;
  private static final double BEYOND = 0.1;

  private final BoundedEnergy energy;
  private final List<String> names;
  private final double kT;
  private final int dimension;
  private final SplittableRandom random = new SplittableRandom(1);
  private final long looks;
  private final int descent;
  private final double[] width;
  private final double[] from;
  private final double[] to;
  private final List<double[]> minima = new ArrayList<>();
  private final List<double[]> seen = new ArrayList<>();

  /**
   * @param kT above 0
   * @throws NothingToChooseBy where no place is found that the energy rises from in all directions,
   *     and where that takes too long to find out
   */
  EnergyScan(Experiment experiment, LocalEnergy energy, ReferenceEnergy reference, double kT) {
    this.names = experiment.coordinates().componentNames();
    this.energy = new BoundedEnergy(energy, reference, experiment.coordinates().dimension());
    this.kT = kT;
    this.dimension = experiment.coordinates().dimension();
    this.looks = (long) Math.clamp(WORK / energy.cost(), 200, 20_000);
    this.descent = (int) Math.clamp(looks / 20, 50, 500);
    this.width = new double[dimension];
    this.from = new double[dimension];
    this.to = new double[dimension];
    search();
    ranges();
    walk();
  }

  /** The lowest minima, within {@link #HIGH} kT of the lowest, the lowest first. */
  List<double[]> minima() {
    return minima;
  }

  /** A Gaussian's standard deviation that reaches as far along the axis from the lowest minimum. */
  double width(int coordinate) {
    return width[coordinate];
  }

  /** The range along an axis that walkers often are in. */
  double[] often(int coordinate) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (double[] minimum : minima) {
      low = Math.min(low, minimum[coordinate] - reach(minimum, coordinate, -1, OFTEN));
      high = Math.max(high, minimum[coordinate] + reach(minimum, coordinate, 1, OFTEN));
    }
    return new double[] {low, high};
  }

  /** How far walkers are from the lowest minimum, at most. */
  double farthest(int coordinate) {
    double at = minima.getFirst()[coordinate];
    return Math.max(to[coordinate] - at, at - from[coordinate]);
  }

  double from(int coordinate) {
    return from[coordinate];
  }

  double to(int coordinate) {
    return to[coordinate];
  }

  /** Places that walkers often are at, the minima among them. */
  List<double[]> places() {
    return seen;
  }

  /** The greatest rise, in kT, on straight ways from other minima to the lowest. */
  double barrier() {
    double greatest = 0;
    for (double[] other : minima.subList(1, minima.size())) {
      double top = energy.at(other);
      for (int step = 1; step < ALONG; step++) {
        double[] at = new double[dimension];
        for (int i = 0; i < dimension; i++) {
          at[i] = other[i] + (minima.getFirst()[i] - other[i]) * step / ALONG;
        }
        top = Math.max(top, energy.at(at));
      }
      greatest = Math.max(greatest, (top - energy.at(other)) / kT);
    }
    return greatest;
  }

  /**
   * The least curvature of the lowest minimum, free motions apart; empty where there is none, or
   * there are too many coordinates.
   */
  OptionalDouble softest() {
    if (dimension > MOST_BENT) {
      return OptionalDouble.empty();
    }
    double[] minimum = minima.getFirst();
    RealMatrix bent = MatrixUtils.createRealMatrix(dimension, dimension);
    for (int i = 0; i < dimension; i++) {
      double h = 1e-3 * width[i];
      double[] difference =
          BoundedEnergy.plus(
              energy.gradient(moved(minimum, i, h)), energy.gradient(moved(minimum, i, -h)), -1);
      for (int j = 0; j < dimension; j++) {
        bent.addToEntry(i, j, difference[j] / (4 * h));
        bent.addToEntry(j, i, difference[j] / (4 * h));
      }
    }
    if (Double.isNaN(bent.getNorm1()) || Double.isInfinite(bent.getNorm1())) {
      return OptionalDouble.empty();
    }
    double[] curvatures = new EigenDecompositionSymmetric(bent).getEigenvalues();
    double greatest = Arrays.stream(curvatures).max().orElseThrow();
    return Arrays.stream(curvatures).filter(k -> k > FREE * greatest).min();
  }

  /** Descends from many places, at first of all sizes, then of the size that was found. */
  private void search() {
    List<BoundedEnergy.Descent> found = new ArrayList<>();
    int tries = (int) Math.clamp(looks / 400, 4, 30);
    for (int i = 0; i < tries; i++) {
      energy
          .descend(descent, kT, place(i == 0 ? 0 : StrictMath.pow(10, i % 4 - 2)))
          .ifPresent(found::add);
    }
    if (found.isEmpty()) {
      throw new NothingToChooseBy("no place was found where the energy is finite");
    }
    found.sort(Comparator.comparingDouble(BoundedEnergy.Descent::energy));
    double[] mirrored = BoundedEnergy.plus(new double[dimension], found.getFirst().at(), -1);
    energy.descend(descent, kT, energy.within(mirrored)).ifPresent(found::add);
    found.sort(Comparator.comparingDouble(BoundedEnergy.Descent::energy));
    double[] lowest = found.getFirst().at();
    for (int i = 0; i < dimension; i++) {
      width[i] = (reach(lowest, i, 1, HIGH) + reach(lowest, i, -1, HIGH)) / 2 / Math.sqrt(2 * HIGH);
    }
    for (int i = 0; i < tries; i++) {
      double[] near = lowest.clone();
      for (int j = 0; j < dimension; j++) {
        near[j] += 8 * width[j] * (2 * random.nextDouble() - 1);
      }
      energy.descend(descent, kT, energy.within(near)).ifPresent(found::add);
    }
    found.sort(Comparator.comparingDouble(BoundedEnergy.Descent::energy));
    double high = found.getFirst().energy() + HIGH * kT;
    int most = dimension > 2 ? FEWER_MINIMA : MOST_MINIMA;
    for (BoundedEnergy.Descent each : found) {
      boolean one = minima.isEmpty() || each.settled() && each.energy() <= high;
      if (one && minima.size() < most && minima.stream().allMatch(m -> differ(m, each.at()))) {
        minima.add(each.at());
      }
    }
  }

  /** A random place of a size; within boundaries anywhere. */
  private double[] place(double size) {
    double[] at = new double[dimension];
    for (int i = 0; i < dimension; i++) {
      double u = 2 * random.nextDouble() - 1;
      at[i] =
          energy
              .ends(i)
              .map(e -> (e.from() + e.to() + u * (e.to() - e.from())) / 2)
              .orElse(size * u);
    }
    return at;
  }

  private boolean differ(double[] a, double[] b) {
    for (int i = 0; i < dimension; i++) {
      double apart = Math.abs(a[i] - b[i]);
      Optional<ReferenceEnergy.Ends> end = energy.ends(i);
      if (end.isPresent() && end.get().kind() == Boundary.Kind.PERIODIC) {
        apart = Math.min(apart, end.get().to() - end.get().from() - apart);
      }
      if (apart > width[i]) {
        return true;
      }
    }
    return false;
  }

  /** How far it is along an axis until the energy is higher; to the boundary where there is one. */
  private double reach(double[] minimum, int i, int sign, double rise) {
    double limit =
        energy
            .ends(i)
            .map(e -> sign > 0 ? e.to() - minimum[i] : minimum[i] - e.from())
            .orElse(Double.POSITIVE_INFINITY);
    double high = energy.at(minimum) + rise * kT;
    double h = 1e-12 * Math.max(1e-20, Math.abs(minimum[i]) + Math.abs(width[i]));
    for (int k = 0; k < DOUBLINGS && h < 2 * limit; k++, h *= 2) {
      double far = Math.min(h, limit);
      if (energy.at(moved(minimum, i, sign * far)) > high) {
        if (k == 0) {
          throw new NothingToChooseBy(
              "near "
                  + names.get(i)
                  + " = "
                  + StabilityBound.number(minimum[i])
                  + " the energy has no bottom, or is too steep");
        }
        return between(minimum, i, sign, new double[] {h / 2, far}, high);
      }
    }
    if (Double.isInfinite(limit)) {
      throw new NothingToChooseBy(
          "the energy was not seen to rise by "
              + (int) HIGH
              + " kT along "
              + names.get(i)
              + ", and nothing says where walkers are (or give boundaries)");
    }
    return limit;
  }

  /**
   * @param ends of which the energy at the second is above; modified
   */
  private double between(double[] minimum, int i, int sign, double[] ends, double high) {
    for (int half = 0; half < 20; half++) {
      double middle = (ends[0] + ends[1]) / 2;
      boolean above = energy.at(moved(minimum, i, sign * middle)) > high;
      ends[above ? 1 : 0] = middle;
    }
    return ends[1];
  }

  private static double[] moved(double[] at, int i, double by) {
    double[] there = at.clone();
    there[i] += by;
    return there;
  }

  private void ranges() {
    for (int i = 0; i < dimension; i++) {
      from[i] = Double.POSITIVE_INFINITY;
      to[i] = Double.NEGATIVE_INFINITY;
      for (double[] minimum : minima) {
        from[i] = Math.min(from[i], minimum[i] - reach(minimum, i, -1, HIGH));
        to[i] = Math.max(to[i], minimum[i] + reach(minimum, i, 1, HIGH));
      }
      if (energy.ends(i).filter(e -> e.kind() == Boundary.Kind.PERIODIC).isPresent()) {
        from[i] = energy.ends(i).get().from();
        to[i] = energy.ends(i).get().to();
      }
    }
  }

  /** Metropolis walks from the minima, which see what lies off the axes. */
  private void walk() {
    double lowest = energy.at(minima.getFirst());
    seen.addAll(minima);
    if (dimension == 1) {
      for (int k = 0; k <= ALONG; k++) {
        double[] at = {from[0] + (to[0] - from[0]) * k / ALONG};
        if (energy.at(at) <= lowest + OFTEN * kT) {
          seen.add(at);
        }
      }
      return;
    }
    long steps = looks / minima.size();
    for (double[] minimum : minima) {
      double[] at = minimum;
      double now = energy.at(at);
      double size = 1 / Math.sqrt(dimension);
      for (long step = 0; step < steps; step++) {
        double[] next = at.clone();
        for (int i = 0; i < dimension; i++) {
          next[i] += 2 * size * width[i] * (2 * random.nextDouble() - 1);
        }
        double there = energy.at(next);
        boolean taken = random.nextDouble() < StrictMath.exp(Math.min(0, (now - there) / kT));
        size *= taken ? 1.05 : 0.97; // about two in five are taken
        at = taken ? next : at;
        now = taken ? there : now;
        for (int i = 0; i < dimension; i++) {
          from[i] = Math.min(from[i], at[i]);
          to[i] = Math.max(to[i], at[i]);
        }
        if (step % Math.max(1, steps / 16) == 0) {
          seen.add(at);
        }
      }
    }
    for (int i = 0; i < dimension; i++) {
      double beyond = BEYOND * (to[i] - from[i]); // what a short walk has not come to
      Optional<ReferenceEnergy.Ends> end = energy.ends(i);
      from[i] = end.map(ReferenceEnergy.Ends::from).orElse(from[i] - beyond);
      to[i] = end.map(ReferenceEnergy.Ends::to).orElse(to[i] + beyond);
    }
  }
}
