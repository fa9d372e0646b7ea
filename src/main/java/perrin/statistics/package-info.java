/**
 * What a run says: histograms and moments, the Boltzmann distribution they are held against, and
 * the verdict.
 *
 * <p>Everything here is a pure function of its arguments and gives the same bits on every machine:
 * sums have a fixed order and transcendental functions come from {@link StrictMath} or from
 * Hipparchus' plain-Java ones.
 */
package perrin.statistics;
