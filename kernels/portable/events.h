// events.h - when something happens to walkers between steps. The host knows why; a kernel walks from one event to the next.
#pragma once

namespace perrin {

// Java mirrors this layout (backend.Events).
struct Event {
  u32 steps;  // made since the chunk's begin
  u32 what;   // happens then, bits; above them the number of the sample among those of the chunk
};

#define LOOK 1         // whether all values are finite
#define SAMPLE 2       // a sample, which is a look as well
#define SECOND_HALF 4  // after the first half of the run's samples
#define WHAT_BITS 8    // 8, 16 and 32 are kept for marks, exchanges and checkpoints
}  // namespace perrin
