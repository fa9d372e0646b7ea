// walk.h - how walkers step, the same on every backend. Included after the emitted functions `gaussian`, `start`,
// `step` and `sample`, and after the emitted numbers VARIABLES, CARRIED, NORMALS, UNIFORMS, STEP_UNIFORMS. A step may carry
// CARRIED values over to the next one, which lie behind the state; the emitted function `begin` makes the first ones.
//
// Numbering of the noise: with R values a step from a stream, value j of step n has number n R' + j, where R' = R for
// R = 1 and 2 and otherwise R rounded up to a multiple of 4; value v is value v mod B of Philox block v div B, where a
// block gives B = BLOCK_WORDS values: 4 in single precision, 2 in double.
// So steps come in groups that use a stream's whole blocks: B / R steps a block for R = 1 and 2, else 1 step in R'/B blocks,
// of which the last may not be needed. Steps are walked in the largest of the streams' groups (slots.h, DRAWS): all are
// powers of two, so each stream's fit into it.
#pragma once
#include "slots.h"

namespace perrin {

#define STEPS_OF_GROUP(number) ((number) == 1 ? BLOCK_WORDS : (number) == 2 ? BLOCK_WORDS / 2 : 1)
#define BLOCKS_OF_GROUP(number) ((number) <= 2 ? ((number) + 1) / 2 : ((number) + 3) / 4 * 4 / BLOCK_WORDS)
#define BLOCKS_TO_DRAW(number) (((number) + BLOCK_WORDS - 1) / BLOCK_WORDS)

#define OR_ONE(array, stream, pair, number) || (number) == 1
#define OR_TWO(array, stream, pair, number) || (number) == 2
#define GROUP_STEPS (0 DRAWS(OR_ONE) ? BLOCK_WORDS : 0 DRAWS(OR_TWO) ? BLOCK_WORDS / 2 : 1)

// Where their group is the walk's, Gaussians are made for all of it at once, from blocks that may have been drawn before; what
// else there is, is drawn at the first step of each of its groups.
#define GAUSSIANS_OF_GROUP (STEPS_OF_GROUP(NORMALS) == GROUP_STEPS)
#if GAUSSIANS_OF_GROUP
#define DRAWS_AT_STEPS(each) FURTHER_DRAWS(each)
#define DRAWN_BLOCKS BLOCKS_TO_DRAW(NORMALS)
#else
#define DRAWS_AT_STEPS(each) DRAWS(each)
#define DRAWN_BLOCKS 0
#endif

// Blocks by which the next group's are further on, of the Gaussians; without them, of the streams that take one for a group, if any.
#define OR_ANY(array, stream, pair, number) || 1
#define GROUP_BLOCKS (DRAWN_BLOCKS > 0 ? BLOCKS_OF_GROUP(NORMALS) : 0 DRAWS_AT_STEPS(OR_ANY) ? 1 : 0)

// Groups that are walked together. In double precision a CPU takes several, where they are short: independent chains of
// operations side by side, which share constants and round keys (40 % faster than one). AVX2 has registers for fewer.
#define BATCH (PRECISION == 32 || LANES == 1 || DRAWN_BLOCKS != 1 || ABREAST > 1 ? 1 : VECTOR_BYTES == 64 ? 4 : 3)

// A CPU draws the next batch's blocks while it makes this one's Gaussians: two independent chains of operations side by
// side (10 % faster). A GPU has its other warps for that.
#define LOOK_AHEAD (LANES > 1 && DRAWN_BLOCKS == 1)

// Vectors of walkers that a CPU walks side by side. A step that gathers from tables is a long chain of operations, which
// others hide. GCC must not hold its scheduler back there for want of registers (docs/tried.md).
#ifndef GATHERS
#define GATHERS 0
#endif
#define ABREAST (LOOK_AHEAD && GATHERS && !IN_MEMORY ? 4 - FAST_GATHERS : 1)
#if ABREAST > 1 && !defined(__clang__)
#pragma GCC optimize("no-sched-pressure")
#endif

#if IN_MEMORY
#define UNROLL_STATE KEEP_LOOP
#else
#define UNROLL_STATE UNROLL
#endif

// What the host computes once for a chunk of steps. Java mirrors this layout (backend.cpu.NativeKernel).
struct Parameters {
  u32 key[2 * PHILOX_ROUNDS];  // Philox round keys
  u64 table_step;              // the step that the table's first row belongs to
  const number *table;         // values that change from step to step, shape [steps][STEP_UNIFORMS]
  Tables tables;               // values that all walkers and steps share, by index
  number uniform[UNIFORMS + 1];  // values that all walkers and steps share
};

// Which Philox subsequence belongs to each lane: walker + (stream << 48).
struct Subsequence {
  half low;
  u32 high;
};

// What steps need besides the state: all of it the same for the whole call. A vector takes keys and shared values as
// vectors, made once by prepare(); a GPU's thread takes them from the constant bank, where the parameters lie.
struct Walk {
  Subsequence noise;
  const RoundKey *key;
  const real *uniform;
  u64 table_step;
  const number *table;
  Tables tables;
};

#if LANES == 1
struct Vectors {};
KERNEL_FUNCTION void prepare(Walk &walk, Vectors &, const Parameters &p) {
  walk.key = p.key;
  walk.uniform = p.uniform;
  walk.table_step = p.table_step;
  walk.table = p.table;
  walk.tables = p.tables;
}
#else
struct Vectors {
  RoundKey key[2 * PHILOX_ROUNDS];
  real uniform[UNIFORMS + 1];
};
KERNEL_FUNCTION void prepare(Walk &walk, Vectors &vectors, const Parameters &p) {
  UNROLL
  for (int k = 0; k < 2 * PHILOX_ROUNDS; ++k) set_key(vectors.key[k], p.key[k]);
  UNROLL
  for (int i = 0; i < UNIFORMS; ++i) vectors.uniform[i] = p.uniform[i];
  walk.key = vectors.key;
  walk.uniform = vectors.uniform;
  walk.table_step = p.table_step;
  walk.table = p.table;
  walk.tables = p.tables;
}
#endif

// Makes what the first step takes over.
KERNEL_FUNCTION void take_over(Slots s, const Walk &walk) {
#if CARRIED
  begin(s + VARIABLES, s, walk.uniform, walk.tables);
#endif
}

// A stream as a type, Stream_z for that of the array z.
#define DEFINE_STREAM(array, stream, pair, number)                                                       \
  struct Stream_##array {                                                                                \
    enum : u32 {                                                                                         \
      HIGH = (u32)(stream) << 16, /* of the subsequence */                                               \
      VALUES_OF_STEP = number,                                                                           \
      STEPS = STEPS_OF_GROUP(number),                                                                    \
      BLOCKS = BLOCKS_OF_GROUP(number),                                                                  \
      DRAWN_OF_BLOCKS = BLOCKS_TO_DRAW(number)                                                           \
    };                                                                                                   \
    KERNEL_FUNCTION void make(word a, word b, real &first, real &second) { pair(a, b, first, second); }  \
  };
