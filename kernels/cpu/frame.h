// frame.h - entry points of a CPU kernel: one vector is LANES walkers. Included last, after the emitted functions.
//
// Layout of the state: variable i of walker w (counted from the first of the call) at state[i * stride + w]; the rows are padded to whole
// cohorts of 32 walkers, so that vectors need no masks; what the padding computes is never looked at.
#define NOT_INLINED static __attribute__((noinline))
#include "../portable/walk.h"

#define EXPORT extern "C" __attribute__((visibility("default")))

namespace perrin {

#define COHORT 32
#define NOISE_STREAM 0
#define START_STREAM 2
#ifndef CORRELATED
#define CORRELATED 0  // values of a sample that are correlated in time, its last
#endif

// The bins of one quantity of a histogram. Its cells are underflow (some quantity below its range), the bins, those of
// the last quantity running fastest, and overflow (some quantity at or beyond its end, none below).
struct Axis {
  number from, to, scale;  // scale = bins / (to - from)
  int bins;
  i64 offset;              // of its cells for this half of the run, group 0, in the thread's counts
};

KERNEL_FUNCTION Subsequence subsequence(u64 walker, u64 stream) {
  return {lane_numbers((u32)walker), (u32)((walker + (stream << 48)) >> 32)};
}

// The fixed order of a cohort's sum: lane i + lane i+16, then 8, 4, 2, 1. v: shape [COHORT]; modified.
KERNEL_FUNCTION number cohort_sum(number *v) {
  UNROLL
  for (int h = COHORT / 2; h > 0; h /= 2)
    for (int i = 0; i < h; ++i) v[i] += v[i + h];
  return v[0];
}

#if PRECISION == 32
// The power of two that brings a number, not negative, between 1 and 2.
KERNEL_FUNCTION number near_one(number a) {
  u32 bits;
  __builtin_memcpy(&bits, &a, sizeof bits);
  const u32 exponent = bits >> 23;
  bits = (exponent < 253 ? 254 - exponent : 1) << 23;
  __builtin_memcpy(&a, &bits, sizeof bits);
  return a;
}

// The sum of squares of deviations that are too small or too large for it: of deviations that a power of two has brought near 1.
static __attribute__((noinline)) double scaled_squares(const number *deviation) {
  number v[COHORT], largest = 0;
  for (int i = 0; i < COHORT; ++i) {
    const number size = deviation[i] < 0 ? -deviation[i] : deviation[i];
    largest = size > largest ? size : largest;
  }
  const number scale = near_one(largest);
  for (int i = 0; i < COHORT; ++i) {
    const number d = deviation[i] * scale;
    v[i] = d * d;
  }
  return (double)cohort_sum(v) / ((double)scale * (double)scale);
}
#endif

#define COHORT_VECTORS (COHORT / LANES)

#if LANES > 1
// From place h on: the lanes that lie h behind, from the last the first ones.
struct Rotation {
  whole lane[2 * LANES];
  constexpr Rotation() : lane() {
    for (int i = 0; i < 2 * LANES; ++i) lane[i] = i % LANES;
  }
};
static constexpr Rotation ROTATION;
typedef whole whole_lanes_in_memory __attribute__((vector_size(VECTOR_BYTES), aligned(PRECISION / 8), may_alias));
#endif

// The same of a whole cohort in vectors. v: shape [COHORT_VECTORS]; modified.
KERNEL_FUNCTION number cohort_sum_of_vectors(real *v) {
#if LANES == 1 || defined(__clang__)
  return cohort_sum((number *)v);
#else
  UNROLL
  for (int h = COHORT_VECTORS / 2; h > 0; h /= 2)
    for (int i = 0; i < h; ++i) v[i] = v[i] + v[i + h];
  number_lanes sum = v[0].v;
  UNROLL
  for (int h = LANES / 2; h > 0; h /= 2)
    sum = sum + __builtin_shuffle(sum, *(const whole_lanes_in_memory *)(ROTATION.lane + h));
  return sum[0];
#endif
}

// Sum and sum of squared deviations from the cohort's mean, over its first `present` lanes.
static __attribute__((noinline)) void cohort_moments(const number *value, int present, double &sum, double &squares) {
  number v[COHORT];
  for (int i = 0; i < COHORT; ++i) v[i] = i < present ? value[i] : 0;
  const number total = cohort_sum(v), mean = total / (number)present;
  number deviation[COHORT];
  for (int i = 0; i < COHORT; ++i) {
    deviation[i] = i < present ? value[i] - mean : 0;
    v[i] = deviation[i] * deviation[i];
  }
  sum = total;
  squares = cohort_sum(v);
#if PRECISION == 32
  if (!(squares >= LEAST_SQUARES && squares <= MOST_SQUARES)) squares = scaled_squares(deviation);
#endif
}

// The same of whole cohorts, side by side as each is a chain of sums. value, sum, squares: those of the next cohort so many behind.
template <int COHORTS>
KERNEL_FUNCTION void moments_of_cohorts(const number *value, u64 next, double *sum, double *squares) {
  number total[COHORTS], all[COHORTS];
  real v[COHORTS][COHORT_VECTORS];
  UNROLL
  for (int c = 0; c < COHORTS; ++c) {
    for (int i = 0; i < COHORT_VECTORS; ++i) v[c][i] = load(value + c * next + i * LANES);
    total[c] = cohort_sum_of_vectors(v[c]);
  }
  UNROLL
  for (int c = 0; c < COHORTS; ++c) {
    const real mean = total[c] / (number)COHORT;
    for (int i = 0; i < COHORT_VECTORS; ++i) {
      const real deviation = load(value + c * next + i * LANES) - mean;
      v[c][i] = deviation * deviation;
    }
    all[c] = cohort_sum_of_vectors(v[c]);
  }
  UNROLL
  for (int c = 0; c < COHORTS; ++c) {
    sum[c] = total[c];
    squares[c] = all[c];
#if PRECISION == 32
    if (!(all[c] >= LEAST_SQUARES && all[c] <= MOST_SQUARES)) cohort_moments(value + c * next, COHORT, sum[c], squares[c]);
#endif
  }
}

// value: shape [quantities][COHORT].
KERNEL_FUNCTION void count(const number (*value)[COHORT], int quantities, int present, const Axis *axes, i64 group,
                           i64 *counts) {
  int cell[COHORT] = {}, below[COHORT] = {}, above[COHORT] = {}, bins = 1;
  for (int q = 0; q < quantities; ++q) {
    const Axis &axis = axes[q];
    bins *= axis.bins;
    for (int i = 0; i < COHORT; ++i) {
      const number t = (value[q][i] - axis.from) * axis.scale;
      const int under = t < 0, within = (t < (number)axis.bins) & (value[q][i] < axis.to);  // neither: no number
      below[i] |= under;
      above[i] |= !within;
      cell[i] = cell[i] * axis.bins + (int)(within & !under ? t : 0);
    }
  }
  for (int i = 0; i < COHORT; ++i) cell[i] = below[i] ? 0 : above[i] ? bins + 1 : 1 + cell[i];
  i64 *row = counts + axes->offset + group * (bins + 2);
  if (present == COHORT) {
    UNROLL
    for (int i = 0; i < COHORT; ++i) ++row[cell[i]];
  } else
    for (int i = 0; i < present; ++i) ++row[cell[i]];
}

KERNEL_FUNCTION bool finite(number v) { return (v <= LARGEST_NUMBER) & (v >= -LARGEST_NUMBER); }

// First of the `present` lanes whose value is not finite, or -1.
static int first_not_finite(const number *value, int present) {
  int bad = 0;
  for (int i = 0; i < COHORT; ++i) bad |= !finite(value[i]) && i < present;
  if (bad)
    for (int i = 0; i < present; ++i)
      if (!finite(value[i])) return i;
  return -1;
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

// Whether a look between two steps may cut a group of steps that share a block of noise.
#define GROUPS_ARE_CUT (GROUP_STEPS > 1 && !IN_MEMORY)

#if !GROUPS_ARE_CUT
// Steps from .. to-1 of a vector that has taken over.
NOT_INLINED void walk_vector(real *s, u64 from, u64 to, const Walk &walk) {
  real copy[SLOTS];
  for (int i = 0; i < SLOTS; ++i) copy[i] = s[i];
  walk_on(copy, from, to, walk);
  for (int i = 0; i < SLOTS; ++i) s[i] = copy[i];
}
#endif

#ifdef SAMPLED_OFTEN
#if GROUPS_ARE_CUT
// Vectors of whole cohorts that walk side by side, as a step must wait for the one before. Their Gaussians lie in memory, so that a
// look between two steps of a group costs nothing.
#define BESIDE (COHORT_VECTORS * SLOTS <= 4 ? 4 / (COHORT_VECTORS * SLOTS) : 1)
#define KEPT_GROUPS (32 / (GROUP_STEPS * NORMALS))
#else
#define BESIDE 1
#endif
#define TOGETHER (BESIDE * COHORT_VECTORS)

// A few are written out, so that the compiler mixes their operations; of narrow vectors there are many.
#if TOGETHER <= 4
#define UNROLL_TOGETHER UNROLL
#else
#define UNROLL_TOGETHER KEEP_LOOP
#endif

struct Vectors_of_cohorts {
  real s[TOGETHER][SLOTS];
  real doubt[TOGETHER];  // 0; no number where something was not finite
  Walk walk[TOGETHER];
#if GROUPS_ARE_CUT
  real z[TOGETHER][KEPT_GROUPS * GROUP_STEPS * NORMALS];
  u64 kept_from, kept_to;  // steps whose Gaussians are in z
#endif
};

#if GROUPS_ARE_CUT
// Draws the Gaussians of KEPT_GROUPS groups, of which the first is that of step n.
KERNEL_FUNCTION void keep_gaussians(Vectors_of_cohorts &all, u64 n) {
  u64 block_number = n / GROUP_STEPS * GROUP_BLOCKS;
  all.kept_from = n / GROUP_STEPS * GROUP_STEPS;
  all.kept_to = all.kept_from + KEPT_GROUPS * GROUP_STEPS;
  KEEP_LOOP
  for (int g = 0; g < KEPT_GROUPS; ++g, block_number += GROUP_BLOCKS) {
    UNROLL_TOGETHER
    for (int v = 0; v < TOGETHER; ++v) {
      Words block[DRAWN_BLOCKS];
      draw_blocks(block, 1, (u32)block_number, (u32)(block_number >> 32), all.walk[v]);
      real *const z = all.z[v] + g * GROUP_STEPS * NORMALS;
      UNROLL
      for (int b = 0; b < DRAWN_BLOCKS; ++b) {
        gaussian(block[b].x, block[b].y, z[BLOCK_WORDS * b], z[BLOCK_WORDS * b + 1]);
#if PRECISION == 32
        gaussian(block[b].z, block[b].w, z[BLOCK_WORDS * b + 2], z[BLOCK_WORDS * b + 3]);
#endif
      }
    }
  }
}

// Steps from .. to-1.
NOT_INLINED void walk_together(Vectors_of_cohorts &all, u64 from, u64 to, int) {
  u64 n = from;
  while (n < to) {
    if (n >= all.kept_to) keep_gaussians(all, n);
    const u64 end = to < all.kept_to ? to : all.kept_to;
    const Walk &walk = all.walk[0];
    const number *row = walk.table + (n - walk.table_step) * STEP_UNIFORMS;
    real s[TOGETHER][SLOTS];
    UNROLL_TOGETHER
    for (int v = 0; v < TOGETHER; ++v)
      for (int i = 0; i < SLOTS; ++i) s[v][i] = all.s[v][i];
    u64 at = (n - all.kept_from) * NORMALS;
    KEEP_LOOP
    for (; n < end; ++n, at += NORMALS, row += STEP_UNIFORMS) {
      UNROLL_TOGETHER
      for (int v = 0; v < TOGETHER; ++v) step(s[v], all.z[v] + at, walk.uniform, row, walk.tables);
    }
    UNROLL_TOGETHER
    for (int v = 0; v < TOGETHER; ++v)
      for (int i = 0; i < SLOTS; ++i) all.s[v][i] = s[v][i];
  }
}
#else
NOT_INLINED void walk_together(Vectors_of_cohorts &all, u64 from, u64 to, int vectors) {
  for (int v = 0; v < vectors; ++v) walk_vector(all.s[v], from, to, all.walk[v]);
}
#endif

// Takes up the cohorts from c on, `used` vectors of them.
KERNEL_FUNCTION void take_up(Vectors_of_cohorts &all, const Tile &tile, u32 c, int used, const Walk &walk) {
  for (int v = 0; v < TOGETHER; ++v) {
    const u64 w = c * COHORT + (v < used ? v : 0) * LANES;  // what is over walks along
    all.walk[v] = walk;
    all.walk[v].noise = subsequence(tile.first + w, NOISE_STREAM);
    for (int i = 0; i < VARIABLES; ++i) all.s[v][i] = load(tile.state + i * tile.stride + w);
    all.doubt[v] = (number)0;
    take_over(all.s[v], all.walk[v]);
  }
#if GROUPS_ARE_CUT
  all.kept_from = all.kept_to = 0;
#endif
}

KERNEL_FUNCTION void put_back(const Vectors_of_cohorts &all, const Tile &tile, u32 c, int used) {
  for (int v = 0; v < used; ++v)
    for (int i = 0; i < VARIABLES; ++i) store(tile.state + i * tile.stride + c * COHORT + v * LANES, all.s[v][i]);
}

KERNEL_FUNCTION int vectors_from(u32 c, u32 cohorts) {
  return (cohorts - c < BESIDE ? (int)(cohorts - c) : BESIDE) * COHORT_VECTORS;
}

#endif

// Steps from .. to-1.
EXPORT i64 perrin_advance(const Call *call) {
  const auto [state, stride, first, walkers, p] = call->tile;
  const u64 from = call->from, to = call->to;
  Walk walk;
  Vectors vectors;
  prepare(walk, vectors, *p);
#if GROUPS_ARE_CUT && defined(SAMPLED_OFTEN)
  const u32 cohorts = (u32)((walkers + COHORT - 1) / COHORT);
  for (u32 c = 0; c < cohorts; c += BESIDE) {
    const int used = vectors_from(c, cohorts);
    Vectors_of_cohorts all;
    take_up(all, call->tile, c, used, walk);
    walk_together(all, from, to, used);
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
  const u32 cohorts = (u32)((walkers + COHORT - 1) / COHORT);
  for (u32 c = 0; c < cohorts; ++c) {
    number value[VALUES][COHORT];
    for (u32 l = 0; l < COHORT; l += LANES) {
      real s[VARIABLES], v[VALUES];
      for (int i = 0; i < VARIABLES; ++i) s[i] = load(state + i * stride + c * COHORT + l);
      sample(v, s, walk.uniform, walk.tables);
      for (int k = 0; k < VALUES; ++k) store(&value[k][l], v[k]);
    }
    const int left = (int)(walkers - c * COHORT), present = left < COHORT ? left : COHORT;
    for (int k = 0; k < VALUES; ++k) {
      const int bad = first_not_finite(value[k], present);
      if (bad >= 0) return ((i64)k << 32) + c * COHORT + bad;
    }
    for (int i = 0; i < VARIABLES; ++i) {
      const int bad = first_not_finite(state + i * stride + c * COHORT, present);
      if (bad >= 0) return ((i64)(VALUES + i) << 32) + c * COHORT + bad;
    }
    for (int k = 0; k < OBSERVABLES; ++k)
      cohort_moments(value[1 + k], present, sums[(2 * k) * cohorts + c], sums[(2 * k + 1) * cohorts + c]);
    for (int k = 0; k < OBSERVABLES && values; ++k)
      for (int i = 0; i < present; ++i) values[(k * cohorts + c) * COHORT + i] = value[1 + k][i];
    for (int k = 0; k < CORRELATED; ++k)
      for (int i = 0; i < present; ++i) correlated[(k * cohorts + c) * COHORT + i] = value[VALUES - CORRELATED + k][i];
    const i64 group = (i64)((first / COHORT + c) / 8 % 64);
    const int quantities[] = QUANTITIES;
    for (int h = 0, q = 0; h < HISTOGRAMS && counts; q += quantities[h++])
      count(value + 1 + OBSERVABLES + q, quantities[h], present, axes + q, group, counts);
  }
  return -1;
}

#define MOST_COHORTS 32  // of a call

#ifdef SAMPLED_OFTEN
// When walkers are looked at; backend.SamplePlan.
struct Plan {
  u64 steps, burn_in, every, look_every, middle;
};

// What perrin_run is called with: fields of 8 bytes, in the order of NativeKernel's.
struct Run {
  Call call;  // of its tally the sums are shape [OBSERVABLES][2][cohorts][samples], for its own use, and axes those of the first half
  Plan plan;
  const Axis *second_axes;    // those of the second half
  u64 samples;                // of the call, at most
  double *moments;            // shape [samples][OBSERVABLES][2], sum and squared deviations of the tile; written
  double *over_time;          // row k of the cohorts' sums over all samples at over_time + k * cohort_stride; added to
  u64 cohort_stride;
  double *own_over_time;      // likewise of the walkers, or null
  u64 walker_stride;
  u64 *ticks;                 // of the clock, of some of the walkers: in samples, in all; added to
};

#ifndef TIME_SQUARES
#define TIME_SQUARES {0}
#endif

// Time in units of its own; 0 where the processor has no clock that is soon read.
KERNEL_FUNCTION u64 clock_ticks() {
#if defined(__x86_64__)
  return __builtin_ia32_rdtsc();
#elif defined(__aarch64__)
  u64 now;
  asm volatile("mrs %0, cntvct_el0" : "=r"(now));
  return now;
#else
  return 0;
#endif
}

// The values of a vector of walkers, to their places in their cohort's. What is not finite makes a lane of `doubt`, which is 0, no number.
KERNEL_FUNCTION void sample_vector(number (*value)[COHORT], int lane, Slots s, const Walk &walk, real &doubt) {
  real v[VALUES];
  sample(v, s, walk.uniform, walk.tables);
  for (int k = 0; k < VALUES; ++k) {
    store(&value[k][lane], v[k]);
    doubt = doubt + v[k] * real((number)0);
  }
  for (int i = 0; i < VARIABLES; ++i) doubt = doubt + s[i] * real((number)0);
}

// An observable's moments of a cohort at the nth sample of the call, and what is summed over time.
KERNEL_FUNCTION void keep_moments(const Run &run, int k, u32 c, u32 cohorts, u64 nth, double sum, double squares) {
  const int squared[OBSERVABLES + 1] = TIME_SQUARES;
  double *const sums = run.call.tally.sums + (2 * k * cohorts + c) * run.samples + nth;
  sums[0] = sum;
  sums[cohorts * run.samples] = squares;
  run.over_time[k * run.cohort_stride + c] += squared[k] ? squares : sum;
}

// The rest of a cohort's share of a sample. value: shape [VALUES][COHORT].
KERNEL_FUNCTION void take_sample(const number (*value)[COHORT], int present, const Run &run, u64 n, u32 c, u32 cohorts) {
  for (int k = 0; k < CORRELATED; ++k)
    for (int i = 0; i < present; ++i)
      run.call.tally.correlated[(k * cohorts + c) * COHORT + i] = value[VALUES - CORRELATED + k][i];
  const i64 group = (i64)((run.call.tile.first / COHORT + c) / 8 % 64);
  const Axis *const axes = n <= run.plan.middle ? run.call.tally.axes : run.second_axes;
  const int quantities[] = QUANTITIES;
  for (int h = 0, q = 0; h < HISTOGRAMS; q += quantities[h++])
    count(value + 1 + OBSERVABLES + q, quantities[h], present, axes + q, group, run.call.tally.counts);
}

// Adds an observable's values to those of each walker.
static __attribute__((noinline)) void keep_own(const number *value, int present, const Run &run, int k, u32 c, double sum) {
  const int squared[OBSERVABLES + 1] = TIME_SQUARES;
  for (int i = 0; i < present; ++i) {
    const double own = value[i], deviation = own - sum / present;
    run.own_over_time[k * run.walker_stride + c * COHORT + i] += squared[k] ? deviation * deviation : own;
  }
}

// Reduces the cohorts' moments of all samples by the tree of statistics.Moments, whose nodes' counts are `present`.
// sums: shape [2][cohorts][stride], of which `samples` are there; modified, the result ends in [0] and [1] of the first cohort.
static void reduce_moments(double *sums, u64 first, u32 cohorts, u64 walkers, u64 stride, u64 samples) {
  double *const squares = sums + cohorts * stride;
  double present[MOST_COHORTS];
  for (u32 c = 0; c < cohorts; ++c) present[c] = walkers - c * COHORT < COHORT ? walkers - c * COHORT : COHORT;
  for (u32 nodes = cohorts; nodes > 1; first >>= 1) {
    u32 from = first & 1, parents = from;
    for (; from + 1 < nodes; from += 2, ++parents) {
      const double left = present[from], right = present[from + 1], weight = left * right / (left + right);
      const double *const ls = sums + from * stride, *const rs = ls + stride;
      const double *const lq = squares + from * stride, *const rq = lq + stride;
      double *const s = sums + parents * stride, *const q = squares + parents * stride;
      const u64 l = (u64)left, r = (u64)right;
      if ((l & (l - 1)) == 0 && (r & (r - 1)) == 0) {  // powers of two: a product with the inverse has the quotient's bits
        const double by_left = 1 / left, by_right = 1 / right;
#pragma GCC ivdep  // a parent may take its left child's place
        for (u64 i = 0; i < samples; ++i) {
          const double delta = rs[i] * by_right - ls[i] * by_left;
          q[i] = lq[i] + rq[i] + delta * delta * weight;
          s[i] = ls[i] + rs[i];
        }
      } else
#pragma GCC ivdep  // a parent may take its left child's place
        for (u64 i = 0; i < samples; ++i) {
          const double delta = rs[i] / right - ls[i] / left;
          q[i] = lq[i] + rq[i] + delta * delta * weight;
          s[i] = ls[i] + rs[i];
        }
      present[parents] = left + right;
    }
    if (from < nodes) {
      for (u64 i = 0; i < samples; ++i) {
        sums[parents * stride + i] = sums[from * stride + i];
        squares[parents * stride + i] = squares[from * stride + i];
      }
      present[parents++] = present[from];
    }
    nodes = parents;
  }
}

KERNEL_FUNCTION int at_most_a_cohort(u64 walkers) { return walkers < COHORT ? (int)walkers : COHORT; }

// Looks at the walkers of the cohorts from c on after step n, and takes their share of the sample where that is one.
NOT_INLINED void look(Vectors_of_cohorts &all, u32 c, u32 cohorts, const Run &run, u64 n, bool sampled, u64 nth) {
  alignas(64) number value[BESIDE][VALUES][COHORT];
  KEEP_LOOP
  for (int v = 0; v < TOGETHER; ++v)
    sample_vector(value[v / COHORT_VECTORS], v % COHORT_VECTORS * LANES, all.s[v], all.walk[0], all.doubt[v]);
  if (!sampled) return;
  const u64 walkers = run.call.tile.walkers - c * COHORT;
  const bool whole = walkers >= BESIDE * COHORT;
  const int beside = whole ? BESIDE : (int)((walkers + COHORT - 1) / COHORT);
  for (int k = 0; k < OBSERVABLES; ++k) {
    double sum[BESIDE], squares[BESIDE];
    if (whole)
      moments_of_cohorts<BESIDE>(value[0][1 + k], VALUES * COHORT, sum, squares);
    else
      for (int b = 0; b < beside; ++b)
        cohort_moments(value[b][1 + k], at_most_a_cohort(walkers - b * COHORT), sum[b], squares[b]);
    for (int b = 0; b < beside; ++b) {
      keep_moments(run, k, c + b, cohorts, nth, sum[b], squares[b]);
      if (run.own_over_time)
        keep_own(value[b][1 + k], at_most_a_cohort(walkers - b * COHORT), run, k, c + b, sum[b]);
    }
  }
  for (int b = 0; b < beside; ++b)
    take_sample(value[b], at_most_a_cohort(walkers - b * COHORT), run, n, c + b, cohorts);
}

// Whether all that was looked at was finite.
KERNEL_FUNCTION bool no_doubt(const Vectors_of_cohorts &all, u64 walkers) {
  bool none = true;
  for (int v = 0; v < TOGETHER; ++v) {
    number lane[LANES];
    store(lane, all.doubt[v]);
    for (int i = 0; i < LANES; ++i) none &= lane[i] == 0 || (u64)(v * LANES + i) >= walkers;
  }
  return none;
}

// Steps from .. to-1, with looks and samples by the plan, cohort by cohort. Returns -1, or `to` where a look found a value that is not
// finite.
EXPORT i64 perrin_run(const Run *run) {
  const u64 first = run->call.tile.first, walkers = run->call.tile.walkers;
  const Plan &plan = run->plan;
  const u64 from = run->call.from;
  const u32 cohorts = (u32)((walkers + COHORT - 1) / COHORT);
  Walk walk;
  Vectors vectors;
  prepare(walk, vectors, *run->call.tile.parameters);
  const u64 to_sample = from < plan.burn_in ? plan.burn_in + plan.every
                                            : plan.burn_in + ((from - plan.burn_in) / plan.every + 1) * plan.every;
  const u64 to_look = (from / plan.look_every + 1) * plan.look_every;
  const u64 to = run->call.to;
  u64 samples = 0;
  for (u32 c = 0; c < cohorts; c += BESIDE) {
    const int used = vectors_from(c, cohorts);
    Vectors_of_cohorts all;
    take_up(all, run->call.tile, c, used, walk);
    const u64 begun = c == 0 ? clock_ticks() : 0;
    u64 next_sample = to_sample, next_look = to_look, in_samples = 0;
    samples = 0;
    for (u64 n = from; n < to;) {
      u64 next = next_sample < next_look ? next_sample : next_look;
      next = next < to ? next : to;
      walk_together(all, n, next, used);
      n = next;
      const bool sampled = n == next_sample;
      if (!sampled && n != next_look && n != plan.steps) break;
      const u64 looks = c == 0 ? clock_ticks() : 0;
      look(all, c, cohorts, *run, n, sampled, samples);
      in_samples += c == 0 ? clock_ticks() - looks : 0;
      samples += sampled;
      next_sample += sampled ? plan.every : 0;
      next_look += n == next_look ? plan.look_every : 0;
    }
    if (c == 0) {
      run->ticks[0] += in_samples;
      run->ticks[1] += clock_ticks() - begun;
    }
    if (!no_doubt(all, walkers - c * COHORT)) return (i64)to;
    put_back(all, run->call.tile, c, used);
  }
  for (int k = 0; k < OBSERVABLES; ++k) {
    double *const sums = run->call.tally.sums + 2 * k * cohorts * run->samples;
    reduce_moments(sums, first / COHORT, cohorts, walkers, run->samples, samples);
    for (u64 i = 0; i < samples; ++i) {
      run->moments[(i * OBSERVABLES + k) * 2] = sums[i];
      run->moments[(i * OBSERVABLES + k) * 2 + 1] = sums[cohorts * run->samples + i];
    }
  }
  return -1;
}
#endif

#if CORRELATED

// A cohort's sums: lane i + lane i+16, then 8, 4, 2, 1. v: shape [COHORT][cohorts]; modified, the sums end in the first lane.
KERNEL_FUNCTION void sums_of_cohorts(double *v, u32 cohorts) {
  for (u32 h = COHORT / 2 * cohorts; h >= cohorts; h /= 2) {
    double *__restrict left = v;
    const double *__restrict right = v + h;
    for (u32 i = 0; i < h; ++i) left[i] += right[i];
  }
}

// As backend.CorrelatedSamples, in its order.
struct Samples {
  const double *samples;  // shape [count][components][COHORT][cohorts]
  u64 first, count;
  const double *origins;  // likewise [kept]; that of sample t at t / spacing mod kept
  u64 kept, cohorts, components, centred, lags, spacing;
  double *sums;           // row `lag` of the cohorts at sums + lag * stride; added to
  u64 stride;
  double *own;            // the same of each walker, shape [COHORT][cohorts], or null
  u64 own_stride;
};

// Compares samples first .. first+count-1 of a quantity with their origins, as kernel.Kernel.Correlated says.
EXPORT i64 perrin_correlate(const Samples *given) {
  const auto [samples, first, count, origins, kept, all, components, centred, lags, spacing, sums, stride, own, own_stride] =
      *given;
  const u32 cohorts = (u32)all, length = cohorts * COHORT;
  const u64 size = components * length;
  alignas(64) double product[MOST_COHORTS * COHORT];
  for (u64 lag = 0; lag <= lags; ++lag)
    for (u64 m = 0; m < count; ++m) {
      if (first + m < lag || (first + m - lag) % spacing) continue;
      const double *__restrict now = samples + m * size, *__restrict then = origins + (first + m - lag) / spacing % kept * size;
      if (centred)
        for (u32 i = 0; i < length; ++i) product[i] = now[i] * then[i];
      else {
        for (u32 i = 0; i < length; ++i) {
          const double d = now[i] - then[i];
          product[i] = d * d;
        }
        for (u64 k = 1; k < components; ++k)
          for (u32 i = 0; i < length; ++i) {
            const double d = now[k * length + i] - then[k * length + i];
            product[i] += d * d;
          }
      }
      if (own) {
        double *__restrict row = own + lag * own_stride;
        for (u32 i = 0; i < length; ++i) row[i] += product[i];
      }
      sums_of_cohorts(product, cohorts);
      for (u32 c = 0; c < cohorts; ++c) sums[lag * stride + c] += product[c];
    }
  return 0;
}
#endif
}  // namespace perrin
