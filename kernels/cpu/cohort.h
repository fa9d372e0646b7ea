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

#if LANES > 1 && !defined(__clang__)
typedef whole whole_lanes_in_memory __attribute__((vector_size(VECTOR_BYTES), aligned(PRECISION / 8), may_alias));

// Lanes of two vectors, one behind the other, by which their parts of 2 H lanes are folded into parts of H: those of the lower
// halves and those of the upper ones; and each lane's partner in a vector that is folded by itself.
template <int H>
struct Fold {
  whole lower[LANES], upper[LANES], partner[LANES];
  constexpr Fold() : lower(), upper(), partner() {
    for (int i = 0; i < LANES; ++i) {
      lower[i] = i / H * 2 * H + i % H;
      upper[i] = lower[i] + H;
      partner[i] = i ^ H;
    }
  }
};
template <int H>
static constexpr Fold<H> FOLD;

KERNEL_FUNCTION number_lanes pick(real a, real b, const whole *lane) {
  return __builtin_shuffle(a.v, b.v, *(const whole_lanes_in_memory *)lane);
}

// The sums over the lanes of N vectors, in the order of cohort_sum; that of v[k] is in the result's lanes from k * LANES / N on.
// v: shape [N]; modified.
template <int N, int H>
KERNEL_FUNCTION real sums_of_lanes(real *v) {
  if constexpr (H == 0)
    return v[0];
  else if constexpr (N == 1) {
    real sum = v[0].v + __builtin_shuffle(v[0].v, *(const whole_lanes_in_memory *)FOLD<H>.partner);
    return sums_of_lanes<1, H / 2>(&sum);
  } else {
    real sum[N / 2];
    UNROLL
    for (int i = 0; i < N / 2; ++i)
      sum[i] = pick(v[2 * i], v[2 * i + 1], FOLD<H>.lower) + pick(v[2 * i], v[2 * i + 1], FOLD<H>.upper);
    return sums_of_lanes<N / 2, H / 2>(sum);
  }
}

// A cohort's vectors folded into one, in the order of cohort_sum. v: shape [COHORT_VECTORS]; modified.
KERNEL_FUNCTION real folded(real *v) {
  UNROLL
  for (int h = COHORT_VECTORS / 2; h > 0; h /= 2)
    for (int i = 0; i < h; ++i) v[i] = v[i] + v[i + h];
  return v[0];
}

// The moments of N whole cohorts, side by side as each is a chain of sums. value: each one's numbers.
template <int N>
KERNEL_FUNCTION void moments_side_by_side(const number *const *value, double *sum, double *squares) {
  real part[N];
  UNROLL
  for (int c = 0; c < N; ++c) {
    real v[COHORT_VECTORS];
    for (int i = 0; i < COHORT_VECTORS; ++i) v[i] = load(value[c] + i * LANES);
    part[c] = folded(v);
  }
  const real total = sums_of_lanes<N, LANES / 2>(part), means = total * real((number)1 / COHORT);
  UNROLL
  for (int c = 0; c < N; ++c) {
    const real mean = __builtin_shuffle(means.v, whole_lanes{} + (whole)(c * LANES / N));
    real v[COHORT_VECTORS];
    for (int i = 0; i < COHORT_VECTORS; ++i) {
      const real deviation = load(value[c] + i * LANES) - mean;
      v[i] = deviation * deviation;
    }
    part[c] = folded(v);
  }
  const real all = sums_of_lanes<N, LANES / 2>(part);
  UNROLL
  for (int c = 0; c < N; ++c) {
    sum[c] = total.v[c * LANES / N];
    squares[c] = all.v[c * LANES / N];
#if PRECISION == 32
    if (!(squares[c] >= LEAST_SQUARES && squares[c] <= MOST_SQUARES)) {
      double again, exact;  // of their own, so that those of the others may stay in registers
      cohort_moments(value[c], ALL_LANES, again, exact);
      squares[c] = exact;
    }
#endif
  }
}

template <int N>
KERNEL_FUNCTION void moments_of_cohorts(const number *const *value, double *sum, double *squares) {
  constexpr int MOST = LANES < 8 ? LANES : 8;
  if constexpr (N >= MOST) {
    KEEP_LOOP
    for (int c = 0; c + MOST <= N; c += MOST) moments_side_by_side<MOST>(value + c, sum + c, squares + c);
    moments_of_cohorts<N % MOST>(value + N / MOST * MOST, sum + N / MOST * MOST, squares + N / MOST * MOST);
  } else if constexpr (N > 0) {
    constexpr int SOME = N >= 4 ? 4 : N >= 2 ? 2 : 1;
    moments_side_by_side<SOME>(value, sum, squares);
    moments_of_cohorts<N - SOME>(value + SOME, sum + SOME, squares + SOME);
  }
}
#else
template <int N>
KERNEL_FUNCTION void moments_of_cohorts(const number *const *value, double *sum, double *squares) {
  for (int c = 0; c < N; ++c) cohort_moments(value[c], ALL_LANES, sum[c], squares[c]);
}
#endif

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
    asm volatile("" : : "r"(cell) : "memory");  // loads from memory are cheaper than a vector's single lanes
    UNROLL
    for (int i = 0; i < COHORT; i += 2) {
      u64 two;
      __builtin_memcpy(&two, cell + i, sizeof two);
      ++row[(u32)two];
      ++row[two >> 32];
    }
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
