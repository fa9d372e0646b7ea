package perrin.experiment;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import perrin.errors.BadValue;
import perrin.errors.Nearest;
import perrin.errors.Shown;
import perrin.yaml.YamlMap;

/**
 * What the verdict is asked about.
 *
 * @param boltzmann name of the histogram that is compared with the Boltzmann distribution; empty
 *     where none is to be
 * @param tolerance largest total variation (0 to 1) that still counts as converged
 * @param bias whether a companion run at half the time step tells what the step is to blame for
 * @param rhat whether the walkers of a cohort start at one point, so that nested R-hat has power
 * @param langevin whether companion runs of Langevin dynamics tell what a run by mini-batches
 *     amounts to
 */
public record Check(
    Optional<String> boltzmann, double tolerance, boolean bias, boolean rhat, boolean langevin) {
  public static final double DEFAULT_TOLERANCE = 0.01;

  public Check {
    if (!(tolerance > 0 && tolerance <= 1)) {
      throw new BadValue("tolerance", tolerance + ", must be greater than 0 and at most 1");
    }
  }

  static Check read(YamlMap map) {
    var boltzmann = map.optionalText("boltzmann");
    var tolerance = map.optionalNumber("tolerance").orElse(DEFAULT_TOLERANCE);
    var bias = map.optionalTruth("bias");
    var rhat = map.optionalTruth("rhat");
    var langevin = map.optionalTruth("langevin");
    map.finish();
    return map.build(() -> new Check(boltzmann, tolerance, bias, rhat, langevin));
  }

  /** What is not asked for is left out. */
  Map<String, Object> json() {
    var json = new TreeMap<String, Object>();
    boltzmann.ifPresent(name -> json.put("boltzmann", name));
    json.put("tolerance", tolerance);
    if (bias) {
      json.put("bias", true);
    }
    if (rhat) {
      json.put("rhat", true);
    }
    if (langevin) {
      json.put("langevin", true);
    }
    return json;
  }

  /** The same without companion runs. */
  Check alone() {
    return new Check(boltzmann, tolerance, false, rhat, false);
  }

  /** The same without a histogram and a companion run. */
  public Check ofRhat() {
    return new Check(Optional.empty(), 1, false, rhat, false);
  }

  /** Refuses the name of a histogram that there is not. */
  void requireAmong(Map<String, Histogram> histograms) {
    boltzmann
        .filter(name -> !histograms.containsKey(name))
        .ifPresent(name -> {
          throw new BadValue(
              "check.boltzmann",
              Shown.shortened(name)
                  + " is not a histogram"
                  + Nearest.hintOrAll("histogram", "histograms", name, histograms.keySet(), ""));
        });
  }

  /** Refuses a comparison with Langevin dynamics where there is nothing to compare. */
  void requireBatches(Optional<Minibatch> batch, Method method, Map<String, Histogram> histograms) {
    if (!langevin) {
      return;
    }
    if (batch.isEmpty()) {
      throw new BadValue(
          "check.langevin",
          "true, compares a walk by mini-batches with Langevin dynamics, and there is no minibatch");
    }
    if (histograms.isEmpty()) {
      throw new BadValue(
          "check.langevin", "true, compares histograms, and there is none; add histograms");
    }
    if (method.descent().isEmpty()) {
      throw new BadValue(
          "check.langevin",
          "true, but method "
              + method.name()
              + " states no descent, and its rate is not known; add method.descent, or use sgd");
    }
  }

  /** Which histogram is compared with Langevin dynamics': the one named, or the first. */
  public String comparedWithLangevin(Map<String, Histogram> histograms) {
    return boltzmann.orElseGet(() -> histograms.keySet().iterator().next());
  }

  /** Whether it is this histogram that is compared. */
  public boolean compares(String histogram) {
    return boltzmann.filter(histogram::equals).isPresent();
  }
}
