// lanes.h - the three lane types that every emitted kernel is written over, and their few primitives.
//
//   real   floating-point lanes        word   unsigned lanes, as wide as real        pred   one truth value a lane
//
// PRECISION is 32 (float, words of 32 bits) or 64 (double, words of 64 bits); one value in memory is a `number`.
//
//   LANES = 1         plain number / whole / bool: CUDA (nvcc, NVRTC) and scalar C++
//   LANES > 1         one walker a lane, in GCC's vector extensions. AVX-512F (64 bytes), AVX2 + FMA (32) and SSE + FMA
//                     (16) name the three operations that the extensions lack: fma, sqrt, 32x32->64-bit multiply. Any
//                     other target or width takes a loop over the lanes: slower, the same bits.
//
// Every primitive is an IEEE operation rounded to nearest, an exact conversion, a select or a bit operation, so that
// all targets give the same bits. Compile with contraction off; a wanted fusion is written fma().
// No header is included: <immintrin.h> alone takes longer to compile than a whole kernel.
#pragma once

#ifndef PRECISION
#define PRECISION 32
#endif

namespace perrin {
typedef unsigned int u32;
typedef unsigned long long u64;
typedef long long i64;

// One value of a walker, and integers as wide.
#if PRECISION == 64
typedef double number;
typedef u64 whole;
typedef i64 signed_whole;
#define LARGEST_NUMBER 1.7976931348623157e308
#else
typedef float number;
typedef u32 whole;
typedef int signed_whole;
#define LARGEST_NUMBER 3.4028235e38f
// Sums of squares within this range have lost nothing to the ends of single precision's.
#define LEAST_SQUARES 0x1p-80f
#define MOST_SQUARES 0x1p100f
#endif
#define TOP_BIT ((whole)1 << (PRECISION - 1))
}  // namespace perrin

#ifdef __CUDACC__
#define KERNEL_FUNCTION static __device__ __forceinline__
#define CALLED_FUNCTION KERNEL_FUNCTION
#define UNROLL _Pragma("unroll")
#define KEEP_LOOP _Pragma("unroll 1")
#define LANES 1
#else
#define KERNEL_FUNCTION static inline __attribute__((always_inline))
#define CALLED_FUNCTION static __attribute__((noinline))  // where speed is of no account, and the size of the code is
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

#define VECTOR_BYTES (PRECISION / 8 * LANES)

