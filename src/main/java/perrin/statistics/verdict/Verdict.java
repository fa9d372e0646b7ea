package perrin.statistics.verdict;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import perrin.statistics.Interval;
import perrin.statistics.distances.TotalVariation;

/**
 * What a run's evidence says about the run.
 *
 * @param outcome the row of the table that applies
 * @param evidence what was found out
 * @param tolerance the total variation τ that is good enough; NaN where nothing was compared
 */
public record Verdict(Outcome outcome, Evidence evidence, double tolerance) {

  /** The rows of the table. */
  public enum Outcome {
    /** The interval's upper end is within the tolerance. */
    CONVERGED("converged", 0),
    /** Too far away, and a companion run at dt/2 shows that the time step is why. */
    BIASED("biased", 3),
    /** Too far away, or the halves of the run differ, or the walkers' starts still show. */
    NOT_EQUILIBRATED("not equilibrated", 3),
    /** The interval is too wide to tell, or unknown. */
    TOO_FEW_SAMPLES("too few samples", 3),
    /** No reference density can be had; the identities that were looked at hold. */
    CONSISTENT("consistent", 0),
    /** A walk by mini-batches, of which all that holds at rest holds. */
    STATIONARY("stationary", 0),
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
   * Judges what was found out; the first row of the table that applies.
   *
   * @param tolerance total variation τ that is good enough, above 0; also how far identities may be
   *     off, in units of kT
   */
  public static Verdict judge(Evidence evidence, double tolerance) {
    if (!evidence.judges()) {
      return new Verdict(Outcome.NOT_APPLICABLE, evidence, Double.NaN);
    }
    Outcome outcome;
    if (evidence.neighbours().found() || !evidence.remembered().isEmpty()) {
      outcome = Outcome.NOT_EQUILIBRATED;
    } else if (evidence.comparison().isPresent()) {
      outcome = compared(evidence, tolerance);
    } else {
      outcome = identified(evidence, tolerance);
    }
    return new Verdict(outcome, evidence, tolerance);
  }

  private static Outcome compared(Evidence evidence, double tolerance) {
    TotalVariation distance = evidence.distance();
    if (distance.high() <= tolerance) {
      return evidence.comparison().orElseThrow().outside().isNearlyAll()
          ? Outcome.TOO_FEW_SAMPLES
          : Outcome.CONVERGED;
    }
    if (distance.low() > tolerance) {
      return tooFar(evidence, tolerance);
    }
    return evidence.halves().differ() ? Outcome.NOT_EQUILIBRATED : Outcome.TOO_FEW_SAMPLES;
  }

  private static Outcome identified(Evidence evidence, double tolerance) {
    if (evidence.identities().stream().anyMatch(i -> Double.isNaN(i.standardError()))) {
      return Outcome.TOO_FEW_SAMPLES;
    }
    if (!evidence.identities().stream().allMatch(i -> i.holds(tolerance))) {
      return tooFar(evidence, tolerance);
    }
    if (!(evidence.resolution() <= tolerance)) {
      return Outcome.TOO_FEW_SAMPLES;
    }
    return evidence.ofRest() ? Outcome.STATIONARY : Outcome.CONSISTENT;
  }

  private static Outcome tooFar(Evidence evidence, double tolerance) {
    return evidence.companion().filter(found -> found.explains(tolerance)).isPresent()
        ? Outcome.BIASED
        : Outcome.NOT_EQUILIBRATED;
  }

  /** 0, or 3 for a negative verdict. */
  public int exitCode() {
    return outcome.exitCode();
  }

  /** The line to print, {@code verdict: converged TV 0.0021 [0.0012, 0.0030] tolerance 0.01}. */
  public String line() {
    return "verdict: "
        + outcome.words()
        + "  "
        + figures()
        + (Double.isNaN(tolerance) ? "" : "  tolerance " + Digits.plain(tolerance));
  }

  /** What decided, in short: {@code TV 0.0021 [0.0012, 0.0030]}. */
  public String figures() {
    if (outcome == Outcome.NOT_APPLICABLE) {
      return "(" + evidence.reason() + ")";
    }
    if (evidence.comparison().isEmpty()) {
      return identities();
    }
    TotalVariation distance = evidence.distance();
    String value = Double.isNaN(distance.value()) ? "unknown" : decimals(distance.value());
    String interval =
        distance.hasInterval()
            ? decimals(distance.low()) + ", " + decimals(distance.high())
            : "0.0000, 1.0000"; // what is known of any distance
    return "TV " + value + " [" + interval + "]";
  }

  private String identities() {
    long held = evidence.identities().stream().filter(i -> i.holds(tolerance)).count();
    double resolution = evidence.resolution();
    if (evidence.ofRest()) {
      Interval whole = evidence.identities().getFirst().interval();
      return "identity "
          + (Double.isNaN(whole.value()) ? "unknown" : decimals(whole.value()))
          + (whole.known()
              ? " [" + decimals(whole.low()) + ", " + decimals(whole.high()) + "]"
              : "")
          + (held < evidence.identities().size()
              ? "  " + held + " of " + evidence.identities().size() + " hold"
              : "");
    }
    return "identities "
        + held
        + " of "
        + evidence.identities().size()
        + " hold"
        + (Double.isFinite(resolution) ? "  resolved " + decimals(resolution) : "");
  }

  /** Four decimals, and more where the tolerance needs them: 1e-4 has two digits below it. */
  private String decimals(double value) {
    int digits = 4;
    for (double unit = 0.01; unit > tolerance * 1.000001 && digits < 15; unit /= 10) {
      digits++;
    }
    return String.format(Locale.ROOT, "%." + digits + "f", value);
  }

  /** What the user must know besides, a sentence each. */
  public List<String> notes() {
    return Stream.concat(evidence.causes().stream(), evidence.notes().stream())
        .map(note -> "Note: " + note)
        .toList();
  }

  /** What was compared, what came out and what to do next: one short paragraph. */
  public String explanation() {
    return new VerdictWords(this).paragraph();
  }
}
