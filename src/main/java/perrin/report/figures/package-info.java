/** What of a run is worth a picture: its figures, as data. */
package perrin.report.figures;
