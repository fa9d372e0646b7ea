// grid.h - runs all blocks of a kernel on a few OS threads.
#pragma once
#include <csignal>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include <ucontext.h>

#include "block.h"

namespace stand_in {

// While kernels run, faults in their fibers are theirs; all others go where they went before, to the JVM for example.
class FaultHandler {
 public:
  FaultHandler() {
    struct sigaction action = {};
    action.sa_sigaction = handle;
    action.sa_flags = SA_SIGINFO | SA_ONSTACK;
    for (int signal : SIGNALS) sigaction(signal, &action, &before[signal]);
  }
  ~FaultHandler() {
    for (int signal : SIGNALS) sigaction(signal, &before[signal], nullptr);
  }
  static constexpr int SIGNALS[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL};

 private:
  static inline struct sigaction before[NSIG];

  static void handle(int signal, siginfo_t *info, void *context) {
    if (BlockRunner *runner = BlockRunner::current) {
      greg_t *registers = ((ucontext_t *)context)->uc_mcontext.gregs;
      registers[REG_RSP] = (greg_t)runner->fault(signal, info->si_addr);
      registers[REG_RIP] = (greg_t)stand_in_resume;
      return;
    }
    const struct sigaction &old = before[signal];
    if (old.sa_flags & SA_SIGINFO)
      old.sa_sigaction(signal, info, context);
    else if (old.sa_handler == SIG_DFL || old.sa_handler == SIG_IGN)
      sigaction(signal, &old, nullptr);  // and meet it again
    else
      old.sa_handler(signal);
  }
};

// Blocks' memory is kept from launch to launch.
class BlockMemoryStore {
 public:
  std::unique_ptr<BlockMemory> take(unsigned threads) {
    std::lock_guard<std::mutex> lock(mutex);
    for (auto &memory : free)
      if (memory->threads >= threads) {
        std::swap(memory, free.back());
        std::unique_ptr<BlockMemory> taken = std::move(free.back());
        free.pop_back();
        return taken;
      }
    return std::make_unique<BlockMemory>(threads);
  }
  void give_back(std::unique_ptr<BlockMemory> memory) {
    std::lock_guard<std::mutex> lock(mutex);
    free.push_back(std::move(memory));
  }

 private:
  std::mutex mutex;
  std::vector<std::unique_ptr<BlockMemory>> free;
};

inline void run_blocks(Launch &launch, BlockMemoryStore &store) {
  __builtin_ia32_ldmxcsr(0x1f80);  // rounds to nearest, flushes nothing, whatever the calling thread does
  std::vector<char> signal_stack(64 << 10);
  stack_t stack = {};
  stack.ss_sp = signal_stack.data();
  stack.ss_size = signal_stack.size();
  sigaltstack(&stack, nullptr);
  std::unique_ptr<BlockMemory> memory = store.take(launch.threads());
  BlockRunner runner(launch, *memory);
  const uint64_t blocks = launch.blocks();
  for (uint64_t b; launch.result == SUCCESS && (b = launch.next++) < blocks;) runner.run(b);
  store.give_back(std::move(memory));
  stack.ss_flags = SS_DISABLE;
  sigaltstack(&stack, nullptr);
}

// Runs the grid and returns its result. One grid at a time.
inline Result run_grid(Launch &launch, unsigned os_threads) {
  static BlockMemoryStore &store = *new BlockMemoryStore;
  const FaultHandler handler;
  // The workers leave all signals but their own faults to the program's threads.
  sigset_t others, before;
  sigfillset(&others);
  for (int own : FaultHandler::SIGNALS) sigdelset(&others, own);
  pthread_sigmask(SIG_BLOCK, &others, &before);
  std::vector<std::thread> workers;
  const uint64_t useful = std::min<uint64_t>(os_threads, launch.blocks());
  for (uint64_t i = 0; i < useful; ++i) workers.emplace_back([&] { run_blocks(launch, store); });
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  for (std::thread &worker : workers) worker.join();
  return (Result)launch.result.load();
}

// What a kernel's library gets.
inline const Device DEVICE = {
    [] { return BlockRunner::current->place(); },
    [](int line) { BlockRunner::current->barrier(line); },
    [](Exchange kind, unsigned mask, unsigned long long value, unsigned source, int line) -> unsigned long long {
      return BlockRunner::current->exchange({kind, mask, line, source, value});
    },
    []() -> void * { return BlockRunner::current->dynamic_shared(); },
};
}  // namespace stand_in
