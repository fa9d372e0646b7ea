// compiled.h - kernels that g++ compiled to a library, loaded from a file in memory. The file stays open: a later one could
// get its name, and the loader would take it for this one.
#pragma once
#include <cstdio>
#include <cstring>
#include <map>

#include <dlfcn.h>
#include <elf.h>
#include <sys/mman.h>
#include <unistd.h>

#include "engine.h"
#include "grid.h"

namespace stand_in {

class CompiledEntry : public Entry {
 public:
  CompiledEntry(const Kernel *kernel, const std::string &called) : kernel(kernel) {
    name = called;
    launch_bound = kernel->launch_bound;
    parameter_bytes.assign(kernel->sizes, kernel->sizes + kernel->parameters);
  }
  Result run(const Order &order) override {
    Launch launch{kernel, name, order.grid, order.block, order.shared_bytes, order.parameters};
    return run_grid(launch, order.os_threads);
  }

 private:
  const Kernel *const kernel;
};

class CompiledCode : public Code {
 public:
  ~CompiledCode() override {
    if (library) dlclose(library);
    if (file >= 0) close(file);
  }

  // Returns nullptr and the reason where the image is for something else.
  static std::unique_ptr<Code> load(const char *image, int capability, Result &result) {
    auto code = std::make_unique<CompiledCode>();
    result = code->open(image, capability);
    if (result != SUCCESS) code.reset();
    return code;
  }

  Entry *entry(const std::string &name) override {
    std::unique_ptr<CompiledEntry> &known = entries[name];
    const Kernel *kernel = (const Kernel *)dlsym(library, ("stand_in_kernel_" + name).c_str());
    if (!known && kernel) known.reset(new CompiledEntry(kernel, name));
    return known.get();
  }

 private:
  int file = -1;
  void *library = nullptr;
  std::map<std::string, std::unique_ptr<CompiledEntry>> entries;

  static bool runs_here(const char *architecture, int capability) {
    int number = 0;
    if (sscanf(architecture, "sm_%d", &number) == 1) return number / 10 == capability / 10 && number <= capability;
    return sscanf(architecture, "compute_%d", &number) == 1 && number <= capability;
  }

  Result open(const char *image, int capability) {
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
    if (!runs_here(architecture, capability)) return NO_BINARY_FOR_GPU;
    *device = &DEVICE;
    return SUCCESS;
  }
};
}  // namespace stand_in
