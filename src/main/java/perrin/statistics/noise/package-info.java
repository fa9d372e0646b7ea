/** The noise of mini-batch gradients: how large, in which directions, and how Gaussian. */
package perrin.statistics.noise;
