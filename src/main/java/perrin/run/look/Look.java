package perrin.run.look;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import perrin.experiment.Experiment;
import perrin.kernel.landscape.LocalEnergy;
import perrin.kernel.landscape.ReferenceEnergy;

/**
 * What the energy looks like at one point of a sweep.
 *
 * @param trial the experiment with placeholders for what it lacks
 */
record Look(
    Experiment trial, LocalEnergy energy, ReferenceEnergy reference, double kT, EnergyScan scan) {

  /** Operations that curvatures may take, roughly. */
  private static final double LOOKED_AT = 1e7;

  /** What a soft direction may take longer than the widest coordinate. */
  private static final double SOFT = 50;

  /** The bound of the time step; of {@code x − dt ∇E} where the method's is not known. */
  double bound() {
    Optional<StabilityBound> known = StabilityBound.of(trial, energy);
    double[] ones = new double[trial.coordinates().dimension()];
    Arrays.fill(ones, 1);
    double least = Double.POSITIVE_INFINITY;
    long most = (long) Math.max(4, LOOKED_AT / energy.curvatureCost());
    for (double[] place : scan.places().stream().limit(most).toList()) {
      OptionalDouble curvature =
          known.isPresent() ? known.get().curvature(place) : energy.curvature(place, ones);
      if (curvature.isPresent() && curvature.getAsDouble() > 0) {
        double k = curvature.getAsDouble();
        least = Math.min(least, known.isPresent() ? known.get().bound(k) : 2 / k);
      }
    }
    return least;
  }

  /** The time of the slowest motion. */
  double slowest() {
    boolean single = trial.coordinates().dimension() == 1; // whose range says it all
    double softest =
        single ? Double.POSITIVE_INFINITY : scan.softest().orElse(Double.POSITIVE_INFINITY);
    double slow = 0;
    double[] friction = energy.parameter("friction").orElse(null);
    double[] mass = energy.parameter("mass").orElse(null);
    for (int i = 0; i < trial.coordinates().dimension(); i++) {
      double width = scan.farthest(i);
      double time = width * width / (2 * EnergyScan.HIGH) / kT;
      time = Math.max(time, Math.min(1 / softest, SOFT * time));
      if (friction != null) {
        double drag = mass == null ? friction[i] : friction[i] * mass[i];
        time = time * drag + (mass == null ? 0 : 1 / friction[i]);
      }
      slow = Math.max(slow, time);
    }
    double barrier = scan.barrier();
    return slow + (barrier > 0 ? 2 * Math.PI * slow * StrictMath.exp(Math.min(barrier, 50)) : 0);
  }

  /** Whether a coordinate's distribution does not depend on the others. */
  boolean alone(int coordinate) {
    return reference.together(coordinate).filter(all -> all.size() == 1).isPresent();
  }
}
