package perrin.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import perrin.backend.Tile;
import perrin.backend.TileKernel;
import perrin.backend.cpu.CpuBackend;
import perrin.backend.java.JavaBackend;
import perrin.experiment.Precision;
import perrin.kernel.Kernel;
import perrin.kernel.KernelCompiler;
import perrin.kernel.SharedNumbers;

/**
 * Many steps at a stretch, from steps that no test can reach by walking: there the number of a
 * Philox block needs its upper word, or begins to.
 */
class LongRunTest {
  private static final int WALKERS = 64;
  private static final int STRIDE = 64;

  @BeforeAll
  static void needsCompiler() {
    assumeTrue(Trial.hasCompiler());
  }

  static Stream<Arguments> draws() {
    return Stream.of(Precision.values())
        .flatMap(precision -> IntStream.of(1, 2, 3, 5).mapToObj(r -> Arguments.of(precision, r)));
  }

  /** Steps around 0, and around those whose first block is number 2³², which are powers of two. */
  @ParameterizedTest
  @MethodSource("draws")
  void javaAndCpuAgree(Precision precision, int draws) {
    Kernel kernel = kernel(precision, draws);
    List<Integer> widths =
        precision == Precision.SINGLE ? List.of(1, 4, 8, 16) : List.of(1, 2, 4, 8);
    try (TileKernel java = new JavaBackend().compile(kernel)) {
      for (int width : widths) {
        try (TileKernel cpu = new CpuBackend(width, precision).compile(kernel)) {
          assertAgree(java, cpu, kernel, 0, 75);
          for (int power = 30; power <= 34; power++) {
            assertAgree(java, cpu, kernel, (1L << power) - 37, (1L << power) + 38);
          }
          assertAgree(java, cpu, kernel, (1L << 40) + 1, (1L << 40) + 60);
        }
      }
    }
  }

  private static void assertAgree(TileKernel a, TileKernel b, Kernel kernel, long from, long to) {
    String where = kernel.precision() + ", " + kernel.normals() + " a step, step " + from;
    assertArrayEquals(walk(a, kernel, from, to), walk(b, kernel, from, to), where);
  }

  private static byte[] walk(TileKernel tileKernel, Kernel kernel, long from, long to) {
    tileKernel.load(77, SharedNumbers.of(new double[kernel.shared().ofRun().size()]));
    tileKernel.table(from, new double[0]);
    try (Arena arena = Arena.ofConfined()) {
      int bytes = kernel.precision().bytes();
      MemorySegment state = arena.allocate((long) bytes * STRIDE * kernel.variables().size(), 64);
      Tile tile = new Tile(kernel.precision(), state, 0, STRIDE, 96, WALKERS);
      tileKernel.start(tile);
      tileKernel.advance(tile, from, to);
      return state.toArray(ValueLayout.JAVA_BYTE);
    }
  }

  /** A walk that remembers every draw: x ← x/2 + ξ. */
  private static Kernel kernel(Precision precision, int draws) {
    List<String> names = List.of("a", "b", "c", "d", "f").subList(0, draws);
    String starts = String.join(", ", names.stream().map(name -> name + ": 1").toList());
    Trial trial =
        Trial.of(
            "energy: \"0\"\ndt: 1\nwalkers: 64\nsteps: 1\nmethod: {step: x = x/2 + normal()}\n",
            "coordinates=[" + String.join(", ", names) + "]",
            "start={" + starts + "}",
            "precision=" + precision.word());
    return KernelCompiler.compile(trial.experiment()).kernel();
  }
}