DRAWS(DEFINE_STREAM)

// A stream's values of block (low, high). values: shape [BLOCK_WORDS]; written.
template <class Stream, class Array>
KERNEL_FUNCTION void draw_block(const Array values, u32 low, u32 high, const Walk &walk) {
  const Words block = philox(low, high, walk.noise.low, walk.noise.high + Stream::HIGH, walk.key);
  Stream::make(block.x, block.y, values[0], values[1]);
#if PRECISION == 32
  Stream::make(block.z, block.w, values[2], values[3]);
#endif
}

// Fills in a stream's values of a group of its steps, which are made of the blocks from (low, high) on.
template <class Stream, class Array>
KERNEL_FUNCTION void draw_from(Array array, u32 low, u32 high, const Walk &walk) {
  if (IN_MEMORY || Stream::DRAWN_OF_BLOCKS > 8) {  // too many for registers, and to be written out
    KEEP_LOOP
    for (u32 b = 0; b < Stream::DRAWN_OF_BLOCKS; ++b)
      draw_block<Stream, Array>(array + BLOCK_WORDS * (int)b, low + b, high + (low + b < low), walk);
  } else {
    UNROLL
    for (u32 b = 0; b < Stream::DRAWN_OF_BLOCKS; ++b)
      draw_block<Stream, Array>(array + BLOCK_WORDS * (int)b, low + b, high + (b > 0 && low + b < low), walk);
  }
}

// What a step draws by the number of its epoch, of so many rows, where it takes so many: words of BATCH_STREAM, one block an epoch.
#ifndef EPOCH_ROWS
#define EPOCH_ROWS 0
#define EPOCH_SIZE 0
#endif
#define BATCH_STREAM 3u
#define BY_EPOCHS (EPOCH_ROWS > 0 && Stream::HIGH == BATCH_STREAM << 16)

