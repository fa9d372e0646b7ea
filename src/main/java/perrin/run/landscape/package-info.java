/**
 * What an experiment's energy is shaped like: found on a mesh, or from where a run's walkers are.
 */
package perrin.run.landscape;
