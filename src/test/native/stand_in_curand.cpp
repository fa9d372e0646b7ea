// stand_in_curand.cpp - libcurand.so.10 for machines without a GPU, for tests: the part of cuRAND's host API that Perrin calls
// through JCuda. A generator "on the device" is one on the processor whose values are copied into the stand-in driver's
// memory in the null stream, as lazily as all its work.
//
//   PERRIN_STAND_IN_CURAND   NVIDIA's libcurand.so.10: where that file exists, its generators for the processor give the values
//
// Without it they come from Philox and Box & Muller, in cuRAND's order for philox and made up for the other generators: enough
// to see that buffers are filled, dealt out and used as they should be.
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <set>
#include <vector>

#include <dlfcn.h>
#include <unistd.h>

#include "failures.h"

#define API extern "C" __attribute__((visibility("default"))) int

namespace {
enum Result { SUCCESS = 0, NOT_INITIALIZED = 101, TYPE_ERROR = 103, LENGTH_NOT_MULTIPLE = 105, LAUNCH_FAILURE = 201,
              INITIALIZATION_FAILED = 203 };
enum Kind { XORWOW = 101, MRG32K3A = 121, MT19937 = 142, PHILOX = 161 };

// NVIDIA's library: a handle, or nullptr where there is none.
void *nvidia() {
  static void *const library = [] {
    const char *file = getenv("PERRIN_STAND_IN_CURAND");
    return file && *file && access(file, R_OK) == 0 ? dlopen(file, RTLD_NOW | RTLD_LOCAL) : nullptr;
  }();
  return library;
}

// Calls one of its functions.
template <class... Arguments>
int ask(const char *name, Arguments... arguments) {
  const auto function = (int (*)(Arguments...))dlsym(nvidia(), name);
  return function ? function(arguments...) : INITIALIZATION_FAILED;
}

// Calls one of the stand-in driver's.
template <class... Arguments>
int driver(const char *name, Arguments... arguments) {
  const auto function = (int (*)(Arguments...))dlsym(RTLD_DEFAULT, name);
  static void *const library = dlopen("libcuda.so.1", RTLD_NOW);
  const auto found = function ? function : (int (*)(Arguments...))(library ? dlsym(library, name) : nullptr);
  return found ? found(arguments...) : INITIALIZATION_FAILED;
}

struct Generator {
  int kind;
  bool on_device;
  void *real = nullptr;  // NVIDIA's
  uint64_t seed = 0, drawn = 0;

  // The words that value number `drawn` is one of, in the order of cuRAND's host API.
  void block(uint32_t *c) const {
    c[0] = (uint32_t)(drawn / 262144), c[1] = 0, c[2] = (uint32_t)(drawn / 4 % 65536), c[3] = kind == PHILOX ? 0 : kind;
    uint32_t k0 = (uint32_t)seed, k1 = (uint32_t)(seed >> 32);
    for (int round = 0; round < 10; ++round, k0 += 0x9E3779B9u, k1 += 0xBB67AE85u) {
      const uint64_t p = (uint64_t)c[0] * 0xD2511F53u, q = (uint64_t)c[2] * 0xCD9E8D57u;
      const uint32_t next[4] = {(uint32_t)(q >> 32) ^ c[1] ^ k0, (uint32_t)q, (uint32_t)(p >> 32) ^ c[3] ^ k1, (uint32_t)p};
      for (int i = 0; i < 4; ++i) c[i] = next[i];
    }
  }

  int words(uint32_t *out, size_t count) {
    if (real) return ask("curandGenerate", real, out, count);
    uint32_t c[4];
    for (size_t i = 0; i < count; ++i, ++drawn) {
      if (i == 0 || drawn % 4 == 0) block(c);
      out[i] = c[drawn % 4];
    }
    return SUCCESS;
  }

