// run.h - steps and samples of a tile in one call; after the entry points of frame.h.
#pragma once
#include "../portable/events.h"

namespace perrin {

// What perrin_run is called with: fields of 8 bytes, in the order of NativeKernel's.
struct Run {
  Call call;  // of its tally the sums are shape [OBSERVABLES][2][cohorts][samples], for its own use, and axes those of the first half
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
    store(&value[k][lane], v[k]);
    doubt = doubt + v[k] * real((number)0);
  }
  for (int i = 0; i < VARIABLES; ++i) doubt = doubt + s[i] * real((number)0);
}

// An observable's moments of a cohort at the nth sample of the call, and what is summed over time.
KERNEL_FUNCTION void keep_moments(const Run &run, int k, u32 c, u32 cohorts, u64 nth, double sum, double squares) {
  double *const sums = run.call.tally.sums + (2 * k * cohorts + c) * run.samples + nth;
  sums[0] = sum;
  sums[cohorts * run.samples] = squares;
  run.over_time[k * run.cohort_stride + c] += SQUARED[k] ? squares : sum;
}

// Adds an observable's values to those of each walker.
static __attribute__((noinline)) void keep_own(const number *value, int present, const Run &run, int k, u32 c, double sum) {
  for (int i = 0; i < present; ++i) {
    const double own = value[i], deviation = own - sum / present;
    run.own_over_time[k * run.walker_stride + c * COHORT + i] += SQUARED[k] ? deviation * deviation : own;
  }
}

// Reduces the cohorts' moments of all samples by the tree of statistics.Moments, whose nodes' counts are `present`.
// sums: shape [2][cohorts][stride], of which `samples` are there; modified, the result ends in [0] and [1] of the first cohort.
static void reduce_moments(double *sums, u64 first, u32 cohorts, u64 walkers, u64 stride, u64 samples) {
  double *const squares = sums + cohorts * stride;
  double present[MOST_COHORTS];
  for (u32 c = 0; c < cohorts; ++c) present[c] = at_most_a_cohort(walkers - c * COHORT);
  for (u32 nodes = cohorts; nodes > 1; first >>= 1) {
    u32 from = first & 1, parents = from;
    for (; from + 1 < nodes; from += 2, ++parents) {
      const double left = present[from], right = present[from + 1], weight = left * right / (left + right);
      const double *const ls = sums + from * stride, *const rs = ls + stride;
      const double *const lq = squares + from * stride, *const rq = lq + stride;
      double *const s = sums + parents * stride, *const q = squares + parents * stride;
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

// Looks at the walkers of the cohorts from c on, and takes their share of the sample where that is one, the nth of the call.
NOT_INLINED void look(Vectors_of_cohorts &all, u32 c, u32 cohorts, const Run &run, u32 what, u64 nth) {
  alignas(64) number value[BESIDE][VALUES][COHORT];
  KEEP_LOOP
  for (int v = 0; v < TOGETHER; ++v)
    sample_vector(value[v / COHORT_VECTORS], v % COHORT_VECTORS * LANES, all.s[v], all.walk[0], all.doubt[v]);
  if (!(what & SAMPLE)) return;
  const u64 walkers = run.call.tile.walkers - c * COHORT;
  const bool whole = walkers >= BESIDE * COHORT;
  const int beside = whole ? BESIDE : (int)cohorts_of(walkers);
  for (int k = 0; k < OBSERVABLES; ++k) {
    double sum[BESIDE], squares[BESIDE];
    if (whole)
      moments_of_cohorts<BESIDE>(value[0][FIRST_OBSERVED + k], VALUES * COHORT, sum, squares);
    else
      for (int b = 0; b < beside; ++b)
        cohort_moments(value[b][FIRST_OBSERVED + k], lanes_of(walkers - b * COHORT), sum[b], squares[b]);
    for (int b = 0; b < beside; ++b) {
      keep_moments(run, k, c + b, cohorts, nth, sum[b], squares[b]);
      if (run.own_over_time)
        keep_own(value[b][FIRST_OBSERVED + k], at_most_a_cohort(walkers - b * COHORT), run, k, c + b, sum[b]);
    }
  }
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
    take_up(all, run->call.tile, c, used, walk);
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
      look(all, c, cohorts, *run, event.what, samples);
      in_samples += c == 0 ? clock_ticks() - looks : 0;
      samples += event.what & SAMPLE ? 1 : 0;
    }
    if (c == 0) {
      run->ticks[0] += in_samples;
      run->ticks[1] += clock_ticks() - begun;
    }
    if (!no_doubt(all, walkers - c * COHORT)) return (i64)run->call.to;
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
}  // namespace perrin
