// warp.h - what 32 lanes do together. A lane that comes to a shuffle or a vote leaves a request; when all lanes that its
// mask names have left the same request (the same operation, mask and line of the text), each gets its result. Lanes that
// have ended need not come, as CUDA has it, but must not be read from.
#pragma once
#include <cstdint>

#include "kernel_interface.h"

namespace stand_in {

struct Warp {
  struct Request {
    Exchange kind;
    uint32_t mask;
    int line;
    uint32_t source;
    uint64_t value;
    bool meets(const Request &o) const { return kind == o.kind && mask == o.mask && line == o.line; }
  };

  // One bit a lane.
  uint32_t alive = 0;
  uint32_t ready = 0;    // can go on
  uint32_t waiting = 0;  // for an exchange; alive lanes that neither are ready nor wait are at the block's barrier
  Request requests[32];
  uint64_t results[32];
  const char *fault = nullptr;  // what a lane did wrong

  // Returns whether the lane can go on at once.
  bool request(unsigned lane, const Request &request) {
    const uint32_t bit = 1u << lane;
    requests[lane] = request;
    waiting |= bit;
    ready &= ~bit;
    if (!(request.mask & bit)) fault = "is not in the mask of its own shuffle or vote";
    return complete(request) && !fault;
  }

  void end(unsigned lane) {
    const uint32_t bit = 1u << lane;
    alive &= ~bit;
    ready &= ~bit;
    for (uint32_t left = waiting; left && !fault; left = left & (left - 1) & waiting)
      complete(requests[__builtin_ctz(left)]);
  }

 private:
  bool complete(const Request &request) {
    const uint32_t group = request.mask & alive;
    if ((group & waiting) != group) return false;
    uint64_t votes = 0;
    for (uint32_t left = group; left; left &= left - 1) {
      const unsigned lane = __builtin_ctz(left);
      if (!requests[lane].meets(request)) return false;  // it may meet others first
      votes |= (uint64_t)(requests[lane].value != 0) << lane;
    }
    for (uint32_t left = group; left; left &= left - 1) {
      const unsigned lane = __builtin_ctz(left), source = requests[lane].source;
      results[lane] = votes;
      if (request.kind != SHUFFLE && request.kind != SHUFFLE_XOR) continue;
      if (!(group >> source & 1)) fault = "reads from a lane that has ended or is not in the mask";
      results[lane] = requests[source].value;
    }
    waiting &= ~group;
    ready |= group;
    return true;
  }
};
}  // namespace stand_in
