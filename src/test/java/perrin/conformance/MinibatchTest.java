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
import org.junit.jupiter.params.provider.ValueSource;
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
    assertRows(Precision.DOUBLE, 4, new int[] {0, 2, 4, 8}, rows, size, replacement);
  }

  @ParameterizedTest
  @CsvSource({"8, 2, true", "8, 4, true", "8, 4, false", "8, 8, false", "8, 1, true"})
  void rowsInSinglePrecision(int rows, int size, boolean replacement) {
    assertRows(Precision.SINGLE, 2, new int[] {0, 4, 8, 16}, rows, size, replacement);
  }

  /**
   * @param widths of the cpu backend; 0 for java
   */
  private static void assertRows(
      Precision precision, int steps, int[] widths, int rows, int size, boolean replacement) {
    assumeTrue(Trial.hasCompiler());
    Trial trial = numbers(rows, size, replacement, precision.word()).with("steps=" + steps);
    for (int width : widths) {
      PointRecord run = trial.run(width == 0 ? "java" : "cpu", width, 1, width == 4 ? 3 : 0);
      for (int w = 0; w < 77; w++) {
        double expected = 0;
        for (int n = 0; n < steps; n++) {
          expected *= 4096;
          for (int row : rows(precision, FIRST + w, n, size, replacement, rows)) {
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

  /** The numbers of the rows that an epoch takes one by one, in so many bits each. */
  private static Trial order(int rows, int epochsBefore, int bits, int walkers) {
    Trial trial = numbers(rows, 1, false, "double");
    int begin = rows * epochsBefore;
    String next = (1L << bits) + "*x + gradient(x)/" + rows;
    List<Integer> data = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      data.add(i);
    }
    return trial.with(
        "data={arrays: {y: " + data + "}}",
        "minibatch={size: 1, order: epoch}",
        "method={step: \"x = if(n < " + begin + ", 0, " + next + ")\"}",
        "walkers=" + walkers,
        "steps=" + (begin + rows));
  }

  /** Every row once an epoch, one a step; another order in the next epoch, and of each walker. */
  @ParameterizedTest
  @CsvSource({"1", "2", "3", "5", "8", "12"})
  void anEpochTakesEachRowOnce(int rows) {
    assumeTrue(Trial.hasCompiler());
    for (int skipped : new int[] {0, 1, 3}) {
      PointRecord whole = order(rows, skipped, 4, 500).run();
      Map<String, Integer> orders = new HashMap<>();
      for (int w = 0; w < 500; w++) {
        long bits = (long) whole.finals().get("x").value(w);
        int seen = 0;
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < rows; i++, bits >>= 4) {
          seen |= 1 << (bits & 15);
          text.append(bits & 15).append(' ');
        }
        assertEquals((1 << rows) - 1, seen, text.toString());
        orders.merge(text.toString(), 1, Integer::sum);
      }
      assertTrue(orders.size() >= Math.min(400, rows * (rows - 1)), orders.size() + " orders");
    }
  }

  /** Batches that do not divide the rows go on in the next epoch: no row is left out or twice. */
  @ParameterizedTest
  @CsvSource({"5, 2", "7, 3", "6, 6", "9, 4", "1000, 32", "1048577, 65536"})
  void epochsOfWholeBatches(int rows, int size) {
    assumeTrue(Trial.hasCompiler());
    int steps = rows / gcd(rows, size); // so many take each row equally often
    if (rows > 1000) {
      steps = 16; // all rows but the last
    }
    String sums = "sum(i in rows: y[i]*x)";
    List<Integer> data = new ArrayList<>();
    long all = 0;
    for (int i = 0; i < rows; i++) {
      int value = rows > 1000 ? 1 : (i * 37 + 11) % 64;
      data.add(value);
      all += value;
    }
    Trial trial =
        numbers(rows, size, false, "double")
            .with(
                "data={arrays: {y: " + data + "}}",
                "energy=\"" + sums + "\"",
                "minibatch={size: " + size + ", order: epoch}",
                "method={step: \"x = x + gradient(x)\"}",
                "walkers=40",
                "steps=" + steps);
    PointRecord run = trial.run();
    double epochs = (double) steps * size / rows;
    double scale = (double) rows / size;
    double expected = rows > 1000 ? steps * (double) rows : epochs * all * scale;
    for (int w = 0; w < 40; w++) {
      double found = run.finals().get("x").value(w);
      assertEquals(expected, found, 1e-9 * expected, "walker " + w);
    }
  }

  private static int gcd(int a, int b) {
    return b == 0 ? a : gcd(b, a % b);
  }

  /**
   * All orders of N rows are equally likely: χ² below its mean by 4.5 of its standard deviations, a
   * false alarm in about 7e-6 of all seeds; in the first epoch, in a later one, and of the rows on
   * both sides of an epoch's end.
   */
  @ParameterizedTest
  @CsvSource({"2, 0", "3, 0", "4, 0", "5, 0", "6, 0", "6, 7", "4, 100"})
  void ordersAreEquallyLikely(int rows, int epochsBefore) {
    assumeTrue(Trial.hasCompiler());
    int walkers = 240_000;
    PointRecord run = order(rows, epochsBefore, 3, walkers).run();
    Map<Long, Integer> counts = new HashMap<>();
    for (int w = 0; w < walkers; w++) {
      counts.merge((long) run.finals().get("x").value(w), 1, Integer::sum);
    }
    int cells = 1;
    for (int i = 2; i <= rows; i++) {
      cells *= i;
    }
    double expected = (double) walkers / cells;
    double chiSquare = (cells - counts.size()) * expected;
    for (int count : counts.values()) {
      chiSquare += (count - expected) * (count - expected) / expected;
    }
    double sigmas = (chiSquare - (cells - 1)) / Math.sqrt(2.0 * (cells - 1));
    assertTrue(sigmas < 4.5, "χ² = " + chiSquare + " of " + cells + " orders");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "minibatch={size: 0} | minibatch.size: 0, must be at least 1",
        "minibatch={size: 9} | minibatch.size: 9, must be at most 8, the rows of the data",
        "minibatch={size: 2.5} | minibatch.size: 2.5, must be an integer",
        "minibatch={size: 2, order: wild} | minibatch.order: wild, must be epoch or fresh",
        "minibatch={size: 2, order: epoch, replacement: true} | minibatch.replacement: true, but an epoch takes",
        "minibatch={size: 2, replacement: maybe} | minibatch.replacement: maybe, must be false or true",
        "minibatch={size: 2, rows: 3} | minibatch.rows: unknown key",
        "data={arrays: {y: [1, 2], z: [1]}} | minibatch: takes rows of the data, whose arrays have different",
        "energy=x^2 | energy: has no sum over rows, which a mini-batch would estimate",
        "energy=\"sum(i in rows: sum(j in rows: (y[i]*x - y[j])^2))\" | energy: takes a function of a sum over rows",
        "energy=\"log(sum(i in rows: x^2*y[i]))\" | energy: takes a function of a sum over rows",
        "energy=\"sum(i in rows: x*y[i])^2\" | energy: takes a function of a sum over rows",
        "energy=\"sum(i in rows: x*y[i])*sum(i in rows: y[i]*x^2)\" | energy: takes a function of a sum over rows",
        "energy=\"sum(k in 0..2: k*sum(i in rows: x*y[i])^2)\" | energy: takes a function of a sum over rows",
        "energy=\"sum(i in rows: x*y[i + 1])\" | index row + 1 reaches 8, must be 0 to 7 in y, where row is any that a mini-batch may draw",
        "energy=\"logsumexp(i in rows: y[i]*x)\" | logsumexp over a mini-batch estimates nothing; sum does",
      })
  void mistakes(String set, String message) {
    Trial trial = numbers(8, 2, true, "single").with(set);
    var refused =
        assertThrows(ExperimentException.class, () -> KernelCompiler.compile(trial.experiment()));
    assertTrue(refused.getMessage().contains(message), refused.getMessage());
  }

  /** The number of rows is one like any other in parameters. */
  @Test
  void rowsInParameters() {
    String mean = "energy=\"c*sum(i in rows: y[i]*x)\"";
    Trial trial = numbers(8, 8, false, "double").with("steps=1", "parameters={c: 2/rows}", mean);
    assertEquals(2 * 255 / 8.0, trial.run().finals().get("x").value(0));
    Trial none = Trial.of(Trial.SMALL, "parameters={c: 2/rows}");
    var refused = assertThrows(ExperimentException.class, none::run);
    assertTrue(refused.getMessage().contains("rows needs the key data"), refused.getMessage());
  }

  /** What is linear in sums over rows has an unbiased gradient. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "sum(i in rows: log(1 + exp(x*y[i])))/rows + x^2",
        "x^2*sum(i in rows: y[i]*x) - 3*sum(j in rows: sum(k in 0..2: x^k*y[j]))",
        "sum(k in 0..1: k*sum(i in rows: y[i]*x^k))",
        "sum(i in rows: (y[i] - sum(k in 0..9: x*k))^2)/(2*rows) + sum(k in 0..9: x*k)^2"
      })
  void linearOnesAreTaken(String energy) {
    Trial trial = numbers(8, 2, true, "single").with("energy=\"" + energy + "\"");
    assertTrue(KernelCompiler.compile(trial.experiment()).kernel().furtherDraws().size() == 1);
  }
}
