package perrin.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import perrin.errors.ExperimentException;
import perrin.experiment.Precision;
import perrin.kernel.compile.KernelCompiler;
import perrin.output.PointRecord;
import perrin.random.Philox;
import perrin.random.Stream;

/** Which rows a walker draws for a step, against the contract written down once more here. */
class MinibatchTest {
  private static final long SEED = 9;
  private static final int FIRST = 64;

  /** A walker's words of a step: number n·R′ + j of stream 3. */
  private static long[] words(Precision precision, long walker, int step, int size) {
    int[] keys = Philox.roundKeys(SEED);
    int ofStep = size <= 2 ? size : (size + 3) / 4 * 4;
    int ofBlock = precision == Precision.SINGLE ? 4 : 2;
    long[] words = new long[size];
    for (int k = 0; k < size; k++) {
      long number = (long) step * ofStep + k;
      int[][] block = new int[4][1];
      long subsequence = Stream.MINIBATCH.subsequence(walker);
      Philox.block(keys, number / ofBlock, subsequence, block, 1);
      int at = (int) (number % ofBlock);
      words[k] =
          precision == Precision.SINGLE
              ? Integer.toUnsignedLong(block[at][0])
              : Integer.toUnsignedLong(block[2 * at][0])
                  ^ Integer.toUnsignedLong(block[2 * at + 1][0]) << 21;
    }
    return words;
  }

  /** ⌊word · below / 2^bits⌋, in whole numbers of any size. */
  private static int scaled(Precision precision, long word, int below) {
    int bits = precision == Precision.SINGLE ? 32 : 53;
    var product = BigInteger.valueOf(word).multiply(BigInteger.valueOf(below));
    return product.shiftRight(bits).intValueExact();
  }

  private static List<Integer> rows(
      Precision precision, long walker, int step, int size, boolean replacement, int rows) {
    long[] words = words(precision, walker, step, size);
    List<Integer> drawn = new ArrayList<>();
    for (int k = 0; k < size; k++) {
      if (replacement) {
        drawn.add(scaled(precision, words[k], rows));
      } else {
        int last = rows - size + k;
        int row = scaled(precision, words[k], last + 1);
        drawn.add(drawn.contains(row) ? last : row);
      }
    }
    return drawn;
  }

