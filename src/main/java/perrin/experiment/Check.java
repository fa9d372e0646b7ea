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
 */
public record Check(Optional<String> boltzmann, double tolerance, boolean bias, boolean rhat) {
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
    map.finish();
    return map.build(() -> new Check(boltzmann, tolerance, bias, rhat));
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
    return json;
  }

  /** The same without a companion run. */
  Check withoutBias() {
    return new Check(boltzmann, tolerance, false, rhat);
  }

  /** The same without a histogram and a companion run. */
  public Check ofRhat() {
    return new Check(Optional.empty(), 1, false, rhat);
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

  /** Whether it is this histogram that is compared. */
  public boolean compares(String histogram) {
    return boltzmann.filter(histogram::equals).isPresent();
  }
}
