// interpreter.cpp - libperrin_ptx.so: carries out the PTX that NVIDIA's compiler makes, warp by warp, for the stand-in.
//
//   PERRIN_PTX_ORDER      random: warps and groups of lanes take turns as dice say; otherwise always the same
//   PERRIN_PTX_RACES      a file that races are added to; a launch that has one fails
//   PERRIN_PTX_LEAVE_OUT  KERNEL:N: its N-th barrier of the block, from 0, is left out, so that a test sees a race
//   PERRIN_PTX_ESTIMATE   units in the last place that estimates are off
#include <atomic>
#include <cstdio>
#include <mutex>
#include <thread>

#include "module.h"

namespace ptx {

inline bool is_set(const char *name, const char *value) {
  const char *const text = getenv(name);
  return text && strcmp(text, value) == 0;
}
inline const char *path(const char *name) {
  const char *const text = getenv(name);
  return text && *text ? text : nullptr;
}

// Warps take turns, another one first each time, until all have ended; a barrier opens when all that live are there.
class BlockRun {
 public:
  BlockRun(Block &block, std::vector<Warp> &warps) : block(block), warps(warps) {}

  void run() {
    block.interval = 0;
    for (u32 w = 0; w < warps.size(); ++w) warps[w].begin(block, w);
    for (u32 turn = (u32)block.number; !all_ended(); ++turn) {
      for (u32 k = 0; k < warps.size(); ++k) {
        Warp &warp = warps[(k + turn) % warps.size()];
        if (!warp.ended() && !warp.waits_for_block()) warp.run();
      }
      if (all_wait()) open();
    }
  }

 private:
  Block &block;
  std::vector<Warp> &warps;

  bool all_ended() const {
    for (const Warp &warp : warps)
      if (!warp.ended()) return false;
    return true;
  }
  bool all_wait() const {
    bool any = false;
    for (const Warp &warp : warps) {
      if (warp.ended()) continue;
      if (!warp.waits_for_block()) return false;
      any = true;
    }
    return any;
  }
  void open() {
    u32 place = NONE;
    for (Warp &warp : warps) {
      if (warp.ended()) continue;
      if (place != NONE && place != warp.place_of_barrier()) fail("warps wait at different barriers");
      place = warp.place_of_barrier();
      warp.pass_barrier();
    }
    ++block.interval;
  }
};

class InterpretedEntry : public stand_in::Entry {
 public:
  explicit InterpretedEntry(const Kernel &kernel) : kernel(kernel) {
    name = kernel.name;
    launch_bound = kernel.launch_bound;
    for (const Parameter &p : kernel.parameters) parameter_bytes.push_back(p.bytes);
  }

  stand_in::Result run(const stand_in::Order &order) override {
    std::vector<u64> parameters(kernel.parameter_bytes / 8 + 1);
    for (size_t k = 0; k < kernel.parameters.size(); ++k)
      memcpy((char *)parameters.data() + kernel.parameters[k].offset, order.parameters[k], kernel.parameters[k].bytes);
    const char *const races_file = path("PERRIN_PTX_RACES");
    Grid grid = {order, (const char *)parameters.data()};
    const u64 blocks = (u64)order.grid.x * order.grid.y * order.grid.z;
    const u64 useful = races_file ? 1 : std::min<u64>(order.os_threads, blocks);
    Races races;
    std::vector<std::thread> threads;
    for (u64 k = 0; k < useful; ++k) threads.emplace_back([&] { run_blocks(grid, races_file ? &races : nullptr); });
    for (std::thread &thread : threads) thread.join();
    if (!races.found.empty()) {
      report(races_file, races);
      grid.result = stand_in::LAUNCH_FAILED;
    }
    return (stand_in::Result)grid.result.load();
  }

 private:
  struct Grid {
    const stand_in::Order &order;
    const char *parameters;
    std::atomic<u64> next{0};
    std::atomic<int> result{stand_in::SUCCESS};
  };
  const Kernel &kernel;

