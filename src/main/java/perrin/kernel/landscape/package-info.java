/**
 * The formulas of an experiment as mathematics over walkers: energy, forces, parameters, positions
 * in registers or in memory.
 */
package perrin.kernel.landscape;
