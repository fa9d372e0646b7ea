/** Where NVIDIA's libraries and headers lie, and how JCuda's are loaded. */
package perrin.backend.nvidia;
