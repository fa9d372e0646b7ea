// kernel_interface.h - what a compiled kernel and the stand-in driver know of each other. No header is included, so
// that a kernel compiles fast and meets no names but its own.
//
// A kernel's library exports
//   stand_in_device         what the driver does for its threads; set by cuModuleLoadData
//   stand_in_architecture   what it was compiled for: "sm_90"
//   stand_in_kernel_NAME    one for each `extern "C" __global__` function
#pragma once

namespace stand_in {

struct Dim3 {
  unsigned x, y, z;
};

// Where a thread is.
struct Place {
  Dim3 thread, block, block_size, grid_size;
  unsigned lane;  // within its warp
};

// What a warp's lanes do together.
enum Exchange { SHUFFLE_XOR, SHUFFLE, BALLOT, ANY };

struct Device {
  const Place *(*place)();
  void (*block_barrier)(int line);
  // Waits for the lanes in `mask`. SHUFFLE: the value that lane `source` brought; BALLOT: one bit for each lane that
  // brought a value other than 0.
  unsigned long long (*exchange)(Exchange kind, unsigned mask, unsigned long long value, unsigned source, int line);
  void *(*dynamic_shared)();
};

struct Kernel {
  void (*call)(void **parameters);  // one thread
  unsigned parameters;
  const unsigned long *sizes;  // of the parameters, in bytes
  unsigned launch_bound;       // threads a block at most
};
}  // namespace stand_in
