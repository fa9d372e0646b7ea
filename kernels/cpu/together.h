// together.h - vectors of walkers that a kernel moves side by side from look to look, where looks are frequent.
#pragma once

namespace perrin {

#if GROUPS_ARE_CUT
// Vectors of whole cohorts that walk side by side, as a step must wait for the one before. What they draw lies in memory, so that a
// look between two steps of a group costs nothing.
#define BESIDE (COHORT_VECTORS * SLOTS <= 4 ? 4 / (COHORT_VECTORS * SLOTS) : 1)
enum : u32 { KEPT_STEPS = KEPT_DRAWS / (GROUP_STEPS * DRAWS_OF_STEP) * GROUP_STEPS };
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
// Step after step; where a step has blocks of its own, with the rest of the last one's.
#define KEPT_VALUES(number) (KEPT_STEPS * (number) + (STEPS_OF_GROUP(number) == 1 ? BLOCK_WORDS : 0))
#define KEEP(array, stream, pair, number) real array[TOGETHER][KEPT_VALUES(number)];
  DRAWS(KEEP)
  u64 kept_from, kept_to;  // steps whose draws are there
  u64 end;                 // steps up to which any are wanted
#endif
};

#if GROUPS_ARE_CUT
// A stream's values of the walk's group that begins with step n, from its place on.
template <class Stream>
KERNEL_FUNCTION void keep(real *values, u64 n, const Walk &walk) {
  UNROLL
  for (u32 j = 0; j < GROUP_STEPS; j += Stream::STEPS)
    draw<Stream, real *>(values + j * Stream::VALUES_OF_STEP, n + j, walk);
}

// Draws for KEPT_STEPS steps, from the beginning of step n's group on; for no group beyond the end.
KERNEL_FUNCTION void keep_draws(Vectors_of_cohorts &all, u64 n) {
  all.kept_from = n / GROUP_STEPS * GROUP_STEPS;
  all.kept_to = all.kept_from + KEPT_STEPS;
  const u32 wanted = all.end - all.kept_from < KEPT_STEPS ? (u32)(all.end - all.kept_from) : KEPT_STEPS;
  KEEP_LOOP
  for (u32 j = 0; j < wanted; j += GROUP_STEPS) {
    UNROLL_TOGETHER
    for (int v = 0; v < TOGETHER; ++v) {
#define KEEP_GROUP(array, stream, pair, number) \
  keep<Stream_##array>(all.array[v] + j * (number), all.kept_from + j, all.walk[v]);
      DRAWS(KEEP_GROUP)
    }
  }
}

// Steps from .. to-1.
NOT_INLINED void walk_together(Vectors_of_cohorts &all, u64 from, u64 to) {
  u64 n = from;
  while (n < to) {
    if (n >= all.kept_to) keep_draws(all, n);
    const u64 end = to < all.kept_to ? to : all.kept_to;
    const Walk &walk = all.walk[0];
    const number *row = walk.table + (n - walk.table_step) * STEP_UNIFORMS;
    real s[TOGETHER][SLOTS];
    UNROLL_TOGETHER
    for (int v = 0; v < TOGETHER; ++v)
      for (int i = 0; i < SLOTS; ++i) s[v][i] = all.s[v][i];
    u64 at = n - all.kept_from;
    KEEP_LOOP
    for (; n < end; ++n, ++at, row += STEP_UNIFORMS) {
#define KEPT(array, stream, pair, number) , all.array[v] + at * (number)
      UNROLL_TOGETHER
      for (int v = 0; v < TOGETHER; ++v)
        step(s[v], all.z[v] + at * NORMALS FURTHER_DRAWS(KEPT), walk.uniform, row, walk.tables);
    }
    UNROLL_TOGETHER
    for (int v = 0; v < TOGETHER; ++v)
      for (int i = 0; i < SLOTS; ++i) all.s[v][i] = s[v][i];
  }
}
#else
NOT_INLINED void walk_together(Vectors_of_cohorts &all, u64 from, u64 to) {
  for (int v = 0; v < TOGETHER; ++v) walk_vector(all.s[v], from, to, all.walk[v]);
}
#endif

// Takes up the cohorts from c on, `used` vectors of them, for steps up to `to`.
KERNEL_FUNCTION void take_up(Vectors_of_cohorts &all, const Tile &tile, u32 c, int used, u64 to, const Walk &walk) {
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
  all.end = to;
#endif
}

KERNEL_FUNCTION void put_back(const Vectors_of_cohorts &all, const Tile &tile, u32 c, int used) {
  for (int v = 0; v < used; ++v)
    for (int i = 0; i < VARIABLES; ++i) store(tile.state + i * tile.stride + c * COHORT + v * LANES, all.s[v][i]);
}

KERNEL_FUNCTION int vectors_from(u32 c, u32 cohorts) {
  return (cohorts - c < BESIDE ? (int)(cohorts - c) : BESIDE) * COHORT_VECTORS;
}
}  // namespace perrin
