package perrin.statistics.noise;

import perrin.statistics.distances.TotalVariation;

/**
 * How far a walk by mini-batches is from Langevin dynamics at the temperature of its noise.
 *
 * @param histogram what was compared
 * @param kT the single temperature
 * @param scalar total variation between the walk and Langevin dynamics at kT
 * @param tensor the same with the noise's own temperature in each direction; unknown where that was
 *     not run. Both are unknown where nearly all values lie outside of the range, or in one bin
 */
public record Likeness(String histogram, double kT, TotalVariation scalar, TotalVariation tensor) {}
