// by_compiler.h - the same walk as a plain loop over walkers, which the compiler vectorises for whatever machine it
// has. The limit where there is nothing by hand. Its mathematics is by_hand.h's, which explains it: a library's would
// not do, because compilers join sin and cos of one angle to a sincos that they cannot vectorise.
#pragma once
#include <cstring>

#include "lanes.h"
#include "problem.h"

INLINE int32_t bits(float value) {
  int32_t word;
  std::memcpy(&word, &value, sizeof word);
  return word;
}

INLINE float from_bits(int32_t word) {
  float value;
  std::memcpy(&value, &word, sizeof value);
  return value;
}

INLINE void philox(uint32_t &a, uint32_t &b, uint32_t &c, uint32_t &d, uint64_t seed) {
  uint32_t low_key = (uint32_t)seed, high_key = (uint32_t)(seed >> 32);
#pragma GCC unroll 10
  for (int r = 0; r < philox_rounds; ++r) {
    const uint64_t p = (uint64_t)a * philox_multiplier[0], q = (uint64_t)c * philox_multiplier[1];
    a = (uint32_t)(q >> 32) ^ b ^ low_key;
    c = (uint32_t)(p >> 32) ^ d ^ high_key;
    b = (uint32_t)q;
    d = (uint32_t)p;
    low_key += philox_weyl[0];
    high_key += philox_weyl[1];
  }
}

INLINE float radius(uint32_t word, float scale) {
  constexpr int32_t root_half = 0x3f3504f3;
  const float u = (float)(int32_t)(word >> 1) * 0x1p-31f + 0x1p-32f;
  const int32_t i = bits(u) - root_half;
  const float k = (float)(i >> 23), g = from_bits((i & 0x7fffff) + root_half) - 1, g2 = g * g;
  float p = -2 * log_series[0];
#pragma GCC unroll 9
  for (int j = 1; j < 9; ++j) p = p * g - 2 * log_series[j];
  return std::sqrt(p * g * g2 + g2 - 2 * g + k * (float)(-2 * M_LN2)) * scale;
}

struct Direction {
  float cosine, sine;
};

INLINE Direction direction(uint32_t angle) {
  const float t = (float)(int32_t)(angle << 2) * (float)(M_PI / 4 * 0x1p-31), q = t * t;
  const float sine = t + t * q * (sine_series[2] + q * (sine_series[1] + q * sine_series[0]));
  const float cosine = 1 + q * (-0.5f + q * (cosine_series[2] + q * (cosine_series[1] + q * cosine_series[0])));
  const bool exchanged = angle & (1u << 30);
  const float turned = angle >> 31 ? -1.0f : 1.0f;
  return {turned * (exchanged ? sine : cosine), turned * (exchanged ? cosine : sine)};
}

INLINE float step(float x, float noise, float dt) { return x - dt * (4 * x * (x * x - 1)) + noise; }

// TILE walkers take all their steps before the next do, so that their positions stay in registers or the nearest cache.
template <int TILE> void walk_by_compiler(float *x, long first, long last, const Problem &problem) {
  const float scale = problem.noise(), dt = problem.dt;
  const uint64_t seed = problem.seed;
  for (long w = first; w < last; w += TILE) {
    alignas(64) float position[TILE];
    for (int i = 0; i < TILE; ++i) position[i] = x[w + i];
    for (uint32_t block = 0; block < problem.blocks; ++block) {
#pragma omp simd
      for (int i = 0; i < TILE; ++i) {
        uint32_t a = block, b = 0, c = (uint32_t)(w + i), d = 0;
        philox(a, b, c, d, seed);
        const float r = radius(a, scale), r2 = radius(c, scale);
        const Direction v = direction(b), v2 = direction(d);
        float y = position[i];
        y = step(y, r * v.cosine, dt);
        y = step(y, r * v.sine, dt);
        y = step(y, r2 * v2.cosine, dt);
        y = step(y, r2 * v2.sine, dt);
        position[i] = y;
      }
    }
    for (int i = 0; i < TILE; ++i) x[w + i] = position[i];
  }
}
