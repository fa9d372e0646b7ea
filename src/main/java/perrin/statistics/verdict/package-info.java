/** What is concluded from distances, identities and companions, and in which words. */
package perrin.statistics.verdict;