  void run_blocks(Grid &grid, Races *races) const {
    __builtin_ia32_ldmxcsr(0x1f80);  // rounds to nearest, flushes nothing, whatever the calling thread does
    const stand_in::Order &order = grid.order;
    Block block;
    block.kernel = &kernel, block.order = &order, block.parameters = grid.parameters;
    block.shared_bytes = (u32)(kernel.shared_bytes + order.shared_bytes);
    block.random = is_set("PERRIN_PTX_ORDER", "random");
    block.races = races;
    block.frames.resize((size_t)kernel.frame_bytes * block.threads() / 8 + 1);
    std::vector<u64> shared(block.shared_bytes / 8 + 2);
    block.shared = (char *)shared.data();
    std::vector<Warp> warps((block.threads() + LANES - 1) / LANES);
    const u64 blocks = (u64)order.grid.x * order.grid.y * order.grid.z;
    for (u64 b; grid.result == stand_in::SUCCESS && (b = grid.next++) < blocks;) {
      block.number = b;
      block.at[0] = (u32)(b % order.grid.x), block.at[1] = (u32)(b / order.grid.x % order.grid.y);
      block.at[2] = (u32)(b / order.grid.x / order.grid.y);
      block.dice.seed((u32)b * 7 + 1);
      std::fill(shared.begin(), shared.end(), (u64)POISON << 32 | POISON);
      std::fill(block.frames.begin(), block.frames.end(), (u64)POISON << 32 | POISON);
      try {
        BlockRun(block, warps).run();
      } catch (const Fault &fault) {
        int none = stand_in::SUCCESS;
        if (grid.result.compare_exchange_strong(none, fault.result))
          fprintf(stderr, "stand-in CUDA: PTX, kernel %s, block %u: %s\n", name.c_str(), (u32)b, fault.text.c_str());
      }
    }
  }

  void report(const char *file, const Races &races) const {
    if (FILE *const out = fopen(file, "a")) {
      for (const std::string &race : races.found) fprintf(out, "%s: %s\n", name.c_str(), race.c_str());
      fclose(out);
    }
  }
};

class InterpretedCode : public stand_in::Code {
 public:
  explicit InterpretedCode(std::unique_ptr<Module> read) : module(std::move(read)) {
    for (const auto &[name, kernel] : module->kernels) {
      leave_out(*kernel);
      entries[name].reset(new InterpretedEntry(*kernel));
    }
  }
  stand_in::Entry *entry(const std::string &name) override {
    const auto found = entries.find(name);
    return found == entries.end() ? nullptr : found->second.get();
  }

 private:
  std::unique_ptr<Module> module;
  std::map<std::string, std::unique_ptr<InterpretedEntry>> entries;

  static void leave_out(Kernel &kernel) {
    char name[64] = "";
    int left = 0;
    const char *const text = getenv("PERRIN_PTX_LEAVE_OUT");
    if (!text || sscanf(text, "%63[^:]:%d", name, &left) != 2 || kernel.name != name) return;
    for (Instruction &i : kernel.code)
      if (i.leads == Leads::WITH_BLOCK && left-- == 0) i.leads = Leads::ON, i.action = meet;
  }
};
}  // namespace ptx

extern "C" __attribute__((visibility("default"))) stand_in::Code *stand_in_read_ptx(const char *text, int capability,
                                                                                  stand_in::Result *result) {
  try {
    auto module = ptx::read_module(text);
    *result = module->architecture <= capability ? stand_in::SUCCESS : stand_in::NO_BINARY_FOR_GPU;
    return *result == stand_in::SUCCESS ? new ptx::InterpretedCode(std::move(module)) : nullptr;
  } catch (const std::exception &refused) {
    fprintf(stderr, "stand-in CUDA: PTX: %s\n", refused.what());
    *result = stand_in::INVALID_PTX;
    return nullptr;
  }
}
