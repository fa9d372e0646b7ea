// by_hand.h - the walk in SIMD intrinsics: as fast as we know how to write it for one given energy and method.
//
// A speed limit, not a reference for values: it is compiled with -ffast-math, and it takes two liberties that Perrin,
// which promises cuRAND's Gaussians, does not: the pairing of words and angles (see Polar), and shorter polynomials.
#pragma once
#include "lanes.h"
#include "problem.h"

// The round keys, broadcast once: in every lane, wide.
template <class L> struct RoundKeys {
  typename L::Words low[philox_rounds], high[philox_rounds];
};

template <class L> INLINE RoundKeys<L> round_keys(uint64_t seed) {
  RoundKeys<L> keys;
  for (int r = 0; r < philox_rounds; ++r) {
    keys.low[r] = L::wide((uint32_t)seed + r * philox_weyl[0]);
    keys.high[r] = L::wide((uint32_t)(seed >> 32) + r * philox_weyl[1]);
  }
  return keys;
}

// Four wide words of Philox' state; the upper halves hold left-overs that no operation looks at.
template <class L> struct State {
  typename L::Words a, b, c, d;
};

// The counter is (block, 0, walker, 0). In the first round block and walker meet multipliers separately, in the second
// still only in exclusive ors: so both rounds split into a part per walker, computed once, and a part per block,
// computed once for all walkers of the vector with scalar instructions.
template <class L> struct WalkerPart {
  typename L::Words a, c, d;
};
template <class L> struct BlockPart {
  typename L::Words a, b, c;
};

// first: the number of the walker in lane 0; the part is for walkers first, first + 2, first + 4, ...
template <class L> INLINE WalkerPart<L> walker_part(long first, const RoundKeys<L> &keys) {
  const auto walkers = L::add_wide(L::every_second(), L::wide(first));
  const auto product = L::multiply_wide(walkers, L::wide(philox_multiplier[1]));
  const auto a = L::exclusive_or(L::high_wide(product), keys.low[0]);
  const auto product2 = L::multiply_wide(a, L::wide(philox_multiplier[0]));
  return {product, L::exclusive_or(L::high_wide(product2), keys.high[1]), product2};
}

template <class L> INLINE BlockPart<L> block_part(uint32_t block, uint64_t seed) {
  const uint32_t low_key1 = (uint32_t)seed + philox_weyl[0], high_key0 = (uint32_t)(seed >> 32);
  const uint64_t product = (uint64_t)block * philox_multiplier[0];
  const uint64_t c = (product >> 32) ^ high_key0;
  const uint64_t product2 = c * philox_multiplier[1];
  return {L::wide((product2 >> 32) ^ low_key1), L::wide((uint32_t)product2), L::wide((uint32_t)product)};
}

template <class L> INLINE State<L> after_two_rounds(const WalkerPart<L> &walker, const BlockPart<L> &block) {
  return {L::exclusive_or(walker.a, block.a), block.b, L::exclusive_or(walker.c, block.c), walker.d};
}

template <class L> INLINE void philox_round(State<L> &s, int round, const RoundKeys<L> &keys) {
  const auto p = L::multiply_wide(s.a, L::wide(philox_multiplier[0]));
  const auto q = L::multiply_wide(s.c, L::wide(philox_multiplier[1]));
  s.a = L::exclusive_or(L::high_wide(q), s.b, keys.low[round]);
  s.c = L::exclusive_or(L::high_wide(p), s.d, keys.high[round]);
  s.b = q;
  s.d = p;
}

// sqrt(-2 ln u), scaled, for u in (0, 1): ln u = k ln 2 + ln(1 + g) where u = 2^k (1 + g). The factor -2 goes into the
// coefficients.
template <class L> INLINE typename L::Reals radius(typename L::Words word, typename L::Reals scale) {
  const auto root_half = L::words(0x3f3504f3);  // the bits of sqrt(1/2)
  // 31 bits of the word: conversions are of signed integers.
  const auto u = L::fma(L::to_reals(L::template shift_right<1>(word)), L::reals(0x1p-31f), L::reals(0x1p-32f));
  const auto i = L::subtract(L::bits(u), root_half);
  const auto k = L::to_reals(L::template shift_right_signed<23>(i));
  const auto g = L::from_bits(L::add(L::bits_and(i, L::words(0x7fffff)), root_half)) - L::reals(1);
  const auto g2 = g * g;
  auto p = L::reals(-2 * log_series[0]);
#pragma GCC unroll 9
  for (int j = 1; j < 9; ++j) p = L::fma(p, g, L::reals(-2 * log_series[j]));
  const auto square = L::fma(p * g, g2, g2) + L::fma(g, L::reals(-2), k * L::reals((float)(-2 * M_LN2)));
  return L::square_root(square) * scale;
}

