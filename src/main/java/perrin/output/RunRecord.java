package perrin.output;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import perrin.experiment.Sweep;
import perrin.statistics.verdict.SweepVerdict;
import perrin.statistics.verdict.Verdict;

/**
 * All that a run leaves behind, as {@link RunFile} writes it and gives it back. A run in which
 * nothing is swept is a sweep without axes: it has one point.
 *
 * @param header what the run was; its walkers are those of one point
 * @param experiment the resolved experiment, canonical JSON
 * @param sweep its axes
 * @param checked name of the histogram that was judged; empty if none
 * @param benchmark seconds that all points together spent, by phase in the order to be shown
 * @param points what each point left behind, row by row, the last axis running fastest
 */
public record RunRecord(
    RunHeader header,
    String experiment,
    Sweep sweep,
    String checked,
    Map<String, Double> benchmark,
    List<PointRecord> points) {

  /**
   * Refuses another number of points than the axes have, and final states of another number of
   * walkers.
   */
  public RunRecord {
    benchmark = Collections.unmodifiableMap(new LinkedHashMap<>(benchmark));
    Names.check(benchmark.keySet());
    points = List.copyOf(points);
    if (points.size() != sweep.points()) {
      throw new IllegalArgumentException(points.size() + " points, must be " + sweep.points());
    }
    long walkers = header.walk().walkers();
    for (PointRecord point : points) {
      point
          .finals()
          .forEach((name, f) -> PointRecord.requireLength(name, "walkers", walkers, f.walkers()));
    }
  }

  /**
   * The one point of a run in which nothing is swept.
   *
   * @throws IllegalStateException for a sweep
   */
  public PointRecord only() {
    if (!sweep.isEmpty()) {
      throw new IllegalStateException("a sweep has no single point");
    }
    return points.getFirst();
  }

  /** The verdicts on all points; the worst decides the exit code. */
  public SweepVerdict verdict() {
    return new SweepVerdict(sweep.words(), points.stream().map(PointRecord::verdict).toList());
  }

  /**
   * The same with other verdicts.
   *
   * @param verdicts of each point
   */
  public RunRecord judged(List<Verdict> verdicts) {
    List<PointRecord> others =
        IntStream.range(0, points.size())
            .mapToObj(p -> points.get(p).judged(verdicts.get(p)))
            .toList();
    return new RunRecord(header, experiment, sweep, checked, benchmark, others);
  }

  /** The same with other points, as many. */
  public RunRecord withPoints(List<PointRecord> others) {
    return new RunRecord(header, experiment, sweep, checked, benchmark, others);
  }

  /**
   * The same of a run that took longer.
   *
   * @param seconds longer
   * @param phases in which these are
   */
  public RunRecord longer(double seconds, Map<String, Double> phases) {
    return new RunRecord(header.longer(seconds), experiment, sweep, checked, phases, points);
  }
}
