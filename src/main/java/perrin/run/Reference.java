package perrin.run;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoubleUnaryOperator;
import perrin.experiment.Experiment;
import perrin.experiment.ExperimentException;
import perrin.experiment.Histogram;
import perrin.kernel.KernelCompiler;
import perrin.statistics.BoltzmannReference;
import perrin.statistics.NoReferenceException;

/** What the histograms of an experiment are compared with. */
final class Reference {
  private final Experiment experiment;
  private final KernelCompiler.Compiled compiled;

  Reference(Experiment experiment, KernelCompiler.Compiled compiled) {
    this.experiment = experiment;
    this.compiled = compiled;
  }

  /**
   * Probabilities of [underflow, bins …, overflow] of a histogram; empty where no reference can be
   * had.
   *
   * @throws ExperimentException where this histogram is the one to be checked and has none
   */
  double[] cells(String name) {
    Histogram.Axis histogram = experiment.histograms().get(name).axes().getFirst();
    if (reasonAgainst().isPresent()
        || !experiment.boundaries().isEmpty()
        || experiment.histograms().get(name).axes().size() > 1) {
      return new double[0];
    }
    Optional<DoubleUnaryOperator> energy = compiled.energy().along(histogram.of());
    boolean checked = experiment.check().filter(check -> check.compares(name)).isPresent();
    if (energy.isEmpty()) {
      return new double[0];
    }
    try {
      double kT = compiled.schedule().constantTemperature().orElseThrow();
      return BoltzmannReference.of(energy.get(), kT, histogram.from(), histogram.to())
          .cells(histogram.from(), histogram.to(), histogram.bins());
    } catch (NoReferenceException e) {
      if (checked) {
        throw refuse(histogram, e.getMessage());
      }
      return new double[0];
    }
  }

  /** Why a histogram without a reference has none. */
  String reasonWithout(String name) {
    return !experiment.boundaries().isEmpty()
        ? "boundaries are not part of the reference (in this version)"
        : name + " is not of a coordinate whose part of the energy stands alone";
  }

  private static ExperimentException refuse(Histogram.Axis histogram, String problem) {
    return new ExperimentException(
        histogram.of().where(), "check.boltzmann", histogram.of().text() + ": " + problem);
  }

  /** Why there is nothing to compare with. */
  Optional<String> reasonAgainst() {
    if (!experiment.force().isEmpty()) {
      return Optional.of("with a force there is no Boltzmann distribution of the energy");
    }
    OptionalDouble kT = compiled.schedule().constantTemperature();
    if (kT.isEmpty()) {
      return Optional.of("the temperature changes from step to step");
    }
    if (kT.getAsDouble() == 0) {
      return Optional.of("kT = 0");
    }
    return compiled.schedule().constantDt()
        ? Optional.empty()
        : Optional.of("dt changes from step to step");
  }
}
