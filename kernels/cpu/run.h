// run.h - steps and samples of a tile in one call; after the entry points of frame.h.
#pragma once
#include "../portable/events.h"

namespace perrin {

// What perrin_run is called with: fields of 8 bytes, in the order of NativeKernel's.
struct Run {
  Call call;  // of its tally the sums are shape [cohorts][2][samples][OBSERVABLES], for its own use, and axes those of the first half
  u64 origin;                 // the chunk's first step, from which the events' are counted
  const Event *events;        // of the call, the last one at its end
  u64 event_count;
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
static constexpr int SQUARED[OBSERVABLES + 1] = TIME_SQUARES;  // whether squares are summed over time, by observable

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
    if (k >= FIRST_OBSERVED) store(&value[k][lane], v[k]);  // nobody asks for those before
    doubt = doubt + v[k] * real((number)0);
  }
  for (int i = 0; i < VARIABLES; ++i) doubt = doubt + s[i] * real((number)0);
}

// Adds an observable's values to those of each walker.
static __attribute__((noinline)) void keep_own(const number *value, int present, const Run &run, int k, u32 c, double sum) {
  for (int i = 0; i < present; ++i) {
    const double own = value[i], deviation = own - sum / present;
    run.own_over_time[k * run.walker_stride + c * COHORT + i] += SQUARED[k] ? deviation * deviation : own;
  }
}

KERNEL_FUNCTION bool is_power_of_two(double whole_number) {
  const u32 n = (u32)whole_number;
  return (n & (n - 1)) == 0;
}

// Reduces the cohorts' moments of `all` quantities at samples by the tree of statistics.Moments, whose nodes' counts are `present`.
// sums: shape [cohorts][2][stride]; modified, the result ends in the first cohort's.
static void reduce_moments(double *sums, u64 stride, u64 first, u32 cohorts, u64 walkers, u64 all) {
  double present[MOST_COHORTS];
  for (u32 c = 0; c < cohorts; ++c) present[c] = at_most_a_cohort(walkers - c * COHORT);
  for (u32 nodes = cohorts; nodes > 1; first >>= 1) {
    u32 from = first & 1, parents = from;
    for (; from + 1 < nodes; from += 2, ++parents) {
      const double left = present[from], right = present[from + 1], weight = left * right / (left + right);
      const double *const ls = sums + 2 * from * stride, *const lq = ls + stride, *const rs = lq + stride, *const rq = rs + stride;
      double *const s = sums + 2 * parents * stride, *const q = s + stride;
      const bool exact = is_power_of_two(left) && is_power_of_two(right);  // whose reciprocals divide to the same bits
      const double one_over_left = 1 / left, one_over_right = 1 / right;
#pragma GCC ivdep  // a parent may take its left child's place
      for (u64 i = 0; i < all; ++i) {
        const double delta = exact ? rs[i] * one_over_right - ls[i] * one_over_left : rs[i] / right - ls[i] / left;
        q[i] = lq[i] + rq[i] + delta * delta * weight;
        s[i] = ls[i] + rs[i];
      }
      present[parents] = left + right;
    }
    if (from < nodes) {
      for (u64 i = 0; i < all; ++i) {
        sums[2 * parents * stride + i] = sums[2 * from * stride + i];
        sums[(2 * parents + 1) * stride + i] = sums[(2 * from + 1) * stride + i];
      }
      present[parents++] = present[from];
    }
    nodes = parents;
  }
}