  template <class T>
  int normals(T *out, size_t count, T mean, T deviation) {
    if (count % 2) return LENGTH_NOT_MULTIPLE;
    const char *const function = sizeof(T) == 4 ? "curandGenerateNormal" : "curandGenerateNormalDouble";
    if (real) return ask(function, real, out, count, mean, deviation);
    std::vector<uint32_t> word(count);
    words(word.data(), count);
    for (size_t i = 0; i < count; i += 2) {
      const double radius = std::sqrt(-2 * std::log((word[i] + 0.5) * 0x1p-32));
      const double angle = 2 * M_PI * (word[i + 1] + 0.5) * 0x1p-32;
      out[i] = (T)(mean + deviation * radius * std::sin(angle));
      out[i + 1] = (T)(mean + deviation * radius * std::cos(angle));
    }
    return SUCCESS;
  }
};

stand_in::Failures &failures = *new stand_in::Failures;
std::set<Generator *> &generators = *new std::set<Generator *>;

int create(Generator **generator, int kind, bool on_device) {
  if (kind != XORWOW && kind != MRG32K3A && kind != MT19937 && kind != PHILOX) return TYPE_ERROR;
  Generator *made = new Generator{kind, on_device};
  if (nvidia()) {
    const int failure = ask("curandCreateGeneratorHost", &made->real, kind);
    if (failure) return delete made, failure;
  }
  *generator = *generators.insert(made).first;
  return SUCCESS;
}

// Fills memory of the host or the device with what `draw` puts into an array.
template <class T, class Draw>
int give(Generator *generator, T *out, size_t count, Draw draw) {
  if (!generator->on_device) return draw(out);
  std::vector<T> drawn(count);
  if (const int failure = draw(drawn.data())) return failure;
  void *const null_stream = nullptr;
  // From memory that is not pinned: copied before the call returns, written when the stream comes to it.
  return driver("cuMemcpyHtoDAsync_v2", (uint64_t)out, (const void *)drawn.data(), count * sizeof(T), null_stream) == 0
             ? SUCCESS
             : LAUNCH_FAILURE;
}
}  // namespace

#define BEGIN                                                   \
  if (const int provoked = failures.provoked(__func__)) return provoked
#define BEGIN_WITH_GENERATOR \
  BEGIN;                     \
  if (generators.count(generator) == 0) return NOT_INITIALIZED

API curandCreateGenerator(Generator **generator, int kind) {
  BEGIN;
  void *context = nullptr;
  if (driver("cuCtxGetCurrent", &context) != 0 || !context) return INITIALIZATION_FAILED;
  return create(generator, kind, true);
}

API curandCreateGeneratorHost(Generator **generator, int kind) {
  BEGIN;
  return create(generator, kind, false);
}

API curandDestroyGenerator(Generator *generator) {
  BEGIN_WITH_GENERATOR;
  generators.erase(generator);
  const int result = generator->real ? ask("curandDestroyGenerator", generator->real) : SUCCESS;
  delete generator;
  return result;
}

API curandSetPseudoRandomGeneratorSeed(Generator *generator, unsigned long long seed) {
  BEGIN_WITH_GENERATOR;
  generator->seed = generator->kind == MT19937 ? (uint32_t)seed : seed;
  return generator->real ? ask("curandSetPseudoRandomGeneratorSeed", generator->real, seed) : SUCCESS;
}

API curandGenerate(Generator *generator, unsigned *out, size_t count) {
  BEGIN_WITH_GENERATOR;
  return give(generator, out, count, [=](unsigned *to) { return generator->words(to, count); });
}

API curandGenerateNormal(Generator *generator, float *out, size_t count, float mean, float deviation) {
  BEGIN_WITH_GENERATOR;
  return give(generator, out, count, [=](float *to) { return generator->normals(to, count, mean, deviation); });
}

API curandGenerateNormalDouble(Generator *generator, double *out, size_t count, double mean, double deviation) {
  BEGIN_WITH_GENERATOR;
  return give(generator, out, count, [=](double *to) { return generator->normals(to, count, mean, deviation); });
}

// NVIDIA's, or 0.
API curandGetVersion(int *version) {
  *version = 0;
  return nvidia() ? ask("curandGetVersion", version) : SUCCESS;
}
