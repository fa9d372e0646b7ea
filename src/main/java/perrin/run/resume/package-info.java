/** Runs that outlive their process: where they are is kept in a file, and taken up from there. */
package perrin.run.resume;
