package perrin.experiment;

import java.util.List;
import java.util.Map;
import perrin.errors.BadValue;
import perrin.errors.Shown;
import perrin.yaml.YamlMap;

/**
 * How time passes, and when walkers are looked at.
 *
 * @param dt time step, a formula of step and time
 * @param steps all steps, burn-in included
 * @param burnIn steps before the first sample interval begins
 * @param sampleEvery steps from sample to sample
 */
public record Clock(Formula dt, long steps, long burnIn, long sampleEvery) {
  static final List<String> KEYS = List.of("dt", "steps", "time", "burn-in", "sample-every");

  /** What an observable's dataset of the run file holds, 1 GiB. */
  static final long MAX_SAMPLES = 1L << 27;

  /** A time that is a whole number of steps but for rounding takes no step more. */
  private static final double ROUNDING = 1e-9;

  public Clock {
    requireSamples(steps, burnIn, sampleEvery);
    required(dt);
  }

  /** A time step, refused where it is a number out of range. */
  static Formula required(Formula dt) {
    dt.number()
        .filter(value -> !(value > 0 && Double.isFinite(value)))
        .ifPresent(value -> {
          throw new BadValue(
              "dt", Shown.shortened(dt.text()) + ", must be greater than 0 and finite");
        });
    return dt;
  }

  static Clock read(YamlMap file) {
    var dt = Formulas.read(file, "dt");
    var steps = file.has("time") ? steps(file, dt) : file.integer("steps");
    var burnIn = file.optionalInteger("burn-in").orElse(0L);
    var sampleEvery = file.optionalInteger("sample-every").orElse(1L);
    return file.build(() -> new Clock(dt, steps, burnIn, sampleEvery));
  }

  /** The time that points of a swept dt last is the sweep's: {@link SweepKeys}. */
  void write(Map<String, Object> json) {
    json.put("dt", CanonicalJson.value(dt));
    json.put("steps", steps);
    json.put("burn-in", burnIn);
    json.put("sample-every", sampleEvery);
  }

  /** Number of sample times: steps burnIn + k·sampleEvery ≤ steps, k ≥ 1. */
  public long samples() {
    return (steps - burnIn) / sampleEvery;
  }

  /** As many steps of another length. */
  Clock withDt(Formula other) {
    return new Clock(other, steps, burnIn, sampleEvery);
  }

  /** Twice as many steps of half the length, sampled at the same times. */
  Clock halved() {
    return new Clock(
        half(dt),
        Math.multiplyExact(2, steps),
        Math.multiplyExact(2, burnIn),
        Math.multiplyExact(2, sampleEvery));
  }

  /**
   * The steps of another length that take a time; burn-in ends and samples fall as near to this
   * clock's times as they can. Both dt are numbers.
   */
  Clock during(double time, Formula other) {
    double length = other.number().orElseThrow();
    return new Clock(other, steps(time, length), burnInAt(length), sampleEveryAt(length));
  }

  /** Samples of {@link #during}, for a dt that may leave none. */
  long samplesDuring(double time, double length) {
    return (steps(time, length) - burnInAt(length)) / sampleEveryAt(length);
  }

  private long burnInAt(double length) {
    return Math.round(burnIn * finer(length));
  }

  private long sampleEveryAt(double length) {
    return Math.max(1, Math.round(sampleEvery * finer(length)));
  }

  private double finer(double length) {
    return dt.number().orElseThrow() / length;
  }

  private static Formula half(Formula dt) {
    var text =
        dt.number()
            .map(number -> Double.toString(number / 2))
            .orElseGet(() -> "(" + dt.canonical() + ")/2");
    return new Formula(text, dt.where());
  }

  /** Steps that a time takes, ⌈time/dt⌉. */
  private static long steps(double time, double dt) {
    double steps = time / dt;
    return (long) Math.ceil(steps - ROUNDING * steps);
  }

  /** As many as {@code time} takes; {@code steps} may stand beside it if it says the same. */
  private static long steps(YamlMap file, Formula dt) {
    double time = file.number("time");
    double length =
        dt.number()
            .orElseThrow(() -> file.error("time", "needs a dt that is a number; give steps"));
    double steps = time / length;
    if (!(steps > 0) || !(steps < Long.MAX_VALUE)) {
      throw file.error("time", time + ", must be above 0 and at most 2^63 steps of dt");
    }
    long counted = steps(time, length);
    if (file.has("steps") && file.integer("steps") != counted) {
      throw file.error(
          "time", "takes " + counted + " steps, and steps says something else; remove one");
    }
    return counted;
  }

  private static void requireSamples(long steps, long burnIn, long sampleEvery) {
    if (steps < 1) {
      throw new BadValue("steps", steps + ", must be at least 1");
    }
    if (burnIn < 0) {
      throw new BadValue("burn-in", burnIn + ", must be at least 0");
    }
    if (burnIn >= steps) {
      throw new BadValue(
          "burn-in", burnIn + ", must be less than steps, " + steps + ", or no sample remains");
    }
    if (sampleEvery < 1) {
      throw new BadValue("sample-every", sampleEvery + ", must be at least 1");
    }
    if (sampleEvery > steps - burnIn) {
      throw new BadValue(
          "sample-every",
          sampleEvery
              + ", must be at most steps - burn-in, "
              + (steps - burnIn)
              + ", or no sample remains");
    }
    long samples = (steps - burnIn) / sampleEvery;
    if (samples > MAX_SAMPLES) {
      throw new BadValue(
          "sample-every",
          sampleEvery
              + ", which makes "
              + samples
              + " samples, must be at least "
              + ((steps - burnIn) / (MAX_SAMPLES + 1) + 1)
              + ", so that there are at most "
              + MAX_SAMPLES);
    }
  }
}
