/**
 * What a run says of single quantities: mean, quantiles, and how many independent draws they are
 * worth.
 */
package perrin.statistics.summary;
