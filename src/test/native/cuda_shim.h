// cuda_shim.h - the part of CUDA C++ that Perrin's kernels are written in, for g++. Included before the kernel's text by
// the stand-in NVRTC (stand_in_nvrtc.cpp), which also
//   turns `extern __shared__ T name[];` into a pointer to the block's dynamic shared memory,
//   puts STAND_IN_KERNEL(name, launch bound) behind each `extern "C" __global__` function.
//
// All functions round as IEEE 754 says, as CUDA's *_rn do, so that portable kernels give a GPU's bits. The functions of
// `math: fast` are mathematics' own: close to a GPU's, never equal. What is not here is an error of the compiler.
#pragma once
#include "kernel_interface.h"

#define PERRIN_STAND_IN 1

#define __global__
#define __device__
#define __host__
#define __forceinline__ inline __attribute__((always_inline))
#define __noinline__ __attribute__((noinline))
#define __launch_bounds__(...)
#define __grid_constant__
#define __align__(bytes) __attribute__((aligned(bytes)))
// An OS thread runs one block at a time. Unlike dynamic shared memory such an array is not filled with a pattern first.
#define __shared__ static thread_local

extern "C" {
__attribute__((visibility("default"))) const stand_in::Device *stand_in_device;
}

#define threadIdx (stand_in_device->place()->thread)
#define blockIdx (stand_in_device->place()->block)
#define blockDim (stand_in_device->place()->block_size)
#define gridDim (stand_in_device->place()->grid_size)
#define warpSize 32

#define SHIM static __forceinline__

// ------------------------------------------------------------------------------------------------ blocks and warps

// Threads that meet must do so at the same line: a cheap way to find a barrier or a shuffle on one side of a branch.
SHIM void __syncthreads(int line = __builtin_LINE()) { stand_in_device->block_barrier(line); }

namespace stand_in {
template <class T>
SHIM T shuffle(Exchange kind, unsigned mask, T value, unsigned source, int line) {
  static_assert(sizeof(T) == 4 || sizeof(T) == 8, "lanes exchange 4 or 8 bytes");
  unsigned long long bits = 0;
  __builtin_memcpy(&bits, &value, sizeof(T));
  bits = stand_in_device->exchange(kind, mask, bits, source, line);
  __builtin_memcpy(&value, &bits, sizeof(T));
  return value;
}

template <class T>
SHIM T *dynamic_shared() {
  return (T *)stand_in_device->dynamic_shared();
}
}  // namespace stand_in

template <class T>
SHIM T __shfl_sync(unsigned mask, T value, int source, int width = 32, int line = __builtin_LINE()) {
  const unsigned lane = stand_in_device->place()->lane;
  return stand_in::shuffle(stand_in::SHUFFLE, mask, value, lane / width * width + (unsigned)source % width, line);
}

template <class T>
SHIM T __shfl_xor_sync(unsigned mask, T value, int flip, int width = 32, int line = __builtin_LINE()) {
  const unsigned lane = stand_in_device->place()->lane, other = (lane ^ flip) % 32;
  const unsigned source = other / width > lane / width ? lane : other;  // later groups are out of reach
  return stand_in::shuffle(stand_in::SHUFFLE_XOR, mask, value, source, line);
}

SHIM unsigned __ballot_sync(unsigned mask, int predicate, int line = __builtin_LINE()) {
  return (unsigned)stand_in_device->exchange(stand_in::BALLOT, mask, predicate != 0, 0, line);
}

SHIM int __any_sync(unsigned mask, int predicate, int line = __builtin_LINE()) {
  return stand_in_device->exchange(stand_in::ANY, mask, predicate != 0, 0, line) != 0;
}

// --------------------------------------------------------------------------------------------------------- atomics

SHIM unsigned atomicAdd(unsigned *p, unsigned v) { return __atomic_fetch_add(p, v, __ATOMIC_RELAXED); }
SHIM int atomicAdd(int *p, int v) { return __atomic_fetch_add(p, v, __ATOMIC_RELAXED); }
SHIM unsigned long long atomicAdd(unsigned long long *p, unsigned long long v) {
  return __atomic_fetch_add(p, v, __ATOMIC_RELAXED);
}

namespace stand_in {
// *p = change(*p); returns what was there.
template <class T, class Change>
SHIM T atomic_change(T *p, Change change) {
  T before, after;
  __atomic_load(p, &before, __ATOMIC_RELAXED);
  do
    after = change(before);
  while (!__atomic_compare_exchange(p, &before, &after, true, __ATOMIC_RELAXED, __ATOMIC_RELAXED));
  return before;
}
template <class T>
SHIM T atomic_min(T *p, T v) {
  return atomic_change(p, [v](T old) { return v < old ? v : old; });
}
template <class T>
SHIM T atomic_max(T *p, T v) {
  return atomic_change(p, [v](T old) { return v > old ? v : old; });
}
}  // namespace stand_in

