package perrin.statistics.verdict;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import perrin.statistics.Interval;
import perrin.statistics.TimeMean;
import perrin.statistics.distances.Comparison;
import perrin.statistics.distances.HalvesComparison;
import perrin.statistics.distances.NeighbourCorrelation;
import perrin.statistics.distances.Outside;
import perrin.statistics.distances.TotalVariation;

/** A verdict in words: what was compared, what it means, what to do next. All of it is ASCII. */
final class VerdictWords {
  /** A share outside the histogram that is worth a word. */
  private static final double NOTABLE_SHARE = 0.01;

  private final Verdict verdict;
  private final Evidence evidence;
  private final double tolerance;

  VerdictWords(Verdict verdict) {
    this.verdict = verdict;
    this.evidence = verdict.evidence();
    this.tolerance = verdict.tolerance();
  }

  /** One short paragraph. */
  String paragraph() {
    List<String> sentences = new ArrayList<>();
    evidence.comparison().map(this::compared).ifPresent(sentences::add);
    sentences.add(meaning());
    evidence.companion().flatMap(this::companion).ifPresent(sentences::add);
    evidence.comparison().flatMap(this::outside).ifPresent(sentences::add);
    if (verdict.outcome() != Verdict.Outcome.NOT_EQUILIBRATED || !blames()) {
      evidence.causes().forEach(cause -> sentences.add("Note: " + cause));
    }
    evidence.notes().forEach(note -> sentences.add("Note: " + note));
    return String.join(" ", sentences);
  }

  private String compared(Comparison found) {
    String worth =
        Double.isNaN(found.effective())
            ? ""
            : ", worth "
                + Digits.rounded(Math.min(found.effective(), found.values()), 2)
                + " independent ones";
    String many =
        Double.isNaN(found.values())
            ? ""
            : " (" + Digits.rounded(found.values(), 2) + " values" + worth + ")";
    return "Compared: histogram "
        + found.histogram()
        + many
        + ", what fell outside it included, with the Boltzmann distribution integrated over the"
        + " same bins. TV is the total variation with the noise's share removed, in brackets its 95 %"
        + " interval.";
  }

  private String meaning() {
    return switch (verdict.outcome()) {
      case CONVERGED ->
          "Even the interval's upper end is within the tolerance: no event that the bins can tell has"
              + " a probability off by more than "
              + Digits.plain(tolerance)
              + "."
              + (evidence.comparison().map(this::muchOutside).orElse(false)
                  ? ""
                  : " Nothing is left to do.");
      case BIASED ->
          (evidence.comparison().isPresent() ? distant() : broken())
              + " The time step is why: at dt/2 the difference shrinks as the method's order predicts."
              + " Use a smaller dt, a method of higher order, or the extrapolated values.";
      case NOT_EQUILIBRATED -> notEquilibrated();
      case TOO_FEW_SAMPLES -> tooFew();
      case CONSISTENT ->
          "No density was compared: "
              + evidence.reason()
              + ". "
              + identities()
              + " They would hold inside one basin too, so this is not convergence"
              + (evidence.rhat().stream().anyMatch(NestedRhat::known)
                  ? "; but cohorts have forgotten where they started (nested R-hat), so between the basins"
                      + " that start reaches nothing is trapped."
                  : ": compare runs from different starts, or set check.rhat: true.");
      case STATIONARY ->
          "What holds for every walk by mini-batches at rest, whatever its step size (Yaida,"
              + " arXiv:1810.00004), holds within the intervals, of which the sharpest tells "
              + Digits.rounded(evidence.resolution(), 2)
              + " from none: what the gradient pulls in is what the batches' noise drives out. It would"
              + " hold in each basin of several, and does not say that the distribution is Boltzmann's.";
      case NOT_APPLICABLE ->
          "Nothing was compared with the Boltzmann distribution: " + evidence.reason() + ".";
    };
  }

