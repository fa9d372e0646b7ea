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

// Sum and sum of squared deviations from the cohort's mean, over its first `present` lanes.
static void cohort_moments(const number *value, int present, double &sum, double &squares) {
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

// value: shape [quantities][COHORT].
KERNEL_FUNCTION void count(const number (*value)[COHORT], int quantities, int present, const Axis *axes, i64 group,
                           i64 *counts) {
  int bin[COHORT] = {}, below[COHORT] = {}, above[COHORT] = {}, bins = 1;
  for (int q = 0; q < quantities; ++q) {
    const Axis &axis = axes[q];
    bins *= axis.bins;
    for (int i = 0; i < COHORT; ++i) {
      const number t = (value[q][i] - axis.from) * axis.scale;
      const int under = t < 0, over = (t >= (number)axis.bins) | (value[q][i] >= axis.to);
      below[i] |= under;
      above[i] |= over;
      bin[i] = bin[i] * axis.bins + (int)(under | over ? 0 : t);
    }
  }
  i64 *row = counts + axes->offset + group * (bins + 2);
  for (int i = 0; i < present; ++i) ++row[below[i] ? 0 : above[i] ? bins + 1 : 1 + bin[i]];
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

// What an entry point is called with, each by the address of one: fields of 8 bytes, in the order of NativeKernel's.
struct Call {
  struct {
    number *state;
    u64 stride, first, walkers;
    const Parameters *parameters;
  } tile;
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

// Steps from .. to-1.
EXPORT i64 perrin_advance(const Call *call) {
  const auto [state, stride, first, walkers, p] = call->tile;
  const u64 from = call->from, to = call->to;
  Walk walk;
  Vectors vectors;
  prepare(walk, vectors, *p);
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
    advance(s, from, to, walk);
    for (int i = 0; i < VARIABLES; ++i) store(state + i * stride + w, s[i]);
  }
  return 0;
}

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

#if CORRELATED
#define MOST_COHORTS 32  // of a call

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
