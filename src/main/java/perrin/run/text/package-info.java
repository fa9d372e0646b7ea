/** What is told beside results. */
package perrin.run.text;
