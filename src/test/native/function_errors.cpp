// function_errors.cpp - how far a function of kernels/functions is from the exact value; scripts/function-errors compiles it.
//
//   FUNCTIONS   the emitted functions, a header over portable/lanes.h (-DPRECISION, -DLANES)
//   FUNCTION    the one to measure      ARGUMENTS   1 or 2      FAR   where it ends, or 0
//   REFERENCE   the C library's function, in double for single precision and in long double for double
//
// Compiled twice: with -DREFERENCE_ONLY -ffast-math, so that the compiler may take the C library's vector functions, and
// without. Usage: function_errors COUNT THREADS. One argument in single precision: COUNT is the stride through all 2^32
// bit patterns. Else COUNT points are drawn: bit patterns (all exponents alike), numbers of ordinary size, numbers near 1,
// and for two arguments pairs that belong together. Prints: largest error in ulp, its arguments, points, wrong ones (NaN or
// infinite where the other is not), the first of those.
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <thread>
#include <vector>

#if PRECISION == 64
typedef long double Exact;
typedef double Number;
typedef unsigned long long Bits;
#else
typedef double Exact;
typedef float Number;
typedef unsigned int Bits;
#endif
enum { BLOCK = 4096 };

void reference(const Exact *x, const Exact *y, Exact *value);

#ifdef REFERENCE_ONLY
static inline Exact sign_of(Exact x) { return x > 0 ? 1 : x < 0 ? -1 : x; }
void reference(const Exact *x, const Exact *y, Exact *value) {
  for (int i = 0; i < BLOCK; ++i) value[i] = ARGUMENTS == 1 ? REFERENCE1 : REFERENCE2;
}
#else
#include FUNCTIONS

typedef unsigned long long u64;

// SplitMix64 (Steele, Lea & Flood, OOPSLA'14).
static u64 mixed(u64 i) {
  u64 z = i * 0x9e3779b97f4a7c15ull;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
  return z ^ (z >> 31);
}
static double fraction(u64 random) { return (double)((long long)random >> 11) * 0x1p-52; }  // -1 .. 1
static Number pattern(u64 random) {
  const Bits bits = (Bits)random;
  Number x;
  std::memcpy(&x, &bits, sizeof x);
  return x;
}

static Number place(u64 i) {
  const u64 random = mixed(i);
  switch (i % 4) {
    case 0: return pattern(random);
    case 1: return (Number)std::ldexp(1 + fraction(mixed(~i)) / 3, (int)(random % 40) - 30) * (random >> 63 ? -1 : 1);
    case 2: return (Number)(fraction(random) * 12);
    default: return (Number)(1 + std::ldexp(fraction(random), -(int)(random % 30))) * (mixed(~i) & 1 ? -1 : 1);
  }
}

static Number partner(u64 i, Number x) {
  const u64 random = mixed(i ^ 0x5555555555555555ull);
  const double part = fraction(random);
  switch (random % 5) {
    case 0: return pattern(mixed(random));
    case 1: return (Number)(part * 40);
    case 2: return (Number)((int)(random % 65) - 32);
    case 3: return (Number)(part * (sizeof x == 4 ? 95 : 750) / std::log(std::fabs((double)x)));
    default: return (Number)(x * part * (random & 1024 ? 1 : 1e-3));
  }
}

static void fill(u64 first, u64 count, Exact *x, Exact *y, Number *a, Number *b) {
  for (int i = 0; i < BLOCK; ++i) a[i] = sizeof(Number) == 4 && ARGUMENTS == 1 ? pattern((first + i) * count) : place(first + i);
  for (int i = 0; i < BLOCK; ++i) {
    b[i] = ARGUMENTS == 1 ? 0 : partner(first + i, a[i]);
    if (FAR > 0 && !(std::fabs(a[i]) <= (Number)FAR)) a[i] = (Number)FAR * (Number)fraction(mixed(first + i));
    x[i] = a[i];
    y[i] = b[i];
  }
}

static void evaluate(const Number *a, const Number *b, Number *value) {
  for (int i = 0; i < BLOCK; i += LANES)
#if ARGUMENTS == 1
    perrin::store(value + i, perrin::FUNCTION(perrin::load(a + i)));
#else
    perrin::store(value + i, perrin::FUNCTION(perrin::load(a + i), perrin::load(b + i)));
#endif
}