// The same of the group that step n is in, or of its epoch and the next one.
template <class Stream, class Array>
KERNEL_FUNCTION void draw(Array array, u64 n, const Walk &walk) {
  const u64 first = BY_EPOCHS ? n * EPOCH_SIZE / (EPOCH_ROWS + !EPOCH_ROWS) : n / Stream::STEPS * Stream::BLOCKS;
  draw_from<Stream, Array>(array, (u32)first, (u32)(first >> 32), walk);
}

// The arguments of a step for what it draws besides Gaussians, in a function that knows its number in the group as j.
#define OF_STEP(array, stream, pair, number) , array + (int)(j % STEPS_OF_GROUP(number) * (number))

// Arrays in memory with what step n draws, the next one beginning at slot `at` behind the walker's.
#define DRAW_FOR_STEP(array, stream, pair, number)   \
  ARRAY(array, SLOTS_OF_DRAWS(number) + 1, at);      \
  at += SLOTS_OF_DRAWS(number);                      \
  draw<Stream_##array, Slots>(array, n, walk);

#if IN_MEMORY
// Steps from .. to-1 of one vector of walkers that has taken over, one at a time. s: state, shape [SLOTS]; modified.
KERNEL_FUNCTION void walk_on(Slots s, u64 from, u64 to, const Walk &walk) {
  const number *row = walk.table + (from - walk.table_step) * STEP_UNIFORMS;
  KEEP_LOOP
  for (u64 n = from; n < to; ++n, row += STEP_UNIFORMS) {
    const u32 j = (u32)(n % GROUP_STEPS);
    int at = 0;
    DRAWS(DRAW_FOR_STEP)
    step(s, z + (int)(j % STEPS_OF_GROUP(NORMALS) * NORMALS) FURTHER_DRAWS(OF_STEP), walk.uniform, row, walk.tables);
  }
}
#else
// The Philox blocks of so many groups, of which the first begins with block (low, high).
KERNEL_FUNCTION void draw_blocks(Words *block, u32 groups, u32 low, u32 high, const Walk &walk) {
  UNROLL
  for (u32 b = 0; b < groups * DRAWN_BLOCKS; ++b) {
    const u32 carry = groups * GROUP_BLOCKS > 1 && low + b < low;
    block[b] = philox(low + b, high + carry, walk.noise.low, walk.noise.high, walk.key);
  }
}

// The Gaussians of a block. z: shape [BLOCK_WORDS]; written.
KERNEL_FUNCTION void make_gaussians(real *z, const Words &block) {
  gaussian(block.x, block.y, z[0], z[1]);
#if PRECISION == 32
  gaussian(block.z, block.w, z[2], z[3]);
#endif
}

// What is drawn at the first step of each group of its stream, for the steps of that group.
struct AtSteps {
#define HOLD(array, stream, pair, number) real array[SLOTS_OF_DRAWS(number) + 1];
  DRAWS_AT_STEPS(HOLD)
};
// Groups of steps: the first step of the first one, and the block that belongs to it where a group takes GROUP_BLOCKS. Streams that
// take as many share what Philox makes of the block's number, and nobody counts steps.
struct Groups {
  u64 step;
  u32 low, high;
};

template <class Stream>
KERNEL_FUNCTION void draw_at_step(real *values, u32 j, const Groups &groups, const Walk &walk) {
  if (GROUP_STEPS / Stream::STEPS * Stream::BLOCKS == GROUP_BLOCKS) {
    const u32 low = groups.low + j / Stream::STEPS * Stream::BLOCKS;
    draw_from<Stream, real *>(values, low, groups.high + (low < groups.low), walk);
  } else
    draw<Stream, real *>(values, groups.step + j, walk);
}

// Draws what is due at step j of groups, of which steps first .. end-1 are wanted.
KERNEL_FUNCTION void draw_at_step(AtSteps &held, u32 j, u32 first, u32 end, const Groups &groups, const Walk &walk) {
#define DRAW_AT_STEP(array, stream, pair, number)                                       \
  if (j % STEPS_OF_GROUP(number) == 0 && j < end && first < j + STEPS_OF_GROUP(number)) \
    draw_at_step<Stream_##array>(held.array, j, groups, walk);
  DRAWS_AT_STEPS(DRAW_AT_STEP)
}

