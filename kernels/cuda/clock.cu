// clock.cu - for scripts/gpu-check: how many clocks the multiprocessors make in a second.

typedef unsigned long long u64;

static __device__ __forceinline__ u64 nanoseconds() {
  u64 now;
  asm volatile("mov.u64 %0, %%globaltimer;" : "=l"(now));
  return now;
}

// Waits for so many nanoseconds. result: clocks and nanoseconds that passed; written by the first thread of all.
extern "C" __global__ void __launch_bounds__(256) perrin_clock(u64 *result, u64 duration) {
  const u64 before = nanoseconds();
  u64 begin = nanoseconds(), end = begin;
  while (begin == before) begin = nanoseconds();  // the timer moves in steps: begin with one
  const long long clock = clock64();
  while (end < begin + duration) end = nanoseconds();
  const long long clocks = clock64() - clock;
  if (blockIdx.x == 0 && threadIdx.x == 0) {
    result[0] = clocks;
    result[1] = end - begin;
  }
}
