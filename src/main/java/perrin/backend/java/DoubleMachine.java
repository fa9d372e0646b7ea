package perrin.backend.java;

import java.util.Arrays;
import perrin.experiment.Precision;
import perrin.random.Philox;

/** In double precision: doubles, and words of 64 bits. */
final class DoubleMachine extends BlockMachine {
  private final double[][] reals;
  private final long[][] words;

  DoubleMachine(BlockProgram program) {
    super(program);
    reals = new double[program.registers()[0]][Block.SIZE];
    words = new long[program.registers()[1]][Block.SIZE];
    prepare(Precision.DOUBLE);
  }

  @Override
  Block block(int register) {
    return new Block.Doubles(reals[register]);
  }

  @Override
  void fill(int r, double number) {
    Arrays.fill(reals[r], number);
  }

  @Override
  void fillWord(int r, long bits) {
    Arrays.fill(words[r], bits);
  }

  @Override
  void draw(int[][] block, int i, int r, int n) {
    int[] low = block[2 * i];
    int[] high = block[2 * i + 1];
    long[] result = words[r];
    for (int k = 0; k < n; k++) {
      result[k] = Philox.join(low[k], high[k]);
    }
  }

  @Override
  void add(int r, int a, int b, int n) {
    double[] result = reals[r];
    double[] x = reals[a];
    double[] y = reals[b];
    for (int i = 0; i < n; i++) {
      result[i] = x[i] + y[i];
    }
  }

  @Override
  void subtract(int r, int a, int b, int n) {
    double[] result = reals[r];
    double[] x = reals[a];
    double[] y = reals[b];
    for (int i = 0; i < n; i++) {
      result[i] = x[i] - y[i];
    }
  }

  @Override
  void multiply(int r, int a, int b, int n) {
    double[] result = reals[r];
    double[] x = reals[a];
    double[] y = reals[b];
    for (int i = 0; i < n; i++) {
      result[i] = x[i] * y[i];
    }
  }

  @Override
  void divide(int r, int a, int b, int n) {
    double[] result = reals[r];
    double[] x = reals[a];
    double[] y = reals[b];
    for (int i = 0; i < n; i++) {
      result[i] = x[i] / y[i];
    }
  }

  @Override
  void negate(int r, int a, int n) {
    double[] result = reals[r];
    double[] x = reals[a];
    for (int i = 0; i < n; i++) {
      result[i] = -x[i];
    }
  }

  @Override
  void gather(int r, int a, double[] tables, int first, int stride, int last, int n) {
    double[] result = reals[r];
    long[] k = words[a];
    for (int i = 0; i < n; i++) {
      result[i] = tables[first + stride * atMost(k[i], last)];
    }
  }

  @Override
  void gather(int r, int a, int[] whole, int first, int last, int n) {
    long[] result = words[r];
    long[] k = words[a];
    for (int i = 0; i < n; i++) {
      result[i] = whole[first + atMost(k[i], last)];
    }
  }

  @Override
  void gather(int r, int a, Block[] array, int last, int n) {
    double[] result = reals[r];
    long[] k = words[a];
    for (int i = 0; i < n; i++) {
      result[i] = ((Block.Doubles) array[atMost(k[i], last)]).values()[i];
    }
  }

  @Override
  void scatter(Block[] array, int a, int last, int b, int n) {
    long[] k = words[a];
    double[] x = reals[b];
    for (int i = 0; i < n; i++) {
      ((Block.Doubles) array[atMost(k[i], last)]).values()[i] = x[i];
    }
  }

  /** The word, unsigned, or the last one that there is. */
  private static int atMost(long k, int last) {
    return Long.compareUnsigned(k, last) < 0 ? (int) k : last;
  }

  @Override
  void abs(int r, int a, int n) {
    double[] result = reals[r];
    double[] x = reals[a];
    for (int i = 0; i < n; i++) {
      result[i] = Math.abs(x[i]);
    }
  }

  @Override
  void sqrt(int r, int a, int n) {
    double[] result = reals[r];
    double[] x = reals[a];
    for (int i = 0; i < n; i++) {
      result[i] = Math.sqrt(x[i]);
    }
  }

  @Override
  void fma(int r, int a, int b, int c, int n) {
    double[] result = reals[r];
    double[] x = reals[a];
    double[] y = reals[b];
    double[] z = reals[c];
    for (int i = 0; i < n; i++) {
      result[i] = Math.fma(x[i], y[i], z[i]);
    }
  }

  @Override
  void less(int r, int a, int b, int n) {
    boolean[] result = preds[r];
    double[] x = reals[a];
    double[] y = reals[b];
    for (int i = 0; i < n; i++) {
      result[i] = x[i] < y[i];
    }
  }

