package perrin.backend.java;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import perrin.backend.CorrelatedSamples;
import perrin.backend.Doubles;
import perrin.kernel.Kernel;

/** Compares samples with their origins; follows {@code perrin_correlate} of cpu/correlate.h. */
final class JavaCorrelation {
  private final CorrelatedSamples of;
  private final int length;
  private final double[] product;

  JavaCorrelation(CorrelatedSamples of) {
    this.of = of;
    this.length = of.cohorts() * Kernel.COHORT;
    this.product = new double[length];
  }

  void compare() {
    long size = of.of().components() * length;
    for (long lag = 0; lag <= of.of().lags(); lag++) {
      for (long m = 0; m < of.count(); m++) {
        long then = of.first() + m - lag;
        if (then >= 0 && then % of.of().spacing() == 0) {
          multiply(m * size, then / of.of().spacing() % of.kept() * size);
          add(lag);
        }
      }
    }
  }

  private void multiply(long now, long then) {
    for (int i = 0; i < length; i++) {
      double sum = 0;
      for (long k = 0; k < of.of().components(); k++) {
        double a = at(of.samples(), now + k * length + i);
        double b = at(of.origins(), then + k * length + i);
        sum = of.of().displaced() ? sum + (a - b) * (a - b) : a * b;
      }
      product[i] = Double.isNaN(sum) ? 0 : sum; // it does not belong to one of the samples
    }
  }

  private void add(long lag) {
    if (of.byWalker()) {
      for (int i = 0; i < length; i++) {
        Doubles.add(of.own().lagZero(), lag * of.own().stride() + i, product[i]);
      }
    }
    for (int h = length / 2; h >= of.cohorts(); h /= 2) {
      for (int i = 0; i < h; i++) {
        product[i] += product[i + h];
      }
    }
    for (int c = 0; c < of.cohorts(); c++) {
      Doubles.add(of.sums().lagZero(), lag * of.sums().stride() + c, product[c]);
    }
  }

  private static double at(MemorySegment of, long index) {
    return of.getAtIndex(ValueLayout.JAVA_DOUBLE, index);
  }
}
