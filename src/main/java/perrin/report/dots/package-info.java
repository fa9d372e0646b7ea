/** Figures in the terminal: dots of Braille characters, and blocks in colours. */
package perrin.report.dots;
