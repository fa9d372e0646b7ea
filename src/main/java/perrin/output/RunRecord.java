package perrin.output;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import perrin.experiment.Sweep;
import perrin.statistics.Verdict;
import perrin.statistics.WalkerArray;

/**
 * All that a run leaves behind, as {@link RunFile} writes it.
 *
 * @param header what the run was
 * @param experiment the resolved experiment, canonical JSON
 * @param histograms by name
 * @param times when samples were taken
 * @param observables by name; each with as many samples as there are times
 * @param correlations by name
 * @param trajectory paths of the first walkers
 * @param finals final coordinates and method state by name, the components of a vector as x[0],
 *     x[1], … in order; empty to leave them out
 * @param checked name of the histogram that was judged; empty if none
 * @param verdict what the histogram says
 * @param benchmark seconds spent, by phase in the order to be shown
 */
public record RunRecord(
    RunHeader header,
    String experiment,
    Map<String, HistogramRecord> histograms,
    SampleTimes times,
    Map<String, ObservableRecord> observables,
    Map<String, CorrelationRecord> correlations,
    Optional<TrajectoryRecord> trajectory,
    Map<String, WalkerArray> finals,
    String checked,
    Verdict verdict,
    Map<String, Double> benchmark)
    implements RunResult {

  /** Keeps the maps' order; refuses names that cannot be written and lengths that disagree. */
  public RunRecord {
    histograms = Collections.unmodifiableMap(new LinkedHashMap<>(histograms));
    observables = Collections.unmodifiableMap(new LinkedHashMap<>(observables));
    correlations = Collections.unmodifiableMap(new LinkedHashMap<>(correlations));
    finals = Collections.unmodifiableMap(new LinkedHashMap<>(finals));
    benchmark = Collections.unmodifiableMap(new LinkedHashMap<>(benchmark));
    Names.check(histograms.keySet());
    Names.check(observables.keySet());
    Names.check(correlations.keySet());
    Names.check(finals.keySet());
    Vectors.of(finals);
    Names.check(benchmark.keySet());
    for (String reserved : new String[] {"step", "time"}) {
      if (observables.containsKey(reserved)) {
        throw new IllegalArgumentException("an observable cannot be called '" + reserved + "'");
      }
    }
    int samples = times.samples();
    observables.forEach((name, o) -> require(name, "samples", samples, o.mean().length));
    long walkers = header.walkers();
    finals.forEach((name, f) -> require(name, "walkers", walkers, f.walkers()));
  }

  /**
   * The same with another verdict, for which more was run.
   *
   * @param seconds that took
   */
  public RunRecord judgedAgain(Verdict other, Map<String, Double> phases, double seconds) {
    return new RunRecord(
        header.longer(seconds),
        experiment,
        histograms,
        times,
        observables,
        correlations,
        trajectory,
        finals,
        checked,
        other,
        phases);
  }

  @Override
  public Sweep sweep() {
    return Sweep.NONE;
  }

  @Override
  public List<RunRecord> points() {
    return List.of(this);
  }

  @Override
  public Verdict worst() {
    return verdict;
  }

  private static void require(String name, String what, long expected, long found) {
    if (found != expected) {
      throw new IllegalArgumentException(
          "'" + name + "' has " + found + " " + what + ", must be " + expected);
    }
  }
}
