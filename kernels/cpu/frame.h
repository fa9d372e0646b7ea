// frame.h - entry points of a CPU kernel: one vector is LANES walkers. Included last, after the emitted functions.
//
// Layout of the state: variable i of walker w (counted from the first of the call) at state[i * stride + w]; the rows are padded to whole
// cohorts of 32 walkers, so that vectors need no masks; what the padding computes is never looked at.
#define NOT_INLINED static __attribute__((noinline))
#include "../portable/walk.h"
#include "cohort.h"

#define EXPORT extern "C" __attribute__((visibility("default")))

namespace perrin {

#define NOISE_STREAM 0
#define START_STREAM 2

KERNEL_FUNCTION Subsequence subsequence(u64 walker, u64 stream) {
  return {lane_numbers((u32)walker), (u32)((walker + (stream << 48)) >> 32)};
}

KERNEL_FUNCTION real number_of(half low, u32 high) { return fma(to_real(word(high)), 4294967296.0f, to_real(low)); }

// Walkers first .. first+walkers-1, of which variable i of the first lies at state + i * stride.
struct Tile {
  number *state;
  u64 stride, first, walkers;
  const Parameters *parameters;
};

// What an entry point is called with, each by the address of one: fields of 8 bytes, in the order of NativeKernel's.
struct Call {
  Tile tile;
  u64 from, to;            // steps
  const Normals *normals;  // where they come from memory
  struct {
    double *sums;          // shape [OBSERVABLES][2][cohorts], the sum and the squared deviations of each cohort; written
    const Axis *axes;
    i64 *counts;           // added to; null where nothing is to be counted
    double *values;        // shape [OBSERVABLES][cohorts][COHORT], each walker's own; written unless it is null
    double *correlated;    // likewise of what is correlated, shape [CORRELATED][cohorts][COHORT]
  } tally;
};

// Start values of walkers first .. first+walkers-1 (global numbers; `first` is a multiple of COHORT). The first
// SHARED_BLOCKS blocks of a walker's draws are those of its cohort's first.
EXPORT i64 perrin_start(const Call *call) {
  const auto [state, stride, first, walkers, p] = call->tile;
  Walk walk;
  Vectors vectors;
  prepare(walk, vectors, *p);
  for (u32 w = 0; w < walkers; w += LANES) {
    const Subsequence draws = subsequence(first + w, START_STREAM);
    const half leader = half((u32)(first + w) / COHORT * COHORT);
    Words block[START_BLOCKS + 1];
    for (u32 b = 0; b < START_BLOCKS; ++b)
      block[b] = philox(b, 0, b < SHARED_BLOCKS ? leader : draws.low, draws.high, walk.key);
    const u32 high = (u32)((first + w) >> 32);
    real s[VARIABLES];
    start(s, number_of(draws.low, high), number_of(leader, high), block, walk.uniform, walk.tables);
    for (int i = 0; i < VARIABLES; ++i) store(state + i * stride + w, s[i]);
  }
  return 0;
}

#define ADD_VALUES(array, stream, pair, number) +(number)
#define DRAWS_OF_STEP (0 DRAWS(ADD_VALUES))
#define KEPT_DRAWS 32  // of a walker in memory, at most

// Whether a look between two steps may cut a group of steps that share a block of noise, and the group's draws can be kept for it.
#define GROUPS_ARE_CUT (GROUP_STEPS > 1 && GROUP_STEPS * DRAWS_OF_STEP <= KEPT_DRAWS && !IN_MEMORY)

#if !GROUPS_ARE_CUT
// Steps from .. to-1 of a vector that has taken over.
NOT_INLINED void walk_vector(real *s, u64 from, u64 to, const Walk &walk) {
  real copy[SLOTS];
  for (int i = 0; i < SLOTS; ++i) copy[i] = s[i];
  walk_on(copy, from, to, walk);
  for (int i = 0; i < SLOTS; ++i) s[i] = copy[i];
}
#endif
}  // namespace perrin

#ifdef SAMPLED_OFTEN
#include "together.h"
#endif

