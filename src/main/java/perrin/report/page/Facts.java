package perrin.report.page;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import perrin.output.LearningRecord;
import perrin.output.PointRecord;
import perrin.output.RunHeader;
import perrin.output.RunRecord;
import perrin.statistics.Interval;
import perrin.statistics.TimeMean;
import perrin.statistics.noise.BatchNoise;
import perrin.statistics.verdict.Digits;
import perrin.statistics.verdict.Evidence;
import perrin.statistics.verdict.Verdict;

/** What a run says in numbers: rows of tables, a name and what it is. */
final class Facts {
  private static final int MOST_IDENTITIES = 40;

  private Facts() {}

  /**
   * Averages, acceptances, and what else was measured at a point.
   *
   * @param units of observables, where they have one
   */
  static Map<String, String> measured(PointRecord point, Map<String, String> units) {
    Map<String, String> rows = new LinkedHashMap<>();
    point
        .observables()
        .forEach((name, observed) ->
            rows.put(name + " (time mean)", mean(observed.timeMean()) + unit(units, name)));
    boolean judged = point.verdict().outcome() != Verdict.Outcome.NOT_APPLICABLE;
    if (!judged
        && point.times().samples() > 1) { // it may not be at rest: how it ends is what counts
      point
          .observables()
          .forEach((name, observed) -> {
            double last = observed.mean()[observed.mean().length - 1];
            rows.put(name + " (last sample)", Digits.rounded(last, 6) + unit(units, name));
          });
    }
    point
        .acceptance()
        .shares()
        .forEach((name, share) ->
            rows.put(
                "accepted steps of " + name,
                String.format(
                    Locale.ROOT,
                    "%.4f; of single walkers %.4f to %.4f",
                    share.mean(),
                    share.lowest(),
                    share.highest())));
    point
        .best()
        .ifPresent(best -> {
          rows.put("lowest energy seen", Digits.rounded(best.energy().value(best.walker()), 9));
          rows.put(
              "walkers that found " + (best.minimum().isPresent() ? "the known minimum" : "it"),
              String.format(Locale.ROOT, "%,d of %,d", best.found(), best.energy().walkers()));
        });
    if (!point.learning().equals(LearningRecord.NOTHING)) {
      rows.put("learning coefficient", mean(point.learning().coefficient()));
    }
    point.sgd().noise().ifPresent(noise -> noise(noise, rows));
    if (point.sgd().identity().known()) {
      rows.put("Yaida's ratio, 1 at rest", interval(point.sgd().identity()));
    }
    return rows;
  }

  private static String unit(Map<String, String> units, String name) {
    return units.containsKey(name) ? " " + units.get(name) : "";
  }

  private static void noise(BatchNoise noise, Map<String, String> rows) {
    rows.put("temperature of mini-batches", interval(noise.scalar()));
    rows.put("its anisotropy", interval(noise.anisotropy()));
    rows.put("mean loss", interval(noise.loss()));
  }

  private static String mean(TimeMean mean) {
    return Digits.withError(mean.mean(), mean.standardError());
  }

  private static String interval(Interval interval) {
    return Digits.rounded(interval.value(), 4)
        + (interval.known()
            ? "  ["
                + Digits.rounded(interval.low(), 4)
                + ", "
                + Digits.rounded(interval.high(), 4)
                + "]"
            : "");
  }

  /** What a verdict rests on. */
  static Map<String, String> evidence(Verdict verdict) {
    Map<String, String> rows = new LinkedHashMap<>();
    Evidence evidence = verdict.evidence();
    evidence
        .comparison()
        .ifPresent(found -> {
          rows.put("histogram compared", found.histogram());
          rows.put("total variation [95 %]", verdict.figures().replaceFirst("^TV ", ""));
          put(rows, "Kolmogorov distance", found.kolmogorov());
          put(rows, "Kullback–Leibler divergence, nats", found.kullbackLeibler());
          if (!Double.isNaN(found.effective())) {
            rows.put("effective sample size", Digits.rounded(found.effective(), 3));
          }
        });
    evidence.identities().stream()
        .limit(MOST_IDENTITIES)
        .forEach(identity ->
            rows.put(
                identity.notation(),
                Digits.withError(identity.mean(), identity.standardError())
                    + " (expected "
                    + Digits.rounded(identity.expected(), 6)
                    + ")"));
    evidence
        .rhat()
        .forEach(found ->
            rows.put(
                "nested R-hat of " + found.quantity(),
                String.format(Locale.ROOT, "%.4f (limit %.4f)", found.value(), found.limit())));
    evidence
        .companion()
        .ifPresent(found ->
            found
                .observables()
                .forEach(each -> rows.put(each.name() + " at dt = 0", mean(each.extrapolated()))));
    return rows;
  }

  private static void put(Map<String, String> rows, String name, Interval interval) {
    if (!Double.isNaN(interval.value())) {
      rows.put(name, interval(interval));
    }
  }

  /** Where a run comes from. */
  static Map<String, String> provenance(RunRecord run, List<String> digests) {
    RunHeader header = run.header();
    Map<String, String> rows = new LinkedHashMap<>();
    rows.put("Perrin", header.perrinVersion());
    rows.put("backend", header.platform().backend() + " — " + header.platform().device());
    rows.put("arithmetic", header.platform().precision() + ", " + header.platform().math());
    rows.put("seed", Long.toString(header.walk().seed()));
    rows.put("first walker", Long.toString(header.walk().firstWalker()));
    rows.put(
        "walker-steps per second",
        Digits.rounded(header.timing().walkerStepsPerSecond(), 3)
            + " stepping, "
            + Digits.rounded(header.timing().walkerStepsPerSecondTotal(), 3)
            + " in the whole run");
    List<String> phases = new ArrayList<>();
    run.benchmark()
        .forEach((name, seconds) ->
            phases.add(name + " " + String.format(Locale.ROOT, "%.2f", seconds)));
    rows.put(
        "seconds",
        String.format(Locale.ROOT, "%.2f", header.timing().wallSeconds())
            + (phases.isEmpty() ? "" : " (" + String.join(", ", phases) + ")"));
    rows.put("experiment, SHA-256", header.experimentSha256());
    digests.forEach(line -> {
      String[] words = line.split(" ", 2);
      rows.put("digest of " + (words[0].equals("final") ? "final states" : words[0]), words[1]);
    });
    return rows;
  }
}
