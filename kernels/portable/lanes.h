// lanes.h - the three lane types that every emitted kernel is written over, and their few primitives.
//
//   real   floating-point lanes        word   32-bit unsigned lanes        pred   one truth value a lane
//
//   LANES = 1         plain float / unsigned / bool: CUDA (nvcc, NVRTC) and scalar C++
//   LANES = 4, 8, 16  one walker a lane, in GCC's vector extensions. AVX2 + FMA (8) and AVX-512F (16) name the
//                     three operations that the extensions lack: fma, sqrt, 32x32->64-bit multiply. Any other
//                     target or width takes a loop over the lanes: slower, the same bits.
//
// Every primitive is an IEEE operation rounded to nearest, an exact conversion, a select or a bit operation, so that
// all targets give the same bits. Compile with contraction off; a wanted fusion is written fma().
// No header is included: <immintrin.h> alone takes longer to compile than a whole kernel.
#pragma once

namespace perrin {
typedef unsigned int u32;
typedef unsigned long long u64;
typedef long long i64;
}  // namespace perrin

#ifdef __CUDACC__
#define KERNEL_FUNCTION static __device__ __forceinline__
#define UNROLL _Pragma("unroll")
#define KEEP_LOOP _Pragma("unroll 1")
#define LANES 1
#else
#define KERNEL_FUNCTION static inline __attribute__((always_inline))
#ifdef __clang__
#define UNROLL _Pragma("unroll")
#define KEEP_LOOP _Pragma("nounroll")
#else
#define UNROLL _Pragma("GCC unroll 64")
#define KEEP_LOOP _Pragma("GCC unroll 1")
#endif
#ifndef LANES
#define LANES 1
#endif
#endif

