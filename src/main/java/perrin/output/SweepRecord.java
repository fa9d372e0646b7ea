package perrin.output;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import perrin.experiment.Sweep;
import perrin.statistics.SweepVerdict;
import perrin.statistics.Verdict;

/**
 * All that a sweep leaves behind, as {@link RunFile} writes it.
 *
 * @param header what the whole run was; its walkers are those of one point
 * @param experiment the resolved experiment, canonical JSON
 * @param sweep its axes
 * @param benchmark seconds that all points together spent, by phase
 * @param points what each point left behind, row by row, the last axis running fastest
 */
public record SweepRecord(
    RunHeader header,
    String experiment,
    Sweep sweep,
    Map<String, Double> benchmark,
    List<RunRecord> points)
    implements RunResult {
  /** Refuses another number of points than the axes have. */
  public SweepRecord {
    benchmark = Collections.unmodifiableMap(new LinkedHashMap<>(benchmark));
    points = List.copyOf(points);
    if (points.size() != sweep.points()) {
      throw new IllegalArgumentException(points.size() + " points, must be " + sweep.points());
    }
  }

  @Override
  public Verdict worst() {
    return verdict().worst();
  }

  /** The verdicts on all points. */
  public SweepVerdict verdict() {
    return new SweepVerdict(sweep.words(), points.stream().map(RunRecord::verdict).toList());
  }
}
