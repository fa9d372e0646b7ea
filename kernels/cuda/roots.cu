// roots.cu - for scripts/gpu-check: does sqrt_normal give what __fsqrt_rn gives, for every number that it is made for?
#include "../portable/lanes.h"

namespace perrin {

#define BLOCK 256

__device__ __forceinline__ bool differs(u32 number) {
  return bits(sqrt_normal(from_bits(number))) != bits(sqrt(from_bits(number)));
}

// Tries 0, -0 and every stride-th number from .. to-1, all by their bits.
//   result[0]: how many roots differ; added to. result[1]: the least such number's bits. result[2]: how many were tried.
extern "C" __global__ void __launch_bounds__(BLOCK) perrin_roots(u64 *result, u64 from, u64 to, u64 stride) {
  const u64 thread = (u64)blockIdx.x * BLOCK + threadIdx.x, threads = (u64)gridDim.x * BLOCK;
  u64 wrong = 0, least = ~0ull, tried = 0;
  const auto look = [&](u32 number) {
    ++tried;
    if (!differs(number)) return;
    ++wrong;
    least = number < least ? number : least;
  };
  if (thread == 0) look(0), look(TOP_BIT);
  for (u64 b = from + thread * stride; b < to; b += threads * stride) look((u32)b);
  atomicAdd(&result[0], wrong);
  atomicMin(&result[1], least);
  atomicAdd(&result[2], tried);
}
}  // namespace perrin
