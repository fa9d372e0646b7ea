// limit.cpp - how fast one problem can be walked on this machine by a program written for nothing else (problem.h).
//
//   g++ -O3 -march=native -mprefer-vector-width=512 -ffast-math -fopenmp-simd -pthread limit.cpp -o limit
//   ./limit THREADS STEPS REPETITIONS [WALKERS=65536 [VARIANT ...]]
//
// Prints `key value` lines; the rates are walker-steps a second.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

#include "by_compiler.h"
#include "by_hand.h"

namespace {

struct Variant {
  const char *name;
  Walk walk;
};

const std::vector<Variant> all_variants = {
#ifdef HAVE_AVX512
    {"avx512x1", walk_by_hand<Avx512, 1>},
    {"avx512x2", walk_by_hand<Avx512, 2>},
#endif
#ifdef HAVE_AVX2
    {"avx2x1", walk_by_hand<Avx2, 1>},
    {"avx2x2", walk_by_hand<Avx2, 2>},
#endif
    {"compiler", walk_by_compiler<64>},
};

struct Arguments {
  int threads;
  Problem problem;
  int repetitions;
  long walkers;
  std::vector<Variant> variants;

  double walker_steps() const { return (double)walkers * problem.blocks * 4; }
};

// Walkers are handed out in chunks, so that a thread that the system holds up does not hold up the others.
constexpr long chunk = 1024;

[[noreturn]] void refuse(const std::string &what) {
  std::fprintf(stderr, "limit: %s\nusage: limit THREADS STEPS REPETITIONS [WALKERS [VARIANT ...]]\n", what.c_str());
  std::exit(2);
}

long number(const char *text, const char *name, long multiple_of) {
  char *end;
  const long value = std::strtol(text, &end, 10);
  if (*end || value <= 0 || value % multiple_of || value > INT32_MAX)
    refuse(std::string(name) + ": " + text + ": must be a positive multiple of " + std::to_string(multiple_of));
  return value;
}

Variant variant(const std::string &name) {
  std::string known;
  for (const Variant &v : all_variants) {
    if (name == v.name) return v;
    known += std::string(" ") + v.name;
  }
  refuse("VARIANT: " + name + ": this machine has" + known);
}

Arguments parse(int count, char **words) {
  if (count < 4) refuse("too few arguments");
  Arguments a;
  a.threads = (int)number(words[1], "THREADS", 1);
  a.problem.blocks = (uint32_t)(number(words[2], "STEPS", 4) / 4);
  a.repetitions = (int)number(words[3], "REPETITIONS", 1);
  a.walkers = count > 4 ? number(words[4], "WALKERS", chunk) : 65536;
  for (int i = 5; i < count; ++i) a.variants.push_back(variant(words[i]));
  if (a.variants.empty()) a.variants = all_variants;
  return a;
}

// Seconds that one walk of all walkers takes. x: shape [walkers]; modified.
double seconds(Walk walk, const Arguments &a, std::vector<float> &x) {
  std::fill(x.begin(), x.end(), 1.0f);
  std::atomic<long> next{0};
  const auto work = [&] {
    for (long w; (w = next.fetch_add(chunk)) < a.walkers;) walk(x.data(), w, w + chunk, a.problem);
  };
  const auto begin = std::chrono::steady_clock::now();
  std::vector<std::thread> others;
  for (int t = 1; t < a.threads; ++t) others.emplace_back(work);
  work();
  for (std::thread &other : others) other.join();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

// <x^2>: tells a wrong walk from a right one, at no cost to the timing.
double mean_square(const std::vector<float> &x) {
  double sum = 0;
  for (float value : x) sum += (double)value * value;
  return sum / (double)x.size();
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const size_t n = values.size();
  return (values[(n - 1) / 2] + values[n / 2]) / 2;
}

}  // namespace

int main(int count, char **words) {
  const Arguments a = parse(count, words);
  std::vector<float> x(a.walkers);
  std::vector<std::vector<double>> rates(a.variants.size());
  std::vector<double> squares(a.variants.size());
  // Variants take turns, so that a slow moment of the machine falls on all of them.
  for (int r = 0; r < a.repetitions; ++r)
    for (size_t v = 0; v < a.variants.size(); ++v) {
      rates[v].push_back(a.walker_steps() / seconds(a.variants[v].walk, a, x));
      squares[v] = mean_square(x);
    }
  for (size_t v = 0; v < a.variants.size(); ++v) {
    const char *name = a.variants[v].name;
    std::printf("%s.best %.6g\n", name, *std::max_element(rates[v].begin(), rates[v].end()));
    std::printf("%s.median %.6g\n", name, median(rates[v]));
    std::printf("%s.mean_square %.6f\n", name, squares[v]);
  }
}
