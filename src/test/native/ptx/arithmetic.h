// arithmetic.h - what opcodes compute, by their full names. An opcode that is not in the table is refused; so is one of
// which PTX leaves open what bits it gives (no .rn, .approx, .ftz), but for the one that kernels/portable/lanes.h documents.
#pragma once
#include <bit>
#include <cmath>
#include <limits>
#include <type_traits>

#include "warp.h"

namespace ptx {

// An opcode's action, and how many bytes its operands' registers have, the result first; 0: a predicate.
struct Operation {
  Action *action;
  std::vector<u8> widths;
  u8 variant = 0;
};
typedef std::map<std::string, Operation> Operations;

template <class F> inline void for_lanes(u32 lanes, F f) {
  if (lanes == EVERYBODY) {
#pragma GCC ivdep
    for (u32 lane = 0; lane < LANES; ++lane) f(lane);
  } else {
    for (; lanes; lanes &= lanes - 1) f(std::countr_zero(lanes));
  }
}

// A float that is no number has one pattern on a GPU; a double's is kept by it, and nothing here looks at it.
inline float tidy(float v) { return v == v ? v : std::bit_cast<float>(0x7fffffffu); }
template <class T> inline T tidy(T v) { return v; }

template <class R, class A, auto F> void unary(Warp &w, const Instruction &i, u32 lanes) {
  R *const to = w.lanes_of<R>(i.to);
  const A *const a = w.lanes_of<A>(i.a);
  for_lanes(lanes, [=](u32 l) { to[l] = tidy((R)F(a[l])); });
}
template <class R, class A, class B, auto F> void binary(Warp &w, const Instruction &i, u32 lanes) {
  R *const to = w.lanes_of<R>(i.to);
  const A *const a = w.lanes_of<A>(i.a);
  const B *const b = w.lanes_of<B>(i.b);
  for_lanes(lanes, [=](u32 l) { to[l] = tidy((R)F(a[l], b[l])); });
}
template <class R, class A, class C, auto F> void ternary(Warp &w, const Instruction &i, u32 lanes) {
  R *const to = w.lanes_of<R>(i.to);
  const A *const a = w.lanes_of<A>(i.a), *const b = w.lanes_of<A>(i.b);
  const C *const c = w.lanes_of<C>(i.c);
  for_lanes(lanes, [=](u32 l) { to[l] = tidy((R)F(a[l], b[l], c[l])); });
}

template <class R, class A, auto F> Operation one() { return {unary<R, A, F>, {sizeof(R), sizeof(A)}}; }
template <class T, auto F> Operation two() { return {binary<T, T, T, F>, {sizeof(T), sizeof(T), sizeof(T)}}; }
template <class T, auto F> Operation three() { return {ternary<T, T, T, F>, {sizeof(T), sizeof(T), sizeof(T), sizeof(T)}}; }
// A shift's distance is a number of 32 bits; beyond the width nothing but the sign is left.
template <class T, auto F> Operation shift() { return {binary<T, T, u32, F>, {sizeof(T), sizeof(T), 4}}; }
template <class R, class T> Operation wide_product() {
  return {binary<R, T, T, [](T a, T b) { return (R)a * (R)b; }>, {sizeof(R), sizeof(T), sizeof(T)}};
}
template <class R, class T> Operation wide_product_and_sum() {
  constexpr auto product_and_sum = [](T a, T b, R c) { return (R)((R)a * (R)b + c); };
  return {ternary<R, T, R, product_and_sum>, {sizeof(R), sizeof(T), sizeof(T), sizeof(R)}};
}

// ------------------------------------------------------------------------------------------------------------ integers
template <class T> T divided(T a, T b) {
  if (b == 0) fail("division of an integer by zero: what comes out is not specified");
  return a / b;
}
template <class T> T remainder(T a, T b) {
  if (b == 0) fail("remainder of a division by zero: what comes out is not specified");
  return a % b;
}
template <class T> T high_product(T a, T b) {
  constexpr bool is_signed = std::is_signed_v<T>;
  if constexpr (sizeof(T) == 8) return (T)((std::conditional_t<is_signed, __int128, unsigned __int128>)a * b >> 64);
  else return (T)(((std::conditional_t<is_signed, s64, u64>)a * b) >> 32);
}

template <class T> void add_bits(Operations &all, const std::string &type) {
  all["and." + type] = two<T, [](T a, T b) { return a & b; }>();
  all["or." + type] = two<T, [](T a, T b) { return a | b; }>();
  all["xor." + type] = two<T, [](T a, T b) { return a ^ b; }>();
  all["not." + type] = one<T, T, [](T a) { return ~a; }>();
  all["shl." + type] = shift<T, [](T a, u32 n) { return n < 8 * sizeof(T) ? a << (n & (8 * sizeof(T) - 1)) : 0; }>();
  all["shr." + type] = shift<T, [](T a, u32 n) { return n < 8 * sizeof(T) ? (a >> (n & (8 * sizeof(T) - 1))) : 0; }>();
  all["popc." + type] = one<u32, T, [](T a) { return (u32)std::popcount(a); }>();
  all["clz." + type] = one<u32, T, [](T a) { return (u32)std::countl_zero(a); }>();
}
template <class T> void add_integer(Operations &all, const std::string &type) {
  all["add." + type] = two<T, [](T a, T b) { return a + b; }>();
  all["sub." + type] = two<T, [](T a, T b) { return a - b; }>();
  all["mul.lo." + type] = two<T, [](T a, T b) { return a * b; }>();
  all["mad.lo." + type] = three<T, [](T a, T b, T c) { return a * b + c; }>();
  if constexpr (sizeof(T) > 2) {
    all["mul.hi." + type] = two<T, high_product<T>>();
    all["mad.hi." + type] = three<T, [](T a, T b, T c) { return high_product(a, b) + c; }>();
  }
  all["div." + type] = two<T, divided<T>>();
  all["rem." + type] = two<T, remainder<T>>();
  all["min." + type] = two<T, [](T a, T b) { return a < b ? a : b; }>();
  all["max." + type] = two<T, [](T a, T b) { return (a > b) ? a : b; }>();
  all["shr." + type] = shift<T, [](T a, u32 n) { return (a >> (n < 8 * sizeof(T) ? n : 8 * sizeof(T) - 1)); }>();
  if constexpr (std::is_signed_v<T>) {
    all["neg." + type] = one<T, T, [](T a) { return -a; }>();
    all["abs." + type] = one<T, T, [](T a) { return a < 0 ? -a : a; }>();
  } else {
    all["shr." + type] = shift<T, [](T a, u32 n) { return n < 8 * sizeof(T) ? (a >> (n & (8 * sizeof(T) - 1))) : 0; }>();
  }
}

// ---------------------------------------------------------------------------------------------------------------- reals
// What is no number gives way to what is one, and -0 is less than 0.
template <class T> T least(T a, T b) {
  if (a != a || b != b) return a != a ? b : a;
  return a == b ? (std::signbit(a) ? a : b) : a < b ? a : b;
}
template <class T> T greatest(T a, T b) {
  if (a != a || b != b) return a != a ? b : a;
  return a == b ? (std::signbit(a) ? b : a) : a > b ? a : b;
}
template <class T> T fused(T a, T b, T c) {
  if constexpr (sizeof(T) == 4) return __builtin_fmaf(a, b, c);
  else return __builtin_fma(a, b, c);
}

template <class T> void add_real(Operations &all, const std::string &type) {
  all["add.rn." + type] = two<T, [](T a, T b) { return a + b; }>();
  all["sub.rn." + type] = two<T, [](T a, T b) { return a - b; }>();
  all["mul.rn." + type] = two<T, [](T a, T b) { return a * b; }>();
  all["div.rn." + type] = two<T, [](T a, T b) { return a / b; }>();
  all["fma.rn." + type] = three<T, fused<T>>();
  all["sqrt.rn." + type] = one<T, T, [](T a) { return std::sqrt(a); }>();
  all["rcp.rn." + type] = one<T, T, [](T a) { return 1 / a; }>();
  all["min." + type] = two<T, least<T>>();
  all["max." + type] = two<T, greatest<T>>();
  all["neg." + type] = one<T, T, [](T a) { return -a; }>();
  all["abs." + type] = one<T, T, [](T a) { return std::fabs(a); }>();
}

// The estimate that sqrt_normal begins with. PTX promises a relative error of 2^-22.9 at most; here it is the nearest float,
// moved by so many units in the last place as PERRIN_PTX_ESTIMATE says.
inline float estimated_reciprocal_root(float a) {
  const char *const text = getenv("PERRIN_PTX_ESTIMATE");
  const float nearest = (float)(1 / std::sqrt((double)a));
  return text ? std::bit_cast<float>(std::bit_cast<u32>(nearest) + (u32)atoi(text)) : nearest;
}

// ---------------------------------------------------------------------------------------------------------- conversions
// To a whole number: no NaN, and what is out of range becomes the nearest end.
template <class R, class A> R whole(A value) {
  if (value != value) return sizeof(R) == 8 || sizeof(A) == 8 ? (R)((u64)1 << (8 * sizeof(R) - 1)) : 0;
  const A beyond = std::ldexp((A)1, std::numeric_limits<R>::digits);
  if (value >= beyond) return std::numeric_limits<R>::max();
  if (value < (A)std::numeric_limits<R>::min()) return std::numeric_limits<R>::min();
  return (R)value;
}
template <class A> void add_conversions_of(Operations &all, const std::string &type) {
  all["cvt.rn.f32." + type] = one<float, A, [](A a) { return (float)a; }>();
  all["cvt.rn.f64." + type] = one<double, A, [](A a) { return (double)a; }>();
  if constexpr (std::is_integral_v<A>) {
    all["cvt.u16." + type] = one<u16, A, [](A a) { return (u16)a; }>();
    all["cvt.s16." + type] = one<s16, A, [](A a) { return (s16)a; }>();
    all["cvt.u32." + type] = one<u32, A, [](A a) { return (u32)a; }>();
    all["cvt.s32." + type] = one<s32, A, [](A a) { return (s32)a; }>();
    all["cvt.u64." + type] = one<u64, A, [](A a) { return (u64)a; }>();
    all["cvt.s64." + type] = one<s64, A, [](A a) { return (s64)a; }>();
  } else {
    all["cvt.rzi.u32." + type] = one<u32, A, [](A a) { return whole<u32>(std::trunc(a)); }>();
    all["cvt.rzi.s32." + type] = one<s32, A, [](A a) { return whole<s32>(std::trunc(a)); }>();
    all["cvt.rzi.u64." + type] = one<u64, A, [](A a) { return whole<u64>(std::trunc(a)); }>();
    all["cvt.rzi.s64." + type] = one<s64, A, [](A a) { return whole<s64>(std::trunc(a)); }>();
    all["cvt.rzi." + type + "." + type] = one<A, A, [](A a) { return std::trunc(a); }>();
    all["cvt.rmi." + type + "." + type] = one<A, A, [](A a) { return std::floor(a); }>();
  }
}

// ----------------------------------------------------------------------------------------------------------- predicates
inline void set_predicate(Warp &w, u32 predicate, u32 bits, u32 lanes) {
  if (predicate != NONE) w.predicates[predicate] = (w.predicates[predicate] & ~lanes) | (bits & lanes);
}
template <class T, auto F> void comparison(Warp &w, const Instruction &i, u32 lanes) {
  const T *const a = w.lanes_of<T>(i.a), *const b = w.lanes_of<T>(i.b);
  u32 bits = 0;
  for (u32 l = 0; l < LANES; ++l) bits |= (u32)F(a[l], b[l]) << l;
  set_predicate(w, i.to, bits, lanes);
}
template <class T, auto F> Operation compare() { return {comparison<T, F>, {0, sizeof(T), sizeof(T)}}; }
template <class T> void add_comparisons(Operations &all, const std::string &type) {
  all["setp.eq." + type] = compare<T, [](T a, T b) { return a == b; }>();
  all["setp.ne." + type] = compare<T, [](T a, T b) { return std::is_floating_point_v<T> ? (a < b || a > b) : a != b; }>();
  all["setp.lt." + type] = compare<T, [](T a, T b) { return a < b; }>();
  all["setp.le." + type] = compare<T, [](T a, T b) { return a <= b; }>();
  all["setp.gt." + type] = compare<T, [](T a, T b) { return (a > b); }>();
  all["setp.ge." + type] = compare<T, [](T a, T b) { return (a >= b); }>();
  if constexpr (std::is_floating_point_v<T>) {  // true where one is no number
    all["setp.equ." + type] = compare<T, [](T a, T b) { return !(a < b || a > b); }>();
    all["setp.neu." + type] = compare<T, [](T a, T b) { return a != b; }>();
    all["setp.ltu." + type] = compare<T, [](T a, T b) { return !(a >= b); }>();
    all["setp.leu." + type] = compare<T, [](T a, T b) { return !(a > b); }>();
    all["setp.gtu." + type] = compare<T, [](T a, T b) { return !(a <= b); }>();
    all["setp.geu." + type] = compare<T, [](T a, T b) { return !(a < b); }>();
    all["setp.num." + type] = compare<T, [](T a, T b) { return a == a && b == b; }>();
    all["setp.nan." + type] = compare<T, [](T a, T b) { return a != a || b != b; }>();
  }
}
template <auto F> void of_predicates(Warp &w, const Instruction &i, u32 lanes) {
  set_predicate(w, i.to, F(w.predicates[i.a], i.b == NONE ? 0 : w.predicates[i.b]), lanes);
}
template <class T> void selection(Warp &w, const Instruction &i, u32 lanes) {
  T *const to = w.lanes_of<T>(i.to);
  const T *const a = w.lanes_of<T>(i.a), *const b = w.lanes_of<T>(i.b);
  const u32 chosen = w.predicates[i.c];
  for_lanes(lanes, [=](u32 l) { to[l] = chosen >> l & 1 ? a[l] : b[l]; });
}
template <class T> void add_moves(Operations &all, const std::string &type) {
  all["mov." + type] = one<T, T, [](T a) { return a; }>();
  all["selp." + type] = {selection<T>, {sizeof(T), sizeof(T), sizeof(T), 0}};
}

inline void add_logic(Operations &all) {
  all["and.pred"] = {of_predicates<[](u32 a, u32 b) { return a & b; }>, {0, 0, 0}};
  all["or.pred"] = {of_predicates<[](u32 a, u32 b) { return a | b; }>, {0, 0, 0}};
  all["xor.pred"] = {of_predicates<[](u32 a, u32 b) { return a ^ b; }>, {0, 0, 0}};
  all["not.pred"] = {of_predicates<[](u32 a, u32) { return ~a; }>, {0, 0}};
  all["mov.pred"] = {of_predicates<[](u32 a, u32) { return a; }>, {0, 0}};
}

// Shifts of two words as one of 64 bits, of which the low (r) or the high (l) is kept.
inline void add_funnels(Operations &all) {
  constexpr auto right = [](u32 a, u32 b, u32 n) { return (u32)(((u64)b << 32 | a) >> (n & 31)); };
  constexpr auto left = [](u32 a, u32 b, u32 n) { return (u32)(((u64)b << 32 | a) << (n & 31) >> 32); };
  all["shf.r.wrap.b32"] = three<u32, right>(), all["shf.l.wrap.b32"] = three<u32, left>();
}
template <class T> void add_all_of_integers(Operations &all, const std::string &type) {
  add_integer<T>(all, type);
  add_comparisons<T>(all, type);
  add_conversions_of<T>(all, type);
  add_moves<T>(all, type);
}
template <class T> void add_all_of_bits(Operations &all, const std::string &type) {
  add_bits<T>(all, type);
  add_comparisons<T>(all, type);
  add_moves<T>(all, type);
}
template <class T> void add_all_of_reals(Operations &all, const std::string &type) {
  add_real<T>(all, type);
  add_comparisons<T>(all, type);
  add_conversions_of<T>(all, type);
  add_moves<T>(all, type);
}

inline const Operations &operations() {
  static const Operations known = [] {
    Operations all;
    add_all_of_bits<u16>(all, "b16"), add_all_of_bits<u32>(all, "b32"), add_all_of_bits<u64>(all, "b64");
    add_all_of_integers<u16>(all, "u16"), add_all_of_integers<s16>(all, "s16");
    add_all_of_integers<u32>(all, "u32"), add_all_of_integers<s32>(all, "s32");
    add_all_of_integers<u64>(all, "u64"), add_all_of_integers<s64>(all, "s64");
    add_all_of_reals<float>(all, "f32"), add_all_of_reals<double>(all, "f64");
    all["cvt.f64.f32"] = one<double, float, [](float a) { return (double)a; }>();
    all["mul.wide.u16"] = wide_product<u32, u16>(), all["mul.wide.s16"] = wide_product<s32, s16>();
    all["mul.wide.u32"] = wide_product<u64, u32>(), all["mul.wide.s32"] = wide_product<s64, s32>();
    all["mad.wide.u32"] = wide_product_and_sum<u64, u32>(), all["mad.wide.s32"] = wide_product_and_sum<s64, s32>();
    all["rsqrt.approx.ftz.f32"] = one<float, float, estimated_reciprocal_root>();  // sqrt_normal, whatever its last bits
    add_funnels(all);
    add_logic(all);
    return all;
  }();
  return known;
}
}  // namespace ptx
