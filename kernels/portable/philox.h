// philox.h - Philox4x32-10 (Salmon, Moraes, Dror & Shaw, SC'11), laid out as cuRAND's curand_init(seed, subsequence, 0):
//
//   counter = (block low, block high, subsequence low, subsequence high)      key = (seed low, seed high)
//   subsequence = walker + (stream << 48)
//
// One round: (x, y, z, w) <- (hi(M1 z) ^ y ^ k0, lo(M1 z), hi(M0 x) ^ w ^ k1, lo(M0 x)), then k += (W0, W1).
// The caller gives the ten round keys ready made: operands from memory on a CPU, from the constant bank on a GPU.
// The block number and the subsequence's high word are the same for all lanes, so most of rounds 0 and 1 is scalar,
// and what depends on the walker and the block's high word alone is loop-invariant: compilers move it out of the step
// loop by themselves, if that loop keeps the high word.
//
// A block is four words in single precision. In double it is two, of 53 bits: x ^ y << 21 and z ^ w << 21, as
// curand_uniform_double puts them together.
#pragma once
#include "lanes.h"

#define PHILOX_M0 0xD2511F53u
#define PHILOX_M1 0xCD9E8D57u
#define PHILOX_ROUNDS 10

namespace perrin {

#define BLOCK_WORDS (PRECISION == 64 ? 2 : 4)
struct Words {
  word x, y;
#if PRECISION == 32
  word z, w;
#endif
};

#if LANES == 1
typedef u32 half;  // 32 bits of a walker
typedef u32 RoundKey;
KERNEL_FUNCTION void set_key(RoundKey &key, u32 value) { key = value; }
KERNEL_FUNCTION u32 first_lane(RoundKey key) { return key; }

struct Counter {
  half x, y, z, w;
};

KERNEL_FUNCTION void multiply_wide(half a, u32 m, half &high, half &low) {
  u64 product = (u64)a * m;
  high = (half)(product >> 32);
  low = (half)product;
}

KERNEL_FUNCTION void last_rounds(Counter &c, const RoundKey *key) {
  UNROLL
  for (int r = 2; r < PHILOX_ROUNDS; ++r) {
    half high0, low0, high1, low1;
    multiply_wide(c.x, PHILOX_M0, high0, low0);
    multiply_wide(c.z, PHILOX_M1, high1, low1);
    c.x = high1 ^ c.y ^ key[2 * r];
    c.y = low1;
    c.z = high0 ^ c.w ^ key[2 * r + 1];
    c.w = low0;
  }
}

#else
typedef word half;  // 32 bits of a walker; in double precision a lane's upper half is without meaning
struct Counter {
  half x, y, z, w;
};

typedef u64_lanes RoundKey;  // the key in every 32-bit lane, so that it is a plain memory operand without AVX-512
KERNEL_FUNCTION void set_key(RoundKey &key, u32 value) { key = (u64_lanes)(value | u32_lanes{}); }
KERNEL_FUNCTION u32 first_lane(RoundKey key) { return (u32)key[0]; }

#if PRECISION == 64
KERNEL_FUNCTION void multiply_wide(half a, u32 m, half &high, half &low) {
  low = multiply_even((u32_lanes)a.v, m | u32_lanes{});
  high = shift_right(low, 32);
}

KERNEL_FUNCTION void last_rounds(Counter &c, const RoundKey *key) {
  UNROLL
  for (int r = 2; r < PHILOX_ROUNDS; ++r) {
    half high0, low0, high1, low1;
    multiply_wide(c.x, PHILOX_M0, high0, low0);
    multiply_wide(c.z, PHILOX_M1, high1, low1);
    c.x = high1 ^ c.y ^ word(key[2 * r]);
    c.y = low1;
    c.z = high0 ^ c.w ^ word(key[2 * r + 1]);
    c.w = low0;
  }
}

#else
// Even lanes from the low words of `even`, odd lanes from those of `odd`.
KERNEL_FUNCTION word join_lanes(u64_lanes even, u64_lanes odd) {
#if LANES == 8 && defined(__AVX2__) && !defined(__clang__)
  return (u32_lanes)__builtin_ia32_pblendd256((int_lanes)even, (int_lanes)(odd << 32), 0xaa);
#else
  return (u32_lanes)((even & 0xffffffffull) | (odd << 32));
#endif
}

KERNEL_FUNCTION void multiply_wide(half a, u32 m, half &high, half &low) {
  u32_lanes factor = m | u32_lanes{};
  u64_lanes even = multiply_even(a.v, factor), odd = multiply_even((u32_lanes)((u64_lanes)a.v >> 32), factor);
  high = (u32_lanes)((even >> 32) | (odd & (~0ull << 32 | u64_lanes{})));
  low = a.v * factor;
}

// Even and odd lanes apart, each in the low half of a 64-bit lane whose high half is ignored: no regrouping a product.
KERNEL_FUNCTION void last_rounds(Counter &c, const RoundKey *key) {
  u64_lanes x[2], y[2], z[2], w[2];
  x[0] = (u64_lanes)c.x.v, y[0] = (u64_lanes)c.y.v, z[0] = (u64_lanes)c.z.v, w[0] = (u64_lanes)c.w.v;
  x[1] = x[0] >> 32, y[1] = y[0] >> 32, z[1] = z[0] >> 32, w[1] = w[0] >> 32;
  const u32_lanes m0 = PHILOX_M0 | u32_lanes{}, m1 = PHILOX_M1 | u32_lanes{};
  UNROLL
  for (int r = 2; r < PHILOX_ROUNDS; ++r) {
    UNROLL
    for (int h = 0; h < 2; ++h) {
      u64_lanes p = multiply_even((u32_lanes)x[h], m0), q = multiply_even((u32_lanes)z[h], m1);
      x[h] = (q >> 32) ^ y[h] ^ key[2 * r];
      y[h] = q;
      z[h] = (p >> 32) ^ w[h] ^ key[2 * r + 1];
      w[h] = p;
    }
  }
  c.x = join_lanes(x[0], x[1]), c.y = join_lanes(y[0], y[1]);
  c.z = join_lanes(z[0], z[1]), c.w = join_lanes(w[0], w[1]);
}
#endif
#endif

#if PRECISION == 64
KERNEL_FUNCTION word word_of_53_bits(half low, half high) {
  return (word(low) & word(0xffffffffull)) ^ shift_right(shift_left(word(high), 32), 11);
}
KERNEL_FUNCTION Words words(const Counter &c) { return {word_of_53_bits(c.x, c.y), word_of_53_bits(c.z, c.w)}; }
#else
KERNEL_FUNCTION Words words(const Counter &c) { return {c.x, c.y, c.z, c.w}; }
#endif

// Block (low_block, high_block) of the subsequence (walker, high) under the round keys `key`, shape [2 * PHILOX_ROUNDS].
KERNEL_FUNCTION Words philox(u32 low_block, u32 high_block, half walker, u32 high, const RoundKey *key) {
  Counter c;
  // round 0: x and y depend on the walker alone, z and w on the block alone
  half high0, low0, high1, low1;
  multiply_wide(walker, PHILOX_M1, high1, low1);
  half x = high1 ^ half(high_block ^ first_lane(key[0]));
  const u32 z = multiply_high(low_block, PHILOX_M0) ^ high ^ first_lane(key[1]), w = low_block * PHILOX_M0;
  // round 1
  multiply_wide(x, PHILOX_M0, high0, low0);
  c.x = low1 ^ half(multiply_high(z, PHILOX_M1) ^ first_lane(key[2]));
  c.y = half(z * PHILOX_M1);
  c.z = high0 ^ half(w ^ first_lane(key[3]));
  c.w = low0;
  last_rounds(c, key);
  return words(c);
}
}  // namespace perrin
