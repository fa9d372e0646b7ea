/** Charts as data: what is drawn, in no renderer's terms. */
package perrin.report.chart;
