// block.h - runs a kernel's blocks one after the other on one OS thread: each thread is a fiber, and one warp after the
// other runs until all its lanes wait or have ended.
//
// Which warp and which end of it goes first changes from block to block and from barrier to barrier: a kernel that
// forgets a barrier should show it. A kernel that would hang, that leaves its memory or its stack, or whose threads meet
// where they must not, ends the launch with an error and a line on stderr.
#pragma once
#include <algorithm>
#include <atomic>
#include <csignal>
#include <cstdarg>
#include <cstdio>
#include <string>
#include <vector>

#include "fibers.h"
#include "results.h"
#include "warp.h"

namespace stand_in {

// A kernel on its way. Block b of the grid is (b % x, b / x % y, b / x / y).
struct Launch {
  const Kernel *kernel;
  std::string name;
  Dim3 grid, block;
  size_t shared_bytes;
  void **parameters;
  std::atomic<uint64_t> next{0};
  std::atomic<int> result{SUCCESS};

  uint64_t blocks() const { return (uint64_t)grid.x * grid.y * grid.z; }
  unsigned threads() const { return block.x * block.y * block.z; }
};

// Memory that is not the kernel's is filled with NaNs, in float and in double, which are also huge counts.
constexpr uint32_t POISON = 0xfffadbad;

// `memory` is aligned to 4 bytes.
inline void poison(void *memory, size_t bytes) {
  std::fill_n((uint32_t *)memory, bytes / 4, POISON);
  memcpy((char *)memory + bytes / 4 * 4, &POISON, bytes % 4);
}

class BlockRunner {
 public:
  BlockRunner(Launch &launch, BlockMemory &memory) : launch(launch), memory(memory), fibers(launch.threads()) {}

  void run(uint64_t number);

  // The runner of this OS thread while one of its fibers runs. Read by a signal handler, hence the model.
  static thread_local BlockRunner *current __attribute__((tls_model("initial-exec")));

  // What the kernel calls, in the current fiber.
  const Place *place() const { return &fiber->place; }
  void barrier(int line);
  uint64_t exchange(const Warp::Request &request);
  char *dynamic_shared() { return memory.shared(launch.shared_bytes); }

  // After a fault of the processor: the launch fails. Returns the stack pointer to go on with in stand_in_resume.
  void *fault(int signal, const void *address);

 private:
  struct Fiber {
    void *stack;
    Place place;
    int barrier_line = 0;
  };

  Launch &launch;
  BlockMemory &memory;
  std::vector<Fiber> fibers;
  Warp warps[32];
  unsigned warp_count = 0, alive = 0, at_barrier = 0;
  bool backward = false;  // highest lanes first
  Fiber *fiber = nullptr;
  void *scheduler = nullptr;

