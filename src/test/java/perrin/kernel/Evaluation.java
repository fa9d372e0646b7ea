package perrin.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import perrin.backend.Tile;
import perrin.backend.TileKernel;
import perrin.backend.java.JavaBackend;
import perrin.calculus.FunctionLibrary;
import perrin.experiment.Library;
import perrin.experiment.Precision;

/**
 * Operations over given numbers, as the java backend computes them: a kernel without noise that
 * makes one step.
 */
final class Evaluation implements AutoCloseable {
  private final TileKernel kernel;
  private final int variables;

  /**
   * @param code has inputs {@code s[i]} and {@code u[k]}
   * @param results at most as many as there are variables
   * @param variables numbers that each walker has, the inputs
   */
  Evaluation(CodeBuilder code, List<Op> results, int variables) {
    this.variables = variables;
    Map<String, Op> outputs = new LinkedHashMap<>();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < variables; i++) {
      names.add("v" + i);
      Op unchanged = code.input(Type.REAL, "s[" + i + "]");
      outputs.put("v" + i, i < results.size() ? results.get(i) : unchanged);
    }
    Code nothing = Code.empty();
    List<Definition> definitions =
        Library.functions().stream()
            .map(name -> FunctionLibrary.standard().find(name).orElseThrow())
            .map(function -> Definition.of(function, Precision.SINGLE))
            .toList();
    kernel =
        new JavaBackend()
            .compile(
                new Kernel(
                    "test",
                    Precision.SINGLE,
                    false,
                    names,
                    variables,
                    nothing,
                    0,
                    nothing,
                    0,
                    code.build(outputs),
                    0,
                    nothing,
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    definitions,
                    new SharedValues()));
  }

  /** The library's function of one argument. */
  static Evaluation of(String function) {
    CodeBuilder code = new CodeBuilder();
    Op x = code.input(Type.REAL, "s[0]");
    List<Op> result =
        code.call(FunctionLibrary.standard().find(function).orElseThrow(), List.of(x));
    return new Evaluation(code, result, 1);
  }

  /**
   * The results, which take the place of the inputs.
   *
   * @param shared u[k]
   * @param values shape [variables][walkers]; modified
   */
  void run(double[] shared, float[][] values) {
    int walkers = values[0].length;
    int stride = (walkers + Kernel.COHORT - 1) / Kernel.COHORT * Kernel.COHORT;
    kernel.load(0, SharedNumbers.of(shared));
    kernel.table(0, new double[0]);
    runLoaded(values, walkers, stride);
  }

  /** As {@link #run}, without shared values; for several threads. */
  void run(float[] values) {
    runLoaded(new float[][] {values}, values.length, values.length);
  }

  private void runLoaded(float[][] values, int walkers, int stride) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate((long) Float.BYTES * stride * variables, 64);
      for (int i = 0; i < variables; i++) {
        long row = (long) i * stride * Float.BYTES;
        MemorySegment.copy(values[i], 0, state, ValueLayout.JAVA_FLOAT, row, walkers);
      }
      kernel.advance(new Tile(Precision.SINGLE, state, 0, stride, 0, walkers), 0, 1);
      for (int i = 0; i < variables; i++) {
        long row = (long) i * stride * Float.BYTES;
        MemorySegment.copy(state, ValueLayout.JAVA_FLOAT, row, values[i], 0, walkers);
      }
    }
  }

  @Override
  public void close() {
    kernel.close();
  }
}
