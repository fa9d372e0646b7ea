// stand_in_test.h - tools of stand_in_test.cpp: calls by name, compiling, launching, and what a launch complains of.
#pragma once
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include <dlfcn.h>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "results.h"
#include "stand_in_test_kernels.h"

using namespace stand_in;
typedef uint64_t Address;
typedef void *Handle;

static int wrong = 0;
#define CHECK(expected, ...) check((long)(expected), (long)(__VA_ARGS__), #__VA_ARGS__, __LINE__)
static void check(long expected, long found, const char *what, int line) {
  if (expected == found) return;
  ++wrong;
  printf("line %d: %s is %ld, not %ld\n", line, what, found, expected);
}

static Handle cuda, nvrtc;

// Calls a function of one of the two libraries by its name.
template <class... A>
static int call(const char *name, A... arguments) {
  Handle function = dlsym(strncmp(name, "cu", 2) == 0 ? cuda : nvrtc, name);
  if (!function) {
    printf("there is no %s\n", name);
    exit(1);
  }
  return ((int (*)(A...))function)(arguments...);
}

// What a call writes to stderr.
template <class Body>
static std::string complaint(Body body) {
  char name[] = "/tmp/perrin-stand-in-test-XXXXXX";
  const int file = mkstemp(name), usual = dup(2);
  unlink(name);
  dup2(file, 2);
  body();
  dup2(usual, 2);
  close(usual);
  char text[4096];
  const ssize_t length = pread(file, text, sizeof text, 0);
  close(file);
  return std::string(text, length > 0 ? length : 0);
}

struct Compiled {
  int result;
  std::string log;
  std::vector<char> image;
};

static Compiled compile(const std::string &text, std::vector<const char *> options = {"-arch=sm_90", "-fmad=false"}) {
  Compiled compiled;
  Handle program;
  size_t size;
  CHECK(0, call("nvrtcCreateProgram", &program, text.c_str(), "test.cu", 0, nullptr, nullptr));
  compiled.result = call("nvrtcCompileProgram", program, (int)options.size(), options.data());
  CHECK(0, call("nvrtcGetProgramLogSize", program, &size));
  compiled.log.resize(size);
  CHECK(0, call("nvrtcGetProgramLog", program, compiled.log.data()));
  CHECK(0, call("nvrtcGetCUBINSize", program, &size));
  compiled.image.resize(size);
  CHECK(0, call("nvrtcGetCUBIN", program, compiled.image.data()));
  CHECK(0, call("nvrtcDestroyProgram", &program));
  return compiled;
}

static Handle context, module;

static Handle function(const char *name) {
  Handle function = nullptr;
  CHECK(0, call("cuModuleGetFunction", &function, module, name));
  return function;
}

// Launches a kernel and waits.
template <class... A>
static int launch(const char *name, unsigned blocks, unsigned threads, unsigned shared, A... arguments) {
  void *parameters[] = {&arguments..., nullptr};
  const int result = call("cuLaunchKernel", function(name), blocks, 1u, 1u, threads, 1u, 1u, shared, nullptr,
                          (void **)parameters, nullptr);
  return result ? result : call("cuCtxSynchronize");
}

static Address allocate(size_t bytes) {
  Address address = 0;
  CHECK(0, call("cuMemAlloc_v2", &address, bytes));
  return address;
}

static std::vector<uint32_t> words(Address from, size_t count) {
  std::vector<uint32_t> words(count);
  CHECK(0, call("cuMemcpyDtoH_v2", words.data(), from, 4 * count));
  return words;
}

static void open(bool with_module = true) {
  CHECK(0, call("cuInit", 0u));
  CHECK(0, call("cuDevicePrimaryCtxRetain", &context, 0));
  CHECK(0, call("cuCtxSetCurrent", context));
  static const Compiled all = compile(ALL, {"-arch=sm_90", "-fmad=false", "-DVALUE=99"});
  CHECK(0, all.result);
  CHECK(0, strcmp(all.log.c_str(), ""));
  if (with_module) CHECK(0, call("cuModuleLoadData", &module, all.image.data()));
}

static void close_context() { CHECK(0, call("cuDevicePrimaryCtxRelease_v2", 0)); }

// A launch that fails so: with this result, and these words in the complaint. The context cannot be used afterwards.
template <class... A>
static void fails(int result, const char *words, const char *name, unsigned threads, A... arguments) {
  int found = 0;
  const std::string text = complaint([&] { found = launch(name, 3, threads, 64, arguments...); });
  if (found == result && text.find(words) != std::string::npos && text.find(name) != std::string::npos) {
    CHECK(result, call("cuCtxSynchronize"));
    CHECK(result, call("cuMemFree_v2", (Address)0));
  } else {
    ++wrong;
    printf("%s: %d instead of %d: %s\n", name, found, result, text.c_str());
  }
  close_context();
  open();
}
