// langevin.cu - the CUDA kernels: one thread is one walker, one warp is one cohort of 32; eight cohorts count in the same replicate
// group of a histogram. They are one block, or several where walkers are so large that fewer fit in shared memory.
//
//   x <- one step of the method, again and again, with the state in registers (large: slots.h); between steps, at samples: the
//   observables' moments over each warp in a fixed order, and counts in shared memory.
//
// Perrin puts an experiment's emitted functions before this file. Compiled by itself (nvcc kernels/cuda/langevin.cu) it takes the
// double well's, as the emitter prints them.
#ifndef VARIABLES
#include "double_well.h"
#endif
#define NOT_INLINED static __device__ __forceinline__  // a call would put the walk on the stack
#include "../portable/walk.h"
#include "../portable/events.h"

namespace perrin {

#define COHORT 32
#define GROUP_WALKERS 256  // that count in the same group; threads of the blocks of the kernels that do not step
#ifndef BLOCK
#define BLOCK GROUP_WALKERS
#endif
#ifndef IN_SHARED
#define IN_SHARED 0  // whether large walkers are in shared memory while they step, instead of in the job's memory
#endif
// How many blocks a multiprocessor shall have registers for: 64 a thread; with a gradient that is carried over 80, or 128 in
// double precision, for they would spill; 128 where shared memory holds few threads anyway.
#define BLOCKS_AT_ONCE ((IN_SHARED || (CARRIED && PRECISION == 64) ? 512 : CARRIED ? 768 : 1024) / BLOCK)
#if IN_SHARED
#define COLUMNS_BYTES (COLUMN * BLOCK * (PRECISION / 8))
#else
#define COLUMNS_BYTES 0
#endif
#if VALUES_IN_COLUMN  // many observables: unrolled they are a multiple of the code, with addresses of all of them in registers
#define UNROLL_VALUES KEEP_LOOP
#else
#define UNROLL_VALUES UNROLL
#endif
#define EVERY_LANE 0xffffffffu
#define NOISE_STREAM 0
#define START_STREAM 2
#define GROUPS 64
#define WALKER_BITS 40
#define NOT_PRESENT __longlong_as_double(0x7ff8000000000000ll)

// The bins of one quantity of a histogram. Its cells are underflow (some quantity below its range), the bins, those of
// the last quantity running fastest, and overflow (some quantity at or beyond its end, none below).
struct Axis {
  number from, to, scale;  // scale = bins / (to - from)
  int bins;
  i64 offset;  // of its cells for the first half of the run, group 0, among all counts
  i64 cells_before;  // cells of the histograms before it, in a block's shared counts
};

// One launch: which walkers, from which step on, what happens when. Java mirrors this layout (backend.cuda.DeviceJob).
struct Job {
  number *state;  // variable i of walker w (counted from the first) at state[i * stride + w]
  u64 stride;
  u64 first;    // global number of the first walker, a multiple of COHORT
  u64 walkers;  // without the padding to whole cohorts
  u64 origin;   // first step of the chunk that this launch is part of
  u64 from;     // first step
  const Event *events;  // the last one after the last step
  u64 event_count;
  double *sums;       // shape [samples][OBSERVABLES][2][cohorts]: sum and squared deviations of each cohort
  double *time_sums;  // shape [OBSERVABLES][cohorts]; added to
  double *walker_sums;  // with WALKER_SUMS the same of each walker, shape [OBSERVABLES][walkers]; added to
  double *correlated;   // what is correlated, shape [samples][CORRELATED][stride]
  const Axis *axes;
  u64 *counts;  // of all histograms; added to
  number *memory;  // of large walkers while they step, shape [blocks][COLUMN][BLOCK]; null where it is not used
  u64 *trouble;  // lowest (steps since origin << WALKER_BITS) + walker with a value that is not finite
  u32 half;      // of the run that the samples count in
  u32 shared_cells;  // cells of all histograms; 0 where they do not fit in shared memory
};

__device__ __forceinline__ Subsequence subsequence(u64 walker, u64 stream) {
  return {(u32)walker, (u32)((walker + (stream << 48)) >> 32)};
}

// The fixed order of a cohort's sum: lane i + lane i+16, then 8, 4, 2, 1. All lanes get it.
template <class Number>
__device__ __forceinline__ Number cohort_sum(Number v) {
  UNROLL
  for (int h = COHORT / 2; h > 0; h /= 2) v = v + __shfl_xor_sync(EVERY_LANE, v, h);
  return v;
}

#if PRECISION == 32
// The sum of squares of deviations that are too small or too large for it: of deviations that a power of two has brought near 1.
// Not a call: its registers would be taken from the steps.
__device__ __forceinline__ double scaled_squares(number deviation) {
  u32 largest = bits(deviation) & ~TOP_BIT;
  KEEP_LOOP
  for (int h = COHORT / 2; h > 0; h /= 2) {
    const u32 other = __shfl_xor_sync(EVERY_LANE, largest, h);
    largest = other > largest ? other : largest;
  }
  const u32 most = largest >> 23, exponent = most < 253 ? most : 253;
  const number scale = from_bits((254 - exponent) << 23), d = deviation * scale;
  return cohort_sum(d * d) * __longlong_as_double((i64)(769 + 2 * exponent) << 52);  // over the square of the scale
}
#endif

// The sum of squared deviations of a cohort, of which each lane gives its own.
__device__ __forceinline__ double cohort_squares(number deviation) {
  const double squares = cohort_sum(deviation * deviation);
#if PRECISION == 32
  if (!(squares >= LEAST_SQUARES && squares <= MOST_SQUARES)) return scaled_squares(deviation);
#endif
  return squares;
}

__device__ __forceinline__ bool finite(number v) { return abs(v) <= LARGEST_NUMBER; }

__device__ __forceinline__ int bins_of(const Axis *axes, int quantities) {
  int bins = 1;
  for (int q = 0; q < quantities; ++q) bins *= axes[q].bins;
  return bins;
}

__device__ __forceinline__ int cell(const Values value, const Axis *axes, int quantities) {
  int bin = 0;
  bool below = false, above = false;
  for (int q = 0; q < quantities; ++q) {
    const Axis &axis = axes[q];
    const number t = (value[q] - axis.from) * axis.scale;
    const bool under = !(t >= 0);  // a walker that is lost as well: the run ends
    const bool over = t >= (number)axis.bins || value[q] >= axis.to;
    below |= under;
    above |= over;
    bin = bin * axis.bins + (under || over ? 0 : (int)t);
  }
  return below ? 0 : above ? bins_of(axes, quantities) + 1 : 1 + bin;
}

// One look at a warp's walkers at an event. Makes what it needs from w by itself: registers that it would be kept in are the
// steps'.
__device__ __forceinline__ void look(Slots s, const Event &event, u64 w, const Job &job, const Walk &walk,
                                     u32 *cells) {
  const bool is_walker = w < job.walkers;
#if VALUES_IN_COLUMN
  ARRAY(value, VALUES, DRAWN + ARRAYS);
#else
  real value[VALUES];
#endif
  sample(value, s, walk.uniform, walk.tables);
  bool fine = true;
  UNROLL_VALUES
  for (int k = 0; k < VALUES; ++k) fine = fine && finite(value[k]);
  UNROLL_STATE
  for (int i = 0; i < VARIABLES; ++i) fine = fine && finite(s[i]);
  if (is_walker && !fine) atomicMin(job.trouble, ((u64)event.steps << WALKER_BITS) + w);
  if (!(event.what & SAMPLE)) return;
  const u64 cohort = w / COHORT, cohorts = (job.walkers + COHORT - 1) / COHORT;
#ifdef PRESENCE
  const bool present = is_walker && value[PRESENCE] != 0;
  const u32 members = (u32)cohort_sum(present ? (number)1 : (number)0);
#else
  const bool present = is_walker;
  const u64 left = job.walkers - cohort * COHORT;
  const u32 members = left < COHORT ? (u32)left : COHORT;
#endif
  const u64 index = event.what >> WHAT_BITS;
#ifdef TIME_SQUARES  // not the sum of each; static, for a loop's index would put them into each thread's frame
  static __device__ const u32 squared[] = TIME_SQUARES;
#endif
  UNROLL_VALUES
  for (int k = 0; k < OBSERVABLES; ++k) {
    const number total = cohort_sum(present ? value[FIRST_OBSERVED + k] : 0), mean = total / (number)members;
    const double squares = cohort_squares(present ? value[FIRST_OBSERVED + k] - mean : 0);
    if (threadIdx.x % COHORT == 0) {
      double *row = job.sums + (index * OBSERVABLES + k) * 2 * cohorts;
      row[cohort] = total;
      row[cohorts + cohort] = squares;
#ifdef TIME_SQUARES
      job.time_sums[k * cohorts + cohort] += squared[k] ? squares : total;
#else
      job.time_sums[k * cohorts + cohort] += total;
#endif
    }
#ifdef WALKER_SUMS  // few walkers, each of which is a sample of its own
    if (present) {
      const double v = (number)value[FIRST_OBSERVED + k], deviation = v - (double)total / (double)members;
#ifdef TIME_SQUARES
      job.walker_sums[k * job.walkers + w] += squared[k] ? deviation * deviation : v;
#else
      job.walker_sums[k * job.walkers + w] += v;
#endif
    }
#endif
  }
#if CORRELATED
  UNROLL_VALUES
  for (int k = 0; k < CORRELATED; ++k)
    job.correlated[(index * CORRELATED + k) * job.stride + w] = present ? (double)value[FIRST_CORRELATED + k] : is_walker ? NOT_PRESENT : 0;
#endif
  if (!present) return;
  const u64 group = (job.first / COHORT + cohort) / 8 % GROUPS;
  const int quantities[] = QUANTITIES;
  int q = 0;
  UNROLL
  for (int h = 0; h < HISTOGRAMS; ++h) {
    const Axis *axes = job.axes + q;
    const int c = cell(value + FIRST_COUNTED + q, axes, quantities[h]), all = bins_of(axes, quantities[h]) + 2;
    if (job.shared_cells)
      atomicAdd(&cells[axes->cells_before + c], 1u);
    else
      atomicAdd(&job.counts[axes->offset + (job.half * GROUPS + group) * all + c], (u64)1);
    q += quantities[h];
  }
}

__device__ __forceinline__ real number_of(u64 walker) {
  return fma(to_real((u32)(walker >> 32)), 4294967296.0f, to_real((u32)walker));
}

// Start values of all walkers, padding included. The first SHARED_BLOCKS blocks of a walker's draws are those of its
// cohort's first.
extern "C" __global__ void __launch_bounds__(GROUP_WALKERS) perrin_start(const __grid_constant__ Job job,
                                                                  const __grid_constant__ Parameters p) {
  const u64 w = (u64)blockIdx.x * GROUP_WALKERS + threadIdx.x;
  if (w >= (job.walkers + COHORT - 1) / COHORT * COHORT) return;
  Walk walk;
  Vectors none;
  prepare(walk, none, p);
  const u64 walker = job.first + w, leader = walker / COHORT * COHORT;
  const Subsequence draws = subsequence(walker, START_STREAM);
  Words block[START_BLOCKS + 1];
  for (u32 b = 0; b < START_BLOCKS; ++b)
    block[b] = philox(b, 0, b < SHARED_BLOCKS ? (u32)leader : draws.low, draws.high, walk.key);
  const real index = number_of(walker), first = number_of(leader);
#if IN_MEMORY
  start(Slots{job.state + w, job.stride}, index, first, block, walk.uniform, walk.tables);
#else
  real s[VARIABLES];
  start(s, index, first, block, walk.uniform, walk.tables);
  UNROLL
  for (int i = 0; i < VARIABLES; ++i) job.state[i * job.stride + w] = s[i];
#endif
}

// Noise that each walker draws for itself: noise.advance(…) makes the steps from .. to-1.
struct DrawnNoise {
  __device__ __forceinline__ void advance(Slots s, u64, u64 from, u64 to, const Walk &walk) const {
    perrin::advance(s, from, to, walk);
  }
};

// Noise that somebody put into memory.
struct BufferedNoise {
  const Normals &normals;
  __device__ __forceinline__ void advance(Slots s, u64 w, u64 from, u64 to, const Walk &walk) const {
    advance_buffered(s, w, from, to, normals, walk);
  }
};

// Steps from event to event, with the samples between them. Blocks begin at multiples of their size by global number.
template <class Noise>
__device__ __forceinline__ void run(const Job &job, const Parameters &p, const Noise &noise) {
  extern __shared__ double shared[];  // columns of large walkers, then the counts
  u32 *const cells = (u32 *)((char *)shared + COLUMNS_BYTES);
  for (u32 i = threadIdx.x; i < job.shared_cells; i += BLOCK) cells[i] = 0;
  __syncthreads();
  const u64 walker = job.first / BLOCK * BLOCK + (u64)blockIdx.x * BLOCK + threadIdx.x, w = walker - job.first;
  if (walker >= job.first && w < (job.walkers + COHORT - 1) / COHORT * COHORT) {  // the same for all lanes of a warp
    Walk walk;
    Vectors none;
    prepare(walk, none, p);
    walk.noise = subsequence(walker, NOISE_STREAM);
#if IN_MEMORY
    number *const columns = IN_SHARED ? (number *)shared : job.memory + (u64)blockIdx.x * COLUMN * BLOCK;
    const Slots s = {columns + threadIdx.x, BLOCK};
#else
    real s[SLOTS];
#endif
    UNROLL_STATE
    for (int i = 0; i < VARIABLES; ++i) s[i] = job.state[i * job.stride + w];
    u64 n = job.from;
    KEEP_LOOP
    for (u32 e = 0; e < job.event_count; ++e) {
      const Event *const event = &job.events[e];  // what happens is read after the steps, whose registers it would take
      const u64 stop = job.origin + event->steps;
      noise.advance(s, w, n, stop, walk);
      n = stop;
      if (event->what & LOOK) look(s, *event, w, job, walk, cells);
    }
    UNROLL_STATE
    for (int i = 0; i < VARIABLES; ++i) job.state[i * job.stride + w] = s[i];
  }
  __syncthreads();
  const u64 group = walker / GROUP_WALKERS % GROUPS;
  const int quantities[] = QUANTITIES;
  for (int h = 0, q = 0; h < HISTOGRAMS && job.shared_cells; q += quantities[h++]) {
    const Axis *axes = job.axes + q;
    const u32 all = bins_of(axes, quantities[h]) + 2;
    u64 *row = job.counts + axes->offset + (job.half * GROUPS + group) * all;
    for (u32 i = threadIdx.x; i < all; i += BLOCK)
      if (cells[axes->cells_before + i])
        atomicAdd(&row[i], (u64)cells[axes->cells_before + i]);
  }
}

#ifndef ONLY_BUFFERED_NOISE  // a program says which of the two it wants: half the time to compile
extern "C" __global__ void __launch_bounds__(BLOCK, BLOCKS_AT_ONCE) perrin_run(const __grid_constant__ Job job,
                                                                const __grid_constant__ Parameters p) {
  run(job, p, DrawnNoise{});
}

#endif

#ifndef ONLY_DRAWN_NOISE
// The same with Gaussians that cuRAND has put into memory; such a run begins with walker 0.
extern "C" __global__ void __launch_bounds__(BLOCK, BLOCKS_AT_ONCE) perrin_run_buffered(const __grid_constant__ Job job,
                                                                         const __grid_constant__ Parameters p,
                                                                         const __grid_constant__ Normals normals) {
  run(job, p, BufferedNoise{normals});
}
#endif

// Finishes a node of the tree over cohorts for one sample and observable a block: count, sum and squared deviations of two sets
// merge by the formula of Chan, Golub & LeVeque (1979). A node lives where its first cohort does.
//   ends: the largest nodes that the cohorts fill: where each begins, and where the last ends, shape [nodes + 1].
//   sums: shape [rows][2][cohorts]; modified. result: shape [rows][nodes][3]; written.
extern "C" __global__ void __launch_bounds__(GROUP_WALKERS) perrin_reduce(double *sums, double *counts, double *result, u64 first,
                                                                   u64 walkers, const u64 *ends, u64 nodes) {
  const u64 all = (walkers + COHORT - 1) / COHORT, row = blockIdx.x / nodes, node = blockIdx.x % nodes, from = ends[node];
  const u64 first_cohort = first / COHORT + from, cohorts = ends[node + 1] - from;
  double *sum = sums + row * 2 * all + from, *squares = sum + all, *count = counts + row * all + from;
#ifdef PRESENCE
  const u64 row_of_presence = row / OBSERVABLES * OBSERVABLES + PRESENCE_ROW;
  const double *const present = sums + row_of_presence * 2 * all + from;
  for (u64 c = threadIdx.x; c < cohorts; c += GROUP_WALKERS) count[c] = present[c];
  const bool is_presence = row == row_of_presence;  // the others read its sums, and its own are the counts
#else
  const bool is_presence = false;
  for (u64 c = threadIdx.x; c < cohorts; c += GROUP_WALKERS)
    count[c] = from + c + 1 < all ? COHORT : (double)(walkers - (from + c) * COHORT);
#endif
  const u64 end = first_cohort + cohorts;
  for (u64 width = 1; (first_cohort / width) != (end - 1) / width; width *= 2) {
    __syncthreads();
    for (u64 parent = first_cohort / (2 * width) + threadIdx.x; parent <= (end - 1) / (2 * width); parent += GROUP_WALKERS) {
      const u64 middle = (2 * parent + 1) * width;
      if (middle <= first_cohort || middle >= end) continue;  // one child only: it is the parent
      const u64 begin = 2 * parent * width, left = (begin > first_cohort ? begin : first_cohort) - first_cohort;
      const u64 right = middle - first_cohort;
      const double n1 = count[left], n2 = count[right], delta = sum[right] / n2 - sum[left] / n1;
      count[left] = n1 + n2;
      if (is_presence) continue;
#ifdef PRESENCE  // as statistics.Moments
      if (n1 == 0 || n2 == 0)
        squares[left] = squares[n2 == 0 ? left : right];
      else
#endif
      squares[left] = squares[left] + squares[right] + delta * delta * (n1 * n2 / (n1 + n2));
      sum[left] = sum[left] + sum[right];
    }
  }
  __syncthreads();
  if (threadIdx.x == 0) {
    result[3 * blockIdx.x] = count[0];
    result[3 * blockIdx.x + 1] = is_presence ? count[0] : sum[0];
    result[3 * blockIdx.x + 2] = is_presence ? 0 : squares[0];
  }
}

#if CORRELATED
// A quantity that is correlated in time, after a chunk's steps; kernel.Sampling.Correlated says what is summed. Java mirrors this layout
// (backend.cuda.DeviceCorrelations).
struct Correlation {
  double *samples;  // of the chunk, shape [samples][CORRELATED][stride]; of these the components from `first_value` on
  double *origins;  // of earlier chunks, shape [origins][components][stride]; origin i at i mod origins
  double *sums;     // shape [lags + 1][cohorts]; added to
  double *walker_sums;  // with WALKER_SUMS the same of each walker, shape [lags + 1][walkers]; added to
  u64 walkers, stride;
  u64 first_sample, end_sample;  // of the chunk, counted from the run's first
  u64 first_value, components, lags, spacing, kept;
};

// Row of a sample of the chunk.
__device__ __forceinline__ double *sampled(const Correlation &of, u64 sample) {
  return of.samples + ((sample - of.first_sample) * CORRELATED + of.first_value) * of.stride;
}

__device__ __forceinline__ double *origin(const Correlation &of, u64 sample) {
  return of.origins + sample / of.spacing % of.kept * of.components * of.stride;
}

__device__ __forceinline__ u64 thread() { return (u64)blockIdx.x * GROUP_WALKERS + threadIdx.x; }

// Takes each cohort's mean from a quantity. A warp is a cohort at a sample.
extern "C" __global__ void __launch_bounds__(GROUP_WALKERS) perrin_centre(const __grid_constant__ Correlation of) {
  const u64 cohorts = (of.walkers + COHORT - 1) / COHORT, warp = thread() / COHORT, cohort = warp % cohorts;
  const u64 sample = of.first_sample + warp / cohorts, w = cohort * COHORT + threadIdx.x % COHORT;
  if (sample >= of.end_sample) return;
  const u64 left = of.walkers - cohort * COHORT;
  double *value = sampled(of, sample) + w;
#ifdef PRESENCE
  const bool present = w < of.walkers && *value == *value;
  const double mean = cohort_sum(present ? *value : 0) / cohort_sum(present ? 1.0 : 0.0);
#else
  const double mean = cohort_sum(*value) / (double)(left < COHORT ? left : COHORT);
#endif
  if (w < of.walkers) *value = *value - mean;
}

// Adds the products with all origins. A warp is a cohort at a lag, and takes the samples in their order.
template <bool CENTRED>
__device__ __forceinline__ void correlate(const Correlation &of) {
  const u64 cohorts = (of.walkers + COHORT - 1) / COHORT, warp = thread() / COHORT, cohort = warp % cohorts;
  const u64 lag = warp / cohorts, w = cohort * COHORT + threadIdx.x % COHORT;
  if (lag > of.lags) return;
  double sum = of.sums[lag * cohorts + cohort];
#ifdef WALKER_SUMS
  double own = w < of.walkers ? of.walker_sums[lag * of.walkers + w] : 0;
#endif
  const u64 begin = of.first_sample > lag ? of.first_sample - lag : 0;  // as origins
  KEEP_LOOP
  for (u64 then = (begin + of.spacing - 1) / of.spacing * of.spacing; then + lag < of.end_sample; then += of.spacing) {
    const double *a = sampled(of, then + lag) + w, *b = (then < of.first_sample ? origin(of, then) : sampled(of, then)) + w;
    double product = 0;
    if (CENTRED)
      product = *a * *b;
    else {
      KEEP_LOOP
      for (u64 k = 0; k < of.components; ++k, a += of.stride, b += of.stride) {
        const double d = *a - *b;
        product = product + d * d;
      }
    }
#ifdef PRESENCE
    product = product == product ? product : 0;
#endif
#ifdef WALKER_SUMS
    own = own + product;
#endif
    sum = sum + cohort_sum(product);
  }
  if (threadIdx.x % COHORT == 0) of.sums[lag * cohorts + cohort] = sum;
#ifdef WALKER_SUMS
  if (w < of.walkers) of.walker_sums[lag * of.walkers + w] = own;
#endif
}

extern "C" __global__ void __launch_bounds__(GROUP_WALKERS) perrin_correlate(const __grid_constant__ Correlation of) {
  correlate<true>(of);
}

extern "C" __global__ void __launch_bounds__(GROUP_WALKERS) perrin_displace(const __grid_constant__ Correlation of) {
  correlate<false>(of);
}

// Keeps the chunk's last origins for the next one. A thread is a walker's component.
extern "C" __global__ void __launch_bounds__(GROUP_WALKERS) perrin_keep(const __grid_constant__ Correlation of) {
  const u64 at = thread();
  if (at >= of.components * of.stride) return;
  const u64 reach = of.kept * of.spacing;
  const u64 begin = of.end_sample - of.first_sample > reach ? of.end_sample - reach : of.first_sample;
  KEEP_LOOP
  for (u64 sample = (begin + of.spacing - 1) / of.spacing * of.spacing; sample < of.end_sample; sample += of.spacing)
    origin(of, sample)[at] = sampled(of, sample)[at];
}
#endif
}  // namespace perrin
