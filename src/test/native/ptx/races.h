// races.h - finds words of memory that two warps of a block use with no barrier between, or two blocks of a launch at all,
// where one of them writes and not both by atomic operations.
#pragma once
#include <unordered_map>

#include "program.h"

namespace ptx {

enum class Use : u8 { READ, WRITE, ATOMIC };

class Races {
 public:
  std::vector<std::string> found;

  // Of `bytes` at an address, by a warp of a block that has passed so many barriers.
  void note(u64 address, u32 bytes, Use use, u64 block, u32 warp, u32 interval, const Instruction &i) {
    const User me = {block + 1, warp, interval, &i};
    for (u64 word = address / 4; word < (address + bytes + 3) / 4; ++word) {
      History &past = words[word];
      if (use != Use::READ)
        for (const User &reader : past.readers) compare(reader, me);
      if (use != Use::ATOMIC) compare(past.atomic, me);
      compare(past.writer, me);
      if (use == Use::WRITE) past.writer = me;
      else if (use == Use::ATOMIC) past.atomic = me;
      else if (past.readers[0].apart(me)) past.readers[1] = past.readers[0], past.readers[0] = me;
      else past.readers[0] = me;
    }
  }

 private:
  struct User {
    u64 block = 0;  // from 1; 0: nobody
    u32 warp = 0, interval = 0;
    const Instruction *i = nullptr;
    bool apart(const User &o) const { return block != o.block || warp != o.warp; }
  };
  // Two readers of different warps: one of them is not the writer that comes.
  struct History {
    User writer, atomic, readers[2];
  };
  static constexpr size_t MOST = 20;
  std::unordered_map<u64, History> words;

  void compare(const User &other, const User &me) {
    if (other.block == 0 || !other.apart(me) || (other.block == me.block && other.interval != me.interval)) return;
    if (found.size() < MOST) found.push_back(text(other) + " and " + text(me));
  }
  static std::string text(const User &u) {
    return "block " + std::to_string(u.block - 1) + ", warp " + std::to_string(u.warp) + ": " + u.i->text;
  }
};
}  // namespace ptx
