package perrin.output;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import perrin.statistics.WalkerArray;
import perrin.statistics.verdict.Verdict;

/**
 * What one point of a run leaves behind; a run without a sweep has one point.
 *
 * @param histograms by name
 * @param times when samples were taken
 * @param observables by name; each with as many samples as there are times
 * @param sections what other measures left behind
 * @param trajectory paths of the first walkers
 * @param finals final coordinates and method state by name, the components of a vector as x[0],
 *     x[1], … in order; empty to leave them out
 * @param end what a longer run goes on from besides these; empty without final states
 * @param verdict what the histogram that is checked says
 */
public record PointRecord(
    Map<String, HistogramRecord> histograms,
    SampleTimes times,
    Map<String, ObservableRecord> observables,
    Sections sections,
    Optional<TrajectoryRecord> trajectory,
    Map<String, WalkerArray> finals,
    Optional<EndState> end,
    Verdict verdict) {

  /** One that a longer run cannot go on from. */
  public PointRecord(
      Map<String, HistogramRecord> histograms,
      SampleTimes times,
      Map<String, ObservableRecord> observables,
      Sections sections,
      Optional<TrajectoryRecord> trajectory,
      Map<String, WalkerArray> finals,
      Verdict verdict) {
    this(histograms, times, observables, sections, trajectory, finals, Optional.empty(), verdict);
  }

  /** Keeps the maps' order; refuses names that cannot be written and lengths that disagree. */
  public PointRecord {
    histograms = Collections.unmodifiableMap(new LinkedHashMap<>(histograms));
    observables = Collections.unmodifiableMap(new LinkedHashMap<>(observables));
    finals = Collections.unmodifiableMap(new LinkedHashMap<>(finals));
    Names.check(histograms.keySet());
    Names.check(observables.keySet());
    Names.check(sections.get(CorrelationSection.INSTANCE).keySet());
    Names.check(finals.keySet());
    Vectors.of(finals);
    for (String reserved : new String[] {"step", "time"}) {
      if (observables.containsKey(reserved)) {
        throw new IllegalArgumentException("an observable cannot be called '" + reserved + "'");
      }
    }
    int samples = times.samples();
    observables.forEach((name, o) -> requireLength(name, "samples", samples, o.mean().length));
  }

  /** Correlations in time by name. */
  public Map<String, CorrelationRecord> correlations() {
    return sections.get(CorrelationSection.INSTANCE);
  }

  /** The noise of mini-batches. */
  public SgdRecord sgd() {
    return sections.get(SgdSection.INSTANCE);
  }

  /** Each walker's lowest energy, where it was kept. */
  public Optional<BestRecord> best() {
    return sections.get(BestSection.INSTANCE);
  }

  /** How often accept statements have accepted. */
  public AcceptanceRecord acceptance() {
    return sections.get(AcceptanceSection.INSTANCE);
  }

  /** The learning coefficient. */
  public LearningRecord learning() {
    return sections.get(LearningSection.INSTANCE);
  }

  /** The same with more about the noise of mini-batches. */
  public PointRecord with(SgdRecord found) {
    Sections more = sections.with(SgdSection.INSTANCE, found);
    return new PointRecord(histograms, times, observables, more, trajectory, finals, end, verdict);
  }

  /** The same with another verdict. */
  public PointRecord judged(Verdict other) {
    return new PointRecord(
        histograms, times, observables, sections, trajectory, finals, end, other);
  }

  static void requireLength(String name, String what, long expected, long found) {
    if (found != expected) {
      throw new IllegalArgumentException(
          "'" + name + "' has " + found + " " + what + ", must be " + expected);
    }
  }
}
