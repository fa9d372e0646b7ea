/**
 * Figures as files for papers: PNG, SVG, PDF. The only part of Perrin that touches {@code
 * java.desktop}, with {@code perrin.report.motion}; no other command loads it.
 */
package perrin.report.paper;
