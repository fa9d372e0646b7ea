// fibers.h - stacks and the switch between them: each thread of a CUDA block is a fiber, so that barriers and shuffles
// can wait. Fibers never leave their OS thread, so compilers may keep the address of a thread_local across a switch.
#pragma once
#include <cstddef>
#include <cstdlib>
#include <cstring>

#include <sys/mman.h>

#ifndef __x86_64__
#error "the stand-in runs on x86-64, as JCuda's Linux natives do"
#endif

namespace stand_in {

// Saves the caller's stack pointer in *from and goes on where `to` was saved.
extern "C" void stand_in_switch(void **from, void *to);
// Its second half: what a saved stack pointer returns through. Never called, only jumped to.
extern "C" void stand_in_resume();
asm(R"(
.text
.hidden stand_in_switch
.globl stand_in_switch
.type stand_in_switch, @function
stand_in_switch:
  pushq %rbp
  pushq %rbx
  pushq %r12
  pushq %r13
  pushq %r14
  pushq %r15
  movq %rsp, (%rdi)
  movq %rsi, %rsp
.hidden stand_in_resume
.globl stand_in_resume
.type stand_in_resume, @function
stand_in_resume:
  popq %r15
  popq %r14
  popq %r13
  popq %r12
  popq %rbx
  popq %rbp
  ret
.size stand_in_resume, .-stand_in_resume
.size stand_in_switch, .-stand_in_switch
)");

constexpr size_t PAGE = 4096;

// What one block needs: a stack for each thread, below it a page that must not be touched, and dynamic shared memory
// that ends where such a page begins.
class BlockMemory {
 public:
  static constexpr size_t STACK = 128 << 10;
  static constexpr size_t SHARED = 228 << 10;

  explicit BlockMemory(unsigned threads) : threads(threads), size(threads * (PAGE + STACK) + SHARED + PAGE) {
    base = (char *)mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    bool fine = base != MAP_FAILED;
    for (unsigned i = 0; i < threads && fine; ++i) fine = mprotect(base + i * (PAGE + STACK), PAGE, PROT_NONE) == 0;
    if (!fine || mprotect(base + size - PAGE, PAGE, PROT_NONE) != 0) abort();
  }
  BlockMemory(const BlockMemory &) = delete;
  ~BlockMemory() { munmap(base, size); }

  const unsigned threads;

  // A saved stack pointer that begins at `entry`. Neighbours begin at different offsets within a page: otherwise all
  // of them would share a few sets of the first-level cache.
  void *prepare_stack(unsigned thread, void (*entry)()) {
    void **top = (void **)(base + (thread + 1) * (PAGE + STACK) - thread % 32 * 128);
    *--top = nullptr;  // what entry would return to; keeps the stack aligned as at a call
    *--top = (void *)entry;
    for (int saved_register = 0; saved_register < 6; ++saved_register) *--top = nullptr;
    return top;
  }

  // Dynamic shared memory that ends at the untouchable page, aligned to 16 bytes.
  char *shared(size_t bytes) { return base + size - PAGE - (bytes + 15) / 16 * 16; }

  bool is_stack_guard(const void *address) const {
    const size_t offset = (const char *)address - base;
    return address >= base && offset < threads * (PAGE + STACK) && offset % (PAGE + STACK) < PAGE;
  }
  bool is_shared_guard(const void *address) const {
    const size_t offset = (const char *)address - base;
    return address >= base && offset >= size - PAGE && offset < size;
  }

 private:
  const size_t size;
  char *base;
};
}  // namespace stand_in
