/** Compilers that make kernels: formulas in, operations out. */
package perrin.kernel.compile;