namespace perrin {  // so that fma, sqrt and abs are ours, whatever a compiler declares by itself

// High 32 bits of a product of values that all lanes share.
KERNEL_FUNCTION u32 multiply_high(u32 a, u32 b) { return (u32)(((u64)a * b) >> 32); }

#if LANES == 1
// ---------------------------------------------------------------------------------------- CUDA and scalar C++
typedef number real;
typedef whole word;
typedef bool pred;

#ifdef __CUDACC__
#if PRECISION == 64
KERNEL_FUNCTION real fma(real a, real b, real c) { return __fma_rn(a, b, c); }
KERNEL_FUNCTION real sqrt(real a) { return __dsqrt_rn(a); }
KERNEL_FUNCTION real sqrt_normal(real a) { return sqrt(a); }
KERNEL_FUNCTION word bits(real a) { return (u64)__double_as_longlong(a); }
KERNEL_FUNCTION real from_bits(word a) { return __longlong_as_double((i64)a); }
KERNEL_FUNCTION real to_real(word a) { return __ull2double_rn(a); }
KERNEL_FUNCTION real to_real_signed(word a) { return __ll2double_rn((i64)a); }
#else
KERNEL_FUNCTION real fma(real a, real b, real c) { return __fmaf_rn(a, b, c); }
KERNEL_FUNCTION real sqrt(real a) { return __fsqrt_rn(a); }
#ifdef PERRIN_STAND_IN
KERNEL_FUNCTION real sqrt_normal(real a) { return sqrt(a); }
#else
// The root of 0, -0 or a number that is at least 2^-100: the fast path of __fsqrt_rn without its branch to the slow one.
// Equal to it for every such number (scripts/gpu-check tries them all). The bound keeps the estimate of 1/0 finite; it must
// not be above 2^-100, or numbers below it get the estimate of another one.
KERNEL_FUNCTION real sqrt_normal(real a) {
  float y;
  asm("rsqrt.approx.ftz.f32 %0, %1;" : "=f"(y) : "f"(fmaxf(a, 0x1p-100f)));
  const float g = __fmul_rn(a, y), h = __fmul_rn(y, 0.5f);
  return __fmaf_rn(__fmaf_rn(-g, g, a), h, g);
}
#endif
KERNEL_FUNCTION word bits(real a) { return __float_as_uint(a); }
KERNEL_FUNCTION real from_bits(word a) { return __uint_as_float(a); }
KERNEL_FUNCTION real to_real(word a) { return __uint2float_rn(a); }
KERNEL_FUNCTION real to_real_signed(word a) { return __int2float_rn((int)a); }
#endif
KERNEL_FUNCTION real abs(real a) { return from_bits(bits(a) & (TOP_BIT - 1)); }
#else
#if PRECISION == 64
KERNEL_FUNCTION real fma(real a, real b, real c) { return __builtin_fma(a, b, c); }
KERNEL_FUNCTION real sqrt(real a) { return __builtin_sqrt(a); }
KERNEL_FUNCTION real abs(real a) { return __builtin_fabs(a); }
#else
KERNEL_FUNCTION real fma(real a, real b, real c) { return __builtin_fmaf(a, b, c); }
KERNEL_FUNCTION real sqrt(real a) { return __builtin_sqrtf(a); }
KERNEL_FUNCTION real abs(real a) { return __builtin_fabsf(a); }
#endif
KERNEL_FUNCTION word bits(real a) { word r; __builtin_memcpy(&r, &a, sizeof r); return r; }
KERNEL_FUNCTION real from_bits(word a) { real r; __builtin_memcpy(&r, &a, sizeof r); return r; }
KERNEL_FUNCTION real to_real(word a) { return (number)a; }
KERNEL_FUNCTION real to_real_signed(word a) { return (number)(signed_whole)a; }
#endif
KERNEL_FUNCTION word shift_left(word a, int n) { return a << n; }
KERNEL_FUNCTION word shift_right(word a, int n) { return a >> n; }
KERNEL_FUNCTION word shift_right_signed(word a, int n) { return (word)((signed_whole)a >> n); }
KERNEL_FUNCTION real select(pred p, real a, real b) { return p ? a : b; }
KERNEL_FUNCTION word select(pred p, word a, word b) { return p ? a : b; }
KERNEL_FUNCTION real select_sign(word w, real a, real b) { return (signed_whole)w < 0 ? a : b; }
KERNEL_FUNCTION real load(const number *p) { return *p; }
KERNEL_FUNCTION void store(number *p, real a) { *p = a; }
KERNEL_FUNCTION word lane_numbers(u32 first) { return first; }

#else
// ------------------------------------------------------------------------------------------ LANES walkers at once
typedef number number_lanes __attribute__((vector_size(VECTOR_BYTES)));
typedef whole whole_lanes __attribute__((vector_size(VECTOR_BYTES)));
typedef signed_whole signed_lanes __attribute__((vector_size(VECTOR_BYTES)));
typedef int int_lanes __attribute__((vector_size(VECTOR_BYTES)));
typedef u32 u32_lanes __attribute__((vector_size(VECTOR_BYTES)));
typedef u64 u64_lanes __attribute__((vector_size(VECTOR_BYTES)));  // products, PRECISION / 64 a walker
typedef number number_lanes_in_memory __attribute__((vector_size(VECTOR_BYTES), aligned(PRECISION / 8), may_alias));
#define METHOD inline __attribute__((always_inline))

// One vector each. A number or whole that all lanes share converts by itself (a - 0 keeps -0.0, a + 0 would not).
struct real {
  number_lanes v;
  real() = default;
  METHOD real(number_lanes a) : v(a) {}
  METHOD real(number a) : v(a - number_lanes{}) {}
};
struct word {
  whole_lanes v;
  word() = default;
  METHOD word(whole_lanes a) : v(a) {}
  METHOD word(whole a) : v(a | whole_lanes{}) {}
};
struct pred {
  signed_lanes v;
  METHOD pred(signed_lanes a) : v(a) {}
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
KERNEL_FUNCTION word shift_right_signed(word a, int n) { return (whole_lanes)((signed_lanes)a.v >> n); }
KERNEL_FUNCTION real select(pred p, real a, real b) {
  return (number_lanes)(((signed_lanes)a.v & p.v) | ((signed_lanes)b.v & ~p.v));
}
KERNEL_FUNCTION word select(pred p, word a, word b) { return (a.v & (whole_lanes)p.v) | (b.v & ~(whole_lanes)p.v); }
KERNEL_FUNCTION real select_sign(word w, real a, real b) {  // one instruction where blends look at signs
  return (signed_lanes)w.v < 0 ? a.v : b.v;
}
KERNEL_FUNCTION word bits(real a) { return (whole_lanes)a.v; }
KERNEL_FUNCTION real from_bits(word a) { return (number_lanes)a.v; }
KERNEL_FUNCTION real abs(real a) { return from_bits(bits(a) & word(TOP_BIT - 1)); }
KERNEL_FUNCTION real load(const number *p) { return (number_lanes) * (const number_lanes_in_memory *)p; }
KERNEL_FUNCTION void store(number *p, real a) { *(number_lanes_in_memory *)p = a.v; }
KERNEL_FUNCTION word lane_numbers(u32 first) {
  whole_lanes r;
  for (u32 i = 0; i < LANES; ++i) r[i] = i;
  return r + first;
}

// What GCC's vector extensions lack, by its built-in names: fma, sqrt, and the product of the even 32-bit lanes.
#if VECTOR_BYTES == 64 && defined(__AVX512F__) && !defined(__clang__)
#if PRECISION == 64
KERNEL_FUNCTION real fma(real a, real b, real c) {
  return (number_lanes)__builtin_ia32_vfmaddpd512_mask(a.v, b.v, c.v, -1, 4);
}
KERNEL_FUNCTION real sqrt(real a) { return (number_lanes)__builtin_ia32_sqrtpd512_mask(a.v, a.v, -1, 4); }
#else
KERNEL_FUNCTION real fma(real a, real b, real c) {
  return (number_lanes)__builtin_ia32_vfmaddps512_mask(a.v, b.v, c.v, -1, 4);
}
KERNEL_FUNCTION real sqrt(real a) { return (number_lanes)__builtin_ia32_sqrtps512_mask(a.v, a.v, -1, 4); }
#endif
KERNEL_FUNCTION u64_lanes multiply_even(u32_lanes a, u32_lanes b) {
  typedef long long long_lanes __attribute__((vector_size(64)));
  return (u64_lanes)__builtin_ia32_pmuludq512_mask((int_lanes)a, (int_lanes)b, (long_lanes){}, -1);
}
#elif VECTOR_BYTES == 32 && defined(__AVX2__) && defined(__FMA__) && !defined(__clang__)
#if PRECISION == 64
KERNEL_FUNCTION real fma(real a, real b, real c) { return (number_lanes)__builtin_ia32_vfmaddpd256(a.v, b.v, c.v); }
KERNEL_FUNCTION real sqrt(real a) { return (number_lanes)__builtin_ia32_sqrtpd256(a.v); }
#else
KERNEL_FUNCTION real fma(real a, real b, real c) { return (number_lanes)__builtin_ia32_vfmaddps256(a.v, b.v, c.v); }
KERNEL_FUNCTION real sqrt(real a) { return (number_lanes)__builtin_ia32_sqrtps256(a.v); }
#endif
KERNEL_FUNCTION u64_lanes multiply_even(u32_lanes a, u32_lanes b) {
  return (u64_lanes)__builtin_ia32_pmuludq256((int_lanes)a, (int_lanes)b);
}
#elif VECTOR_BYTES == 16 && defined(__SSE4_1__) && defined(__FMA__) && !defined(__clang__)
#if PRECISION == 64
KERNEL_FUNCTION real fma(real a, real b, real c) { return (number_lanes)__builtin_ia32_vfmaddpd(a.v, b.v, c.v); }
KERNEL_FUNCTION real sqrt(real a) { return (number_lanes)__builtin_ia32_sqrtpd(a.v); }
#else
KERNEL_FUNCTION real fma(real a, real b, real c) { return (number_lanes)__builtin_ia32_vfmaddps(a.v, b.v, c.v); }
KERNEL_FUNCTION real sqrt(real a) { return (number_lanes)__builtin_ia32_sqrtps(a.v); }
#endif
KERNEL_FUNCTION u64_lanes multiply_even(u32_lanes a, u32_lanes b) {
  return (u64_lanes)__builtin_ia32_pmuludq128((int_lanes)a, (int_lanes)b);
}
#else
KERNEL_FUNCTION number fma_lane(float a, float b, float c) { return __builtin_fmaf(a, b, c); }
KERNEL_FUNCTION number fma_lane(double a, double b, double c) { return __builtin_fma(a, b, c); }
KERNEL_FUNCTION number sqrt_lane(float a) { return __builtin_sqrtf(a); }
KERNEL_FUNCTION number sqrt_lane(double a) { return __builtin_sqrt(a); }
KERNEL_FUNCTION real fma(real a, real b, real c) {
  number_lanes r;
  for (int i = 0; i < LANES; ++i) r[i] = fma_lane(a.v[i], b.v[i], c.v[i]);
  return r;
}
KERNEL_FUNCTION real sqrt(real a) {
  number_lanes r;
  for (int i = 0; i < LANES; ++i) r[i] = sqrt_lane(a.v[i]);
  return r;
}
KERNEL_FUNCTION u64_lanes multiply_even(u32_lanes a, u32_lanes b) {
  return ((u64_lanes)a & 0xffffffffull) * ((u64_lanes)b & 0xffffffffull);
}
#endif

// Words to numbers, rounded to nearest.
#if VECTOR_BYTES == 64 && !defined(__clang__) && (PRECISION == 64 ? defined(__AVX512DQ__) : defined(__AVX512F__))
KERNEL_FUNCTION real to_real(word a) { return __builtin_convertvector(a.v, number_lanes); }
KERNEL_FUNCTION real to_real_signed(word a) { return __builtin_convertvector((signed_lanes)a.v, number_lanes); }
#elif PRECISION == 64
// The halves get exponents of their own, 2^84 above (with the sign moved out of the way) and 2^52 below; what was added is
// subtracted exactly, and the last addition rounds.
KERNEL_FUNCTION real join_halves(whole_lanes high, whole_lanes low, number offset) {
  const number_lanes above = (number_lanes)(high | 0x4530000000000000ull) - offset;
  return above + (number_lanes)((low & 0xffffffffull) | 0x4330000000000000ull);
}
KERNEL_FUNCTION real to_real(word a) { return join_halves(a.v >> 32, a.v, 0x1p84 + 0x1p52); }
KERNEL_FUNCTION real to_real_signed(word a) {
  return join_halves((a.v >> 32) ^ 0x80000000ull, a.v, 0x1p84 + 0x1p63 + 0x1p52);
}
#else
KERNEL_FUNCTION real to_real_signed(word a) { return __builtin_convertvector((signed_lanes)a.v, number_lanes); }
// Both halves convert exactly, the one fused addition rounds.
KERNEL_FUNCTION real to_real(word a) {
  return fma(to_real_signed(shift_right(a, 16)), 65536.0f, to_real_signed(a & word(0xffffu)));
}
#endif
#endif

#ifndef __CUDACC__
KERNEL_FUNCTION real sqrt_normal(real a) { return sqrt(a); }
#endif

// Numbers that all walkers share, by index: tables one after the other, and whole numbers that serve as indices.
struct Tables {
  const number *value;
  const int *whole;
};

// Whether the processor gathers faster than rows are loaded and transposed: Intel's do from Sapphire Rapids on (docs/tried.md).
#if LANES == 16 && PRECISION == 32 && defined(__AVX512FP16__) && !defined(__clang__)
#define FAST_GATHERS 1
#else
#define FAST_GATHERS 0
#endif

// Words that serve as indices, each lane's own; signed, and what does not fit is lost.
KERNEL_FUNCTION word index_to_word(int a) { return word((whole)(signed_whole)a); }
KERNEL_FUNCTION word scale_word(word a, int factor) { return a * index_to_word(factor); }

// The upper part of the product of a word of 32 random bits (53 in double precision) and one below 2^31: a number below that.
#if LANES == 1
KERNEL_FUNCTION word multiply_high_words(word a, word b) {
#if PRECISION == 64
  return ((a >> 21) * b + ((a & 0x1fffff) * b >> 21)) >> 32;
#else
  return (word)((u64)a * b >> 32);
#endif
}
#else
KERNEL_FUNCTION word multiply_high_words(word a, word b) {
#if PRECISION == 64
  const u64_lanes high = multiply_even((u32_lanes)(a.v >> 21), (u32_lanes)b.v);
  return (whole_lanes)((high + (multiply_even((u32_lanes)(a.v & 0x1fffff), (u32_lanes)b.v) >> 21)) >> 32);
#else
  const u64_lanes even = multiply_even((u32_lanes)a.v, (u32_lanes)b.v) >> 32;
  const u64_lanes odd = multiply_even((u32_lanes)((u64_lanes)a.v >> 32), (u32_lanes)((u64_lanes)b.v >> 32));
  return (whole_lanes)(even | (odd & 0xffffffff00000000ull));
#endif
}
#endif

// Numbers of a table, one for each lane: number k, or row k of rows of four numbers; k is unsigned, and last at most. Tables
// of up to 32 numbers have room for 32 and begin where 64 bytes do. gather_whole takes from whole numbers, gather_own from the
// walkers' own array, and scatter sets an element of one.
#if LANES == 1
// What no kernel writes: a GPU reads it through a cache of its own.
#ifdef __CUDACC__
#define READ_ONLY(p) __ldg(p)
#else
#define READ_ONLY(p) (*(p))
#endif
KERNEL_FUNCTION int at_most(word k, int last) { return k < (word)last ? (int)k : last; }
KERNEL_FUNCTION real gather(const number *table, word k, int last) { return READ_ONLY(table + at_most(k, last)); }
KERNEL_FUNCTION word gather_whole(const int *numbers, word k, int last) {
  return index_to_word(READ_ONLY(numbers + at_most(k, last)));
}
template <class Array>
KERNEL_FUNCTION real gather_own(Array &array, word k, int last) {
  return array[at_most(k, last)];
}
template <class Array>
KERNEL_FUNCTION void scatter(Array &array, word k, int last, real a) {
  array[at_most(k, last)] = a;
}
// The remainder of a division by a positive number, never negative.
KERNEL_FUNCTION word remainder_of_word(word a, int divisor) {
  const signed_whole r = (signed_whole)a % divisor;
  return (word)(r < 0 ? r + divisor : r);
}
KERNEL_FUNCTION void gather_row(real &a, real &b, real &c, real &d, const number *rows, word k, int last) {
  const number *row = rows + 4 * (k < (word)last ? (int)k : last);
  a = row[0], b = row[1], c = row[2], d = row[3];
}
#else
typedef int index_lanes __attribute__((vector_size(4 * LANES)));
typedef number row_in_memory __attribute__((vector_size(PRECISION / 2), aligned(16), may_alias));
KERNEL_FUNCTION index_lanes at_most(word k, int last) {
  const whole_lanes limit = word((whole)last).v;
  return __builtin_convertvector(k.v < limit ? k.v : limit, index_lanes);
}
KERNEL_FUNCTION real gather(const number *table, word k, int last) {
  const index_lanes at = at_most(k, last);
#if VECTOR_BYTES == 64 && PRECISION == 32 && defined(__AVX512F__) && !defined(__clang__)
  if (last < 32) {  // the table in registers; known when this is compiled
    const number_lanes *v = (const number_lanes *)table;
    return __builtin_shuffle(v[0], v[1], at);
  }
#endif
  number_lanes r;
  for (int i = 0; i < LANES; ++i) r[i] = table[at[i]];
  return r;
}
KERNEL_FUNCTION word gather_whole(const int *numbers, word k, int last) {
  const index_lanes at = at_most(k, last);
  whole_lanes r;
  for (int i = 0; i < LANES; ++i) r[i] = (whole)(signed_whole)numbers[at[i]];
  return r;
}
KERNEL_FUNCTION real gather_own(const real *array, word k, int last) {
  const index_lanes at = at_most(k, last);
  number_lanes r;
  for (int i = 0; i < LANES; ++i) r[i] = array[at[i]].v[i];
  return r;
}
KERNEL_FUNCTION void scatter(real *array, word k, int last, real a) {
  const index_lanes at = at_most(k, last);
  for (int i = 0; i < LANES; ++i) array[at[i]].v[i] = a.v[i];
}
KERNEL_FUNCTION word remainder_of_word(word a, int divisor) {
  const signed_lanes r = (signed_lanes)a.v % (signed_whole)divisor;
  return (whole_lanes)(r < 0 ? r + (signed_whole)divisor : r);
}
#if LANES >= 4 && !defined(__clang__) && \
    (VECTOR_BYTES == 64 && defined(__AVX512F__) || VECTOR_BYTES == 32 && defined(__AVX2__) || VECTOR_BYTES == 16 && PRECISION == 32)
// Where each lane's row begins, as scalars. They come by eight bytes at a time through registers, which the compiler would not
// do by itself: loads that read a part of a vector just stored are slower.
typedef u64 eight_bytes __attribute__((vector_size(4 * LANES)));
KERNEL_FUNCTION u64 eight_bytes_of(u64 a) {
  asm("" : "+r"(a));
  return a;
}
KERNEL_FUNCTION void row_starts(u64 *start, word number_of_row, int last) {
  const index_lanes k = at_most(number_of_row, last) * 4;
#if LANES == 16
  typedef short short_lanes __attribute__((vector_size(32)));
  typedef u64 eight_bytes_of_shorts __attribute__((vector_size(32)));
  if (last < 0x4000) {
    const eight_bytes_of_shorts four = (eight_bytes_of_shorts)__builtin_convertvector(k, short_lanes);
    UNROLL
    for (int i = 0; i < LANES; i += 4) {
      const u64 a = eight_bytes_of(four[i / 4]), b = eight_bytes_of(a >> 16), c = eight_bytes_of(b >> 16);
      start[i] = a & 0xffff, start[i + 1] = b & 0xffff, start[i + 2] = c & 0xffff, start[i + 3] = a >> 48;
    }
    return;
  }
#endif
  UNROLL
  for (int i = 0; i < LANES; i += 2) {
    const u64 two = eight_bytes_of(((eight_bytes)k)[i / 2]);
    start[i] = (u32)two, start[i + 1] = two >> 32;
  }
}

#define ROW(i) (*(const row_in_memory *)(rows + start[i]))
#define IN_BLOCK(n, a, b, c, d) n + a, n + b, n + c, n + d
#if LANES == 16
typedef float half_lanes __attribute__((vector_size(32)));
typedef double half_as_double __attribute__((vector_size(32)));
typedef double lanes_as_double __attribute__((vector_size(64)));
#define IN_BLOCKS(a, b, c, d) \
  (whole_lanes){IN_BLOCK(0, a, b, c, d), IN_BLOCK(4, a, b, c, d), IN_BLOCK(8, a, b, c, d), IN_BLOCK(12, a, b, c, d)}
#define ROWS(i) two_halves(two_rows(ROW(i), ROW(4 + i)), two_rows(ROW(8 + i), ROW(12 + i)))
KERNEL_FUNCTION half_lanes two_rows(row_in_memory a, row_in_memory b) {
  return (half_lanes)__builtin_ia32_vinsertf128_ps256(__builtin_ia32_ps256_ps(a), b, 1);
}
KERNEL_FUNCTION number_lanes two_halves(half_lanes a, half_lanes b) {
  const lanes_as_double low = (lanes_as_double)__builtin_ia32_ps512_256ps(a);
  return (number_lanes)__builtin_ia32_insertf64x4_mask(low, (half_as_double)b, 1, low, -1);
}
#elif LANES == 8
#define IN_BLOCKS(a, b, c, d) (whole_lanes){IN_BLOCK(0, a, b, c, d), IN_BLOCK(4, a, b, c, d)}
#define ROWS(i) two_rows(ROW(i), ROW(4 + i))
#if PRECISION == 64
KERNEL_FUNCTION number_lanes two_rows(row_in_memory a, row_in_memory b) {
  const number_lanes low = (number_lanes)__builtin_ia32_pd512_256pd(a);
  return (number_lanes)__builtin_ia32_insertf64x4_mask(low, b, 1, low, -1);
}
#else
KERNEL_FUNCTION number_lanes two_rows(row_in_memory a, row_in_memory b) {
  return (number_lanes)__builtin_ia32_vinsertf128_ps256(__builtin_ia32_ps256_ps(a), b, 1);
}
#endif
#else
#define IN_BLOCKS(a, b, c, d) (whole_lanes){a, b, c, d}
#define ROWS(i) ((number_lanes)ROW(i))
#endif
#if FAST_GATHERS
// The processor's own gathers: the second number of each row, and the third and fourth as a pair.
typedef double pair_lanes __attribute__((vector_size(64), may_alias));
typedef int half_index_lanes __attribute__((vector_size(32)));
#define EVERY_OTHER(n) \
  (whole_lanes){IN_BLOCK(n, 0, 2, 4, 6), IN_BLOCK(n, 8, 10, 12, 14), IN_BLOCK(n, 16, 18, 20, 22), IN_BLOCK(n, 24, 26, 28, 30)}
KERNEL_FUNCTION void gather_row(real &a, real &b, real &c, real &d, const number *rows, word number_of_row, int last) {
  const index_lanes k = at_most(number_of_row, last) * 4;
  const half_index_lanes low = __builtin_shufflevector(k, k, 0, 1, 2, 3, 4, 5, 6, 7);
  const half_index_lanes high = __builtin_shufflevector(k, k, 8, 9, 10, 11, 12, 13, 14, 15);
  const number_lanes first = (number_lanes)__builtin_ia32_gathersiv8df(pair_lanes{}, rows + 2, low, -1, 4);
  const number_lanes second = (number_lanes)__builtin_ia32_gathersiv8df(pair_lanes{}, rows + 2, high, -1, 4);
  a = __builtin_ia32_gathersiv16sf(number_lanes{}, rows, k, -1, 4);
  b = __builtin_ia32_gathersiv16sf(number_lanes{}, rows + 1, k, -1, 4);
  c = __builtin_shuffle(first, second, EVERY_OTHER(0));
  d = __builtin_shuffle(first, second, EVERY_OTHER(1));
}
#undef EVERY_OTHER
#else
// Blocks of four rows are transposed, each in place: what comes from the second vector has LANES added.
KERNEL_FUNCTION void gather_row(real &a, real &b, real &c, real &d, const number *rows, word number_of_row, int last) {
  u64 start[LANES];
  row_starts(start, number_of_row, last);
  const number_lanes r0 = ROWS(0), r1 = ROWS(1), r2 = ROWS(2), r3 = ROWS(3);
#if PRECISION == 64
#define FIRST IN_BLOCKS(0, LANES, 2, LANES + 2)
#define SECOND IN_BLOCKS(1, LANES + 1, 3, LANES + 3)
#define LOW IN_BLOCKS(0, 1, LANES, LANES + 1)
#define HIGH IN_BLOCKS(2, 3, LANES + 2, LANES + 3)
  const number_lanes p = __builtin_shuffle(r0, r1, FIRST), q = __builtin_shuffle(r2, r3, FIRST);
  const number_lanes u = __builtin_shuffle(r0, r1, SECOND), v = __builtin_shuffle(r2, r3, SECOND);
  a = __builtin_shuffle(p, q, LOW), c = __builtin_shuffle(p, q, HIGH);
  b = __builtin_shuffle(u, v, LOW), d = __builtin_shuffle(u, v, HIGH);
#undef FIRST
#undef SECOND
#undef LOW
#undef HIGH
#else  // half of the second stage is blends, for which there are more units than for shuffles
  const signed_lanes even = (IN_BLOCKS(0, 1, 2, 3) & 1) == 0;
  const number_lanes ba = __builtin_shuffle(r0, r2, IN_BLOCKS(1, 0, LANES + 1, LANES));
  const number_lanes ab = __builtin_shuffle(r1, r3, IN_BLOCKS(0, 1, LANES, LANES + 1));
  const number_lanes cd = __builtin_shuffle(r0, r2, IN_BLOCKS(2, 3, LANES + 2, LANES + 3));
  const number_lanes dc = __builtin_shuffle(r1, r3, IN_BLOCKS(3, 2, LANES + 3, LANES + 2));
  a = __builtin_shuffle(even ? ab : ba, IN_BLOCKS(1, 0, 3, 2));
  b = even ? ba : ab;
  c = even ? cd : dc;
  d = __builtin_shuffle(even ? dc : cd, IN_BLOCKS(1, 0, 3, 2));
#endif
}
#endif
#undef ROW
#undef ROWS
#undef IN_BLOCK
#undef IN_BLOCKS
#else
KERNEL_FUNCTION void gather_row(real &a, real &b, real &c, real &d, const number *rows, word number_of_row, int last) {
  const index_lanes k = at_most(number_of_row, last) * 4;
  for (int i = 0; i < LANES; ++i) {
    const number *row = rows + k[i];
    a.v[i] = row[0], b.v[i] = row[1], c.v[i] = row[2], d.v[i] = row[3];
  }
}
#endif
#endif

KERNEL_FUNCTION int least(int a, int b) { return a < b ? a : b; }

// The remainder of a division by a positive number, never negative.
KERNEL_FUNCTION int remainder(int a, int divisor) {
  const int r = a % divisor;
  return r < 0 ? r + divisor : r;
}
}  // namespace perrin