// The arguments of step j for what is drawn besides Gaussians.
#define OF_HELD(array, stream, pair, number) , held.array + j % STEPS_OF_GROUP(number) * (number)
#if GAUSSIANS_OF_GROUP
#define GAUSSIANS_OF_STEP z + j * NORMALS
#else
#define GAUSSIANS_OF_STEP held.z + j % STEPS_OF_GROUP(NORMALS) * NORMALS
#endif

// Steps first .. end-1 (counted from the first group's first) of so many groups, with their Gaussians from their blocks.
KERNEL_FUNCTION void walk_groups(real *s, const Words *block, u32 groups, u32 first, u32 end, const Groups &from,
                                 const number *row, const Walk &walk) {
  real z[BATCH * BLOCK_WORDS * DRAWN_BLOCKS + 1];
  UNROLL
  for (u32 b = 0; b < groups * DRAWN_BLOCKS; ++b) make_gaussians(z + BLOCK_WORDS * b, block[b]);
  AtSteps held;
  UNROLL
  for (u32 j = 0; j < groups * GROUP_STEPS; ++j) {
    draw_at_step(held, j, first, end, from, walk);
    if (first <= j && j < end) {
      step(s, GAUSSIANS_OF_STEP FURTHER_DRAWS(OF_HELD), walk.uniform, row, walk.tables);
      row += STEP_UNIFORMS;
    }
  }
}

// The same for one group, not inlined: for those that a chunk cuts. Works on a copy, so that `s` may stay in registers.
NOT_INLINED void walk_part(real *s, u32 low, u32 high, u32 first, u32 end, u64 n, const number *row, const Walk &walk) {
  Words block[DRAWN_BLOCKS + 1];
  draw_blocks(block, 1, low, high, walk);
  walk_groups(s, block, 1, first, end, {n, low, high}, row, walk);
}

// Steps from .. to-1 of one vector of walkers that has taken over. s: state, shape [SLOTS]; modified.
KERNEL_FUNCTION void walk_on(real *s, u64 from, u64 to, const Walk &walk) {
  u64 n = from;
  while (n < to) {
    const number *row = walk.table + (n - walk.table_step) * STEP_UNIFORMS;
    const u64 block = n / GROUP_STEPS * GROUP_BLOCKS;
    u32 low = (u32)block;
    const u32 high = (u32)(block >> 32), first = (u32)(n % GROUP_STEPS);
    if (first != 0 || to - n < BATCH * GROUP_STEPS) {
      const u32 end = to - n < GROUP_STEPS - first ? first + (u32)(to - n) : GROUP_STEPS;
      real copy[SLOTS];
      UNROLL
      for (int i = 0; i < SLOTS; ++i) copy[i] = s[i];
      walk_part(copy, low, high, first, end, n - first, row, walk);
      UNROLL
      for (int i = 0; i < SLOTS; ++i) s[i] = copy[i];
      n += end - first;
    } else {  // whole batches, as long as the high word of their first block stays
      const u32 steps = BATCH * GROUP_STEPS, blocks = BATCH * GROUP_BLOCKS;
      u64 batches = (to - n) / steps;
      if (GROUP_BLOCKS > 0) {
        const u64 before_carry = (0xffffffffull - low) / (blocks + !blocks) + 1;
        if (batches > before_carry) batches = before_carry;
      }
      u64 group = n;
      n += batches * steps;
      if (LOOK_AHEAD) {
        Words block[BATCH * DRAWN_BLOCKS + 1];
        draw_blocks(block, BATCH, low, high, walk);
        KEEP_LOOP
        for (; batches != 1; --batches, group += steps, row += steps * STEP_UNIFORMS) {
          Words next[BATCH * DRAWN_BLOCKS + 1];
          draw_blocks(next, BATCH, low += blocks, high, walk);
          walk_groups(s, block, BATCH, 0, steps, {group, low - blocks, high}, row, walk);
          UNROLL
          for (u32 b = 0; b < BATCH * DRAWN_BLOCKS; ++b) block[b] = next[b];
        }
        walk_groups(s, block, BATCH, 0, steps, {group, low, high}, row, walk);
      } else {
        const u32 last = low + (u32)batches * blocks;  // counts the loop where there is noise: one register less
        KEEP_LOOP
        do {
          Words block[DRAWN_BLOCKS + 1];
          draw_blocks(block, 1, low, high, walk);
          walk_groups(s, block, 1, 0, GROUP_STEPS, {group, low, high}, row, walk);
          group += GROUP_STEPS;
          row += GROUP_STEPS * STEP_UNIFORMS;
          low += GROUP_BLOCKS;
        } while (GROUP_BLOCKS > 0 ? low != last : --batches != 0);
      }
    }
  }
}

