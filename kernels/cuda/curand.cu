// curand.cu - for scripts/gpu-check: what cuRAND's own header draws for each walker, to compare ours with. The one kernel here
// that needs a header of CUDA's.
#include <curand_kernel.h>

#define BLOCK 256

// words, normals: shape [walkers][4]; written. Thread w draws Philox block `block` of subsequence w.
extern "C" __global__ void __launch_bounds__(BLOCK) perrin_curand(unsigned *words, float *normals, unsigned walkers,
                                                                  unsigned long long seed, unsigned long long block) {
  const unsigned w = blockIdx.x * BLOCK + threadIdx.x;
  if (w >= walkers) return;
  curandStatePhilox4_32_10_t state;
  curand_init(seed, w, 4 * block, &state);
  const uint4 drawn = curand4(&state);
  words[4 * w] = drawn.x, words[4 * w + 1] = drawn.y, words[4 * w + 2] = drawn.z, words[4 * w + 3] = drawn.w;
  curand_init(seed, w, 4 * block, &state);
  const float4 z = curand_normal4(&state);
  normals[4 * w] = z.x, normals[4 * w + 1] = z.y, normals[4 * w + 2] = z.z, normals[4 * w + 3] = z.w;
}
