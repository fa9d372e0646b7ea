package perrin.backend.java;

/** The primitives, one loop each over the first n elements; r is the result and modified. */
final class Loops {
  private Loops() {}

  static void add(float[] r, float[] a, float[] b, int n) {
    for (int i = 0; i < n; i++) {
      r[i] = a[i] + b[i];
    }
  }

  static void subtract(float[] r, float[] a, float[] b, int n) {
    for (int i = 0; i < n; i++) {
      r[i] = a[i] - b[i];
    }
  }

  static void multiply(float[] r, float[] a, float[] b, int n) {
    for (int i = 0; i < n; i++) {
      r[i] = a[i] * b[i];
    }
  }

  static void divide(float[] r, float[] a, float[] b, int n) {
    for (int i = 0; i < n; i++) {
      r[i] = a[i] / b[i];
    }
  }

  static void negate(float[] r, float[] a, int n) {
    for (int i = 0; i < n; i++) {
      r[i] = -a[i];
    }
  }

  static void abs(float[] r, float[] a, int n) {
    for (int i = 0; i < n; i++) {
      r[i] = Math.abs(a[i]);
    }
  }

  /** The square root in double, rounded to float, is the float's correctly rounded root. */
  static void sqrt(float[] r, float[] a, int n) {
    for (int i = 0; i < n; i++) {
      r[i] = (float) Math.sqrt(a[i]);
    }
  }

  static void fma(float[] r, float[] a, float[] b, float[] c, int n) {
    for (int i = 0; i < n; i++) {
      r[i] = Math.fma(a[i], b[i], c[i]);
    }
  }

  static void less(boolean[] r, float[] a, float[] b, int n) {
    for (int i = 0; i < n; i++) {
      r[i] = a[i] < b[i];
    }
  }

  static void lessOrEqual(boolean[] r, float[] a, float[] b, int n) {
    for (int i = 0; i < n; i++) {
      r[i] = a[i] <= b[i];
    }
  }

  static void equal(boolean[] r, float[] a, float[] b, int n) {
    for (int i = 0; i < n; i++) {
      r[i] = a[i] == b[i];
    }
  }

  static void select(float[] r, boolean[] p, float[] a, float[] b, int n) {
    for (int i = 0; i < n; i++) {
      r[i] = p[i] ? a[i] : b[i];
    }
  }

  static void selectSign(float[] r, int[] w, float[] a, float[] b, int n) {
    for (int i = 0; i < n; i++) {
      r[i] = w[i] < 0 ? a[i] : b[i];
    }
  }

  static void add(int[] r, int[] a, int[] b, int n) {
    for (int i = 0; i < n; i++) {
      r[i] = a[i] + b[i];
    }
  }

  static void subtract(int[] r, int[] a, int[] b, int n) {
    for (int i = 0; i < n; i++) {
      r[i] = a[i] - b[i];
    }
  }

  static void and(int[] r, int[] a, int[] b, int n) {
    for (int i = 0; i < n; i++) {
      r[i] = a[i] & b[i];
    }
  }

  static void or(int[] r, int[] a, int[] b, int n) {
    for (int i = 0; i < n; i++) {
      r[i] = a[i] | b[i];
    }
  }

  static void xor(int[] r, int[] a, int[] b, int n) {
    for (int i = 0; i < n; i++) {
      r[i] = a[i] ^ b[i];
    }
  }

  static void shiftLeft(int[] r, int[] a, int places, int n) {
    for (int i = 0; i < n; i++) {
      r[i] = a[i] << places;
    }
  }

  static void shiftRight(int[] r, int[] a, int places, int n) {
    for (int i = 0; i < n; i++) {
      r[i] = a[i] >>> places;
    }
  }

  static void shiftRightSigned(int[] r, int[] a, int places, int n) {
    for (int i = 0; i < n; i++) {
      r[i] = a[i] >> places;
    }
  }

  static void bitsOf(int[] r, float[] a, int n) {
    for (int i = 0; i < n; i++) {
      r[i] = Float.floatToRawIntBits(a[i]);
    }
  }

  static void fromBits(float[] r, int[] a, int n) {
    for (int i = 0; i < n; i++) {
      r[i] = Float.intBitsToFloat(a[i]);
    }
  }

  /** Both halves convert exactly, the one fused addition rounds. */
  static void toReal(float[] r, int[] a, int n) {
    for (int i = 0; i < n; i++) {
      r[i] = Math.fma((float) (a[i] >>> 16), 65536.0f, (float) (a[i] & 0xffff));
    }
  }

  static void toRealSigned(float[] r, int[] a, int n) {
    for (int i = 0; i < n; i++) {
      r[i] = a[i];
    }
  }
}
