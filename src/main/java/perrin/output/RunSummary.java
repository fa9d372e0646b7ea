package perrin.output;

import perrin.statistics.Verdict;

/**
 * What must be known of a run file to keep it instead of running again.
 *
 * @param perrinVersion version of the program that wrote it
 * @param title the experiment's title
 * @param experimentSha256 the experiment's identity, 64 hexadecimal digits
 * @param verdict its verdict; {@link Verdict#line()} and {@link Verdict#exitCode()} as in the run
 */
public record RunSummary(
    String perrinVersion, String title, String experimentSha256, Verdict verdict) {}
