package perrin.statistics;

import java.util.Locale;

/**
 * What a run's histogram says about the run.
 *
 * @param outcome the row of the table that applies
 * @param distance total variation from the Boltzmann distribution; {@link TotalVariation#UNKNOWN}
 *     where nothing was compared
 * @param tolerance the total variation τ that is good enough; NaN where nothing was compared
 * @param halves whether the two halves of the run differ
 * @param reason why no comparison was made, for {@code not applicable}; else empty
 */
public record Verdict(
    Outcome outcome,
    TotalVariation distance,
    double tolerance,
    HalvesComparison halves,
    String reason) {

  /** The rows of the table. */
  public enum Outcome {
    /** The interval's upper end is within the tolerance. */
    CONVERGED("converged", 0),
    /** Too far away, and a companion run at dt/2 shows that the time step is why. */
    BIASED("biased", 3),
    /** Too far away, or the halves of the run differ. */
    NOT_EQUILIBRATED("not equilibrated", 3),
    /** The interval is too wide to tell, or unknown. */
    TOO_FEW_SAMPLES("too few samples", 3),
    /** No reference density can be had; the identities that were looked at hold. */
    CONSISTENT("consistent", 0),
    /** There is nothing to compare with. */
    NOT_APPLICABLE("not applicable", 0);

    private final String words;
    private final int exitCode;

    Outcome(String words, int exitCode) {
      this.words = words;
      this.exitCode = exitCode;
    }

    /** The words printed and written to run files. */
    public String words() {
      return words;
    }

    /** The exit code of a command that ends with this verdict: 0, or 3 for a negative one. */
    public int exitCode() {
      return exitCode;
    }

    /** The outcome of these words. */
    public static Outcome of(String words) {
      for (Outcome outcome : values()) {
        if (outcome.words.equals(words)) {
          return outcome;
        }
      }
      throw new IllegalArgumentException("no verdict is called '" + words + "'");
    }
  }

  /** Refuses a tolerance that is not above 0 where something was compared. */
  public Verdict {
    if (outcome != Outcome.NOT_APPLICABLE && !(tolerance > 0)) {
      throw new IllegalArgumentException("tolerance " + tolerance + ", must be > 0");
    }
  }

  /**
   * Judges a histogram; the first row of the table that applies.
   *
   * @param counts the histogram
   * @param reference Boltzmann probabilities of [underflow, bins …, overflow]
   * @param tolerance total variation τ that is good enough, above 0
   */
  public static Verdict judge(HistogramCounts counts, double[] reference, double tolerance) {
    var distance = TotalVariation.estimate(counts, reference);
    var halves = HalvesComparison.of(counts);
    Outcome outcome;
    if (distance.high() <= tolerance) {
      outcome = Outcome.CONVERGED;
    } else if (distance.low() > tolerance || halves.differ()) {
      outcome = Outcome.NOT_EQUILIBRATED;
    } else {
      outcome = Outcome.TOO_FEW_SAMPLES;
    }
    return new Verdict(outcome, distance, tolerance, halves, "");
  }

  /** Nothing to compare with, for a reason such as {@code kT = 0}. */
  public static Verdict notApplicable(String reason) {
    return new Verdict(
        Outcome.NOT_APPLICABLE, TotalVariation.UNKNOWN, Double.NaN, HalvesComparison.NONE, reason);
  }

  /** 0, or 3 for a negative verdict. */
  public int exitCode() {
    return outcome.exitCode();
  }

  /** The line to print, {@code verdict: converged TV 0.0021 [0.0012, 0.0030] tolerance 0.01}. */
  public String line() {
    String start = "verdict: " + outcome.words();
    if (outcome == Outcome.NOT_APPLICABLE) {
      return start + "  (" + reason + ")";
    }
    String value = Double.isNaN(distance.value()) ? "unknown" : decimals(distance.value());
    String interval =
        distance.hasInterval()
            ? decimals(distance.low()) + ", " + decimals(distance.high())
            : "0.0000, 1.0000"; // what is known of any distance
    return start + "  TV " + value + " [" + interval + "]  tolerance " + plain(tolerance);
  }

  /** Four decimals, and more where the tolerance needs them: 1e-4 has two digits below it. */
  private String decimals(double value) {
    int digits = 4;
    for (double unit = 0.01; unit > tolerance * 1.000001 && digits < 15; unit /= 10) {
      digits++;
    }
    return String.format(Locale.ROOT, "%." + digits + "f", value);
  }

  private static String plain(double value) {
    return new java.math.BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
  }

  /** What was compared, what came out and what to do next: one short paragraph. */
  public String explanation() {
    return switch (outcome) {
      case CONVERGED ->
          COMPARED
              + "Even the interval's upper end is within the tolerance, so no event that the bins can"
              + " tell has a probability off by more than "
              + plain(tolerance)
              + ". Nothing is left to do.";
      case BIASED ->
          COMPARED
              + "The difference is larger than the tolerance and shrinks with the time step as the"
              + " method's order predicts. Use a smaller dt or a method of higher order.";
      case NOT_EQUILIBRATED -> COMPARED + (halves.differ() ? DRIFTING : distant());
      case TOO_FEW_SAMPLES -> COMPARED + (distance.hasInterval() ? wide() : fewGroups());
      case CONSISTENT ->
          "No reference density can be had for this energy. The identities that any Boltzmann"
              + " distribution fulfils hold within their intervals; they would hold inside one basin"
              + " too, so this is not convergence.";
      case NOT_APPLICABLE ->
          "Nothing was compared with the Boltzmann distribution: " + reason + ".";
    };
  }

  private static final String COMPARED =
      "Compared: the histogram, what fell outside it included, with the Boltzmann distribution"
          + " integrated over the same bins; TV is the total variation with the noise's share removed,"
          + " in brackets its 95 % interval. ";

  private static final String DRIFTING =
      "The first and the second half of the samples differ, so the ensemble was still drifting:"
          + " lengthen burn-in and steps, or start closer to equilibrium.";

  private String distant() {
    return "Even the interval's lower end is beyond the tolerance, "
        + (halves.known()
            ? "while the halves of the run agree:"
            : "and there are too few samples to compare the halves of the run:")
        + " either a slow process is not over (lengthen burn-in), or the time step biases the result"
        + " (halve dt and see whether TV falls).";
  }

  private String wide() {
    return "The interval is too wide to tell: take more walkers or more steps (four times as many"
        + " halve its width where nothing differs)"
        + (distance.value() > tolerance ? ", or expect a bias above the tolerance." : ".");
  }

  private String fewGroups() {
    return "An interval needs at least "
        + TotalVariation.MIN_GROUPS
        + " of the 64 groups of 256 walkers, and there are "
        + distance.groups()
        + ": take at least "
        + TotalVariation.MIN_GROUPS * 256
        + " walkers, better 16384.";
  }
}
