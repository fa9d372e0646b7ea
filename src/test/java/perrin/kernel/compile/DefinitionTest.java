package perrin.kernel.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import perrin.calculus.Function;
import perrin.calculus.FunctionLibrary;
import perrin.experiment.Library;
import perrin.experiment.Precision;
import perrin.kernel.Code;
import perrin.kernel.Definition;

/** Every function's file can be made into code, in both precisions. */
class DefinitionTest {
  static List<String> functions() {
    return Library.functions();
  }

  @ParameterizedTest
  @MethodSource("functions")
  void everyFunctionHasBoth(String name) {
    Function function = FunctionLibrary.standard().find(name).orElseThrow();
    for (Precision precision : Precision.values()) {
      Code code = Definition.of(function, precision).code();
      assertEquals(function.results(), List.copyOf(code.outputs().keySet()), name);
      assertEquals(function.arguments().size(), code.inputs().size(), name + ": unused argument");
    }
  }
}
