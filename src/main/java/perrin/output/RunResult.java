package perrin.output;

import java.util.List;
import java.util.Map;
import perrin.experiment.Sweep;
import perrin.statistics.Verdict;

/** What a run, or a sweep, leaves behind: of a sweep a {@link RunRecord} for each point. */
public sealed interface RunResult permits RunRecord, SweepRecord {
  RunHeader header();

  /** The axes; none where nothing is swept. */
  Sweep sweep();

  /** Row by row, the last axis running fastest; one where nothing is swept. */
  List<RunRecord> points();

  /** Seconds spent, by phase in the order to be shown. */
  Map<String, Double> benchmark();

  /** The verdict that decides the exit code: of a sweep the worst point's. */
  Verdict worst();
}
