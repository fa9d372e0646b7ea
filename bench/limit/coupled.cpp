// coupled.cpp - three coupled coordinates, walked in SIMD intrinsics written for nothing else:
//
//   E = sum_i (x_i^2 - 1)^2 + k/2 ((x_0 - x_1)^2 + (x_1 - x_2)^2 + (x_2 - x_0)^2), Euler-Maruyama
//
//   g++ -O3 -march=native -mprefer-vector-width=512 -ffast-math coupled.cpp -o coupled
//   ./coupled STEPS REPETITIONS WALKERS
//
// One thread. A step takes one Philox block: three of its four Gaussians. Prints `key value` lines.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "by_hand.h"

namespace {

constexpr float coupling = 0.5f;

#if defined(HAVE_AVX512)
using Lanes = Avx512;
#else
using Lanes = Avx2;
#endif
using Reals = Lanes::Reals;

// x: shape [3][walkers]; modified.
void walk(float *x, long walkers, uint32_t steps, const Problem &problem) {
  const RoundKeys<Lanes> keys = round_keys<Lanes>(problem.seed);
  const Reals scale = Lanes::reals(problem.noise()), minus_dt = Lanes::reals(-problem.dt);
  const Reals k = Lanes::reals(coupling), four = Lanes::reals(4), one = Lanes::reals(1);
  for (long w = 0; w < walkers; w += Lanes::lanes) {
    WalkerPart<Lanes> parts[2];
    for (int odd = 0; odd < 2; ++odd) parts[odd] = walker_part<Lanes>(w + odd, keys);
    Reals a = Lanes::load(x + w), b = Lanes::load(x + walkers + w), c = Lanes::load(x + 2 * walkers + w);
    for (uint32_t n = 0; n < steps; ++n) {
      Polar<Lanes> noise[2];
      draw<Lanes>(noise, parts, block_part<Lanes>(n, problem.seed), keys, scale);
      const Reals ab = a - b, bc = b - c, ca = c - a;
      const Reals ga = Lanes::fma(k, ab - ca, four * a * Lanes::fms(a, a, one));
      const Reals gb = Lanes::fma(k, bc - ab, four * b * Lanes::fms(b, b, one));
      const Reals gc = Lanes::fma(k, ca - bc, four * c * Lanes::fms(c, c, one));
      a = Lanes::fma(ga, minus_dt, Lanes::fma(noise[0].radius, noise[0].cosine, a));
      b = Lanes::fma(gb, minus_dt, Lanes::fma(noise[0].radius, noise[0].sine, b));
      c = Lanes::fma(gc, minus_dt, Lanes::fma(noise[1].radius, noise[1].cosine, c));
    }
    Lanes::store(x + w, a);
    Lanes::store(x + walkers + w, b);
    Lanes::store(x + 2 * walkers + w, c);
  }
}

}  // namespace

int main(int count, char **words) {
  if (count != 4) return std::fprintf(stderr, "usage: coupled STEPS REPETITIONS WALKERS\n"), 2;
  const uint32_t steps = (uint32_t)std::atol(words[1]);
  const int repetitions = std::atoi(words[2]);
  const long walkers = std::atol(words[3]) / Lanes::lanes * Lanes::lanes;
  std::vector<double> rates;
  std::vector<float> x;
  for (int r = 0; r < repetitions; ++r) {
    x.assign(3 * walkers, 1.0f);
    const auto begin = std::chrono::steady_clock::now();
    walk(x.data(), walkers, steps, Problem{});
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begin;
    rates.push_back((double)walkers * steps / taken.count());
  }
  double squares = 0;
  for (float value : x) squares += (double)value * value;
  std::sort(rates.begin(), rates.end());
  std::printf("coupled.median %.6g\ncoupled.mean_square %.6f\n", rates[rates.size() / 2], squares / (3.0 * walkers));
}