// The C library takes another view of 1^NaN and 1^inf than Java and we: NaN.
static bool undefined(Number a, Number b) {
#ifdef IS_POW
  return (a == 1 && b != b) || (std::fabs(a) == 1 && std::isinf(b));
#else
  (void)a, (void)b;
  return false;
#endif
}

static double error(Number found, Exact exact) {
  const Number rounded = (Number)exact;
#if PRECISION == 64
  if (!std::isfinite(rounded) || !std::isfinite(found))
    return (rounded != rounded && found != found) || rounded == found ? 0 : INFINITY;
  int exponent = exact == 0 ? -1022 : std::ilogb(exact);
  if (exponent < -1022) exponent = -1022;
  return (double)std::ldexp(std::fabs(found - exact), 52 - exponent);
#else
  u64 bits;
  std::memcpy(&bits, &exact, 8);
  int exponent = (int)(bits >> 52 & 0x7ff);
  if (exponent < 1023 - 126) exponent = 1023 - 126;
  bits = (u64)(2 * 1023 + 23 - exponent) << 52;
  double scale;
  std::memcpy(&scale, &bits, 8);
  const double distance = std::fabs(found - exact) * scale;  // NaN or infinite if either is
  const double wrong = (rounded != rounded) & (found != found) | (rounded == found) ? 0.0 : (double)INFINITY;
  return (std::fabs(rounded) <= 3.4028235e38f) & (std::fabs(found) <= 3.4028235e38f) ? distance : wrong;
#endif
}

struct Worst {
  double error = 0;
  Number a = 0, b = 0, wrong_a = 0, wrong_b = 0;
  u64 points = 0, wrong = 0;
};

static void measure(u64 part, u64 parts, u64 blocks, u64 count, Worst &all) {
  static std::mutex lock;
  std::vector<Exact> x(BLOCK), y(BLOCK), exact(BLOCK);
  std::vector<Number> a(BLOCK), b(BLOCK), found(BLOCK);
  Worst worst;
  for (u64 block = part; block < blocks; block += parts) {
    fill(block * BLOCK, count, x.data(), y.data(), a.data(), b.data());
    evaluate(a.data(), b.data(), found.data());
    reference(x.data(), y.data(), exact.data());
    long long most = 0;  // of positive numbers' bits, so that the loop needs no comparison of doubles
    for (int i = 0; i < BLOCK; ++i) {
      const double e = error(found[i], exact[i]);
      long long bits;
      std::memcpy(&bits, &e, 8);
      most = bits > most ? bits : most;
    }
    double largest;
    std::memcpy(&largest, &most, 8);
    worst.points += BLOCK;
    if (largest <= worst.error) continue;
    for (int i = 0; i < BLOCK; ++i) {
      const double e = error(found[i], undefined(a[i], b[i]) ? NAN : exact[i]);
      if (std::isinf(e)) {
        if (!worst.wrong++) worst.wrong_a = a[i], worst.wrong_b = b[i];
      } else if (e > worst.error) {
        worst.error = e, worst.a = a[i], worst.b = b[i];
      }
    }
  }
  std::lock_guard<std::mutex> guard(lock);
  all.points += worst.points;
  if (worst.error > all.error) all.error = worst.error, all.a = worst.a, all.b = worst.b;
  if (worst.wrong && !all.wrong) all.wrong_a = worst.wrong_a, all.wrong_b = worst.wrong_b;
  all.wrong += worst.wrong;
}

int main(int, char **arguments) {
  const u64 count = (u64)std::atof(arguments[1]), threads = (u64)std::atoi(arguments[2]);
  const u64 points = sizeof(Number) == 4 && ARGUMENTS == 1 ? (1ull << 32) / count : count;
  Worst worst;
  std::vector<std::thread> running;
  for (u64 t = 0; t < threads; ++t)
    running.emplace_back([&, t] { measure(t, threads, (points + BLOCK - 1) / BLOCK, count, worst); });
  for (auto &thread : running) thread.join();
  std::printf("%.4f %.17g %.17g %llu %llu %.17g %.17g\n", worst.error, (double)worst.a, (double)worst.b, worst.points,
              worst.wrong, (double)worst.wrong_a, (double)worst.wrong_b);
}
#endif
