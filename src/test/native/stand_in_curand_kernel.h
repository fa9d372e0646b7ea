// stand_in_curand_kernel.h - the part of cuRAND's device API that kernels/cuda/curand.cu calls, for the stand-in NVRTC. Written after
// the published algorithms (Philox4x32-10, Box & Muller), with the C library's functions where a GPU has fast ones.
#pragma once

struct uint4 {
  unsigned x, y, z, w;
};
struct float4 {
  float x, y, z, w;
};

struct curandStatePhilox4_32_10_t {
  unsigned long long seed, subsequence, offset;
};

static inline void curand_init(unsigned long long seed, unsigned long long subsequence, unsigned long long offset,
                               curandStatePhilox4_32_10_t *state) {
  *state = {seed, subsequence, offset};
}

// Takes offsets that are multiples of 4.
static inline uint4 curand4(curandStatePhilox4_32_10_t *state) {
  const unsigned long long block = state->offset / 4;
  state->offset += 4;
  uint4 c = {(unsigned)block, (unsigned)(block >> 32), (unsigned)state->subsequence, (unsigned)(state->subsequence >> 32)};
  unsigned k0 = (unsigned)state->seed, k1 = (unsigned)(state->seed >> 32);
  for (int round = 0; round < 10; ++round, k0 += 0x9E3779B9u, k1 += 0xBB67AE85u) {
    const unsigned long long p = (unsigned long long)c.x * 0xD2511F53u, q = (unsigned long long)c.z * 0xCD9E8D57u;
    c = {(unsigned)(q >> 32) ^ c.y ^ k0, (unsigned)q, (unsigned)(p >> 32) ^ c.w ^ k1, (unsigned)p};
  }
  return c;
}

static inline float4 curand_normal4(curandStatePhilox4_32_10_t *state) {
  const uint4 c = curand4(state);
  const float two_pi = 6.2831855f;
  const float s = __builtin_sqrtf(-2.0f * __builtin_logf(c.x * 0x1p-32f + 0x1p-33f));
  const float t = __builtin_sqrtf(-2.0f * __builtin_logf(c.z * 0x1p-32f + 0x1p-33f));
  const float a = two_pi * (c.y * 0x1p-32f + 0x1p-33f), b = two_pi * (c.w * 0x1p-32f + 0x1p-33f);
  return {s * __builtin_sinf(a), s * __builtin_cosf(a), t * __builtin_sinf(b), t * __builtin_cosf(b)};
}