  static void fiber_main();
  void begin(uint64_t number);
  void run_until_all_wait(unsigned w);
  void open_barrier();
  Fiber *next_of(unsigned w);
  void wait();
  unsigned warp_of(const Fiber *f) const { return (unsigned)(f - fibers.data()) / 32; }
  bool failed() const { return launch.result.load(std::memory_order_relaxed) != SUCCESS; }
  void fail(Result result, const char *format, ...) __attribute__((format(printf, 3, 4)));
  std::string who_waits_where() const;
};

inline thread_local BlockRunner *BlockRunner::current = nullptr;

// ------------------------------------------------------------------------------------------------- a block's life

inline void BlockRunner::begin(uint64_t number) {
  const Dim3 grid = launch.grid, size = launch.block;
  const Dim3 block = {(unsigned)(number % grid.x), (unsigned)(number / grid.x % grid.y),
                      (unsigned)(number / grid.x / grid.y)};
  alive = launch.threads();
  at_barrier = 0;
  warp_count = (alive + 31) / 32;
  for (unsigned i = 0; i < alive; ++i) {
    const Dim3 thread = {i % size.x, i / size.x % size.y, i / size.x / size.y};
    fibers[i] = {memory.prepare_stack(i, fiber_main), {thread, block, size, grid, i % 32}};
  }
  for (unsigned w = 0; w < warp_count; ++w) {
    warps[w] = Warp();
    warps[w].alive = warps[w].ready = alive - 32 * w < 32 ? (1u << (alive - 32 * w)) - 1 : ~0u;
  }
  poison(dynamic_shared(), launch.shared_bytes);
}

inline void BlockRunner::run(uint64_t number) {
  begin(number);
  for (uint64_t interval = 0; alive && !failed(); ++interval) {  // from barrier to barrier
    const uint64_t mixed = (number * 31 + interval + 1) * 0x9e3779b97f4a7c15ull;
    const unsigned first = (mixed >> 40) % warp_count;
    backward = mixed >> 63;
    for (unsigned w = 0; w < warp_count && !failed(); ++w) run_until_all_wait((first + w) % warp_count);
    if (!failed()) open_barrier();
  }
}

// The fiber that goes next in a warp, or nullptr if all wait or have ended.
inline BlockRunner::Fiber *BlockRunner::next_of(unsigned w) {
  const uint32_t ready = warps[w].ready;
  if (ready == 0 || warps[w].fault) return nullptr;
  return &fibers[32 * w + (backward ? 31 - __builtin_clz(ready) : __builtin_ctz(ready))];
}

inline void BlockRunner::run_until_all_wait(unsigned w) {
  current = this;
  while (Fiber *next = failed() ? nullptr : next_of(w)) {
    fiber = next;
    stand_in_switch(&scheduler, fiber->stack);
  }
  current = nullptr;
  if (warps[w].fault) fail(LAUNCH_FAILED, "%s", warps[w].fault);
}

// Leaves the current fiber for the next of its warp, or for the scheduler.
inline void BlockRunner::wait() {
  Fiber *const left = fiber;
  Fiber *const next = next_of(warp_of(left));
  if (next) fiber = next;
  stand_in_switch(&left->stack, next ? next->stack : scheduler);
}

// Opens the block's barrier if all threads that have not ended are there, and at the same line; else they wait for ever.
inline void BlockRunner::open_barrier() {
  if (!alive) return;
  int line = 0;
  bool same = at_barrier == alive;
  for (unsigned i = 0; i < fibers.size() && same; ++i) {
    if (!(warps[i / 32].alive >> i % 32 & 1)) continue;
    same = line == 0 || line == fibers[i].barrier_line;
    line = fibers[i].barrier_line;
  }
  if (!same) {
    fail(LAUNCH_FAILED, "threads wait for each other: %s", who_waits_where().c_str());
    return;
  }
  at_barrier = 0;
  for (unsigned w = 0; w < warp_count; ++w) warps[w].ready = warps[w].alive;
}

inline void BlockRunner::fiber_main() {
  BlockRunner &runner = *current;
  runner.launch.kernel->call(runner.launch.parameters);
  --runner.alive;
  runner.warps[runner.warp_of(runner.fiber)].end(runner.fiber->place.lane);
  runner.wait();
}

inline void BlockRunner::barrier(int line) {
  fiber->barrier_line = line;
  ++at_barrier;
  warps[warp_of(fiber)].ready &= ~(1u << fiber->place.lane);
  wait();
}

inline uint64_t BlockRunner::exchange(const Warp::Request &request) {
  Warp &warp = warps[warp_of(fiber)];
  const unsigned lane = fiber->place.lane;
  if (!warp.request(lane, request)) wait();
  return warp.results[lane];
}

// ------------------------------------------------------------------------------------------------------- failures

inline void BlockRunner::fail(Result result, const char *format, ...) {
  int none = SUCCESS;
  if (!launch.result.compare_exchange_strong(none, result)) return;  // the first one speaks
  char message[1024];
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(message, sizeof message, format, arguments);
  va_end(arguments);
  const Place &at = fiber->place;
  fprintf(stderr, "stand-in CUDA: kernel %s, block (%u, %u, %u), thread (%u, %u, %u): %s\n", launch.name.c_str(),
          at.block.x, at.block.y, at.block.z, at.thread.x, at.thread.y, at.thread.z, message);
}

inline std::string BlockRunner::who_waits_where() const {
  std::string text;
  int last = 0, more = 0;
  for (unsigned i = 0; i < fibers.size(); ++i) {
    const Warp &warp = warps[i / 32];
    const unsigned lane = i % 32;
    if (!(warp.alive >> lane & 1)) continue;
    const bool exchanging = warp.waiting >> lane & 1;
    const int line = exchanging ? -warp.requests[lane].line : fibers[i].barrier_line;
    if (line == last) continue;
    last = line;
    if (++more > 8) return text + ", …";
    text += (more == 1 ? "thread " : ", thread ") + std::to_string(i) + " and after at the " +
            (exchanging ? "shuffle or vote" : "__syncthreads") + " of line " + std::to_string(std::abs(line));
  }
  return text;
}

inline void *BlockRunner::fault(int signal, const void *address) {
  if (signal == SIGFPE)
    fail(LAUNCH_FAILED, "division of an integer by zero");
  else if (signal == SIGILL)
    fail(ILLEGAL_INSTRUCTION, "an instruction that this processor lacks: was it compiled on another machine?");
  else if (memory.is_stack_guard(address))
    fail(LAUNCH_FAILED, "more than %zu bytes of stack", BlockMemory::STACK);
  else if (memory.is_shared_guard(address))
    fail(ILLEGAL_ADDRESS, "beyond its %zu bytes of dynamic shared memory", launch.shared_bytes);
  else
    fail(ILLEGAL_ADDRESS, "address %p is no memory of its device", address);
  return scheduler;
}
}  // namespace stand_in
