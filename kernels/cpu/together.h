// together.h - vectors of walkers that a kernel moves side by side from look to look, where looks are frequent.
#pragma once

namespace perrin {

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
NOT_INLINED void walk_together(Vectors_of_cohorts &all, u64 from, u64 to) {
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
NOT_INLINED void walk_together(Vectors_of_cohorts &all, u64 from, u64 to) {
  for (int v = 0; v < TOGETHER; ++v) walk_vector(all.s[v], from, to, all.walk[v]);
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
}  // namespace perrin
