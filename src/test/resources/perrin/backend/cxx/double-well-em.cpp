// euler-maruyama, energy (x^2 - 1)^2
// state: s[0] = x
// u[0] = -4*dt/friction
// u[1] = sqrt(2*kT*dt/friction)
#include "portable/lanes.h"
#include "portable/philox.h"

#define VARIABLES 1
#define CARRIED 0
#define IN_MEMORY 0
#define NORMALS 1
#define UNIFORMS 2
#define STEP_UNIFORMS 0
#define START_BLOCKS 1
#define SHARED_BLOCKS 0
#define OBSERVABLES 2
#define HISTOGRAMS 1
#define QUANTITIES {1}
#define VALUES 4

namespace perrin {

// Two independent standard normals from one pair of random words, the sine first, as curand_normal4 and curand_normal2_double
KERNEL_FUNCTION void gaussian(word a, word b, real &sine_out, real &cosine_out) {
  const real u_2 = fma(to_real(a), 2.3283064E-10f, 1.1641532E-10f);
  const word i = bits(u_2) - 0x3f2aaaabu;
  const real k = to_real_signed(shift_right_signed(i, 23));
  const real g = from_bits((i & 0x7fffffu) + 0x3f2aaaabu) - 1.0f;
  const real p = fma(-0.2764027f, g, 0.3024438f);
  const real p_2 = fma(p, g, -0.28084657f);
  const real p_3 = fma(p_2, g, 0.3294465f);
  const real p_4 = fma(p_3, g, -0.40015838f);
  const real p_5 = fma(p_4, g, 0.50008476f);
  const real p_6 = fma(p_5, g, -0.6666653f);
  const real p_7 = fma(p_6, g, 1.0f);
  const real p_8 = fma(p_7, g, -2.0f);
  const real radius = sqrt_normal(fma(k, -1.3862944f, p_8 * g));
  const word quadrant = b + 0x20000000u;
  const real t = to_real_signed(shift_left(b, 2) | 0x2u) * 3.6572953E-10f;
  const real q = t * t;
  const real s_2 = fma(fma(-1.9515296E-4f, q, 0.008332161f), q, -0.16666655f);
  const real s_3 = fma(s_2 * q, t, t);
  const real c = fma(fma(2.4433157E-5f, q, -0.0013887316f), q, 0.041666646f);
  const real c_2 = fma(fma(c, q, -0.5f), q, 1.0f);
  const word odd = shift_left(quadrant, 1);
  const real t0 = from_bits(bits(select_sign(odd, c_2, s_3)) ^ (quadrant & 0x80000000u));
  const real sine = radius * t0;
  const real t1 = from_bits(bits(select_sign(odd, s_3, c_2)) ^ ((quadrant + 0x40000000u) & 0x80000000u));
  const real cosine = radius * t1;
  sine_out = sine;
  cosine_out = cosine;
}

KERNEL_FUNCTION void start(real *s, real walker, real leader, const Words *block, const real *u, const Tables &tables) {
  real sine, cosine;
  gaussian(block[0].x, block[0].y, sine, cosine);
  s[0] = 0.5f * sine;
}

KERNEL_FUNCTION void step(real *s, const real *z, const real *u, const number *row, const Tables &tables) {
  const real x = s[0];
  s[0] = fma(u[0] * x, fma(x, x, -1.0f), fma(u[1], z[0], x));
}

KERNEL_FUNCTION void sample(real *value, const real *s, const real *u, const Tables &tables) {
  const real x = s[0];
  const real t0 = fma(x, x, -1.0f);
  const real t1 = t0 * t0;
  value[0] = t1;
  value[1] = x * x;
  value[2] = t1;
  value[3] = x;
}
}  // namespace perrin

#include "cpu/frame.h"
