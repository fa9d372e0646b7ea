// roots.cu - for scripts/gpu-check: does sqrt_normal give what __fsqrt_rn gives, for every number that it is made for?
#include "../portable/lanes.h"

namespace perrin {

#define BLOCK 256
#define SMALLEST 0x0d800000u  // 2^-100
#define INFINITE 0x7f800000u

// Tries 0 and every stride-th number from 2^-100 on.
//   result[0]: how many roots differ; added to. result[1]: the least such number's bits. result[2]: how many were tried.
extern "C" __global__ void __launch_bounds__(BLOCK) perrin_roots(u64 *result, u64 stride) {
  const u64 thread = (u64)blockIdx.x * BLOCK + threadIdx.x, threads = (u64)gridDim.x * BLOCK;
  u64 wrong = 0, least = ~0ull, tried = 0;
  for (u64 b = SMALLEST + thread * stride; b < INFINITE; b += threads * stride) {
    const u32 number = thread == 0 && b == SMALLEST ? 0 : (u32)b;  // 2^-100 itself: below
    ++tried;
    if (bits(sqrt_normal(from_bits(number))) != bits(sqrt(from_bits(number)))) {
      ++wrong;
      least = number < least ? number : least;
    }
  }
  if (thread == 0) {
    ++tried;
    if (bits(sqrt_normal(from_bits(SMALLEST))) != bits(sqrt(from_bits(SMALLEST)))) ++wrong, least = SMALLEST;
  }
  atomicAdd(&result[0], wrong);
  atomicMin(&result[1], least);
  atomicAdd(&result[2], tried);
}
}  // namespace perrin