// Two Gaussians, radius * cosine and radius * sine, not yet multiplied: the steps do that in an fma.
template <class L> struct Polar {
  typename L::Reals radius, cosine, sine;
};

// Box-Muller with an angle that is uniform on the circle without any reduction: the word's low 30 bits give one in
// [-pi/4, pi/4), bit 30 mirrors it on the diagonal, bit 31 turns it by pi (which the radius' sign does).
template <class L> INLINE Polar<L> box_muller(typename L::Words word, typename L::Words angle, typename L::Reals scale) {
  const auto t = L::to_reals(L::template shift_left<2>(angle)) * L::reals((float)(M_PI / 4 * 0x1p-31));
  const auto q = t * t;
  auto sine = L::fma(q, L::reals(sine_series[0]), L::reals(sine_series[1]));
  sine = L::fma(sine, q, L::reals(sine_series[2]));
  sine = L::fma(sine * q, t, t);
  auto cosine = L::fma(q, L::reals(cosine_series[0]), L::reals(cosine_series[1]));
  cosine = L::fma(cosine, q, L::reals(cosine_series[2]));
  cosine = L::fma(cosine, q, L::reals(-0.5f));
  cosine = L::fma(cosine, q, L::reals(1));
  L::exchange(cosine, sine, angle);
  return {L::flip_sign(radius<L>(word, scale), angle), cosine, sine};
}

// The noise of four steps of one vector of walkers: a Philox block of its even walkers, one of its odd ones.
template <class L> INLINE void draw(Polar<L> (&noise)[2], const WalkerPart<L> (&walkers)[2], const BlockPart<L> &block,
                                    const RoundKeys<L> &keys, typename L::Reals scale) {
  State<L> even = after_two_rounds(walkers[0], block), odd = after_two_rounds(walkers[1], block);
#pragma GCC unroll 10
  for (int r = 2; r < philox_rounds; ++r) {
    philox_round(even, r, keys);
    philox_round(odd, r, keys);
  }
  noise[0] = box_muller<L>(L::interleave(even.a, odd.a), L::interleave(even.b, odd.b), scale);
  noise[1] = box_muller<L>(L::interleave(even.c, odd.c), L::interleave(even.d, odd.d), scale);
}

template <class L>
INLINE typename L::Reals step(typename L::Reals x, typename L::Reals radius, typename L::Reals direction,
                              typename L::Reals minus_dt) {
  const auto gradient = (x * L::reals(4)) * L::fms(x, x, L::reals(1));
  return L::fma(gradient, minus_dt, L::fma(radius, direction, x));
}

// The walk, VECTORS vectors at a time: two interleaved hide more of the latency but spill more registers than one;
// which is faster depends on the machine.
template <class L, int VECTORS> void walk_by_hand(float *x, long first, long last, const Problem &problem) {
  const RoundKeys<L> keys = round_keys<L>(problem.seed);
  const auto scale = L::reals(problem.noise()), minus_dt = L::reals(-problem.dt);
  for (long w = first; w < last; w += VECTORS * L::lanes) {
    WalkerPart<L> walkers[VECTORS][2];
    typename L::Reals position[VECTORS];
    for (int v = 0; v < VECTORS; ++v) {
      position[v] = L::load(x + w + v * L::lanes);
      for (int odd = 0; odd < 2; ++odd) walkers[v][odd] = walker_part<L>(w + v * L::lanes + odd, keys);
    }
    for (uint32_t b = 0; b < problem.blocks; ++b) {
      const BlockPart<L> block = block_part<L>(b, problem.seed);
      Polar<L> noise[VECTORS][2];
#pragma GCC unroll 4
      for (int v = 0; v < VECTORS; ++v) draw<L>(noise[v], walkers[v], block, keys, scale);
#pragma GCC unroll 4
      for (int s = 0; s < 4; ++s)
#pragma GCC unroll 4
        for (int v = 0; v < VECTORS; ++v) {
          const Polar<L> &pair = noise[v][s / 2];
          position[v] = step<L>(position[v], pair.radius, s % 2 ? pair.sine : pair.cosine, minus_dt);
        }
    }
    for (int v = 0; v < VECTORS; ++v) L::store(x + w + v * L::lanes, position[v]);
  }
}
