package perrin.statistics.agreement;

/**
 * A comparison that was made.
 *
 * @param group of runs that are compared with each other, from 0
 * @param member of the group that is compared with the group's first; from 1
 * @param quantity an observable, or a histogram
 * @param difference what was found
 */
public record Finding(int group, int member, String quantity, Difference difference) {}
