package perrin.backend.java;

import java.util.Arrays;
import perrin.experiment.Precision;

/** In single precision: floats, and words of 32 bits. */
final class SingleMachine extends BlockMachine {
  private final float[][] reals;
  private final int[][] words;

  SingleMachine(BlockProgram program) {
    super(program);
    reals = new float[program.registers()[0]][Block.SIZE];
    words = new int[program.registers()[1]][Block.SIZE];
    prepare(Precision.SINGLE);
  }

  @Override
  Block block(int register) {
    return new Block.Singles(reals[register]);
  }

  @Override
  void fill(int r, double number) {
    Arrays.fill(reals[r], (float) number);
  }

  @Override
  void fillWord(int r, long bits) {
    Arrays.fill(words[r], (int) bits);
  }

  @Override
  void draw(int[][] block, int i, int r, int n) {
    System.arraycopy(block[i], 0, words[r], 0, n);
  }

  @Override
  void add(int r, int a, int b, int n) {
    float[] result = reals[r];
    float[] x = reals[a];
    float[] y = reals[b];
    for (int i = 0; i < n; i++) {
      result[i] = x[i] + y[i];
    }
  }

  @Override
  void subtract(int r, int a, int b, int n) {
    float[] result = reals[r];
    float[] x = reals[a];
    float[] y = reals[b];
    for (int i = 0; i < n; i++) {
      result[i] = x[i] - y[i];
    }
  }

  @Override
  void multiply(int r, int a, int b, int n) {
    float[] result = reals[r];
    float[] x = reals[a];
    float[] y = reals[b];
    for (int i = 0; i < n; i++) {
      result[i] = x[i] * y[i];
    }
  }

  @Override
  void divide(int r, int a, int b, int n) {
    float[] result = reals[r];
    float[] x = reals[a];
    float[] y = reals[b];
    for (int i = 0; i < n; i++) {
      result[i] = x[i] / y[i];
    }
  }

  @Override
  void negate(int r, int a, int n) {
    float[] result = reals[r];
    float[] x = reals[a];
    for (int i = 0; i < n; i++) {
      result[i] = -x[i];
    }
  }

  @Override
  void gather(int r, int a, double[] tables, int first, int stride, int last, int n) {
    float[] result = reals[r];
    int[] k = words[a];
    for (int i = 0; i < n; i++) {
      result[i] = (float) tables[first + stride * atMost(k[i], last)];
    }
  }

  @Override
  void gather(int r, int a, int[] whole, int first, int last, int n) {
    int[] result = words[r];
    int[] k = words[a];
    for (int i = 0; i < n; i++) {
      result[i] = whole[first + atMost(k[i], last)];
    }
  }

  @Override
  void gather(int r, int a, Block[] array, int last, int n) {
    float[] result = reals[r];
    int[] k = words[a];
    for (int i = 0; i < n; i++) {
      result[i] = ((Block.Singles) array[atMost(k[i], last)]).values()[i];
    }
  }

  @Override
  void scatter(Block[] array, int a, int last, int b, int n) {
    int[] k = words[a];
    float[] x = reals[b];
    for (int i = 0; i < n; i++) {
      ((Block.Singles) array[atMost(k[i], last)]).values()[i] = x[i];
    }
  }

  /** The word, unsigned, or the last one that there is. */
  private static int atMost(int k, int last) {
    return Integer.compareUnsigned(k, last) < 0 ? k : last;
  }

  @Override
  void abs(int r, int a, int n) {
    float[] result = reals[r];
    float[] x = reals[a];
    for (int i = 0; i < n; i++) {
      result[i] = Math.abs(x[i]);
    }
  }

  /** The square root in double, rounded to float, is the float's correctly rounded root. */
  @Override
  void sqrt(int r, int a, int n) {
    float[] result = reals[r];
    float[] x = reals[a];
    for (int i = 0; i < n; i++) {
      result[i] = (float) Math.sqrt(x[i]);
    }
  }

  @Override
  void fma(int r, int a, int b, int c, int n) {
    float[] result = reals[r];
    float[] x = reals[a];
    float[] y = reals[b];
    float[] z = reals[c];
    for (int i = 0; i < n; i++) {
      result[i] = Math.fma(x[i], y[i], z[i]);
    }
  }

  @Override
  void less(int r, int a, int b, int n) {
    boolean[] result = preds[r];
    float[] x = reals[a];
    float[] y = reals[b];
    for (int i = 0; i < n; i++) {
      result[i] = x[i] < y[i];
    }
  }

  @Override
  void lessOrEqual(int r, int a, int b, int n) {
    boolean[] result = preds[r];
    float[] x = reals[a];
    float[] y = reals[b];
    for (int i = 0; i < n; i++) {
      result[i] = x[i] <= y[i];
    }
  }

