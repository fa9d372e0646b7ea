/**
 * The intermediate code that every backend runs: operations, kernels made of them, and the values
 * that the host computes for them.
 */
package perrin.kernel;
