// stand_in_test_kernels.h - the CUDA text that stand_in_test.cpp compiles and runs: right kernels and wrong ones.
#pragma once
#include <string>

static const std::string ALL = R"(
namespace test {
typedef unsigned u32;
typedef unsigned long long u64;
struct Two { u32 a; double b; };

extern "C" __global__ void __launch_bounds__(256) warps(u32 *out) {
  const u32 i = threadIdx.x;
  float sum = (float)i;
  for (int h = 16; h > 0; h /= 2) sum += __shfl_xor_sync(0xffffffffu, sum, h);
  double d = __shfl_sync(0xffffffffu, 0.5 * i, 3);
  out[4 * i] = (u32)sum;
  out[4 * i + 1] = (u32)(2 * d);
  out[4 * i + 2] = __ballot_sync(0xffffffffu, i % 3 == 0);
  out[4 * i + 3] = __any_sync(0xffffffffu, i == 40) + 10 * __shfl_xor_sync(0xffffffffu, i, 1, 16);
}
extern "C" __global__ void halves(u32 *out) {  // two groups, at lines of their own
  const u32 i = threadIdx.x;
  if (i < 16) out[i] = __shfl_sync(0x0000ffffu, i, 1);
  else out[i] = __shfl_sync(0xffff0000u, i, 17) + __shfl_sync(0xffff0000u, i, 18);
}
extern "C" __global__ void some_end(u32 *out, int from) {  // lanes 20 and above
  const u32 i = threadIdx.x;
  if (i >= 20) return;
  out[i] = __shfl_sync(0xffffffffu, i, from);
}
extern "C" __global__ void one_sided(u32 *out) {
  const u32 i = threadIdx.x;
  if (i < 16) out[i] = __shfl_xor_sync(0xffffffffu, i, 1);
  __syncthreads();
}
extern "C" __global__ void not_in_mask(u32 *out) { out[threadIdx.x] = __shfl_sync(0x0000ffffu, 1u, 0); }
extern "C" __global__ void two_barriers() {
  if (threadIdx.x < 7) __syncthreads();
  else
    __syncthreads();
}
extern "C" __global__ void barrier_with_ended(u32 *out) {
  __shared__ u32 seen;
  if (threadIdx.x >= 40) return;
  if (threadIdx.x == 3) seen = blockIdx.x;
  __syncthreads();
  out[blockIdx.x * 40 + threadIdx.x] = seen;
}
extern "C" __global__ void neighbours(u32 *out, int barrier) {
  extern __shared__ u32 seen[];
  seen[threadIdx.x] = threadIdx.x;
  if (barrier) __syncthreads();
  out[blockIdx.x * blockDim.x + threadIdx.x] = seen[(threadIdx.x + blockDim.x / 2) % blockDim.x];
}
extern "C" __global__ void shared_at(u32 *out, int i) { extern __shared__ u32 cells[]; out[0] = cells[i]; }
extern "C" __global__ void write(u32 *out, long long i) { out[i] = 1; }
extern "C" __global__ void read(u32 *out, const u32 *in, long long i) { out[0] = in[i]; }
static __device__ __noinline__ u32 deep(u32 n) {
  volatile u32 room[64];
  room[n % 64] = n;
  return n == 0 ? 0 : deep(n - 1) + room[n % 64];
}
extern "C" __global__ void recursion(u32 *out, u32 n) { out[0] = deep(n); }
extern "C" __global__ void division(u32 *out, u32 by) { out[0] = 7 / by; }
extern "C" __global__ void atomics(u32 *u, u64 *w, int *i, float *f) {
  const u32 n = blockIdx.x * blockDim.x + threadIdx.x;
  atomicAdd(&u[0], n);
  atomicMin(&u[1], n + 5);
  atomicMax(&u[2], n);
  atomicAdd(&w[0], 1ull << 33);
  atomicMin(&w[1], (u64)n << 33);
  atomicMax(&w[2], (u64)n << 33);
  atomicAdd(i, -1);
  atomicAdd(f, 1.0f);
}
extern "C" __global__ void places(u32 *out) {
  const u32 block = blockIdx.x + gridDim.x * (blockIdx.y + gridDim.y * blockIdx.z);
  const u32 thread = threadIdx.x + blockDim.x * (threadIdx.y + blockDim.y * threadIdx.z);
  atomicAdd(&out[block * (blockDim.x * blockDim.y * blockDim.z) + thread], 1u);
}
extern "C" __global__ void structs(const __grid_constant__ Two x, u32 *out, Two y) { out[0] = x.a + y.a + (u32)(x.b * y.b); }
extern "C" __global__ void numbers(u32 *out) {
  out[0] = __float_as_uint(__fmaf_rn(1.0f + 0x1p-12f, 1.0f + 0x1p-12f, -1.0f));
  out[1] = __float_as_uint(__fmul_rn(1.0f + 0x1p-23f, 1.0f + 0x1p-23f));
  out[2] = __umulhi(0xD2511F53u, 0xdeadbeefu);
  out[3] = __float_as_uint(fmaxf(-0.0f, 0.0f)) + (fmaxf(__uint_as_float(0x7fc00000u), 2.0f) == 2.0f);
  out[4] = __float_as_uint(__fsqrt_rn(2.0f)) + (__fdiv_rn(1.0f, 4.0f) == 0.25f) + (__uint2float_rn(~0u) == 0x1p32f);
#ifdef VALUE
  out[5] = VALUE;
#endif
}
__global__ void mangled() {}
}  // namespace test
)";
