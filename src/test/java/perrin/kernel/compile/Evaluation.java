package perrin.kernel.compile;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import perrin.backend.Tile;
import perrin.backend.TileKernel;
import perrin.backend.WalkerMemory;
import perrin.backend.java.JavaBackend;
import perrin.calculus.Function;
import perrin.calculus.FunctionLibrary;
import perrin.experiment.Precision;
import perrin.kernel.Code;
import perrin.kernel.CodeBuilder;
import perrin.kernel.Kernel;
import perrin.kernel.Op;
import perrin.kernel.Sampling;
import perrin.kernel.SharedNumbers;
import perrin.kernel.SharedValues;
import perrin.kernel.Type;

/**
 * Operations over given numbers, as a backend computes them: a kernel without noise that makes one
 * step.
 */
final class Evaluation implements AutoCloseable {
  private final Precision precision;
  private final TileKernel kernel;

  /** Makes a kernel run. */
  interface Compiler {
    TileKernel compile(Kernel kernel);
  }

  /**
   * On the java backend.
   *
   * @param code has inputs {@code s[i]} and {@code u[k]}
   * @param results at most as many as there are variables
   * @param variables numbers that each walker has, the inputs
   */
  Evaluation(Precision precision, CodeBuilder code, List<Op> results, int variables) {
    this(precision, code, results, variables, new JavaBackend()::compile);
  }

  /** The same on another backend. */
  Evaluation(
      Precision precision, CodeBuilder code, List<Op> results, int variables, Compiler backend) {
    this.precision = precision;
    kernel = backend.compile(kernel(precision, code, results, variables));
  }

  /** A function of the library on the java backend; its value takes the first argument's place. */
  static Evaluation of(String name, Precision precision) {
    Function function = FunctionLibrary.standard().find(name).orElseThrow();
    CodeBuilder code = new CodeBuilder();
    List<Op> arguments = new ArrayList<>();
    for (int i = 0; i < function.arguments().size(); i++) {
      arguments.add(code.input(Type.REAL, "s[" + i + "]"));
    }
    return new Evaluation(precision, code, code.call(function, arguments), arguments.size());
  }

  private static Kernel kernel(
      Precision precision, CodeBuilder code, List<Op> results, int variables) {
    Map<String, Op> outputs = new LinkedHashMap<>();
    List<Kernel.Row> rows = new ArrayList<>();
    for (int i = 0; i < variables; i++) {
      rows.add(new Kernel.Row("v" + i, Kernel.RowKind.COORDINATE));
      Op unchanged = code.input(Type.REAL, "s[" + i + "]");
      outputs.put("v" + i, i < results.size() ? results.get(i) : unchanged);
    }
    Code nothing = Code.empty();
    Code step = code.build(outputs);
    return new Kernel(
        "test",
        precision,
        new Kernel.Walker(false, rows),
        new Kernel.Starting(nothing, 0, 0),
        new Kernel.Stepping(nothing, 0, step, List.of()),
        Sampling.nothing(),
        KernelCompiler.definitions(precision, List.of(), List.of(step)),
        new SharedValues(node -> 1, Precision.SINGLE));
  }

  /**
   * The results, which take the place of the inputs.
   *
   * @param shared u[k]
   * @param values shape [variables][walkers]; modified
   */
  void run(double[] shared, double[][] values) {
    kernel.load(0, SharedNumbers.of(shared));
    kernel.table(0, new double[0]);
    run(values);
  }

  /** As above, without shared values; for several threads. */
  void run(double[][] values) {
    int walkers = values[0].length;
    long stride = (walkers + Kernel.COHORT - 1) / Kernel.COHORT * Kernel.COHORT;
    long row = stride * precision.bytes();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(row * values.length, 64);
      for (int i = 0; i < values.length; i++) {
        WalkerMemory.write(precision, values[i], state, i * row);
      }
      kernel.advance(new Tile(precision, state, 0, stride, 0, walkers), 0, 1);
      for (int i = 0; i < values.length; i++) {
        read(state.asSlice(i * row), values[i]);
      }
    }
  }

  private void read(MemorySegment from, double[] values) {
    for (int w = 0; w < values.length; w++) {
      values[w] =
          switch (precision) {
            case SINGLE -> from.getAtIndex(ValueLayout.JAVA_FLOAT, w);
            case DOUBLE -> from.getAtIndex(ValueLayout.JAVA_DOUBLE, w);
          };
    }
  }

  @Override
  public void close() {
    kernel.close();
  }
}
