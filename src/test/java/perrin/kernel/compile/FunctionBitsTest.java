package perrin.kernel.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import perrin.backend.cpu.CpuBackend;
import perrin.backend.java.JavaBackend;
import perrin.calculus.Function;
import perrin.calculus.FunctionLibrary;
import perrin.conformance.Trial;
import perrin.experiment.Precision;
import perrin.kernel.CodeBuilder;
import perrin.kernel.Op;
import perrin.kernel.Opcode;
import perrin.kernel.Type;

/**
 * Compiled functions have the interpreter's bits at every width: all functions in one kernel, at
 * special values and at bit patterns of all kinds.
 */
class FunctionBitsTest {
  private static final double[] SPECIAL = {
    0.0,
    -0.0,
    1,
    -1,
    0.5,
    -0.5,
    2,
    3,
    -3,
    1e-45,
    -1e-310,
    1e-40,
    4.9e-324,
    1e30,
    -1e30,
    0.41421357,
    0.92,
    0.625,
    88.72284,
    -104,
    709.7828,
    -745.2,
    89.41,
    710.47,
    1048576,
    8388607.5,
    16777215,
    4503599627370495.5,
    3.4028235e38,
    Double.MAX_VALUE,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    Double.NaN
  };

  private static final int RANDOM = 6000;

  @ParameterizedTest
  @EnumSource
  void onEveryWidth(Precision precision) {
    assumeTrue(Trial.hasCompiler());
    double[][] expected = evaluate(precision, new JavaBackend()::compile);
    for (int bytes : new int[] {0, 16, 32, 64}) {
      int width = Math.max(1, bytes / precision.bytes());
      double[][] found = evaluate(precision, new CpuBackend(width, precision)::compile);
      for (int k = 0; k < functions().size(); k++) {
        for (int i = 0; i < expected[k].length; i++) {
          assertEquals(
              Double.doubleToLongBits(expected[k][i]),
              Double.doubleToLongBits(found[k][i]),
              functions().get(k).name() + ", width " + width + ", place " + i);
        }
      }
    }
  }

  private static List<Function> functions() {
    return FunctionLibrary.standard().inFormulas().stream()
        .map(name -> FunctionLibrary.standard().find(name).orElseThrow())
        .toList();
  }

  /** The functions' values, shape [functions][places]. */
  private static double[][] evaluate(Precision precision, Evaluation.Compiler backend) {
    CodeBuilder code = new CodeBuilder();
    List<Op> place = List.of(code.input(Type.REAL, "s[0]"), code.input(Type.REAL, "s[1]"));
    List<Op> values = new ArrayList<>();
    for (Function function : functions()) {
      List<Op> arguments = place.subList(0, function.arguments().size());
      Optional<Opcode> primitive = Opcode.named(function.name()); // abs and sqrt
      values.add(
          primitive.isPresent()
              ? code.op(primitive.get(), arguments.toArray(Op[]::new))
              : code.call(function, arguments).getFirst());
    }
    double[][] found = new double[values.size()][];
    double[][] places = places(precision);
    for (int k = 0; k < found.length; k++) {
      found[k] = k < 2 ? places[k] : new double[places[0].length];
    }
    try (Evaluation evaluation = new Evaluation(precision, code, values, found.length, backend)) {
      evaluation.run(found);
    }
    return found;
  }

  /** Arguments, shape [2][places]: every pair of special values, then random ones. */
  private static double[][] places(Precision precision) {
    int pairs = SPECIAL.length * SPECIAL.length;
    double[][] places = new double[2][pairs + RANDOM];
    Random random = new Random(20261123);
    for (int i = 0; i < places[0].length; i++) {
      if (i < pairs) {
        places[0][i] = precision.round(SPECIAL[i / SPECIAL.length]);
        places[1][i] = precision.round(SPECIAL[i % SPECIAL.length]);
      } else {
        places[0][i] = number(precision, random);
        places[1][i] = number(precision, random);
      }
    }
    return places;
  }

  private static double number(Precision precision, Random random) {
    if (random.nextBoolean()) {
      return precision.round(random.nextGaussian() * 5);
    }
    return switch (precision) {
      case SINGLE -> Float.intBitsToFloat(random.nextInt());
      case DOUBLE -> Double.longBitsToDouble(random.nextLong());
    };
  }
}