  private String notEquilibrated() {
    if (!evidence.remembered().isEmpty()) {
      NestedRhat worst =
          evidence.remembered().stream()
              .max(Comparator.comparingDouble(r -> r.value() / r.limit()))
              .orElseThrow();
      return String.format(
          Locale.ROOT,
          "Cohorts of walkers still remember the point where they started: nested R-hat of %s is"
              + " %s, beyond %s. They are trapped in basins, or burn-in is too short: lengthen it,"
              + " raise the temperature first (annealing), or use replicas.",
          worst.quantity(),
          Digits.rounded(worst.value(), 4),
          Digits.rounded(worst.limit(), 4));
    }
    if (evidence.neighbours().found()) {
      NeighbourCorrelation found = evidence.neighbours();
      return String.format(
          Locale.ROOT,
          "The walkers are not independent: the final %s of walkers whose numbers differ by %d have"
              + " the correlation %s (p = %s). Either their noise is correlated, or they have not"
              + " forgotten a common start: lengthen burn-in, and doubt the noise if that does not"
              + " help.",
          found.coordinate(),
          found.lag(),
          Digits.rounded(found.correlation(), 2),
          Digits.rounded(found.pValue(), 1));
    }
    if (blames()) {
      return (evidence.comparison().isEmpty() ? broken() : distant())
          + " The reason is known: "
          + String.join(" And ", evidence.causes());
    }
    if (evidence.ofRest()) {
      return broken()
          + " Either walkers are still on their way (lengthen burn-in), or the step does not do what its"
          + " descent says.";
    }
    if (evidence.comparison().isEmpty()) {
      return broken()
          + " The temperature of the walkers is not the one asked for: burn-in is too short, "
          + (evidence.companion().isPresent()
              ? "for the time step does not explain it,"
              : "dt too large (halve it, or set check.bias: true),")
          + " or the step program's noise is wrong.";
    }
    if (evidence.distance().low() > tolerance) {
      return distant() + " " + suspects();
    }
    return "The first and the second half of the samples differ (p = "
        + Digits.rounded(evidence.halves().pValue(), 1)
        + "), so the ensemble was still drifting: lengthen burn-in and steps, or start closer to"
        + " equilibrium.";
  }

  /** Whether a difference is laid to what is known to be wrong. */
  private boolean blames() {
    return !evidence.causes().isEmpty()
        && evidence.remembered().isEmpty()
        && !evidence.neighbours().found()
        && !evidence.halves().differ();
  }

  private String distant() {
    return "Even the interval's lower end is beyond the tolerance.";
  }

  private String suspects() {
    HalvesComparison halves = evidence.halves();
    String patience = "lengthen burn-in and steps, or start closer to equilibrium";
    if (halves.differ()) {
      return "The first and the second half of the samples differ as well, so the ensemble was still"
          + " drifting: "
          + patience
          + ".";
    }
    String agree =
        halves.known()
            ? "The halves of the run agree: "
            : "There are too few samples to compare the halves of the run: ";
    if (evidence.companion().isPresent()) {
      return agree + notTheStep(evidence.companion().get(), patience);
    }
    return agree
        + "either a slow process is not over ("
        + patience
        + "), or the time step biases the result (check.bias: true tells).";
  }

  private String notTheStep(StepBias found, String patience) {
    if (!found.remaining().known()) {
      return "there are too few samples to tell whether the time step is to blame, or a slow process"
          + " that is not over: take more walkers, or "
          + patience
          + ".";
    }
    if (found.acquits()) {
      return "yet a smaller time step does not shrink the difference as it would if it were to blame,"
          + " so a slow process is not over ("
          + patience
          + "), or the step program does not do what it is to do.";
    }
    return "the difference shrinks with the time step, but not as the order alone predicts, so the"
        + " time step and something else may share the blame: use a smaller dt, and if that is not"
        + " enough "
        + patience
        + ".";
  }

  private String tooFew() {
    if (evidence.comparison().isEmpty()) {
      String reason = "No density was compared: " + evidence.reason() + ". ";
      return (evidence.ofRest() ? "" : reason) + unresolved();
    }
    TotalVariation distance = evidence.distance();
    if (evidence.comparison().get().outside().isNearlyAll()) {
      return "Next to all walkers, and all of the Boltzmann distribution, lie outside the histogram's"
          + " range or in one of its bins, so bins that agree say nothing: choose a range where walkers"
          + " are, and bins that tell their places apart.";
    }
    if (!distance.hasInterval()) {
      return fewGroups();
    }
    if (distance.low() > 0 && distance.value() >= tolerance) {
      return "The interval is too wide to tell, and its middle is beyond the tolerance: more walkers"
          + " or steps will tell whether the difference is real.";
    }
    double more = distance.high() / tolerance;
    return "The interval is too wide to tell: about "
        + Digits.rounded(Math.max(1.5, more * more), 2)
        + " times as many independent samples (walkers, or steps) will do if nothing is wrong.";
  }

