/**
 * NVIDIA's cuRAND as a source of Gaussians: on the processor, on a device, and walkers that take
 * them.
 */
package perrin.backend.curand;
