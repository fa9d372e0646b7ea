// fast_math.h - math: fast. The functions on the GPU's special function units: two to three times faster, a few units in the
// sixth digit, and the same bits only on the same kind of device. Compiled with --use_fast_math, contraction included.
#pragma once

namespace perrin {

KERNEL_FUNCTION real fast_sqrt(real a) {
#ifdef PERRIN_STAND_IN
  return sqrt(a);
#else
  real root;
  asm("sqrt.approx.ftz.f32 %0, %1;" : "=f"(root) : "f"(a));
  return root;
#endif
}

// As kernels/functions/gaussian.yaml.
KERNEL_FUNCTION void gaussian(word a, word b, real &sine_out, real &cosine_out) {
  const real u = fma(to_real(a), 0x1p-32f, 0x1p-33f);
  const real angle = to_real_signed(b) * 1.46291807927e-9f;  // pi 2^-31: in [-pi, pi)
  const real radius = fast_sqrt(-1.38629436f * __log2f(u));  // -2 log 2 log2(u)
  sine_out = radius * __sinf(angle);
  cosine_out = radius * __cosf(angle);
}

KERNEL_FUNCTION real exp(real x) { return __expf(x); }
KERNEL_FUNCTION real log(real x) { return __logf(x); }
KERNEL_FUNCTION real sin(real x) { return __sinf(x); }
KERNEL_FUNCTION real cos(real x) { return __cosf(x); }
KERNEL_FUNCTION real tan(real x) { return __tanf(x); }

KERNEL_FUNCTION real cosh(real x) {
  const real e = __expf(x);
  return fma(0.5f, e, __fdividef(0.5f, e));
}

// Near 0, where e^x - e^-x cancels, the series.
KERNEL_FUNCTION real sinh(real x) {
  const real e = __expf(x), far = fma(0.5f, e, -__fdividef(0.5f, e)), q = x * x;
  const real near = fma(fma(fma(1.98412698e-4f, q, 8.33333333e-3f), q, 0.166666667f) * q, x, x);
  return select(abs(x) < 0.5f, near, far);
}

// Below 0 only whole powers; odd ones are negative. As kernels/functions/pow.yaml, but for infinities.
KERNEL_FUNCTION real pow(real x, real y) {
  const real z = y == 0.0f ? 1.0f : __powf(abs(x), y), half = 0.5f * y;
  if (x >= 0.0f) return z;
  return y != floorf(y) ? from_bits(0x7fc00000u) : half != floorf(half) ? -z : z;
}

// 1 - 2/(e^2x + 1); near 0, where that cancels, the series.
KERNEL_FUNCTION real tanh(real x) {
  const real far = 1.0f - __fdividef(2.0f, __expf(x + x) + 1.0f), q = x * x;
  const real near = fma(fma(fma(-0.0539682540f, q, 0.133333333f), q, -0.333333333f) * q, x, x);
  return select(abs(x) < 0.25f, near, far);
}
}  // namespace perrin
