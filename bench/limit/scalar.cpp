// scalar.cpp - two problems with loops as anybody would write them in C++, one walker at a time, with the library's
// functions. What the compiler makes of it is what Perrin's loops over vectors of walkers are compared with.
//
//   g++ -O3 -march=native scalar.cpp -o scalar
//   ./scalar lj13 | logistic  STEPS REPETITIONS WALKERS [DATA.csv]
//
// One thread; Euler-Maruyama; Philox and Box-Muller. Prints `key value` lines.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <string>
#include <vector>

namespace {

struct Noise {
  uint64_t seed;
  void normals(uint32_t walker, uint64_t block, float *z) const {
    uint32_t a = (uint32_t)block, b = (uint32_t)(block >> 32), c = walker, d = 0;
    uint32_t low = (uint32_t)seed, high = (uint32_t)(seed >> 32);
    for (int r = 0; r < 10; ++r) {
      const uint64_t p = (uint64_t)a * 0xD2511F53u, q = (uint64_t)c * 0xCD9E8D57u;
      a = (uint32_t)(q >> 32) ^ b ^ low, c = (uint32_t)(p >> 32) ^ d ^ high;
      b = (uint32_t)q, d = (uint32_t)p;
      low += 0x9E3779B9u, high += 0xBB67AE85u;
    }
    pair(a, b, z);
    pair(c, d, z + 2);
  }
  static void pair(uint32_t x, uint32_t y, float *z) {
    const float u = (float)x * 0x1p-32f + 0x1p-33f, v = (float)y * (float)(2 * M_PI * 0x1p-32) + (float)(M_PI * 0x1p-32);
    const float s = std::sqrt(-2 * std::log(u));
    z[0] = s * std::sin(v), z[1] = s * std::cos(v);
  }
};

constexpr int atoms = 13, dimension = 3 * atoms;

// Lennard-Jones cluster in a harmonic trap: E = 4 sum_{i<j} (r^-12 - r^-6) + k/2 sum x^2.
void lj13_gradient(const float *x, float *g) {
  for (int i = 0; i < dimension; ++i) g[i] = 0.1f * x[i];
  for (int i = 0; i < atoms - 1; ++i)
    for (int j = i + 1; j < atoms; ++j) {
      const float dx = x[3 * i] - x[3 * j], dy = x[3 * i + 1] - x[3 * j + 1], dz = x[3 * i + 2] - x[3 * j + 2];
      const float inverse = 1 / (dx * dx + dy * dy + dz * dz), s6 = inverse * inverse * inverse;
      const float f = 24 * inverse * s6 * (1 - 2 * s6);
      g[3 * i] += f * dx, g[3 * i + 1] += f * dy, g[3 * i + 2] += f * dz;
      g[3 * j] -= f * dx, g[3 * j + 1] -= f * dy, g[3 * j + 2] -= f * dz;
    }
}

double lj13(uint32_t steps, long walkers) {
  const Noise noise{42};
  const float dt = 2e-4f, sigma = std::sqrt(2 * 0.2f * dt);
  double sum = 0;
  for (long w = 0; w < walkers; ++w) {
    float x[dimension], g[dimension], z[dimension + 1];
    for (int i = 0; i < atoms; ++i) x[3 * i] = 1.3f * i, x[3 * i + 1] = x[3 * i + 2] = 0.01f * i;
    for (uint32_t n = 0; n < steps; ++n) {
      for (int b = 0; b < 10; ++b) noise.normals((uint32_t)w, n * 10ull + b, z + 4 * b);
      lj13_gradient(x, g);
      for (int i = 0; i < dimension; ++i) x[i] += sigma * z[i] - dt * g[i];
    }
    sum += x[0];
  }
  return sum;
}

// Logistic regression: E = sum_r log(1 + exp(-y_r (w_0 + w_1 u_r + w_2 v_r))) + |w|^2/2.
struct Rows {
  std::vector<float> y, u, v;
};

Rows read(const char *path) {
  Rows rows;
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  for (float y, u, v; std::getline(file, line) && std::sscanf(line.c_str(), "%f,%f,%f", &y, &u, &v) == 3;)
    rows.y.push_back(y), rows.u.push_back(u), rows.v.push_back(v);
  return rows;
}

double logistic(uint32_t steps, long walkers, const Rows &rows) {
  const Noise noise{42};
  const float dt = 1e-4f, sigma = std::sqrt(2 * dt);
  double sum = 0;
  for (long i = 0; i < walkers; ++i) {
    float w[3] = {0, 0, 0}, z[4];
    for (uint32_t n = 0; n < steps; ++n) {
      noise.normals((uint32_t)i, n, z);
      float g[3] = {w[0], w[1], w[2]};
      for (size_t r = 0; r < rows.y.size(); ++r) {
        const float margin = rows.y[r] * (w[0] + w[1] * rows.u[r] + w[2] * rows.v[r]);
        const float slope = -rows.y[r] / (1 + std::exp(margin));
        g[0] += slope, g[1] += slope * rows.u[r], g[2] += slope * rows.v[r];
      }
      for (int k = 0; k < 3; ++k) w[k] += sigma * z[k] - dt * g[k];
    }
    sum += w[0];
  }
  return sum;
}

}  // namespace

int main(int count, char **words) {
  if (count < 5) return std::fprintf(stderr, "usage: scalar lj13|logistic STEPS REPETITIONS WALKERS [DATA.csv]\n"), 2;
  const uint32_t steps = (uint32_t)std::atol(words[2]);
  const int repetitions = std::atoi(words[3]);
  const long walkers = std::atol(words[4]);
  const bool pairs = !std::strcmp(words[1], "lj13");
  const Rows rows = pairs ? Rows{} : read(words[5]);
  std::vector<double> rates;
  double sum = 0;
  for (int r = 0; r < repetitions; ++r) {
    const auto begin = std::chrono::steady_clock::now();
    sum = pairs ? lj13(steps, walkers) : logistic(steps, walkers, rows);
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begin;
    rates.push_back((double)walkers * steps / taken.count());
  }
  std::sort(rates.begin(), rates.end());
  std::printf("%s.median %.6g\n%s.mean %.6f\n", words[1], rates[rates.size() / 2], words[1], sum / walkers);
}
