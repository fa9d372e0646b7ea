// memory.h - device memory that is no host memory: at rest the first 64 KiB of each allocation can be neither read nor
// written (all of it would take milliseconds), and only the driver's own copies and kernels open them. An allocation ends
// (to 16 bytes) where a page begins that is never opened, is filled with NaNs, and its addresses are never used again;
// what a kernel writes into the rest of its pages is found after the launch.
#pragma once
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <map>
#include <vector>

#include <sys/mman.h>

#include "engine.h"
#include "fibers.h"
#include "grid.h"

namespace stand_in {

typedef uint64_t DeviceAddress;

class DeviceMemory {
 public:
  DeviceMemory() = default;
  DeviceMemory(const DeviceMemory &) = delete;
  ~DeviceMemory() {
    while (!allocations.empty()) free(allocations.begin()->first);
  }

  size_t used() const { return used_bytes; }

  // Returns 0 where the system has no memory.
  DeviceAddress allocate(size_t bytes) {
    Allocation a;
    a.bytes = bytes;
    a.pages_bytes = (bytes + PAGE - 1) / PAGE * PAGE;
    const int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;
    char *reserved = (char *)mmap(nullptr, a.pages_bytes + 2 * PAGE, PROT_NONE, flags, -1, 0);
    if (reserved == MAP_FAILED) return 0;
    a.pages = reserved + PAGE;
    a.begin = a.pages + a.pages_bytes - (bytes + 15) / 16 * 16;
    mprotect(a.pages, a.pages_bytes, PROT_READ | PROT_WRITE);
    poison(a.pages, a.pages_bytes);
    a.protect(PROT_NONE);
    allocations[(DeviceAddress)a.begin] = a;
    used_bytes += bytes;
    return (DeviceAddress)a.begin;
  }

  bool free(DeviceAddress address) {
    const auto found = allocations.find(address);
    if (found == allocations.end()) return false;
    const Allocation &a = found->second;
    madvise(a.pages, a.pages_bytes, MADV_DONTNEED);
    mprotect(a.pages, a.pages_bytes, PROT_NONE);  // the addresses stay taken
    used_bytes -= a.bytes;
    allocations.erase(found);
    return true;
  }

  // Whether all the bytes lie in one living allocation.
  bool holds(DeviceAddress address, size_t bytes) const {
    auto after = allocations.upper_bound(address);
    if (after == allocations.begin()) return false;
    const Allocation &a = (--after)->second;
    const size_t offset = address - (DeviceAddress)a.begin;
    return offset <= a.bytes && bytes <= a.bytes - offset;
  }

  // Whether an allocation, or the pages around it, are near an address: then it cannot be a host's.
  bool owns(const void *address) const {
    for (const auto &[begin, a] : allocations)
      if (address >= a.pages && address < a.pages + a.pages_bytes) return true;
    return false;
  }

  std::vector<Range> ranges() const {
    std::vector<Range> all;
    for (const auto &[begin, a] : allocations) all.push_back({begin, begin + a.bytes});
    return all;
  }

  void open() { protect_all(PROT_READ | PROT_WRITE); }
  void close() { protect_all(PROT_NONE); }

  // Whether nobody wrote beside the allocations. To be called while memory is open.
  bool edges_are_whole(const char *kernel) const {
    for (const auto &[begin, a] : allocations) {
      const char *before = a.changed(a.pages, a.begin), *after = a.changed(a.begin + a.bytes, a.pages + a.pages_bytes);
      if (!before && !after) continue;
      const char *where = before ? "before the begin" : "after the end";
      fprintf(stderr, "stand-in CUDA: kernel %s wrote %td bytes %s of an allocation of %zu bytes\n", kernel,
              before ? a.begin - before : after - a.begin - a.bytes, where, a.bytes);
      return false;
    }
    return true;
  }

 private:
  struct Allocation {
    char *pages, *begin;
    size_t pages_bytes, bytes;
    void protect(int how) const { mprotect(pages, std::min<size_t>(pages_bytes, 64 << 10), how); }
    // The first byte that is not as it was filled, or nullptr.
    const char *changed(const char *from, const char *to) const {
      for (const char *p = from; p < to; ++p)
        if (*p != ((const char *)&POISON)[(p - pages) % 4]) return p;
      return nullptr;
    }
  };
  std::map<DeviceAddress, Allocation> allocations;
  size_t used_bytes = 0;

  void protect_all(int how) {
    for (const auto &[begin, a] : allocations) a.protect(how);
  }
};

// Page-locked host memory: copies from and to it happen when their turn comes, all others before the call returns.
class PinnedMemory {
 public:
  void *allocate(size_t bytes, const void *context) {
    const int flags = MAP_PRIVATE | MAP_ANONYMOUS;
    void *memory = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, flags, -1, 0);
    if (memory == MAP_FAILED) return nullptr;
    poison(memory, bytes);
    ranges[(char *)memory] = {bytes, true, context};
    return memory;
  }
  void add(void *memory, size_t bytes, const void *context) { ranges[(char *)memory] = {bytes, false, context}; }
  bool remove(void *memory, bool allocated, const void *context) {
    const auto found = ranges.find((char *)memory);
    if (found == ranges.end() || found->second.allocated != allocated || found->second.context != context) return false;
    if (allocated) munmap(memory, found->second.bytes);
    ranges.erase(found);
    return true;
  }
  // Of any context, unless one is named.
  bool holds(const void *memory, size_t bytes, const void *context = nullptr) const {
    auto after = ranges.upper_bound((char *)memory);
    if (after == ranges.begin()) return false;
    const auto &[begin, range] = *--after;
    const size_t offset = (const char *)memory - begin;
    return offset <= range.bytes && bytes <= range.bytes - offset && (!context || context == range.context);
  }

 private:
  struct Range {
    size_t bytes;
    bool allocated;
    const void *context;  // that it was made in
  };
  std::map<char *, Range> ranges;
};
}  // namespace stand_in