  private String unresolved() {
    String looked = what() + " was looked at, but ";
    double resolution = evidence.resolution();
    if (!Double.isFinite(resolution)) {
      return looked
          + "no average is known well enough to say something: take more samples, and at least "
          + Identity.MIN_COHORTS * TimeMean.COHORT
          + " walkers.";
    }
    double more = resolution / tolerance;
    return looked
        + "even the average that is known best is known to +- "
        + Digits.rounded(resolution, 2)
        + (evidence.ofRest() ? " of itself" : " kT")
        + " only, and the tolerance asks for +- "
        + Digits.plain(tolerance)
        + ": about "
        + Digits.rounded(Math.max(1.5, more * more), 2)
        + " times as many independent samples (walkers, or steps) will do.";
  }

  private static String fewGroups() {
    return "An interval needs at least "
        + TotalVariation.MIN_GROUPS
        + " of the 64 groups of 256 walkers: take at least "
        + TotalVariation.MIN_GROUPS * 256
        + " walkers, better 16384.";
  }

  private String identities() {
    return "What any Boltzmann distribution fulfils holds within the intervals, of which the sharpest"
        + " tells "
        + Digits.rounded(evidence.resolution(), 2)
        + " kT from none: "
        + evidence.identities().stream()
            .limit(4)
            .map(VerdictWords::identity)
            .collect(Collectors.joining(", "))
        + (evidence.identities().size() > 4
            ? " and " + (evidence.identities().size() - 4) + " more."
            : ".");
  }

  private String broken() {
    Identity worst =
        evidence.identities().stream()
            .filter(i -> !i.holds(tolerance))
            .max(
                Comparator.comparingDouble(
                    i -> Math.abs(i.deviation().value()) * i.kT() / i.standardError()))
            .orElseThrow();
    return what()
        + " does not hold: "
        + identity(worst)
        + " differs from "
        + Digits.rounded(worst.expected(), 4)
        + ".";
  }

  private String what() {
    return evidence.ofRest()
        ? "What every walk by mini-batches at rest fulfils"
        : "What any Boltzmann distribution fulfils";
  }

  private static String identity(Identity identity) {
    double half = identity.margin() * identity.standardError();
    return identity.notation() + " = " + Digits.withError(identity.mean(), half, " +- ");
  }

  /** What it found, where there is a difference to explain. */
  private Optional<String> companion(StepBias found) {
    boolean differs =
        verdict.outcome() == Verdict.Outcome.BIASED
            || verdict.outcome() == Verdict.Outcome.NOT_EQUILIBRATED;
    String share = differs && found.remaining().known() ? " " + remaining(found.remaining()) : "";
    if (evidence.comparison().isEmpty() || !found.distance().hasInterval()) {
      return Optional.of(share.strip()).filter(text -> !text.isEmpty());
    }
    return Optional.of(
        "At dt = "
            + Digits.plain(found.dt())
            + " the total variation is "
            + interval(found.distance().value(), found.distance().low(), found.distance().high())
            + "; extrapolated to dt = 0 (order "
            + found.order()
            + ") it is "
            + interval(
                found.extrapolated().value(),
                found.extrapolated().low(),
                found.extrapolated().high())
            + "."
            + share
            + found.finer().map(this::finer).orElse(""));
  }

  /** What a third run found. */
  private String finer(StepBias found) {
    return " At dt = "
        + Digits.plain(found.dt())
        + " the total variation is "
        + interval(found.distance().value(), found.distance().low(), found.distance().high())
        + "; the share that is not the time step's, of the difference at twice that, is "
        + share(found.remaining())
        + ".";
  }

  private static String remaining(Interval share) {
    return "The share of the difference that is not the time step's is " + share(share) + ".";
  }

  /** In per cent; noise makes estimates of nothing negative, and a share is not. */
  private static String share(Interval share) {
    return String.format(
        Locale.ROOT,
        "%.0f %% [%.0f, %.0f]",
        100 * Math.max(0, share.value()),
        100 * Math.max(0, share.low()),
        100 * Math.max(0, share.high()));
  }

  private static String interval(double value, double low, double high) {
    return String.format(Locale.ROOT, "%.4f [%.4f, %.4f]", value, low, high);
  }

  private boolean muchOutside(Comparison found) {
    return found.outside().measured() > NOTABLE_SHARE || found.outside().expected() > NOTABLE_SHARE;
  }

  private Optional<String> outside(Comparison found) {
    Outside outside = found.outside();
    if (!muchOutside(found)) {
      return Optional.empty();
    }
    return Optional.of(
        String.format(
            Locale.ROOT,
            "Note: %s %% of the samples and %s %% of the Boltzmann distribution lie beyond the"
                + " histogram's range, where bins tell nothing apart: widen it.",
            Digits.rounded(100 * outside.measured(), 2),
            Digits.rounded(100 * outside.expected(), 2)));
  }
}
