/** A run shown in a browser of this machine while it lasts. */
package perrin.report.live;
