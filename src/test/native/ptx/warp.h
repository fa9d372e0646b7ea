// warp.h - how 32 lanes go through a kernel. Lanes that are at the same place go together, as a group; a branch may part it.
// The group that is furthest back goes first, until it comes to where another one is: so lanes meet again as early as they
// can. PTX does not promise that, so with PERRIN_PTX_ORDER=random any group goes, for a few instructions, and groups at one
// place may stay apart. Lanes wait for each other at what has a mask of lanes, and at the block's barrier, and nowhere else.
#pragma once
#include <algorithm>
#include <bit>
#include <random>

#include "../engine.h"
#include "program.h"
#include "races.h"

namespace ptx {

// A block on its way.
struct Block {
  const Kernel *kernel;
  const stand_in::Order *order;
  const char *parameters;
  u64 number = 0;
  u32 at[3] = {};  // in the grid
  char *shared;
  u32 shared_bytes;
  std::vector<u64> frames;  // of all threads, one after the other
  bool random = false;
  std::mt19937 dice;
  Races *races = nullptr;
  u32 interval = 0;  // barriers that it has passed

  u32 threads() const { return order->block.x * order->block.y * order->block.z; }
  char *frame(u32 thread) { return (char *)frames.data() + (size_t)thread * kernel->frame_bytes; }
};

struct Warp {
  struct Group {
    enum State { READY, WAITS_FOR_LANES, WAITS_FOR_BLOCK } state;
    u32 place, lanes;
  };

  Block *block = nullptr;
  u32 number = 0, alive = 0;
  std::vector<u64> registers;
  std::vector<u32> predicates;
  std::vector<Group> groups;
  stand_in::Range last = {1, 0};  // of memory, that was used last

  template <class T> T *lanes_of(u32 at) { return (T *)((char *)registers.data() + at); }

  void begin(Block &in, u32 warp) {
    block = &in;
    number = warp;
    const Kernel &kernel = *in.kernel;
    const u32 left = in.threads() - LANES * warp;
    alive = left >= LANES ? EVERYBODY : (1u << left) - 1;
    groups.assign(1, {Group::READY, 0, alive});
    registers.assign(kernel.register_bytes / 8 + 1, (u64)POISON << 32 | POISON);
    predicates.assign(kernel.predicates, POISON);
    for (const Given &g : kernel.given)
      for (u32 lane = 0; lane < LANES; ++lane) {
        const u64 value = given(g, LANES * warp + lane);
        if (g.bytes == 8) lanes_of<u64>(g.at)[lane] = value;
        else if (g.bytes == 4) lanes_of<u32>(g.at)[lane] = (u32)value;
        else lanes_of<u16>(g.at)[lane] = (u16)value;
      }
  }

  bool ended() const { return alive == 0; }
  bool waits_for_block() const {
    for (const Group &g : groups)
      if (g.state != Group::WAITS_FOR_BLOCK) return false;
    if (groups.size() > 1) fail("lanes of a warp wait at different barriers");
    return !groups.empty();
  }
  u32 place_of_barrier() const { return groups[0].place; }
  void pass_barrier() { groups[0].state = Group::READY, ++groups[0].place; }

  // Goes on until all lanes have ended or wait for the block; in random order perhaps less far.
  void run() {
    u32 turns = block->random ? 1 + block->dice() % 40 : NONE;
    while (turns-- > 0 && run_a_group()) {}
    bool anybody = false;
    for (const Group &g : groups) anybody = anybody || g.state != Group::WAITS_FOR_LANES;
    if (!anybody && !groups.empty()) fail("lanes wait for ever at " + block->kernel->code[groups[0].place].text);
  }

 private:
  u64 given(const Given &g, u32 thread) const {
    const auto size = block->order->block, grid = block->order->grid;
    switch (g.source) {
      case Given::NUMBER: return g.value;
      case Given::PARAMETERS: return (u64)block->parameters + g.value;
      case Given::THREAD_X: return thread % size.x;
      case Given::THREAD_Y: return thread / size.x % size.y;
      case Given::THREAD_Z: return thread / size.x / size.y;
      case Given::THREADS_X: return size.x;
      case Given::THREADS_Y: return size.y;
      case Given::THREADS_Z: return size.z;
      case Given::BLOCK_X: return block->at[0];
      case Given::BLOCK_Y: return block->at[1];
      case Given::BLOCK_Z: return block->at[2];
      case Given::BLOCKS_X: return grid.x;
      case Given::BLOCKS_Y: return grid.y;
      case Given::BLOCKS_Z: return grid.z;
      case Given::LANE: return thread % LANES;
    }
    return 0;
  }

