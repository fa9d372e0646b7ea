// memory.h - loads, stores and atomic operations, each address checked: the device's memory that the driver knows, the
// block's shared memory, the launch's parameters, the thread's frame; and what lanes of a warp tell each other.
#pragma once
#include "arithmetic.h"

namespace ptx {

enum class Space : u8 { GENERIC, PARAMETER, SHARED, FRAME };

inline bool within(u64 at, u32 bytes, const void *begin, u64 size) {
  return at >= (u64)begin && at + bytes <= (u64)begin + size;
}
[[noreturn]] inline void beyond(const char *what, const Instruction &i) {
  throw Fault{stand_in::ILLEGAL_ADDRESS, what + (": " + i.text)};
}

template <Space S> char *place(Warp &w, const Instruction &i, u32 lane, u32 bytes) {
  Block &block = *w.block;
  const u64 at = w.lanes_of<u64>(i.a)[lane] + (u64)i.number;
  if (at % bytes) throw Fault{stand_in::MISALIGNED_ADDRESS, "an address that is not aligned: " + i.text};
  if constexpr (S == Space::SHARED) {
    if (at + bytes > block.shared_bytes) beyond("beyond the shared memory", i);
    return block.shared + at;
  } else if constexpr (S == Space::FRAME) {
    if (at + bytes > block.kernel->frame_bytes) beyond("beyond the frame", i);
    return block.frame(LANES * w.number + lane) + at;
  } else if constexpr (S == Space::PARAMETER) {
    if (!within(at, bytes, block.parameters, block.kernel->parameter_bytes)) beyond("no parameter", i);
    return (char *)at;
  }
  if (at >= w.last.begin && at + bytes <= w.last.end) return (char *)at;
  for (const stand_in::Range &range : block.order->memory)
    if (at >= range.begin && at + bytes <= range.end) return w.last = range, (char *)at;
  if (within(at, bytes, block.parameters, block.kernel->parameter_bytes) ||
      within(at, bytes, block.shared, block.shared_bytes) ||
      within(at, bytes, block.frames.data(), 8 * block.frames.size()))
    return (char *)at;
  for (const Constant &constant : *block.kernel->constants)
    if (within(at, bytes, constant.bytes.data(), constant.bytes.size())) return (char *)at;
  beyond("no memory of the device", i);
}

template <Space S> void note(Warp &w, const Instruction &i, const char *p, u32 bytes, Use use) {
  const Block &block = *w.block;
  if (!block.races || S == Space::FRAME || S == Space::PARAMETER) return;
  // Each block has its own shared memory.
  const bool shared = within((u64)p, bytes, block.shared, block.shared_bytes);
  const u64 own = shared ? (block.number + 1) << 50 | (u64)(p - block.shared) : (u64)p;
  block.races->note(own, bytes, use, block.number, w.number, block.interval, i);
}

template <class T, Space S> void load(Warp &w, const Instruction &i, u32 lanes) {
  for_lanes(lanes, [&](u32 lane) {
    const char *const p = place<S>(w, i, lane, sizeof(T) * i.count);
    note<S>(w, i, p, sizeof(T) * i.count, Use::READ);
    for (u32 k = 0; k < i.count; ++k)
      if (i.element[k] != NONE) memcpy(w.lanes_of<T>(i.element[k]) + lane, p + k * sizeof(T), sizeof(T));
  });
}
template <class T, Space S> void store(Warp &w, const Instruction &i, u32 lanes) {
  for_lanes(lanes, [&](u32 lane) {
    char *const p = place<S>(w, i, lane, sizeof(T) * i.count);
    note<S>(w, i, p, sizeof(T) * i.count, Use::WRITE);
    for (u32 k = 0; k < i.count; ++k) memcpy(p + k * sizeof(T), w.lanes_of<T>(i.element[k]) + lane, sizeof(T));
  });
}
template <class T, Space S, auto F> void atomic(Warp &w, const Instruction &i, u32 lanes) {
  const T *const operand = w.lanes_of<T>(i.b);
  for_lanes(lanes, [&](u32 lane) {
    T *const p = (T *)place<S>(w, i, lane, sizeof(T));
    note<S>(w, i, (const char *)p, sizeof(T), Use::ATOMIC);
    T old = __atomic_load_n(p, __ATOMIC_RELAXED);
    while (!__atomic_compare_exchange_n(p, &old, (T)F(old, operand[lane]), false, __ATOMIC_RELAXED, __ATOMIC_RELAXED)) {
    }
    if (i.to != NONE) w.lanes_of<T>(i.to)[lane] = old;
  });
}

// Generic addresses are the host's; those of shared memory and of frames count from their beginning.
template <Space S, bool TO_SPACE> void other_address(Warp &w, const Instruction &i, u32 lanes) {
  u64 *const to = w.lanes_of<u64>(i.to), *const a = w.lanes_of<u64>(i.a);
  for_lanes(lanes, [&](u32 lane) {
    const char *const frame = w.block->frame(LANES * w.number + lane);
    const u64 base = S == Space::SHARED ? (u64)w.block->shared : S == Space::FRAME ? (u64)frame : 0;
    to[lane] = TO_SPACE ? a[lane] - base : a[lane] + base;
  });
}

inline void pack(Warp &w, const Instruction &i, u32 lanes) {
  u64 *const to = w.lanes_of<u64>(i.to);
  const u32 *const low = w.lanes_of<u32>(i.element[0]), *const high = w.lanes_of<u32>(i.element[1]);
  for_lanes(lanes, [=](u32 l) { to[l] = (u64)high[l] << 32 | low[l]; });
}
inline void unpack(Warp &w, const Instruction &i, u32 lanes) {
  const u64 *const a = w.lanes_of<u64>(i.a);
  for (u32 k = 0; k < 2; ++k) {
    if (i.element[k] == NONE) continue;
    u32 *const to = w.lanes_of<u32>(i.element[k]);
    for_lanes(lanes, [=](u32 l) { to[l] = (u32)(a[l] >> 32 * k); });
  }
}

// shfl.sync: `a` of the lane whose number is this one's and `b`'s, exclusive or (bfly), or `b` itself (idx), in the segment
// that the word in element[0] describes.
enum Shuffle : u8 { BUTTERFLY, INDEX };
inline void shuffle(Warp &w, const Instruction &i, u32 lanes) {
  const u32 *const a = w.lanes_of<u32>(i.a), *const b = w.lanes_of<u32>(i.b), *const bounds = w.lanes_of<u32>(i.element[0]);
  u32 result[LANES], inside = 0;
  for_lanes(lanes, [&](u32 lane) {
    const u32 segment = bounds[lane] >> 8 & 31, greatest = (lane & segment) | (bounds[lane] & 31 & ~segment);
    u32 source = i.variant == BUTTERFLY ? lane ^ (b[lane] & 31) : (lane & segment) | (b[lane] & 31 & ~segment);
    if (source <= greatest) inside |= 1u << lane;
    else source = lane;
    if (!(lanes >> source & 1)) fail("reads from a lane that is not there: " + i.text);
    result[lane] = a[source];
  });
  u32 *const to = w.lanes_of<u32>(i.to);
  for_lanes(lanes, [&](u32 lane) { to[lane] = result[lane]; });
  set_predicate(w, i.second, inside, lanes);
}
inline void meet(Warp &, const Instruction &, u32) {}
}  // namespace ptx
