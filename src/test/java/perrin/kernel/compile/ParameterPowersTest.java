package perrin.kernel.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import perrin.kernel.Kernel;
import perrin.kernel.Opcode;

/** Exponents that are whole for a run become multiplications, however they are written. */
class ParameterPowersTest {
  @ParameterizedTest
  @CsvSource({
    "x^a, 0",
    "x^(a + 1), 0",
    "x^(2*a - a/a), 0",
    "x^(kT*4), 0",
    "x^(dt*100 + b/0.5), 0",
    "x^b, 0",
    "abs(x)^(a + b/3), 2",
  })
  void wholeExponents(String energy, long functions) {
    Kernel kernel = Sample.kernel("energy=" + energy, "parameters={a: 3, b: 0.5}");
    long calls =
        kernel.sample().ops().stream().filter(op -> op.opcode() == Opcode.CALL).distinct().count();
    assertEquals(functions, calls);
  }
}
