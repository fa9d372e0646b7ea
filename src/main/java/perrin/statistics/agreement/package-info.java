/** Whether runs agree: differences of means and histograms, and how means approach dt = 0. */
package perrin.statistics.agreement;
