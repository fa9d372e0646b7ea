// batches.cpp - SGD by mini-batches on a logistic regression, as one writes it by hand for a processor: one walker at a time, the
// rows of its batch in the lanes of vectors. What Perrin's batches of random rows are compared with (scripts/bench-sgd).
//
//   g++ -O3 -march=native -ffast-math batches.cpp -o batches
//   ./batches contiguous | random  STEPS WALKERS ROWS.csv
//
// contiguous: the 32 rows from a random one on, the same data once more behind the last; one random word a step. random: each row
// drawn. One thread; Philox4x32-10. Prints walker-steps a second, then the walkers' mean of w.
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

constexpr int BATCH = 32;
constexpr float RATE = 0.1f;

// Four random words of a block.
void philox(uint32_t walker, uint64_t block, uint32_t *word) {
  uint32_t a = (uint32_t)block, b = (uint32_t)(block >> 32), c = walker, d = 0, low = 42, high = 0;
  for (int r = 0; r < 10; ++r) {
    const uint64_t p = (uint64_t)a * 0xD2511F53u, q = (uint64_t)c * 0xCD9E8D57u;
    a = (uint32_t)(q >> 32) ^ b ^ low, c = (uint32_t)(p >> 32) ^ d ^ high;
    b = (uint32_t)q, d = (uint32_t)p;
    low += 0x9E3779B9u, high += 0xBB67AE85u;
  }
  word[0] = a, word[1] = b, word[2] = c, word[3] = d;
}

struct Rows {
  std::vector<float> y, u, v;
};

Rows read(const char *path) {
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);  // y,u,v
  Rows rows;
  float y, u, v;
  while (std::getline(file, line) && std::sscanf(line.c_str(), "%f,%f,%f", &y, &u, &v) == 3)
    rows.y.push_back(y), rows.u.push_back(u), rows.v.push_back(v);
  return rows;
}

void step(float *w, const float *y, const float *u, const float *v) {
  float a = 0, b = 0, c = 0;
  for (int i = 0; i < BATCH; ++i) {
    const float slope = -y[i] / (1 + std::exp(y[i] * (w[0] + w[1] * u[i] + w[2] * v[i])));
    a += slope, b += slope * u[i], c += slope * v[i];
  }
  w[0] -= RATE / BATCH * a, w[1] -= RATE / BATCH * b, w[2] -= RATE / BATCH * c;
}

}  // namespace

int main(int count, char **words) {
  if (count != 5) return std::fprintf(stderr, "usage: batches contiguous|random STEPS WALKERS ROWS.csv\n"), 2;
  const bool contiguous = !std::strcmp(words[1], "contiguous");
  const long steps = std::atol(words[2]), walkers = std::atol(words[3]);
  Rows rows = read(words[4]);
  const uint32_t n = (uint32_t)rows.y.size();
  if (!n) return std::fprintf(stderr, "batches: %s has no rows\n", words[4]), 1;
  for (auto *column : {&rows.y, &rows.u, &rows.v}) column->insert(column->end(), column->begin(), column->begin() + BATCH);
  std::vector<float> w(3 * walkers);
  const auto begin = std::chrono::steady_clock::now();
  for (long k = 0; k < walkers; ++k) {
    for (long s = 0; s < steps; ++s) {
      uint32_t word[BATCH];
      if (contiguous) {
        philox((uint32_t)k, (uint64_t)s, word);
        const uint32_t from = (uint32_t)((uint64_t)word[0] * n >> 32);
        step(&w[3 * k], &rows.y[from], &rows.u[from], &rows.v[from]);
      } else {
        float y[BATCH], u[BATCH], v[BATCH];
        for (int b = 0; b < BATCH / 4; ++b) philox((uint32_t)k, (uint64_t)s * (BATCH / 4) + b, word + 4 * b);
        for (int i = 0; i < BATCH; ++i) {
          const uint32_t row = (uint32_t)((uint64_t)word[i] * n >> 32);
          y[i] = rows.y[row], u[i] = rows.u[row], v[i] = rows.v[row];
        }
        step(&w[3 * k], y, u, v);
      }
    }
  }
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  double mean[3] = {};
  for (long k = 0; k < walkers; ++k)
    for (int i = 0; i < 3; ++i) mean[i] += w[3 * k + i] / (double)walkers;
  std::printf("%.6g %.4f %.4f %.4f by hand\n", walkers * steps / seconds, mean[0], mean[1], mean[2]);
}
