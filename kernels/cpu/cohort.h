// cohort.h - what is known of a cohort of 32 walkers at a sample: sums in a fixed order, counts, whether all is finite.
#pragma once

namespace perrin {

#define COHORT 32
#define MOST_COHORTS 32  // of a call
#define ALL_LANES 0xffffffffu

KERNEL_FUNCTION u32 cohorts_of(u64 walkers) { return (u32)((walkers + COHORT - 1) / COHORT); }
KERNEL_FUNCTION int at_most_a_cohort(u64 walkers) { return walkers < COHORT ? (int)walkers : COHORT; }

// Lanes of a cohort that are walkers, a bit each, where so many walkers are left.
KERNEL_FUNCTION u32 lanes_of(u64 walkers) { return walkers < COHORT ? (1u << walkers) - 1 : ALL_LANES; }

// The bins of one quantity of a histogram. Its cells are underflow (some quantity below its range), the bins, those of
// the last quantity running fastest, and overflow (some quantity at or beyond its end, none below).
struct Axis {
  number from, to, scale;  // scale = bins / (to - from)
  int bins;
  i64 offset;              // of its cells for this half of the run, group 0, in the thread's counts
};

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

// Sum and sum of squared deviations from the cohort's mean, over the lanes that are present.
static __attribute__((noinline)) void cohort_moments(const number *value, u32 present, double &sum, double &squares) {
  number v[COHORT];
  for (int i = 0; i < COHORT; ++i) v[i] = present >> i & 1 ? value[i] : 0;
  const number total = cohort_sum(v), mean = total / (number)__builtin_popcount(present);
  number deviation[COHORT];
  for (int i = 0; i < COHORT; ++i) {
    deviation[i] = present >> i & 1 ? value[i] - mean : 0;
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
    if (!(all[c] >= LEAST_SQUARES && all[c] <= MOST_SQUARES)) cohort_moments(value + c * next, ALL_LANES, sum[c], squares[c]);
#endif
  }
}

// Counts one histogram's values of a cohort. value: shape [quantities][COHORT].
KERNEL_FUNCTION void count(const number (*value)[COHORT], int quantities, u32 present, const Axis *axes, i64 group,
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
  if (present == ALL_LANES) {
    UNROLL
    for (int i = 0; i < COHORT; ++i) ++row[cell[i]];
  } else
    for (int i = 0; i < COHORT; ++i) row[cell[i]] += present >> i & 1;
}

// Counts a cohort in all histograms. value: shape [VALUES][COHORT]. cohort: its global number.
KERNEL_FUNCTION void count_all(const number (*value)[COHORT], u32 present, u64 cohort, const Axis *axes, i64 *counts) {
  const i64 group = (i64)(cohort / 8 % 64);
  const int quantities[] = QUANTITIES;
  for (int h = 0, q = 0; h < HISTOGRAMS; q += quantities[h++])
    count(value + FIRST_COUNTED + q, quantities[h], present, axes + q, group, counts);
}

// Hands over a cohort's values that are correlated: shape [CORRELATED][cohorts][COHORT], of which this is cohort c. Lanes that are not
// present are no numbers.
KERNEL_FUNCTION void hand_over(const number (*value)[COHORT], u32 present, u32 c, u32 cohorts, double *correlated) {
  for (int k = 0; k < CORRELATED; ++k)
    for (int i = 0; i < COHORT; ++i)
      correlated[(k * cohorts + c) * COHORT + i] = present >> i & 1 ? (double)value[FIRST_CORRELATED + k][i] : __builtin_nan("");
}

#ifdef PRESENCE
// Lanes that belong to a sample.
KERNEL_FUNCTION u32 lanes_present(const number *value, u32 members) {
  u32 present = 0;
  for (int i = 0; i < COHORT; ++i) present |= (u32)(value[i] != 0) << i;
  return present & members;
}
#endif

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
}  // namespace perrin
