// problem.h - what all variants compute: Euler-Maruyama in the double well E(x) = (x^2 - 1)^2,
//
//   x' = x - dt * 4 x (x^2 - 1) + sqrt(2 kT dt) * g,   g standard Gaussians by Philox4x32-10 and Box-Muller.
//
// Walker w draws from the counter (block, 0, w, 0); one block of four words makes the Gaussians of four steps.
#pragma once
#include <cmath>
#include <cstdint>

struct Problem {
  uint64_t seed = 42;
  float dt = 0.005f;
  float kT = 0.5f;
  uint32_t blocks = 0;  // steps / 4

  float noise() const { return std::sqrt(2 * kT * dt); }
};

// A variant advances walkers first .. last-1 by blocks * 4 steps. x: positions, shape [walkers]; modified.
using Walk = void (*)(float *x, long first, long last, const Problem &problem);

// Philox4x32-10: Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC'11.
constexpr int philox_rounds = 10;
constexpr uint32_t philox_multiplier[2] = {0xD2511F53u, 0xCD9E8D57u};
constexpr uint32_t philox_weyl[2] = {0x9E3779B9u, 0xBB67AE85u};  // what each round adds to the key's halves

// Cephes' logf, sinf and cosf (Moshier), highest power first:
// ln(1 + g) = g - g^2/2 + g^3 P(g) for 1 + g in [sqrt(1/2), sqrt(2));
// sin(t) = t + t^3 S(t^2), cos(t) = 1 - t^2/2 + t^4 C(t^2) for |t| <= pi/4.
constexpr float log_series[9] = {
    7.0376836292e-2f,  -1.1514610310e-1f, 1.1676998740e-1f,  -1.2420140846e-1f, 1.4249322787e-1f,
    -1.6668057665e-1f, 2.0000714765e-1f,  -2.4999993993e-1f, 3.3333331174e-1f};
constexpr float sine_series[3] = {-1.9515295891e-4f, 8.3321608736e-3f, -1.6666654611e-1f};
constexpr float cosine_series[3] = {2.443315711809948e-5f, -1.388731625493765e-3f, 4.166664568298827e-2f};