#endif

// Steps from .. to-1 of one vector of walkers. s: state, shape [SLOTS]; modified.
KERNEL_FUNCTION void advance(Slots s, u64 from, u64 to, const Walk &walk) {
  take_over(s, walk);
  walk_on(s, from, to, walk);
}

#if ABREAST > 1
// The same for several vectors side by side, step by step. s: states, shape [ABREAST][SLOTS]; modified.
KERNEL_FUNCTION void advance_abreast(real (*s)[SLOTS], u64 from, u64 to, const Walk *walk) {
  const u64 next = (from + GROUP_STEPS - 1) / GROUP_STEPS * GROUP_STEPS, begin = next < to ? next : to;
  const u64 end = begin + (to - begin) / GROUP_STEPS * GROUP_STEPS;
  for (int a = 0; a < ABREAST && from < begin; ++a) advance(s[a], from, begin, walk[a]);
  UNROLL
  for (int a = 0; a < ABREAST; ++a) take_over(s[a], walk[a]);
  const number *row = walk[0].table + (begin - walk[0].table_step) * STEP_UNIFORMS;
  KEEP_LOOP
  for (u64 n = begin; n < end; n += GROUP_STEPS, row += GROUP_STEPS * STEP_UNIFORMS) {
    const u64 first = n / GROUP_STEPS * GROUP_BLOCKS;
    Words block[ABREAST][DRAWN_BLOCKS + 1];
    UNROLL
    for (int a = 0; a < ABREAST; ++a) draw_blocks(block[a], 1, (u32)first, (u32)(first >> 32), walk[a]);
    real z[ABREAST][BLOCK_WORDS * DRAWN_BLOCKS + 1];
    UNROLL
    for (u32 b = 0; b < DRAWN_BLOCKS; ++b) {
      UNROLL
      for (int a = 0; a < ABREAST; ++a) make_gaussians(z[a] + BLOCK_WORDS * b, block[a][b]);
    }
    AtSteps all[ABREAST];
    UNROLL
    for (u32 j = 0; j < GROUP_STEPS; ++j) {
      UNROLL
      for (int a = 0; a < ABREAST; ++a) draw_at_step(all[a], j, 0, GROUP_STEPS, {n, (u32)first, (u32)(first >> 32)}, walk[a]);
      UNROLL
      for (int a = 0; a < ABREAST; ++a) {
        const AtSteps &held = all[a];
        step(s[a], z[a] + j * NORMALS FURTHER_DRAWS(OF_HELD), walk[a].uniform, row + j * STEP_UNIFORMS, walk[a].tables);
      }
    }
  }
  for (int a = 0; a < ABREAST && end < to; ++a) advance(s[a], end, to, walk[a]);
}
#endif

// Gaussians that come from memory instead; what else a step draws, it draws. Value j of step n of walker w, counted from the run's first, lies at
// value[((n - step) * NORMALS + j) * walkers + w]. Java mirrors this layout (backend.cpu.NativeKernel,
// backend.cuda.DeviceNormals).
struct Normals {
  const number *value;
  u64 step;     // of the first values
  u64 walkers;  // padded to whole cohorts
};

// Steps from .. to-1 of the vector of walkers that begins at number w. s: state, shape [SLOTS]; modified.
KERNEL_FUNCTION void advance_buffered(Slots s, u64 w, u64 from, u64 to, const Normals &normals, const Walk &walk) {
  take_over(s, walk);
  const number *row = walk.table + (from - walk.table_step) * STEP_UNIFORMS;
  const number *value = normals.value + (from - normals.step) * NORMALS * normals.walkers + w;
  KEEP_LOOP
  for (u64 n = from; n < to; ++n, row += STEP_UNIFORMS) {
    ARRAY(z, NORMALS + 1, 0);
    UNROLL_STATE
    for (int i = 0; i < NORMALS; ++i, value += normals.walkers) z[i] = load(value);
    const u32 j = (u32)(n % GROUP_STEPS);
    int at = SLOTS_OF_DRAWS(NORMALS);
    FURTHER_DRAWS(DRAW_FOR_STEP)
    step(s, z FURTHER_DRAWS(OF_STEP), walk.uniform, row, walk.tables);
  }
}
}  // namespace perrin
