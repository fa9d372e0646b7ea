// slots.h - where a walker's values lie while it steps: its state, and what a step carries over to the next. A few are in registers,
// and what goes through them is written out; many (IN_MEMORY) are in memory, and loops run over them. Included before the
// emitted functions that take them by an index.
#pragma once

#define SLOTS (VARIABLES + CARRIED)

// Outputs of a sample, in the order of kernel.Sampling.
#define FIRST_OBSERVED 1
#define FIRST_COUNTED (FIRST_OBSERVED + OBSERVABLES)
#ifndef CORRELATED
#define CORRELATED 0
#endif
#define FIRST_CORRELATED (VALUES - CORRELATED)

// What a step draws, each (array, stream, pair, number): so many values of a stream, which the emitted function `pair` makes, two of
// two words. A kernel that draws more than Gaussians defines FURTHER_DRAWS.
#ifndef FURTHER_DRAWS
#define FURTHER_DRAWS(each)
#endif
#define DRAWS(each) each(z, 0, gaussian, NORMALS) FURTHER_DRAWS(each)

// Slots of all that a step draws; a stream's are those of whole blocks.
#define SLOTS_OF_DRAWS(number) (((number) + BLOCK_WORDS - 1) / BLOCK_WORDS * BLOCK_WORDS)
#define ADD_SLOTS(array, stream, pair, number) +SLOTS_OF_DRAWS(number)
#define DRAWN (0 DRAWS(ADD_SLOTS))

// On a GPU a thread's memory is one column of slots: the state, what is carried over, the step's draws, the
// ARRAYS that begin, step and sample use one after the other, and a sample's values where there are many. The columns of a block's
// threads stand side by side, so that a warp that takes the same slot of all its walkers takes neighbours: no conflicts in shared
// memory, whole lines elsewhere. In arrays of its own a thread's frame would hold them, which nobody plans.
#if IN_MEMORY && defined(__CUDACC__)
#define VALUES_IN_COLUMN (VALUES > 16)  // as backend.cuda.BlockPlan has it
// The compiler shall not hold what it has read of a walker for one value until the next one needs it: there are not as many
// registers as coordinates.
#define READ_AGAIN asm volatile("" ::: "memory")
#define COLUMN (SLOTS + DRAWN + ARRAYS + (VALUES_IN_COLUMN ? VALUES : 0))

namespace perrin {
struct Slots {
  number *first;
  u64 stride;
  __device__ __forceinline__ number &operator[](int i) const { return first[i * (i64)stride]; }
  __device__ __forceinline__ Slots operator+(int i) const { return {first + i * (i64)stride, stride}; }
};
}  // namespace perrin

// An array of a walker, `at` so many slots behind those of the walker `s`.
#define ARRAY(name, length, at) const Slots name = s + (SLOTS + (at))
#else
namespace perrin {
typedef real *Slots;
}
#define ARRAY(name, length, at) real name[length]
#define VALUES_IN_COLUMN 0
#define READ_AGAIN
#endif

namespace perrin {
#if VALUES_IN_COLUMN
typedef Slots Values;  // where a sample writes what it computes
#else
typedef real *Values;
#endif
}  // namespace perrin
