package perrin.output;

import perrin.statistics.verdict.SweepVerdict;

/**
 * What must be known of a run file to keep it instead of running again.
 *
 * @param perrinVersion version of the program that wrote it
 * @param title the experiment's title
 * @param experimentSha256 the experiment's identity, 64 hexadecimal digits
 * @param verdict the run's own, on all points
 */
public record RunSummary(
    String perrinVersion, String title, String experimentSha256, SweepVerdict verdict) {}
