/**
 * The run file: its HDF5 layout, written and read in one place, and the digests of what is in it.
 * docs/run-file.md describes the layout for readers in other languages.
 */
package perrin.output;
