/**
 * The Boltzmann distribution of an energy, integrated: what histograms are compared with. Of one
 * coordinate by {@link perrin.statistics.reference.BoltzmannReference}, of two by {@link
 * perrin.statistics.reference.PlaneReference}.
 */
package perrin.statistics.reference;