  /** Row i adds 2^i to x, in 12 bits for each step. */
  private static Trial numbers(int rows, int size, boolean replacement, String precision) {
    List<Integer> data = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      data.add(1 << i);
    }
    return Trial.of(
        """
        coordinates: [x]
        energy: "sum(i in rows: y[i]*x)"
        start: {x: 0}
        dt: 1
        """,
        "data={arrays: {y: " + data + "}}",
        "minibatch={size: " + size + ", replacement: " + replacement + "}",
        "method={step: \"x = 4096*x + " + size + "/" + rows + "*gradient(x)\"}",
        "precision=" + precision,
        "walkers=77",
        "first-walker=" + FIRST,
        "seed=" + SEED,
        "steps=4");
  }

  @ParameterizedTest
  @CsvSource({
    "8, 1, true",
    "8, 2, true",
    "8, 4, true",
    "8, 8, true",
    "4, 4, true",
    "8, 1, false",
    "8, 2, false",
    "8, 4, false",
    "8, 8, false",
    "1, 1, true",
    "1, 1, false"
  })
  void rowsAreThoseOfTheContract(int rows, int size, boolean replacement) {
    assumeTrue(Trial.hasCompiler());
    for (int width : new int[] {0, 2, 4, 8}) {
      Trial trial = numbers(rows, size, replacement, "double");
      PointRecord run = trial.run(width == 0 ? "java" : "cpu", width, 1, width == 4 ? 3 : 0);
      for (int w = 0; w < 77; w++) {
        double expected = 0;
        for (int n = 0; n < 4; n++) {
          expected *= 4096;
          for (int row : rows(Precision.DOUBLE, FIRST + w, n, size, replacement, rows)) {
            expected += 1 << row;
          }
        }
        assertEquals(expected, run.finals().get("x").value(w), "walker " + w + " width " + width);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"8, 2, true", "8, 4, true", "8, 4, false", "8, 8, false", "8, 1, true"})
  void rowsInSinglePrecision(int rows, int size, boolean replacement) {
    assumeTrue(Trial.hasCompiler());
    for (int width : new int[] {0, 4, 8, 16}) {
      Trial trial = numbers(rows, size, replacement, "single").with("steps=2");
      PointRecord run = trial.run(width == 0 ? "java" : "cpu", width, 1, 0);
      for (int w = 0; w < 77; w++) {
        double expected = 0;
        for (int n = 0; n < 2; n++) {
          expected *= 4096;
          for (int row : rows(Precision.SINGLE, FIRST + w, n, size, replacement, rows)) {
            expected += 1 << row;
          }
        }
        assertEquals(expected, run.finals().get("x").value(w), "walker " + w + " width " + width);
      }
    }
  }

  /** A row far beyond what a number in single precision tells apart from its neighbours. */
  @Test
  void largeData() {
    int[] counts = new int[4];
    for (int w = 0; w < 4000; w++) {
      for (int row : rows(Precision.SINGLE, w, 0, 4, false, 1 << 28)) {
        counts[row >> 26]++;
      }
    }
    for (int count : counts) {
      assertEquals(4000, count, 4.5 * Math.sqrt(3000));
    }
  }

  /**
   * All subsets of 3 of 6 rows are drawn equally often: χ² with 19 degrees of freedom below 62, a
   * false alarm in 2e-6 of all seeds. With replacement they are not (χ² far beyond).
   */
  @ParameterizedTest
  @CsvSource({"single", "double"})
  void subsetsAreEquallyLikely(String precision) {
    Trial trial = numbers(6, 3, false, precision).with("steps=1", "walkers=200000");
    PointRecord run = trial.run();
    Map<Double, Integer> counts = new HashMap<>();
    for (int w = 0; w < 200_000; w++) {
      counts.merge((double) run.finals().get("x").value(w), 1, Integer::sum);
    }
    assertEquals(20, counts.size());
    double chiSquare = 0;
    for (int count : counts.values()) {
      chiSquare += (count - 1e4) * (count - 1e4) / 1e4;
    }
    assertTrue(chiSquare < 62, "χ² = " + chiSquare);
  }

  /**
   * A gradient and a full one of the same step; both of one batch however often it is asked for.
   */
  @Test
  void oneBatchAStep() {
    Trial trial = numbers(8, 2, true, "double").with("steps=1");
    PointRecord twice =
        trial
            .with(
                "method={step: \"x = gradient(x) - 0.5*gradient(x) \\n x = x - 0.5*gradient(x)\"}")
            .run();
    PointRecord full = trial.with("method={step: \"x = full_gradient(x) + 0*gradient(x)\"}").run();
    for (int w = 0; w < 77; w++) {
      assertEquals(0, twice.finals().get("x").value(w));
      assertEquals(255, full.finals().get("x").value(w));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "minibatch={size: 0} | minibatch.size: 0, must be at least 1",
        "minibatch={size: 9} | minibatch.size: 9, must be at most 8, the rows of the data",
        "minibatch={size: 2.5} | minibatch.size: 2.5, must be an integer",
        "minibatch={size: 2, order: epoch} | minibatch.order: epoch, must be fresh",
        "minibatch={size: 2, replacement: maybe} | minibatch.replacement: maybe, must be false or true",
        "minibatch={size: 2, rows: 3} | minibatch.rows: unknown key",
        "data={arrays: {y: [1, 2], z: [1]}} | minibatch: takes rows of the data, whose arrays have different",
        "energy=x^2 | energy: has no sum over rows, which a mini-batch would estimate",
        "energy=\"logsumexp(i in rows: y[i]*x)\" | logsumexp over a mini-batch estimates nothing; sum does",
      })
  void mistakes(String set, String message) {
    Trial trial = numbers(8, 2, true, "single").with(set);
    var refused =
        assertThrows(ExperimentException.class, () -> KernelCompiler.compile(trial.experiment()));
    assertTrue(refused.getMessage().contains(message), refused.getMessage());
  }
}