  @Override
  void equal(int r, int a, int b, int n) {
    boolean[] result = preds[r];
    float[] x = reals[a];
    float[] y = reals[b];
    for (int i = 0; i < n; i++) {
      result[i] = x[i] == y[i];
    }
  }

  @Override
  void select(int r, int a, int b, int c, int n) {
    float[] result = reals[r];
    boolean[] x = preds[a];
    float[] y = reals[b];
    float[] z = reals[c];
    for (int i = 0; i < n; i++) {
      result[i] = x[i] ? y[i] : z[i];
    }
  }

  @Override
  void selectSign(int r, int a, int b, int c, int n) {
    float[] result = reals[r];
    int[] x = words[a];
    float[] y = reals[b];
    float[] z = reals[c];
    for (int i = 0; i < n; i++) {
      result[i] = x[i] < 0 ? y[i] : z[i];
    }
  }

  @Override
  void addWords(int r, int a, int b, int n) {
    int[] result = words[r];
    int[] x = words[a];
    int[] y = words[b];
    for (int i = 0; i < n; i++) {
      result[i] = x[i] + y[i];
    }
  }

  @Override
  void subtractWords(int r, int a, int b, int n) {
    int[] result = words[r];
    int[] x = words[a];
    int[] y = words[b];
    for (int i = 0; i < n; i++) {
      result[i] = x[i] - y[i];
    }
  }

  @Override
  void and(int r, int a, int b, int n) {
    int[] result = words[r];
    int[] x = words[a];
    int[] y = words[b];
    for (int i = 0; i < n; i++) {
      result[i] = x[i] & y[i];
    }
  }

  @Override
  void or(int r, int a, int b, int n) {
    int[] result = words[r];
    int[] x = words[a];
    int[] y = words[b];
    for (int i = 0; i < n; i++) {
      result[i] = x[i] | y[i];
    }
  }

  @Override
  void xor(int r, int a, int b, int n) {
    int[] result = words[r];
    int[] x = words[a];
    int[] y = words[b];
    for (int i = 0; i < n; i++) {
      result[i] = x[i] ^ y[i];
    }
  }

  @Override
  void multiplyHigh(int r, int a, int b, int n) {
    int[] result = words[r];
    int[] x = words[a];
    int[] y = words[b];
    for (int i = 0; i < n; i++) {
      result[i] = (int) (Integer.toUnsignedLong(x[i]) * Integer.toUnsignedLong(y[i]) >>> 32);
    }
  }

  @Override
  void scaleWord(int r, int a, long factor, int n) {
    int[] result = words[r];
    int[] x = words[a];
    for (int i = 0; i < n; i++) {
      result[i] = x[i] * (int) factor;
    }
  }

  @Override
  void remainder(int r, int a, long divisor, int n) {
    int[] result = words[r];
    int[] x = words[a];
    for (int i = 0; i < n; i++) {
      result[i] = Math.floorMod(x[i], (int) divisor);
    }
  }

  @Override
  void shiftLeft(int r, int a, int places, int n) {
    int[] result = words[r];
    int[] x = words[a];
    for (int i = 0; i < n; i++) {
      result[i] = x[i] << places;
    }
  }

  @Override
  void shiftRight(int r, int a, int places, int n) {
    int[] result = words[r];
    int[] x = words[a];
    for (int i = 0; i < n; i++) {
      result[i] = x[i] >>> places;
    }
  }

  @Override
  void shiftRightSigned(int r, int a, int places, int n) {
    int[] result = words[r];
    int[] x = words[a];
    for (int i = 0; i < n; i++) {
      result[i] = x[i] >> places;
    }
  }

  @Override
  void bitsOf(int r, int a, int n) {
    int[] result = words[r];
    float[] x = reals[a];
    for (int i = 0; i < n; i++) {
      result[i] = Float.floatToRawIntBits(x[i]);
    }
  }

  @Override
  void fromBits(int r, int a, int n) {
    float[] result = reals[r];
    int[] x = words[a];
    for (int i = 0; i < n; i++) {
      result[i] = Float.intBitsToFloat(x[i]);
    }
  }

  /** Both halves convert exactly, the one fused addition rounds. */
  @Override
  void toReal(int r, int a, int n) {
    float[] result = reals[r];
    int[] x = words[a];
    for (int i = 0; i < n; i++) {
      result[i] = Math.fma((float) (x[i] >>> 16), 65536.0f, (float) (x[i] & 0xffff));
    }
  }

  @Override
  void toRealSigned(int r, int a, int n) {
    float[] result = reals[r];
    int[] x = words[a];
    for (int i = 0; i < n; i++) {
      result[i] = x[i];
    }
  }
}
