package perrin.output;

import java.util.Optional;
import perrin.statistics.SweepVerdict;
import perrin.statistics.Verdict;

/**
 * What must be known of a run file to keep it instead of running again.
 *
 * @param perrinVersion version of the program that wrote it
 * @param title the experiment's title
 * @param experimentSha256 the experiment's identity, 64 hexadecimal digits
 * @param verdict its verdict; {@link Verdict#line()} and {@link Verdict#exitCode()} as in the run;
 *     of a sweep the worst point's
 * @param sweep the verdicts on all points of a sweep
 */
public record RunSummary(
    String perrinVersion,
    String title,
    String experimentSha256,
    Verdict verdict,
    Optional<SweepVerdict> sweep) {}
