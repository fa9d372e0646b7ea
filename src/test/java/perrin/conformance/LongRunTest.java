package perrin.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
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
import perrin.kernel.SharedNumbers;
import perrin.kernel.compile.KernelCompiler;

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
        .flatMap(precision ->
            Stream.of("1 0", "2 0", "3 0", "5 0", "0 1", "1 1", "1 3", "3 1", "2 5", "9 1")
                .map(counts -> Arguments.of(precision, counts)));
  }

  /** Steps around 0, and around those whose first block is number 2³², which are powers of two. */
  @ParameterizedTest
  @MethodSource("draws")
  void javaAndCpuAgree(Precision precision, String gaussiansAndUniforms) {
    String[] counts = gaussiansAndUniforms.split(" ");
    Kernel kernel = kernel(precision, Integer.parseInt(counts[0]), Integer.parseInt(counts[1]));
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
    String where = kernel.precision() + ", " + kernel.draws() + ", step " + from;
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

  /** A walk that remembers every draw: x ← x/2 + ξ, v ← v/2 + u. */
  private static Kernel kernel(Precision precision, int gaussians, int uniforms) {
    String step =
        "x = x/2 + normal()\\n ".repeat(gaussians) + "v = v/2 + uniform()\\n ".repeat(uniforms);
    Trial trial =
        Trial.of(
            "coordinates: [x]\nstart: {x: 1}\nenergy: \"0\"\ndt: 1\nwalkers: 64\nsteps: 1\n",
            "method={state: {v: 1}, step: \"" + step + "\"}",
            "precision=" + precision.word());
    return KernelCompiler.compile(trial.experiment()).kernel();
  }
}
