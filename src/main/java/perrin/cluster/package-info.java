/**
 * Runs whose shards are jobs of a cluster: what they are given, how they are queued, how far they
 * are.
 */
package perrin.cluster;
