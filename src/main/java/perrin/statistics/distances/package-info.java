/** How far a histogram is from what it is compared with, and how sure that is. */
package perrin.statistics.distances;