  @Override
  void lessOrEqual(int r, int a, int b, int n) {
    boolean[] result = preds[r];
    double[] x = reals[a];
    double[] y = reals[b];
    for (int i = 0; i < n; i++) {
      result[i] = x[i] <= y[i];
    }
  }

  @Override
  void equal(int r, int a, int b, int n) {
    boolean[] result = preds[r];
    double[] x = reals[a];
    double[] y = reals[b];
    for (int i = 0; i < n; i++) {
      result[i] = x[i] == y[i];
    }
  }

  @Override
  void select(int r, int a, int b, int c, int n) {
    double[] result = reals[r];
    boolean[] x = preds[a];
    double[] y = reals[b];
    double[] z = reals[c];
    for (int i = 0; i < n; i++) {
      result[i] = x[i] ? y[i] : z[i];
    }
  }

  @Override
  void selectSign(int r, int a, int b, int c, int n) {
    double[] result = reals[r];
    long[] x = words[a];
    double[] y = reals[b];
    double[] z = reals[c];
    for (int i = 0; i < n; i++) {
      result[i] = x[i] < 0 ? y[i] : z[i];
    }
  }

  @Override
  void addWords(int r, int a, int b, int n) {
    long[] result = words[r];
    long[] x = words[a];
    long[] y = words[b];
    for (int i = 0; i < n; i++) {
      result[i] = x[i] + y[i];
    }
  }

  @Override
  void subtractWords(int r, int a, int b, int n) {
    long[] result = words[r];
    long[] x = words[a];
    long[] y = words[b];
    for (int i = 0; i < n; i++) {
      result[i] = x[i] - y[i];
    }
  }

  @Override
  void and(int r, int a, int b, int n) {
    long[] result = words[r];
    long[] x = words[a];
    long[] y = words[b];
    for (int i = 0; i < n; i++) {
      result[i] = x[i] & y[i];
    }
  }

  @Override
  void or(int r, int a, int b, int n) {
    long[] result = words[r];
    long[] x = words[a];
    long[] y = words[b];
    for (int i = 0; i < n; i++) {
      result[i] = x[i] | y[i];
    }
  }

  @Override
  void xor(int r, int a, int b, int n) {
    long[] result = words[r];
    long[] x = words[a];
    long[] y = words[b];
    for (int i = 0; i < n; i++) {
      result[i] = x[i] ^ y[i];
    }
  }

  @Override
  void multiplyHigh(int r, int a, int b, int n) {
    long[] result = words[r];
    long[] x = words[a];
    long[] y = words[b];
    for (int i = 0; i < n; i++) {
      long low = (x[i] & (1 << 21) - 1) * y[i] >>> 21;
      result[i] = (x[i] >>> 21) * y[i] + low >>> 32;
    }
  }

  @Override
  void scaleWord(int r, int a, long factor, int n) {
    long[] result = words[r];
    long[] x = words[a];
    for (int i = 0; i < n; i++) {
      result[i] = x[i] * factor;
    }
  }

  @Override
  void remainder(int r, int a, long divisor, int n) {
    long[] result = words[r];
    long[] x = words[a];
    for (int i = 0; i < n; i++) {
      result[i] = Math.floorMod(x[i], divisor);
    }
  }

  @Override
  void shiftLeft(int r, int a, int places, int n) {
    long[] result = words[r];
    long[] x = words[a];
    for (int i = 0; i < n; i++) {
      result[i] = x[i] << places;
    }
  }

  @Override
  void shiftRight(int r, int a, int places, int n) {
    long[] result = words[r];
    long[] x = words[a];
    for (int i = 0; i < n; i++) {
      result[i] = x[i] >>> places;
    }
  }

  @Override
  void shiftRightSigned(int r, int a, int places, int n) {
    long[] result = words[r];
    long[] x = words[a];
    for (int i = 0; i < n; i++) {
      result[i] = x[i] >> places;
    }
  }

  @Override
  void bitsOf(int r, int a, int n) {
    long[] result = words[r];
    double[] x = reals[a];
    for (int i = 0; i < n; i++) {
      result[i] = Double.doubleToRawLongBits(x[i]);
    }
  }

  @Override
  void fromBits(int r, int a, int n) {
    double[] result = reals[r];
    long[] x = words[a];
    for (int i = 0; i < n; i++) {
      result[i] = Double.longBitsToDouble(x[i]);
    }
  }

  /** Both halves convert exactly, their sum rounds. */
  @Override
  void toReal(int r, int a, int n) {
    double[] result = reals[r];
    long[] x = words[a];
    for (int i = 0; i < n; i++) {
      result[i] = (x[i] >>> 32) * 0x1p32 + (x[i] & 0xffffffffL);
    }
  }

  @Override
  void toRealSigned(int r, int a, int n) {
    double[] result = reals[r];
    long[] x = words[a];
    for (int i = 0; i < n; i++) {
      result[i] = x[i];
    }
  }
}