namespace perrin {  // so that fma, sqrt and abs are ours, whatever a compiler declares by itself

// High 32 bits of a product of values that all lanes share.
KERNEL_FUNCTION u32 multiply_high(u32 a, u32 b) { return (u32)(((u64)a * b) >> 32); }

#if LANES == 1
// ---------------------------------------------------------------------------------------- CUDA and scalar C++
typedef float real;
typedef u32 word;
typedef bool pred;

#ifdef __CUDACC__
KERNEL_FUNCTION real fma(real a, real b, real c) { return __fmaf_rn(a, b, c); }
KERNEL_FUNCTION real sqrt(real a) { return __fsqrt_rn(a); }
#ifdef PERRIN_STAND_IN
KERNEL_FUNCTION real sqrt_normal(real a) { return sqrt(a); }
#else
// The root of 0 or of a number that is at least 2^-100: the fast path of __fsqrt_rn without its branch to the slow one.
// Equal to it for every such number (scripts/gpu-check tries them all).
KERNEL_FUNCTION real sqrt_normal(real a) {
  float y;
  asm("rsqrt.approx.ftz.f32 %0, %1;" : "=f"(y) : "f"(fmaxf(a, 1e-30f)));
  const float g = __fmul_rn(a, y), h = __fmul_rn(y, 0.5f);
  return __fmaf_rn(__fmaf_rn(-g, g, a), h, g);
}
#endif
KERNEL_FUNCTION real abs(real a) { return __uint_as_float(__float_as_uint(a) & 0x7fffffffu); }
KERNEL_FUNCTION word bits(real a) { return __float_as_uint(a); }
KERNEL_FUNCTION real from_bits(word a) { return __uint_as_float(a); }
KERNEL_FUNCTION real to_real(word a) { return __uint2float_rn(a); }
KERNEL_FUNCTION real to_real_signed(word a) { return __int2float_rn((int)a); }
#else
KERNEL_FUNCTION real fma(real a, real b, real c) { return __builtin_fmaf(a, b, c); }
KERNEL_FUNCTION real sqrt(real a) { return __builtin_sqrtf(a); }
KERNEL_FUNCTION real abs(real a) { return __builtin_fabsf(a); }
KERNEL_FUNCTION word bits(real a) { word r; __builtin_memcpy(&r, &a, 4); return r; }
KERNEL_FUNCTION real from_bits(word a) { real r; __builtin_memcpy(&r, &a, 4); return r; }
KERNEL_FUNCTION real to_real(word a) { return (float)a; }
KERNEL_FUNCTION real to_real_signed(word a) { return (float)(int)a; }
#endif
KERNEL_FUNCTION word shift_left(word a, int n) { return a << n; }
KERNEL_FUNCTION word shift_right(word a, int n) { return a >> n; }
KERNEL_FUNCTION word shift_right_signed(word a, int n) { return (word)((int)a >> n); }
KERNEL_FUNCTION real select(pred p, real a, real b) { return p ? a : b; }
KERNEL_FUNCTION word select(pred p, word a, word b) { return p ? a : b; }
KERNEL_FUNCTION real select_sign(word w, real a, real b) { return (int)w < 0 ? a : b; }
KERNEL_FUNCTION real load(const float *p) { return *p; }
KERNEL_FUNCTION void store(float *p, real a) { *p = a; }
KERNEL_FUNCTION word lane_numbers(u32 first) { return first; }

#else
// ------------------------------------------------------------------------------------------ LANES walkers at once
typedef float float_lanes __attribute__((vector_size(4 * LANES)));
typedef int int_lanes __attribute__((vector_size(4 * LANES)));
typedef u32 u32_lanes __attribute__((vector_size(4 * LANES)));
typedef u64 u64_lanes __attribute__((vector_size(4 * LANES)));  // LANES / 2 products
typedef float float_lanes_in_memory __attribute__((vector_size(4 * LANES), aligned(4), may_alias));
#define METHOD inline __attribute__((always_inline))

// One vector each. A float or u32 that all lanes share converts by itself (a - 0 keeps -0.0, a + 0 would not).
struct real {
  float_lanes v;
  real() = default;
  METHOD real(float_lanes a) : v(a) {}
  METHOD real(float a) : v(a - float_lanes{}) {}
};
struct word {
  u32_lanes v;
  word() = default;
  METHOD word(u32_lanes a) : v(a) {}
  METHOD word(u32 a) : v(a | u32_lanes{}) {}
};
struct pred {
  int_lanes v;
  METHOD pred(int_lanes a) : v(a) {}
};

KERNEL_FUNCTION real operator-(real a) { return -a.v; }
KERNEL_FUNCTION real operator+(real a, real b) { return a.v + b.v; }
KERNEL_FUNCTION real operator-(real a, real b) { return a.v - b.v; }
KERNEL_FUNCTION real operator*(real a, real b) { return a.v * b.v; }
KERNEL_FUNCTION real operator/(real a, real b) { return a.v / b.v; }
KERNEL_FUNCTION pred operator<(real a, real b) { return a.v < b.v; }
KERNEL_FUNCTION pred operator<=(real a, real b) { return a.v <= b.v; }
KERNEL_FUNCTION pred operator>(real a, real b) { return a.v > b.v; }
KERNEL_FUNCTION pred operator>=(real a, real b) { return a.v >= b.v; }
KERNEL_FUNCTION pred operator==(real a, real b) { return a.v == b.v; }
KERNEL_FUNCTION word operator+(word a, word b) { return a.v + b.v; }
KERNEL_FUNCTION word operator-(word a, word b) { return a.v - b.v; }
KERNEL_FUNCTION word operator*(word a, word b) { return a.v * b.v; }
KERNEL_FUNCTION word operator&(word a, word b) { return a.v & b.v; }
KERNEL_FUNCTION word operator|(word a, word b) { return a.v | b.v; }
KERNEL_FUNCTION word operator^(word a, word b) { return a.v ^ b.v; }
KERNEL_FUNCTION pred operator==(word a, word b) { return a.v == b.v; }
KERNEL_FUNCTION pred operator&(pred a, pred b) { return a.v & b.v; }
KERNEL_FUNCTION pred operator|(pred a, pred b) { return a.v | b.v; }
KERNEL_FUNCTION word shift_left(word a, int n) { return a.v << n; }
KERNEL_FUNCTION word shift_right(word a, int n) { return a.v >> n; }
KERNEL_FUNCTION word shift_right_signed(word a, int n) { return (u32_lanes)((int_lanes)a.v >> n); }
KERNEL_FUNCTION real select(pred p, real a, real b) {
  return (float_lanes)(((int_lanes)a.v & p.v) | ((int_lanes)b.v & ~p.v));
}
KERNEL_FUNCTION word select(pred p, word a, word b) { return (a.v & (u32_lanes)p.v) | (b.v & ~(u32_lanes)p.v); }
KERNEL_FUNCTION real select_sign(word w, real a, real b) {  // one instruction where blends look at signs
  return (int_lanes)w.v < 0 ? a.v : b.v;
}
KERNEL_FUNCTION word bits(real a) { return (u32_lanes)a.v; }
KERNEL_FUNCTION real from_bits(word a) { return (float_lanes)a.v; }
KERNEL_FUNCTION real abs(real a) { return from_bits(bits(a) & word(0x7fffffffu)); }
KERNEL_FUNCTION real to_real_signed(word a) { return __builtin_convertvector((int_lanes)a.v, float_lanes); }
KERNEL_FUNCTION real load(const float *p) { return (float_lanes) * (const float_lanes_in_memory *)p; }
KERNEL_FUNCTION void store(float *p, real a) { *(float_lanes_in_memory *)p = a.v; }
KERNEL_FUNCTION word lane_numbers(u32 first) {
  u32_lanes r;
  for (u32 i = 0; i < LANES; ++i) r[i] = i;
  return r + first;
}

#if LANES == 16 && defined(__AVX512F__) && !defined(__clang__)
KERNEL_FUNCTION real fma(real a, real b, real c) {
  return (float_lanes)__builtin_ia32_vfmaddps512_mask(a.v, b.v, c.v, -1, 4);
}
KERNEL_FUNCTION real sqrt(real a) { return (float_lanes)__builtin_ia32_sqrtps512_mask(a.v, a.v, -1, 4); }
KERNEL_FUNCTION u64_lanes multiply_even(u32_lanes a, u32_lanes b) {
  typedef long long signed_lanes __attribute__((vector_size(64)));
  return (u64_lanes)__builtin_ia32_pmuludq512_mask((int_lanes)a, (int_lanes)b, (signed_lanes){}, -1);
}
KERNEL_FUNCTION real to_real(word a) { return __builtin_convertvector(a.v, float_lanes); }
#else
#if LANES == 8 && defined(__AVX2__) && defined(__FMA__) && !defined(__clang__)
KERNEL_FUNCTION real fma(real a, real b, real c) { return (float_lanes)__builtin_ia32_vfmaddps256(a.v, b.v, c.v); }
KERNEL_FUNCTION real sqrt(real a) { return (float_lanes)__builtin_ia32_sqrtps256(a.v); }
KERNEL_FUNCTION u64_lanes multiply_even(u32_lanes a, u32_lanes b) {
  return (u64_lanes)__builtin_ia32_pmuludq256((int_lanes)a, (int_lanes)b);
}
#elif LANES == 4 && defined(__SSE4_1__) && defined(__FMA__) && !defined(__clang__)
KERNEL_FUNCTION real fma(real a, real b, real c) { return (float_lanes)__builtin_ia32_vfmaddps(a.v, b.v, c.v); }
KERNEL_FUNCTION real sqrt(real a) { return (float_lanes)__builtin_ia32_sqrtps(a.v); }
KERNEL_FUNCTION u64_lanes multiply_even(u32_lanes a, u32_lanes b) {
  return (u64_lanes)__builtin_ia32_pmuludq128((int_lanes)a, (int_lanes)b);
}
#else
KERNEL_FUNCTION real fma(real a, real b, real c) {
  float_lanes r;
  for (int i = 0; i < LANES; ++i) r[i] = __builtin_fmaf(a.v[i], b.v[i], c.v[i]);
  return r;
}
KERNEL_FUNCTION real sqrt(real a) {
  float_lanes r;
  for (int i = 0; i < LANES; ++i) r[i] = __builtin_sqrtf(a.v[i]);
  return r;
}
KERNEL_FUNCTION u64_lanes multiply_even(u32_lanes a, u32_lanes b) {
  return ((u64_lanes)a & 0xffffffffull) * ((u64_lanes)b & 0xffffffffull);
}
#endif
// Unsigned to float, rounded to nearest: both halves convert exactly, the one fused addition rounds.
KERNEL_FUNCTION real to_real(word a) {
  return fma(to_real_signed(shift_right(a, 16)), 65536.0f, to_real_signed(a & word(0xffffu)));
}
#endif
#endif

#ifndef __CUDACC__
KERNEL_FUNCTION real sqrt_normal(real a) { return sqrt(a); }
#endif
}  // namespace perrin
