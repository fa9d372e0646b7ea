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

#include "compiled.h"
#include "failures.h"
#include "memory.h"
#include "results.h"
#include "streams.h"

namespace stand_in {

constexpr const char *DEVICE_NAME = "Perrin stand-in (no GPU)";
constexpr size_t SHARED_PER_BLOCK = 48 << 10;
constexpr size_t SHARED_PER_BLOCK_AT_MOST = 227 << 10;  // after cuFuncSetAttribute

// An integer from the environment.
inline uint64_t setting(const char *name, uint64_t otherwise) {
  const char *text = getenv(name);
  return text && *text ? strtoull(text, nullptr, 10) : otherwise;
}
inline int device_count() { return (int)setting("PERRIN_STAND_IN_DEVICES", 1); }
inline int driver_version() { return (int)setting("PERRIN_STAND_IN_DRIVER", 12000); }
// A device's own of "first,second": the last one's is that of all others, too. Empty: not set.
inline std::string own_setting(const char *name, int device) {
  const char *text = getenv(name);
  std::string all = text ? text : "";
  for (; device > 0 && all.find(',') != std::string::npos; --device) all.erase(0, all.find(',') + 1);
  return all.substr(0, all.find(','));
}
inline size_t device_bytes(int device) {
  const std::string own = own_setting("PERRIN_STAND_IN_MEMORY", device);
  return own.empty() ? 4ull << 30 : strtoull(own.c_str(), nullptr, 10);
}
inline unsigned os_threads() {
  const unsigned processors = std::thread::hardware_concurrency();
  return (unsigned)setting("PERRIN_STAND_IN_THREADS", processors < 2 ? 2 : processors > 8 ? 8 : processors);
}
// 90 for compute capability 9.0.
inline int capability(int device) {
  int major = 9, minor = 0;
  sscanf(own_setting("PERRIN_STAND_IN_CAPABILITY", device).c_str(), "%d.%d", &major, &minor);
  return 10 * major + minor;
}

struct Function {
  Entry *entry;
  size_t dynamic_shared_at_most = SHARED_PER_BLOCK;
};

class Module {
 public:
  Result load(const char *image, int device);
  Function *function(const char *name);
  bool has(const Function *function) const {
    for (const auto &[name, one] : functions)
      if (one.get() == function) return true;
    return false;
  }

 private:
  std::unique_ptr<Code> code;
  std::map<std::string, std::unique_ptr<Function>> functions;
};

inline bool is_ptx(const char *image) {
  const bool comment = strncmp(image, "//", 2) == 0;  // NVIDIA's text begins with some
  const char *const begin = comment ? strstr(image, "\n.version") : strncmp(image, ".version", 8) == 0 ? image : nullptr;
  return begin && strstr(begin, ".target");
}

// The interpreter lies beside this library, if build.sh was asked for it.
inline ReadPtx *ptx_reader() {
  Dl_info here;
  if (dladdr((const void *)&is_ptx, &here) == 0) return nullptr;
  const std::string own = here.dli_fname, name = own.substr(0, own.rfind('/') + 1) + "libperrin_ptx.so";
  void *const library = dlopen(name.c_str(), RTLD_NOW | RTLD_LOCAL);
  return library ? (ReadPtx *)dlsym(library, "stand_in_read_ptx") : nullptr;
}

inline Result Module::load(const char *image, int device) {
  Result result = INVALID_IMAGE;
  if (!is_ptx(image))
    code = CompiledCode::load(image, capability(device), result);
  else if (ReadPtx *const read = ptx_reader())
    code.reset(read(image, capability(device), &result));
  return result;
}

// Returns nullptr where the module has no such kernel.
inline Function *Module::function(const char *name) {
  Entry *const entry = code->entry(name);
  std::unique_ptr<Function> &known = functions[name];
  if (!known && entry) known.reset(new Function{entry});
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
  // What belongs to a context ends with it.
  void forget(const Context &context) {
    for (auto one = events.begin(); one != events.end();)
      one = one->second->streams == &context.streams ? events.erase(one) : std::next(one);
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
