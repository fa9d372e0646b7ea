package perrin.output;

/**
 * What a run was: the attributes of a run file's root.
 *
 * @param perrinVersion version of the program, such as {@code 0.1.0}
 * @param title the experiment's title; may be empty
 * @param seed the experiment's seed
 * @param firstWalker global number of the first walker, a multiple of 32
 * @param walkers number of walkers, at least 1
 * @param steps number of steps, burn-in included
 * @param backend {@code java}, {@code cpu} or {@code cuda}
 * @param device the machine's part that ran it, in words
 * @param math {@code portable} or {@code fast}
 * @param precision {@code single} or {@code double}
 * @param wallSeconds the whole run's time, s
 * @param walkerStepsPerSecond walker-steps over the time spent stepping, 1/s
 * @param walkerStepsPerSecondTotal walker-steps over the whole run's time, 1/s
 * @param experimentSha256 64 hexadecimal digits
 */
public record RunHeader(
    String perrinVersion,
    String title,
    long seed,
    long firstWalker,
    long walkers,
    long steps,
    String backend,
    String device,
    String math,
    String precision,
    double wallSeconds,
    double walkerStepsPerSecond,
    double walkerStepsPerSecondTotal,
    String experimentSha256) {
  /** Longer attributes are written wrongly by jHDF (its own limit is about 59,000 bytes). */
  private static final int LONGEST = 10_000;

  /** Refuses numbers out of range and texts too long for an attribute. */
  public RunHeader {
    if (walkers < 1) {
      throw new IllegalArgumentException("walkers " + walkers + ", must be at least 1");
    }
    if (firstWalker < 0 || firstWalker % 32 != 0) {
      throw new IllegalArgumentException(
          "first walker " + firstWalker + ", must be a multiple of 32");
    }
    if (steps < 0) {
      throw new IllegalArgumentException("steps " + steps + ", must be at least 0");
    }
    if (!experimentSha256.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException(
          "experiment_sha256 '" + experimentSha256 + "', must be 64 hexadecimal digits");
    }
    for (String text : new String[] {perrinVersion, title, backend, device, math, precision}) {
      if (text.length() > LONGEST) {
        throw new IllegalArgumentException(
            "a text of " + text.length() + " characters, must be at most " + LONGEST);
      }
    }
  }

  /** The same of a run that took so many seconds longer. */
  public RunHeader longer(double seconds) {
    double whole = wallSeconds + seconds;
    double total = walkerStepsPerSecondTotal * wallSeconds / whole;
    return with(experimentSha256, whole, walkerStepsPerSecond, total);
  }

  /**
   * The header of a whole sweep, made of a point's.
   *
   * @param walkerSteps of all points
   * @param stepping seconds spent stepping
   */
  public RunHeader of(String sweepSha256, double seconds, double walkerSteps, double stepping) {
    return with(sweepSha256, seconds, walkerSteps / stepping, walkerSteps / seconds);
  }

  private RunHeader with(String sha256, double seconds, double rate, double total) {
    return new RunHeader(
        perrinVersion,
        title,
        seed,
        firstWalker,
        walkers,
        steps,
        backend,
        device,
        math,
        precision,
        seconds,
        rate,
        total,
        sha256);
  }
}
