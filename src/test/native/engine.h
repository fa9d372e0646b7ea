// engine.h - what runs kernels, as the driver sees it. Two kinds: text that g++ compiled, each thread a fiber (compiled.h),
// and NVIDIA's PTX, read and carried out instruction by instruction (ptx/).
#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "kernel_interface.h"
#include "results.h"

namespace stand_in {

// Addresses of the device's memory that kernels may use.
struct Range {
  uint64_t begin, end;
};

// A launch, as the driver has it.
struct Order {
  Dim3 grid, block;
  size_t shared_bytes;  // dynamic
  void **parameters;
  std::vector<Range> memory;
  unsigned os_threads;
};

class Entry {
 public:
  virtual ~Entry() = default;
  // Runs all blocks; device memory is open meanwhile.
  virtual Result run(const Order &order) = 0;

  std::string name;
  std::vector<size_t> parameter_bytes;
  unsigned launch_bound = 1024;  // threads of a block at most
};

class Code {
 public:
  virtual ~Code() = default;
  // nullptr where there is no such kernel.
  virtual Entry *entry(const std::string &name) = 0;
};

// Exported by the interpreter's library: code made from PTX, or nullptr and the reason.
typedef Code *ReadPtx(const char *text, int capability, Result *result);
}  // namespace stand_in