namespace perrin {
// Steps from .. to-1.
EXPORT i64 perrin_advance(const Call *call) {
  const auto [state, stride, first, walkers, p] = call->tile;
  const u64 from = call->from, to = call->to;
  Walk walk;
  Vectors vectors;
  prepare(walk, vectors, *p);
#if GROUPS_ARE_CUT && defined(SAMPLED_OFTEN)
  const u32 cohorts = cohorts_of(walkers);
  for (u32 c = 0; c < cohorts; c += BESIDE) {
    const int used = vectors_from(c, cohorts);
    Vectors_of_cohorts all;
    take_up(all, call->tile, c, used, to, walk);
    walk_together(all, from, to);
    put_back(all, call->tile, c, used);
  }
#else
  u32 w = 0;
#if ABREAST > 1
  Walk each[ABREAST];
  for (int a = 0; a < ABREAST; ++a) each[a] = walk;
  for (; w + (ABREAST - 1) * LANES < walkers; w += ABREAST * LANES) {
    real s[ABREAST][SLOTS];
    for (int a = 0; a < ABREAST; ++a) {
      each[a].noise = subsequence(first + w + a * LANES, NOISE_STREAM);
      for (int i = 0; i < VARIABLES; ++i) s[a][i] = load(state + i * stride + w + a * LANES);
    }
    advance_abreast(s, from, to, each);
    for (int a = 0; a < ABREAST; ++a)
      for (int i = 0; i < VARIABLES; ++i) store(state + i * stride + w + a * LANES, s[a][i]);
  }
#endif
  for (; w < walkers; w += LANES) {
    walk.noise = subsequence(first + w, NOISE_STREAM);
    real s[SLOTS];
    for (int i = 0; i < VARIABLES; ++i) s[i] = load(state + i * stride + w);
#if GROUPS_ARE_CUT
    advance(s, from, to, walk);
#else
    take_over(s, walk);
    walk_vector(s, from, to, walk);
#endif
    for (int i = 0; i < VARIABLES; ++i) store(state + i * stride + w, s[i]);
  }
#endif
  return 0;
}

#ifdef BUFFERED
// Steps from .. to-1 with Gaussians from memory, where `first` is counted from the run's first walker.
EXPORT i64 perrin_advance_buffered(const Call *call) {
  const auto [state, stride, first, walkers, p] = call->tile;
  Walk walk;
  Vectors vectors;
  prepare(walk, vectors, *p);
  for (u32 w = 0; w < walkers; w += LANES) {
    walk.noise = subsequence(first + w, NOISE_STREAM);
    real s[SLOTS];
    for (int i = 0; i < VARIABLES; ++i) s[i] = load(state + i * stride + w);
    advance_buffered(s, first + w, call->from, call->to, *call->normals, walk);
    for (int i = 0; i < VARIABLES; ++i) store(state + i * stride + w, s[i]);
  }
  return 0;
}
#endif

// One sample. Returns -1, or the first walker (counted within the call) with a value that is not finite, plus that
// value's number shifted left by 32.
EXPORT i64 perrin_sample(const Call *call) {
  const auto [state, stride, first, walkers, p] = call->tile;
  const auto [sums, axes, counts, values, correlated] = call->tally;
  Walk walk;
  Vectors vectors;
  prepare(walk, vectors, *p);
  const u32 cohorts = cohorts_of(walkers);
  for (u32 c = 0; c < cohorts; ++c) {
    number value[VALUES][COHORT];
    for (u32 l = 0; l < COHORT; l += LANES) {
      real s[VARIABLES], v[VALUES];
      for (int i = 0; i < VARIABLES; ++i) s[i] = load(state + i * stride + c * COHORT + l);
      sample(v, s, walk.uniform, walk.tables);
      for (int k = 0; k < VALUES; ++k) store(&value[k][l], v[k]);
    }
    const int members = at_most_a_cohort(walkers - c * COHORT);
    for (int k = 0; k < VALUES; ++k) {
      const int bad = first_not_finite(value[k], members);
      if (bad >= 0) return ((i64)k << 32) + c * COHORT + bad;
    }
    for (int i = 0; i < VARIABLES; ++i) {
      const int bad = first_not_finite(state + i * stride + c * COHORT, members);
      if (bad >= 0) return ((i64)(VALUES + i) << 32) + c * COHORT + bad;
    }
#ifdef PRESENCE
    const u32 present = lanes_present(value[PRESENCE], lanes_of(walkers - c * COHORT));
#else
    const u32 present = lanes_of(walkers - c * COHORT);
#endif
    for (int k = 0; k < OBSERVABLES; ++k)
      cohort_moments(value[FIRST_OBSERVED + k], present, sums[(2 * k) * cohorts + c], sums[(2 * k + 1) * cohorts + c]);
    for (int k = 0; k < OBSERVABLES && values; ++k)
      for (int i = 0; i < members; ++i) values[(k * cohorts + c) * COHORT + i] = value[FIRST_OBSERVED + k][i];
    hand_over(value, present, c, cohorts, correlated);
    if (counts) count_all(value, present, first / COHORT + c, axes, counts);
  }
  return -1;
}
}  // namespace perrin

#ifdef SAMPLED_OFTEN
#include "run.h"
#endif
#if CORRELATED
#include "correlate.h"
#endif
