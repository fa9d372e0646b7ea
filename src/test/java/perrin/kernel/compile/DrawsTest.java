package perrin.kernel.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import perrin.backend.Tile;
import perrin.backend.TileKernel;
import perrin.backend.cpu.CpuBackend;
import perrin.backend.java.JavaBackend;
import perrin.conformance.Trial;
import perrin.experiment.Precision;
import perrin.kernel.Code;
import perrin.kernel.CodeBuilder;
import perrin.kernel.Draws;
import perrin.kernel.Kernel;
import perrin.kernel.NoiseGroup;
import perrin.kernel.Op;
import perrin.kernel.Opcode;
import perrin.kernel.Sampling;
import perrin.kernel.SharedNumbers;
import perrin.kernel.SharedValues;
import perrin.kernel.Type;
import perrin.random.Philox;
import perrin.random.Stream;

/**
 * Kernels that draw all kinds side by side, from streams of their own. Experiments do not draw
 * words yet: such a kernel is made here. Its walkers record each draw.
 */
class DrawsTest {
  private static final long SEED = 77;
  private static final long FIRST = 96;
  private static final int WALKERS = 32;

  private static final Draws GAUSSIAN = new Draws(Stream.STEP_NORMALS, Draws.Kind.GAUSSIANS, 1);