  // Takes a group that is ready out of the list, together with others at its place. Returns whether there was one.
  bool take(Group &taken) {
    u32 chosen = NONE, ready = 0;
    for (u32 i = 0; i < groups.size(); ++i) {
      if (groups[i].state != Group::READY) continue;
      ++ready;
      if (chosen == NONE) chosen = i;
      else if (block->random ? block->dice() % ready == 0 : groups[i].place < groups[chosen].place) chosen = i;
    }
    if (chosen == NONE) return false;
    taken = groups[chosen];
    groups.erase(groups.begin() + chosen);
    if (!block->random || block->dice() % 2) taken.lanes |= collect(Group::READY, taken.place);
    return true;
  }

  // Lanes of all groups in this state at this place, which leave the list.
  u32 collect(Group::State state, u32 place) {
    u32 lanes = 0;
    std::erase_if(groups, [&](const Group &g) {
      if (g.state != state || g.place != place) return false;
      lanes |= g.lanes;
      return true;
    });
    return lanes;
  }

  bool run_a_group() {
    Group now;
    if (!take(now)) return false;
    const Instruction *const code = block->kernel->code.data();
    u32 others = NONE, steps = NONE;  // where the next group is; instructions to go
    if (block->random) steps = 1 + block->dice() % 50;
    else
      for (const Group &g : groups)
        if (g.state == Group::READY) others = std::min(others, g.place);
    u32 place = now.place;
    do {
      const Instruction &i = code[place];
      const u32 chosen = now.lanes & (i.guard == NONE ? EVERYBODY : i.unless ? ~predicates[i.guard] : predicates[i.guard]);
      if (i.leads == Leads::ON) {
        if (chosen) i.action(*this, i, chosen);
        ++place;
      } else if (chosen == 0) {
        ++place;
      } else if (i.leads == Leads::TO_LABEL && chosen == now.lanes) {
        place = (u32)i.number;
      } else {
        leave(i, place, now.lanes, chosen);
        return true;
      }
    } while (place < others && --steps > 0);
    groups.push_back({Group::READY, place, now.lanes});
    return true;
  }

  // At an instruction that ends, parts or stops a group of which `chosen` carry it out.
  void leave(const Instruction &i, u32 place, u32 lanes, u32 chosen) {
    switch (i.leads) {
      case Leads::ON: break;
      case Leads::TO_LABEL:
        groups.push_back({Group::READY, (u32)i.number, chosen});
        groups.push_back({Group::READY, place + 1, lanes & ~chosen});
        break;
      case Leads::OUT:
        alive &= ~chosen;
        if (lanes != chosen) groups.push_back({Group::READY, place + 1, lanes & ~chosen});
        for (Group &g : groups)
          if (g.state == Group::WAITS_FOR_LANES) g.state = Group::READY;  // perhaps nobody else need come
        break;
      case Leads::WITH_BLOCK:
        if (lanes != chosen) fail("some lanes of a warp are to wait: " + i.text);
        groups.push_back({Group::WAITS_FOR_BLOCK, place, chosen | collect(Group::WAITS_FOR_BLOCK, place)});
        break;
      case Leads::WITH_LANES: {
        if (lanes != chosen) fail("some lanes of a warp are to wait: " + i.text);
        const u32 here = chosen | collect(Group::WAITS_FOR_LANES, place), wanted = mask(i, here) & alive;
        const bool complete = (here & wanted) == wanted;
        if (complete) i.action(*this, i, here);
        groups.push_back({complete ? Group::READY : Group::WAITS_FOR_LANES, place + complete, here});
        break;
      }
    }
  }

  // The mask of lanes that an instruction names, which all must agree on and be in.
  u32 mask(const Instruction &i, u32 lanes) {
    const u32 *const masks = lanes_of<u32>(i.c);
    const u32 first = masks[std::countr_zero(lanes)];
    for (u32 lane = 0; lane < LANES; ++lane)
      if ((lanes >> lane & 1) && (masks[lane] != first || !(first >> lane & 1))) fail("lanes and masks differ at " + i.text);
    return first;
  }
};
}  // namespace ptx
