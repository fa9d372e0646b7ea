// correlate.h - products of samples with earlier ones; after cohort.h.
#pragma once

namespace perrin {

// A cohort's sums: lane i + lane i+16, then 8, 4, 2, 1. v: shape [COHORT][cohorts]; modified, the sums end in the first lane.
KERNEL_FUNCTION void sums_of_cohorts(double *v, u32 cohorts) {
  for (u32 h = COHORT / 2 * cohorts; h >= cohorts; h /= 2) {
    double *__restrict left = v;
    const double *__restrict right = v + h;
    for (u32 i = 0; i < h; ++i) left[i] += right[i];
  }
}

// As backend.CorrelatedSamples, in its order.
struct Samples {
  const double *samples;  // shape [count][components][COHORT][cohorts]
  u64 first, count;
  const double *origins;  // likewise [kept]; that of sample t at t / spacing mod kept
  u64 kept, cohorts, components, displaced, lags, spacing;
  double *sums;           // row `lag` of the cohorts at sums + lag * stride; added to
  u64 stride;
  double *own;            // the same of each walker, shape [COHORT][cohorts], or null
  u64 own_stride;
};

// Compares samples first .. first+count-1 of a quantity with their origins, as kernel.Sampling.Correlated says.
EXPORT i64 perrin_correlate(const Samples *given) {
  const auto [samples, first, count, origins, kept, all, components, displaced, lags, spacing, sums, stride, own, own_stride] =
      *given;
  const u32 cohorts = (u32)all, length = cohorts * COHORT;
  const u64 size = components * length;
  alignas(64) double product[MOST_COHORTS * COHORT];
  for (u64 lag = 0; lag <= lags; ++lag)
    for (u64 m = 0; m < count; ++m) {
      if (first + m < lag || (first + m - lag) % spacing) continue;
      const double *__restrict now = samples + m * size, *__restrict then = origins + (first + m - lag) / spacing % kept * size;
      if (!displaced)
        for (u32 i = 0; i < length; ++i) product[i] = now[i] * then[i];
      else {
        for (u32 i = 0; i < length; ++i) {
          const double d = now[i] - then[i];
          product[i] = d * d;
        }
        for (u64 k = 1; k < components; ++k)
          for (u32 i = 0; i < length; ++i) {
            const double d = now[k * length + i] - then[k * length + i];
            product[i] += d * d;
          }
      }
#ifdef PRESENCE
      for (u32 i = 0; i < length; ++i) product[i] = product[i] == product[i] ? product[i] : 0;
#endif
      if (own) {
        double *__restrict row = own + lag * own_stride;
        for (u32 i = 0; i < length; ++i) row[i] += product[i];
      }
      sums_of_cohorts(product, cohorts);
      for (u32 c = 0; c < cohorts; ++c) sums[lag * stride + c] += product[c];
    }
  return 0;
}
}  // namespace perrin