  @ParameterizedTest
  @EnumSource
  void wordsAreThoseOfTheirStream(Precision precision) {
    for (int number : List.of(1, 2, 3, 5)) {
      for (boolean inMemory : List.of(false, true)) {
        Kernel kernel = kernel(precision, number, inMemory);
        for (int steps = 1; steps <= 6; steps++) {
          assertWords(new JavaBackend().compile(kernel), kernel, number, steps);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void wordsAreThoseOfTheirStreamInVectors(Precision precision) {
    assumeTrue(Trial.hasCompiler());
    for (int number : List.of(1, 5)) {
      for (boolean inMemory : List.of(false, true)) {
        Kernel kernel = kernel(precision, number, inMemory);
        for (int width : precision == Precision.SINGLE ? List.of(1, 8, 16) : List.of(1, 4, 8)) {
          for (int steps = 1; steps <= 6; steps++) {
            TileKernel compiled = new CpuBackend(width, precision).compile(kernel);
            assertWords(compiled, kernel, number, steps);
          }
        }
      }
    }
  }

  @Test
  void aKindOrAStreamIsDrawnOnce() {
    Draws words = new Draws(Stream.MINIBATCH, Draws.Kind.WORDS, 2);
    assertRefused(List.of(words, words));
    assertRefused(List.of(words, new Draws(Stream.EXCHANGE, Draws.Kind.WORDS, 1)));
    assertRefused(List.of(words, new Draws(Stream.MINIBATCH, Draws.Kind.UNIFORMS, 1)));
    assertRefused(List.of(new Draws(Stream.STEP_NORMALS, Draws.Kind.UNIFORMS, 1)));
    assertRefused(List.of(new Draws(Stream.STEP_UNIFORMS, Draws.Kind.GAUSSIANS, 1)));
    assertThrows(
        IllegalArgumentException.class, () -> new Draws(Stream.MINIBATCH, Draws.Kind.WORDS, 0));
  }

  private static void assertRefused(List<Draws> draws) {
    Code nothing = Code.empty();
    assertThrows(
        IllegalArgumentException.class, () -> new Kernel.Stepping(nothing, 0, nothing, draws));
  }

  /** Variables: the low halves of all words as numbers, the high halves, a Gaussian, a uniform. */
  private static Kernel kernel(Precision precision, int number, boolean inMemory) {
    CodeBuilder code = new CodeBuilder();
    List<Op> results = new ArrayList<>();
    for (int half = 0; half < 2; half++) {
      for (int j = 0; j < number; j++) {
        Op word = code.op(Opcode.BITS_OF, drawn(code, "random", j, inMemory));
        Op part =
            half == 0
                ? code.op(Opcode.AND, word, code.word(0xffff))
                : code.shift(Opcode.SHIFT_RIGHT, word, 16);
        results.add(code.op(Opcode.TO_REAL, part));
      }
    }
    results.add(drawn(code, "z", 0, inMemory));
    results.add(drawn(code, "uniform", 0, inMemory));
    List<Kernel.Row> rows = new ArrayList<>();
    Map<String, Op> outputs = new LinkedHashMap<>();
    for (int i = 0; i < results.size(); i++) {
      rows.add(new Kernel.Row("v" + i, Kernel.RowKind.COORDINATE));
      if (inMemory) {
        code.store(code.root(), "s", code.index(i), results.get(i));
      } else {
        outputs.put("v" + i, results.get(i));
      }
    }
    Code nothing = Code.empty();
    Code step = code.build(outputs);
    List<Draws> draws =
        List.of(
            GAUSSIAN,
            new Draws(Stream.STEP_UNIFORMS, Draws.Kind.UNIFORMS, 1),
            new Draws(Stream.MINIBATCH, Draws.Kind.WORDS, number));
    return new Kernel(
        "test",
        precision,
        new Kernel.Walker(inMemory, rows),
        new Kernel.Starting(nothing, 0, 0),
        new Kernel.Stepping(nothing, 0, step, draws),
        Sampling.nothing(),
        KernelCompiler.definitions(precision, draws, List.of(step)),
        new SharedValues(node -> 1, precision));
  }

  private static Op drawn(CodeBuilder code, String array, int j, boolean inMemory) {
    return inMemory
        ? code.load(array, code.index(j))
        : code.input(Type.REAL, array + "[" + j + "]");
  }

  private static void assertWords(TileKernel tileKernel, Kernel kernel, int number, int steps) {
    Precision precision = kernel.precision();
    long last = steps - 1L;
    int padded = number <= 2 ? number : (number + 3) / 4 * 4;
    try (tileKernel;
        Arena arena = Arena.ofConfined()) {
      tileKernel.load(SEED, SharedNumbers.of());
      tileKernel.table(0, new double[0]);
      int variables = kernel.variables().size();
      MemorySegment state = arena.allocate((long) precision.bytes() * WALKERS * variables, 64);
      Tile tile = new Tile(precision, state, 0, WALKERS, FIRST, WALKERS);
      tileKernel.advance(tile, 0, steps);
      for (int w = 0; w < WALKERS; w++) {
        for (int j = 0; j < number; j++) {
          long word = word(precision, last * padded + j, FIRST + w, Stream.MINIBATCH);
          String what = precision + ", " + number + " a step, word " + j + " of step " + last;
          assertEquals(precision.round(word & 0xffff), value(precision, state, j, w), what);
          assertEquals(precision.round(word >>> 16), value(precision, state, number + j, w), what);
        }
        double unit = precision == Precision.SINGLE ? 0x1p-32 : 0x1p-53;
        long uniform = word(precision, last, FIRST + w, Stream.STEP_UNIFORMS);
        double expected = precision.round(Math.fma(precision.round(uniform), unit, unit / 2));
        assertEquals(expected, value(precision, state, 2 * number + 1, w), "uniform");
      }
    }
  }

  private static double value(Precision precision, MemorySegment state, int variable, int walker) {
    long at = (long) variable * WALKERS + walker;
    return switch (precision) {
      case SINGLE -> state.getAtIndex(ValueLayout.JAVA_FLOAT, at);
      case DOUBLE -> state.getAtIndex(ValueLayout.JAVA_DOUBLE, at);
    };
  }

  private static long word(Precision precision, long number, long walker, Stream stream) {
    int[][] words = new int[4][1];
    int ofBlock = NoiseGroup.drawsOfBlock(precision);
    int[] keys = Philox.roundKeys(SEED);
    Philox.block(keys, number / ofBlock, walker + ((long) stream.ordinal() << 48), words, 1);
    int at = (int) (number % ofBlock);
    return switch (precision) {
      case SINGLE -> Integer.toUnsignedLong(words[at][0]);
      case DOUBLE -> Philox.join(words[2 * at][0], words[2 * at + 1][0]);
    };
  }
}
