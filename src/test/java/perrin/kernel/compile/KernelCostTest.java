package perrin.kernel.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import perrin.kernel.Code;
import perrin.kernel.Kernel;
import perrin.kernel.Op;
import perrin.kernel.Opcode;

/** A step costs what a person would write. */
class KernelCostTest {
  /**
   * E.g. the double well: q = x² − 1, x + σ z, and x − (4 dt x) q: one multiplication, three fused.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          euler-maruyama      | (x^2 - 1)^2          | FMA 3, MULTIPLY 1
          euler-maruyama      | double-well          | FMA 3, MULTIPLY 1
          euler-maruyama      | harmonic             | FMA 2
          euler-maruyama      | x^2/2                | FMA 2
          euler-maruyama      | quartic              | FMA 2, MULTIPLY 2
          euler-maruyama      | tilted-double-well   | FMA 4, MULTIPLY 1
          euler-maruyama      | 3*x                  | ADD 1, FMA 1
          euler-maruyama      | 7                    | FMA 1
          leimkuhler-matthews | double-well          | FMA 4, MULTIPLY 1
          leimkuhler-matthews | harmonic             | FMA 3
          gradient-descent    | double-well          | FMA 2, MULTIPLY 1
          gradient-descent    | harmonic             | FMA 1
          euler-maruyama      | sin(x)               | CALL 1, FMA 2
          euler-maruyama      | exp(-x^2/2)          | CALL 1, FMA 2, MULTIPLY 3
          euler-maruyama      | -log(1 + x^2)        | DIVIDE 1, FMA 3, MULTIPLY 1
          euler-maruyama      | sqrt(1 + x^2)        | DIVIDE 1, FMA 3, MULTIPLY 1, SQRT 1
          """)
  void ofAStep(String method, String energy, String operations) {
    Kernel kernel = Sample.kernel("method=" + method, "energy=" + energy);
    assertEquals(operations, operations(kernel.step()));
  }

  /** The energy and its gradient are made of the same parts, here q = x² − 1, exp and sin. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          (x^2 - 1)^2     | FMA 2, MULTIPLY 3
          exp(x)          | CALL 1, FMA 1, MULTIPLY 1
          exp(sin(x))     | CALL 3, FMA 1, MULTIPLY 2
          """)
  void energyAndGradientShareTheirParts(String energy, String operations) {
    String step = "{step: x = x - dt*gradient(x)*energy(x)}";
    Kernel kernel = Sample.kernel("method=" + step, "energy=" + energy);
    assertEquals(operations, operations(kernel.step()));
  }

  @Test
  void theGradientIsTakenOnceForEachPosition() {
    String twice = "{step: \"x = x - dt*gradient(x) - dt*gradient(x)\"}";
    assertEquals("FMA 2, MULTIPLY 1", operations(Sample.kernel("method=" + twice).step()));
    String two = "{step: \"x = x - dt*gradient(x)\\n x = x - dt*gradient(x)\"}";
    assertEquals("FMA 4, MULTIPLY 2", operations(Sample.kernel("method=" + two).step()));
  }

  @Test
  void whatASampleWantsTwiceIsComputedOnce() {
    Kernel kernel =
        Sample.kernel(
            "observables={E: energy, x2: x^2, again: \"x*x\", half: \"energy/2\"}",
            "histograms={h: {of: x^2, from: 0, to: 1, bins: 2}}");
    assertEquals("FMA 1, MULTIPLY 3", operations(kernel.sample()));
  }

  /** Values that all walkers share cost a walker nothing. */
  @Test
  void sharedValuesAreComputedOnTheHost() {
    Kernel kernel =
        Sample.kernel(
            "energy=k*exp(c)*x^2/sqrt(k + 1)", "parameters={k: 2, c: 0.5}", "dt=0.01/(n + 1)");
    assertEquals("FMA 2", operations(kernel.step()));
  }

  /** Operations that take time, by name. */
  private static String operations(Code code) {
    Map<String, Integer> counts = new TreeMap<>();
    List<Opcode> free =
        List.of(Opcode.INPUT, Opcode.NUMBER, Opcode.BITS, Opcode.RESULT, Opcode.NEGATE);
    code.ops().stream()
        .map(Op::opcode)
        .filter(opcode -> !free.contains(opcode))
        .forEach(opcode -> counts.merge(opcode.name(), 1, Integer::sum));
    return counts.toString().replaceAll("[{}]", "").replace('=', ' ');
  }
}