// Looks at the walkers of the cohorts from c on, and takes their share of the sample where that is one, the nth of the call.
// over_time: what is summed of them over time, shape [BESIDE][OBSERVABLES]; added to.
NOT_INLINED void look(Vectors_of_cohorts &all, u32 c, u32 cohorts, const Run &run, u32 what, u64 nth, double *over_time) {
  alignas(64) number value[BESIDE][VALUES][COHORT];
  KEEP_LOOP
  for (int v = 0; v < TOGETHER; ++v)
    sample_vector(value[v / COHORT_VECTORS], v % COHORT_VECTORS * LANES, all.s[v], all.walk[0], all.doubt[v]);
  if (!(what & SAMPLE)) return;
  const u64 walkers = run.call.tile.walkers - c * COHORT;
  const bool whole = walkers >= BESIDE * COHORT;
  const int beside = whole ? BESIDE : (int)cohorts_of(walkers);
  double sum[BESIDE * OBSERVABLES + 1], squares[BESIDE * OBSERVABLES + 1];  // shape [BESIDE][OBSERVABLES]
  if (whole) {
    const number *of[BESIDE * OBSERVABLES + 1];
    for (int b = 0; b < BESIDE; ++b)
      for (int k = 0; k < OBSERVABLES; ++k) of[b * OBSERVABLES + k] = value[b][FIRST_OBSERVED + k];
    moments_of_cohorts<BESIDE * OBSERVABLES>(of, sum, squares);
  } else
    for (int b = 0; b < beside; ++b)
      for (int k = 0; k < OBSERVABLES; ++k) {
        double one, its_squares;
        cohort_moments(value[b][FIRST_OBSERVED + k], lanes_of(walkers - b * COHORT), one, its_squares);
        sum[b * OBSERVABLES + k] = one;
        squares[b * OBSERVABLES + k] = its_squares;
      }
  double *const sums = run.call.tally.sums + (2 * c * run.samples + nth) * OBSERVABLES;
  for (int b = 0; b < beside; ++b)
    for (int k = 0; k < OBSERVABLES; ++k) {
      const double s = sum[b * OBSERVABLES + k], q = squares[b * OBSERVABLES + k];
      sums[2 * b * run.samples * OBSERVABLES + k] = s;
      sums[(2 * b + 1) * run.samples * OBSERVABLES + k] = q;
      over_time[b * OBSERVABLES + k] += SQUARED[k] ? q : s;
    }
  if (run.own_over_time)
    for (int b = 0; b < beside; ++b)
      for (int k = 0; k < OBSERVABLES; ++k)
        keep_own(value[b][FIRST_OBSERVED + k], at_most_a_cohort(walkers - b * COHORT), run, k, c + b, sum[b * OBSERVABLES + k]);
  const Axis *const axes = what & SECOND_HALF ? run.second_axes : run.call.tally.axes;
  for (int b = 0; b < beside; ++b) {
    const u32 present = lanes_of(walkers - b * COHORT);
    hand_over(value[b], present, c + b, cohorts, run.call.tally.correlated);
    count_all(value[b], present, run.call.tile.first / COHORT + c + b, axes, run.call.tally.counts);
  }
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

// Steps from event to event, cohort by cohort. Returns -1, or `to` where a look found a value that is not finite.
EXPORT i64 perrin_run(const Run *run) {
  const u64 first = run->call.tile.first, walkers = run->call.tile.walkers;
  const u32 cohorts = cohorts_of(walkers);
  Walk walk;
  Vectors vectors;
  prepare(walk, vectors, *run->call.tile.parameters);
  u64 samples = 0;
  for (u32 c = 0; c < cohorts; c += BESIDE) {
    const int used = vectors_from(c, cohorts);
    Vectors_of_cohorts all;
    take_up(all, run->call.tile, c, used, run->call.to, walk);
    double over_time[BESIDE * OBSERVABLES + 1] = {};
    for (int b = 0; b < used / COHORT_VECTORS; ++b)
      for (int k = 0; k < OBSERVABLES; ++k) over_time[b * OBSERVABLES + k] = run->over_time[k * run->cohort_stride + c + b];
    const u64 begun = c == 0 ? clock_ticks() : 0;
    u64 n = run->call.from, in_samples = 0;
    samples = 0;
    for (u64 e = 0; e < run->event_count; ++e) {
      const Event event = run->events[e];
      const u64 next = run->origin + event.steps;
      walk_together(all, n, next);
      n = next;
      if (!(event.what & LOOK)) continue;
      const u64 looks = c == 0 ? clock_ticks() : 0;
      look(all, c, cohorts, *run, event.what, samples, over_time);
      in_samples += c == 0 ? clock_ticks() - looks : 0;
      samples += event.what & SAMPLE ? 1 : 0;
    }
    if (c == 0) {
      run->ticks[0] += in_samples;
      run->ticks[1] += clock_ticks() - begun;
    }
    if (!no_doubt(all, walkers - c * COHORT)) return (i64)run->call.to;
    put_back(all, run->call.tile, c, used);
    for (int b = 0; b < used / COHORT_VECTORS; ++b)
      for (int k = 0; k < OBSERVABLES; ++k) run->over_time[k * run->cohort_stride + c + b] = over_time[b * OBSERVABLES + k];
  }
  double *const sums = run->call.tally.sums, *const squares = sums + run->samples * OBSERVABLES;
  reduce_moments(sums, run->samples * OBSERVABLES, first / COHORT, cohorts, walkers, samples * OBSERVABLES);
  for (u64 i = 0; i < samples * OBSERVABLES; ++i) {
    run->moments[2 * i] = sums[i];
    run->moments[2 * i + 1] = squares[i];
  }
  return -1;
}
}  // namespace perrin
