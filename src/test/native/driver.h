// driver.h - the stand-in driver's state: devices, contexts, modules, and what every call begins with.
#pragma once
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>

#include <dlfcn.h>
#include <elf.h>
#include <sys/mman.h>
#include <unistd.h>

#include "failures.h"
#include "grid.h"
#include "memory.h"
#include "results.h"
#include "streams.h"

namespace stand_in {

constexpr int DRIVER_VERSION = 12000;
constexpr const char *DEVICE_NAME = "Perrin stand-in (no GPU)";
constexpr size_t SHARED_PER_BLOCK = 48 << 10;
constexpr size_t SHARED_PER_BLOCK_AT_MOST = 227 << 10;  // after cuFuncSetAttribute

// An integer from the environment.
inline uint64_t setting(const char *name, uint64_t otherwise) {
  const char *text = getenv(name);
  return text && *text ? strtoull(text, nullptr, 10) : otherwise;
}
inline int device_count() { return (int)setting("PERRIN_STAND_IN_DEVICES", 1); }
inline size_t device_bytes() { return setting("PERRIN_STAND_IN_MEMORY", 4ull << 30); }
inline unsigned os_threads() {
  const unsigned processors = std::thread::hardware_concurrency();
  return (unsigned)setting("PERRIN_STAND_IN_THREADS", processors < 2 ? 2 : processors > 8 ? 8 : processors);
}
// 90 for compute capability 9.0.
inline int capability() {
  const char *text = getenv("PERRIN_STAND_IN_CAPABILITY");
  int major = 9, minor = 0;
  if (text) sscanf(text, "%d.%d", &major, &minor);
  return 10 * major + minor;
}

struct Function {
  const Kernel *kernel;
  std::string name;
  size_t dynamic_shared_at_most = SHARED_PER_BLOCK;
};

// A kernel's library, loaded from a file in memory. The file stays open: a later one could get its name, and the
// loader would take it for this one.
class Module {
 public:
  ~Module() {
    if (library) dlclose(library);
    if (file >= 0) close(file);
  }
  Result load(const char *image);
  Function *function(const char *name);
  bool has(const Function *function) const {
    for (const auto &[name, one] : functions)
      if (one.get() == function) return true;
    return false;
  }

 private:
  int file = -1;
  void *library = nullptr;
  std::map<std::string, std::unique_ptr<Function>> functions;
  static bool runs_here(const char *architecture);
};

inline bool Module::runs_here(const char *architecture) {
  int number = 0;
  if (sscanf(architecture, "sm_%d", &number) == 1) return number / 10 == capability() / 10 && number <= capability();
  return sscanf(architecture, "compute_%d", &number) == 1 && number <= capability();
}

inline Result Module::load(const char *image) {
  const Elf64_Ehdr *header = (const Elf64_Ehdr *)image;
  if (memcmp(image, ELFMAG, SELFMAG) != 0) return INVALID_IMAGE;
  constexpr int FOR_A_GPU = 190;  // EM_CUDA
  if (header->e_machine != EM_X86_64) return header->e_machine == FOR_A_GPU ? NO_BINARY_FOR_GPU : INVALID_IMAGE;
  const size_t bytes = header->e_shoff + (size_t)header->e_shnum * header->e_shentsize;  // that table comes last
  file = memfd_create("perrin-stand-in-kernel", MFD_CLOEXEC);
  for (size_t done = 0; done < bytes;) {
    const ssize_t n = write(file, image + done, bytes - done);
    if (n <= 0) return OPERATING_SYSTEM;
    done += n;
  }
  library = dlopen(("/proc/self/fd/" + std::to_string(file)).c_str(), RTLD_NOW | RTLD_LOCAL);
  if (!library) fprintf(stderr, "stand-in CUDA: %s\n", dlerror());
  const Device **device = library ? (const Device **)dlsym(library, "stand_in_device") : nullptr;
  const char *architecture = library ? (const char *)dlsym(library, "stand_in_architecture") : nullptr;
  if (!device || !architecture) return INVALID_IMAGE;
  if (!runs_here(architecture)) return NO_BINARY_FOR_GPU;
  *device = &DEVICE;
  return SUCCESS;
}

// Returns nullptr where the module has no such kernel.
inline Function *Module::function(const char *name) {
  std::unique_ptr<Function> &known = functions[name];
  const Kernel *kernel = (const Kernel *)dlsym(library, (std::string("stand_in_kernel_") + name).c_str());
  if (!known && kernel) known.reset(new Function{kernel, name});
  return known.get();
}

struct Context {
  const int device;
  int users = 0;  // of a primary context
  DeviceMemory memory;
  std::map<Module *, std::unique_ptr<Module>> modules;
  Streams streams;
  explicit Context(int device) : device(device) {}
  // The error that all calls get, SUCCESS while there is none.
  Result &error() { return streams.error; }
};

struct Driver {
  std::mutex mutex;
  bool initialised = false;
  Failures failures;
  std::map<int, std::unique_ptr<Context>> primary;            // by device
  std::map<Context *, std::unique_ptr<Context>> contexts;     // made by cuCtxCreate
  std::map<Event *, std::unique_ptr<Event>> events;
  PinnedMemory pinned;

  bool has(const Context *context) const {
    for (const auto &[device, one] : primary)
      if (one.get() == context) return true;
    return contexts.count((Context *)context) > 0;
  }
  // Of all contexts of a device.
  size_t used(int device) const {
    size_t sum = 0;
    for (const auto &[number, one] : primary) sum += number == device ? one->memory.used() : 0;
    for (const auto &[key, one] : contexts) sum += one->device == device ? one->memory.used() : 0;
    return sum;
  }
  Function *find(Context &context, void *function) const {
    for (const auto &[key, module] : context.modules)
      if (module->has((Function *)function)) return (Function *)function;
    return nullptr;
  }
};

// Never destroyed: Java's threads may call until the process ends.
inline Driver &driver = *new Driver;
inline thread_local Context *current_context = nullptr;

// What every call begins with: one call at a time, a failure that a test provokes, and the state that the call needs.
class Call {
 public:
  enum Needs { NOTHING, DRIVER, CONTEXT };

  Call(const char *name, Needs needs) : lock(driver.mutex) {
    context = driver.has(current_context) ? current_context : nullptr;
    failure = (Result)driver.failures.provoked(name);
    if (failure != SUCCESS) {
      if (context && is_fatal(failure) && context->error() == SUCCESS) context->error() = failure;
      return;
    }
    if (needs != NOTHING && !driver.initialised) failure = NOT_INITIALIZED;
    else if (needs == CONTEXT && !context) failure = INVALID_CONTEXT;
    else if (needs == CONTEXT) failure = context->error();
  }

  Result failure;
  Context *context;

 private:
  std::lock_guard<std::mutex> lock;
};
}  // namespace stand_in
