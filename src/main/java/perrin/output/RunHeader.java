package perrin.output;

/**
 * What a run was: the attributes of a run file's root.
 *
 * @param perrinVersion version of the program, such as {@code 0.1.0}
 * @param title the experiment's title; may be empty
 * @param experimentSha256 64 hexadecimal digits
 * @param walk who walked, and how far
 * @param platform what ran it, and how
 * @param timing how long it took
 */
public record RunHeader(
    String perrinVersion,
    String title,
    String experimentSha256,
    Walk walk,
    Platform platform,
    Timing timing) {
  /** Longer attributes are written wrongly by jHDF (its own limit is about 59,000 bytes). */
  private static final int LONGEST = 10_000;

  /**
   * Who walked, and how far; of a sweep at its first point.
   *
   * @param seed the experiment's seed
   * @param firstWalker global number of the first walker, a multiple of 32
   * @param walkers number of walkers, at least 1
   * @param steps number of steps, burn-in included
   */
  public record Walk(long seed, long firstWalker, long walkers, long steps) {
    /** Refuses numbers out of range. */
    public Walk {
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
    }
  }

  /**
   * What ran it, and how.
   *
   * @param backend {@code java}, {@code cpu} or {@code cuda}
   * @param device the machine's part that ran it, in words
   * @param math {@code portable} or {@code fast}
   * @param precision {@code single} or {@code double}
   */
  public record Platform(String backend, String device, String math, String precision) {
    /** Refuses texts too long for an attribute. */
    public Platform {
      for (String text : new String[] {backend, device, math, precision}) {
        requireShort(text);
      }
    }
  }

  /**
   * How long it took.
   *
   * @param wallSeconds the whole run's time, s
   * @param walkerStepsPerSecond walker-steps over the time spent stepping, 1/s
   * @param walkerStepsPerSecondTotal walker-steps over the whole run's time, 1/s
   */
  public record Timing(
      double wallSeconds, double walkerStepsPerSecond, double walkerStepsPerSecondTotal) {
    /**
     * From what was done.
     *
     * @param walkerSteps made by all walkers together
     * @param stepping seconds spent stepping
     * @param wallSeconds the whole run's time, s
     */
    public static Timing of(double walkerSteps, double stepping, double wallSeconds) {
      return new Timing(wallSeconds, walkerSteps / stepping, walkerSteps / wallSeconds);
    }

    /** The same of a run that took so many seconds longer. */
    public Timing longer(double seconds) {
      double whole = wallSeconds + seconds;
      return new Timing(
          whole, walkerStepsPerSecond, walkerStepsPerSecondTotal * wallSeconds / whole);
    }
  }

  /** Refuses what cannot be an attribute. */
  public RunHeader {
    if (!experimentSha256.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException(
          "experiment_sha256 '" + experimentSha256 + "', must be 64 hexadecimal digits");
    }
    requireShort(perrinVersion);
    requireShort(title);
  }

  private static void requireShort(String text) {
    if (text.length() > LONGEST) {
      throw new IllegalArgumentException(
          "a text of " + text.length() + " characters, must be at most " + LONGEST);
    }
  }

  /** The same of a run that took so many seconds longer. */
  public RunHeader longer(double seconds) {
    return new RunHeader(
        perrinVersion, title, experimentSha256, walk, platform, timing.longer(seconds));
  }

  /** The header of a whole sweep, made of its first point's. */
  public RunHeader of(String sweepSha256, Timing ofAllPoints) {
    return new RunHeader(perrinVersion, title, sweepSha256, walk, platform, ofAllPoints);
  }
}
