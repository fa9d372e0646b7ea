// lanes.h - the few SIMD operations that the hand-written walk needs, for 16 lanes (AVX-512) and 8 (AVX2).
//
// Reals: floats, one a walker (+ - * between them are the compiler's own). Words: 32-bit words, one a walker, or, where
// it says so, 64-bit "wide" words, one for every second walker: the multiplier takes 32 x 32 -> 64 bits.
#pragma once
#include <cstdint>

#define INLINE static inline __attribute__((always_inline))

#if defined(__AVX2__) && defined(__FMA__)
#include <immintrin.h>

// AVX2 and FMA: 8 walkers.
struct Avx2 {
  using Reals = __m256;
  using Words = __m256i;
  static constexpr int lanes = 8;

  INLINE Reals reals(float value) { return _mm256_set1_ps(value); }
  INLINE Words words(int32_t value) { return _mm256_set1_epi32(value); }
  INLINE Words wide(uint64_t value) { return _mm256_set1_epi64x((long long)value); }
  INLINE Words every_second() { return _mm256_set_epi64x(6, 4, 2, 0); }
  INLINE Reals load(const float *x) { return _mm256_loadu_ps(x); }
  INLINE void store(float *x, Reals value) { _mm256_storeu_ps(x, value); }

  INLINE Words add_wide(Words a, Words b) { return _mm256_add_epi64(a, b); }
  INLINE Words multiply_wide(Words a, Words b) { return _mm256_mul_epu32(a, b); }
  INLINE Words high_wide(Words a) { return _mm256_srli_epi64(a, 32); }
  INLINE Words exclusive_or(Words a, Words b) { return _mm256_xor_si256(a, b); }
  INLINE Words exclusive_or(Words a, Words b, Words c) { return _mm256_xor_si256(_mm256_xor_si256(a, b), c); }
  INLINE Words interleave(Words even, Words odd) { return _mm256_blend_epi32(even, _mm256_slli_epi64(odd, 32), 0xAA); }

  INLINE Words add(Words a, Words b) { return _mm256_add_epi32(a, b); }
  INLINE Words subtract(Words a, Words b) { return _mm256_sub_epi32(a, b); }
  INLINE Words bits_and(Words a, Words b) { return _mm256_and_si256(a, b); }
  template <int N> INLINE Words shift_left(Words a) { return _mm256_slli_epi32(a, N); }
  template <int N> INLINE Words shift_right(Words a) { return _mm256_srli_epi32(a, N); }
  template <int N> INLINE Words shift_right_signed(Words a) { return _mm256_srai_epi32(a, N); }

  INLINE Reals to_reals(Words a) { return _mm256_cvtepi32_ps(a); }
  INLINE Words bits(Reals a) { return _mm256_castps_si256(a); }
  INLINE Reals from_bits(Words a) { return _mm256_castsi256_ps(a); }
  INLINE Reals fma(Reals a, Reals b, Reals c) { return _mm256_fmadd_ps(a, b, c); }
  INLINE Reals fms(Reals a, Reals b, Reals c) { return _mm256_fmsub_ps(a, b, c); }
  INLINE Reals square_root(Reals a) { return _mm256_sqrt_ps(a); }

  // a, its sign flipped where the top bit of w is set.
  INLINE Reals flip_sign(Reals a, Words w) { return from_bits(_mm256_xor_si256(bits(a), bits_and(w, words(INT32_MIN)))); }
  // Where bit 30 of w is set: a and b exchanged.
  INLINE void exchange(Reals &a, Reals &b, Words w) {
    const Reals chosen = from_bits(shift_left<1>(w)), was = a;
    a = _mm256_blendv_ps(a, b, chosen);
    b = _mm256_blendv_ps(b, was, chosen);
  }
};
#define HAVE_AVX2 1
#endif

#if defined(__AVX512F__)

// AVX-512 (foundation): 16 walkers.
struct Avx512 {
  using Reals = __m512;
  using Words = __m512i;
  static constexpr int lanes = 16;

  INLINE Reals reals(float value) { return _mm512_set1_ps(value); }
  INLINE Words words(int32_t value) { return _mm512_set1_epi32(value); }
  INLINE Words wide(uint64_t value) { return _mm512_set1_epi64((long long)value); }
  INLINE Words every_second() { return _mm512_set_epi64(14, 12, 10, 8, 6, 4, 2, 0); }
  INLINE Reals load(const float *x) { return _mm512_loadu_ps(x); }
  INLINE void store(float *x, Reals value) { _mm512_storeu_ps(x, value); }

  INLINE Words add_wide(Words a, Words b) { return _mm512_add_epi64(a, b); }
  INLINE Words multiply_wide(Words a, Words b) { return _mm512_mul_epu32(a, b); }
  INLINE Words high_wide(Words a) { return _mm512_srli_epi64(a, 32); }
  INLINE Words exclusive_or(Words a, Words b) { return _mm512_xor_si512(a, b); }
  INLINE Words exclusive_or(Words a, Words b, Words c) { return _mm512_ternarylogic_epi64(a, b, c, 0x96); }
  INLINE Words interleave(Words even, Words odd) {
    return _mm512_mask_blend_epi32(0xAAAA, even, _mm512_slli_epi64(odd, 32));
  }

  INLINE Words add(Words a, Words b) { return _mm512_add_epi32(a, b); }
  INLINE Words subtract(Words a, Words b) { return _mm512_sub_epi32(a, b); }
  INLINE Words bits_and(Words a, Words b) { return _mm512_and_si512(a, b); }
  template <int N> INLINE Words shift_left(Words a) { return _mm512_slli_epi32(a, N); }
  template <int N> INLINE Words shift_right(Words a) { return _mm512_srli_epi32(a, N); }
  template <int N> INLINE Words shift_right_signed(Words a) { return _mm512_srai_epi32(a, N); }

  INLINE Reals to_reals(Words a) { return _mm512_cvtepi32_ps(a); }
  INLINE Words bits(Reals a) { return _mm512_castps_si512(a); }
  INLINE Reals from_bits(Words a) { return _mm512_castsi512_ps(a); }
  INLINE Reals fma(Reals a, Reals b, Reals c) { return _mm512_fmadd_ps(a, b, c); }
  INLINE Reals fms(Reals a, Reals b, Reals c) { return _mm512_fmsub_ps(a, b, c); }
  INLINE Reals square_root(Reals a) { return _mm512_sqrt_ps(a); }

  // a, its sign flipped where the top bit of w is set: a ^ (w & sign) in one instruction.
  INLINE Reals flip_sign(Reals a, Words w) {
    return from_bits(_mm512_ternarylogic_epi32(bits(a), w, words(INT32_MIN), 0x78));
  }
  // Where bit 30 of w is set: a and b exchanged.
  INLINE void exchange(Reals &a, Reals &b, Words w) {
    const __mmask16 chosen = _mm512_test_epi32_mask(w, words(1 << 30));
    const Reals was = a;
    a = _mm512_mask_blend_ps(chosen, a, b);
    b = _mm512_mask_blend_ps(chosen, b, was);
  }
};
#define HAVE_AVX512 1
#endif