SHIM float atomicAdd(float *p, float v) {
  return stand_in::atomic_change(p, [v](float old) { return old + v; });
}
SHIM unsigned atomicMin(unsigned *p, unsigned v) { return stand_in::atomic_min(p, v); }
SHIM unsigned atomicMax(unsigned *p, unsigned v) { return stand_in::atomic_max(p, v); }
SHIM unsigned long long atomicMin(unsigned long long *p, unsigned long long v) { return stand_in::atomic_min(p, v); }
SHIM unsigned long long atomicMax(unsigned long long *p, unsigned long long v) { return stand_in::atomic_max(p, v); }

// ------------------------------------------------------------------------------------------------------ arithmetic

template <class T>
SHIM T __ldg(const T *p) {
  return *p;
}
SHIM float __fmaf_rn(float a, float b, float c) { return __builtin_fmaf(a, b, c); }
SHIM float __fsqrt_rn(float a) { return __builtin_sqrtf(a); }
SHIM float __fdiv_rn(float a, float b) { return a / b; }
SHIM float __fmul_rn(float a, float b) { return a * b; }
SHIM float __fadd_rn(float a, float b) { return a + b; }
SHIM float __uint_as_float(unsigned a) {
  float f;
  __builtin_memcpy(&f, &a, 4);
  return f;
}
SHIM unsigned __float_as_uint(float a) {
  unsigned u;
  __builtin_memcpy(&u, &a, 4);
  return u;
}
SHIM float __uint2float_rn(unsigned a) { return (float)a; }
SHIM float __int2float_rn(int a) { return (float)a; }
SHIM double __fma_rn(double a, double b, double c) { return __builtin_fma(a, b, c); }
SHIM double __dsqrt_rn(double a) { return __builtin_sqrt(a); }
SHIM double __longlong_as_double(long long a) {
  double d;
  __builtin_memcpy(&d, &a, 8);
  return d;
}
SHIM long long __double_as_longlong(double a) {
  long long i;
  __builtin_memcpy(&i, &a, 8);
  return i;
}
SHIM double __ull2double_rn(unsigned long long a) { return (double)a; }
SHIM double __ll2double_rn(long long a) { return (double)a; }
SHIM unsigned __umulhi(unsigned a, unsigned b) { return (unsigned)((unsigned long long)a * b >> 32); }

// PTX's max.f32: the number where only one is one, and +0 above -0.
SHIM float fmaxf(float a, float b) {
  if (a != a) return b != b ? __uint_as_float(0x7fffffffu) : b;
  if (b != b) return a;
  if (a == b) return __uint_as_float(__float_as_uint(a) & __float_as_uint(b));
  return a > b ? a : b;
}

// math: fast
SHIM float __log2f(float a) { return __builtin_log2f(a); }
SHIM float __logf(float a) { return __builtin_logf(a); }
SHIM float __expf(float a) { return __builtin_expf(a); }
SHIM float __sinf(float a) { return __builtin_sinf(a); }
SHIM float __cosf(float a) { return __builtin_cosf(a); }
SHIM float __tanf(float a) { return __builtin_tanf(a); }
SHIM float __powf(float a, float b) { return __builtin_powf(a, b); }
SHIM float floorf(float a) { return __builtin_floorf(a); }
SHIM void __sincosf(float a, float *sine, float *cosine) {
  *sine = __builtin_sinf(a);
  *cosine = __builtin_cosf(a);
}
SHIM float __fdividef(float a, float b) { return a / b; }
SHIM float rsqrtf(float a) { return 1 / __builtin_sqrtf(a); }

// --------------------------------------------------------------------------------------------------------- kernels

namespace stand_in {
template <unsigned... i>
struct Numbers {};

// A kernel's parameters, and how one thread calls it.
template <class Function>
struct Signature;

template <class... P>
struct Signature<void(P...)> {
  // Before CUDA 12.1 a kernel takes 4 KiB of parameters, since then 32,764 bytes.
  static_assert((sizeof(P) + ... + 0) <= 4096, "more than 4096 bytes of kernel parameters");
  static constexpr unsigned count = sizeof...(P);
  static constexpr unsigned long sizes[count + 1] = {sizeof(P)..., 0};

  template <void (*function)(P...)>
  static void call(void **parameters) {
    pass<function>(parameters, Numbers<__integer_pack(count)...>{});
  }

 private:
  template <void (*function)(P...), unsigned... i>
  static void pass(void **parameters, Numbers<i...>) {
    function(*(P *)parameters[i]...);
  }
};
}  // namespace stand_in

#define STAND_IN_KERNEL(name, bound)                                                                           \
  extern "C" __attribute__((visibility("default"))) const ::stand_in::Kernel stand_in_kernel_##name = {         \
      ::stand_in::Signature<decltype(name)>::call<name>, ::stand_in::Signature<decltype(name)>::count,           \
      ::stand_in::Signature<decltype(name)>::sizes, bound};
