package perrin.backend.cxx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import perrin.conformance.Trial;
import perrin.kernel.compile.KernelCompiler;
import perrin.output.Digest;

/** An experiment may use words that C++ and the kernels' headers have taken. */
class CxxWordsTest {
  private static final List<String> WORDS =
      List.of(
          "int",
          "new",
          "and",
          "not",
          "this",
          "real",
          "word",
          "pred",
          "float",
          "linux",
          "typeof",
          "u32",
          "Words",
          "select_sign",
          "bits",
          "load",
          "s",
          "z",
          "u",
          "row",
          "t0",
          "step",
          "real_",
          "VALUES",
          "NORMALS",
          "LANES",
          "KERNEL_FUNCTION",
          "X");

  @Test
  void ordinaryNamesStay() {
    for (String name : List.of("x", "X", "v_x", "walkers", "integer", "Real", "r2")) {
      assertEquals(name, CxxWords.free(name));
    }
    assertEquals("new_", CxxWords.free("new"));
    assertEquals("LANES_", CxxWords.free("LANES"));
  }

  @Test
  void aWordThatIsFreedMeetsAnother() {
    String text = text(List.of("real", "real_"));
    assertTrue(text.contains("const real real_ = s[0];"), text);
    assertTrue(text.contains("const real real__2 = s[1];"), text);
  }

  /** All words at once as coordinates, and one at a time as a state variable. */
  @ParameterizedTest
  @ValueSource(ints = {4, 8, 16})
  void compilersTakeThem(int width) {
    assumeTrue(Trial.hasCompiler());
    Trial trial = trial(WORDS, "euler-maruyama");
    assertEquals(digest(trial, "java", 0), digest(trial, "cpu", width));
  }

  @ParameterizedTest
  @ValueSource(strings = {"new", "real", "VALUES", "word"})
  void stateVariablesToo(String name) {
    assumeTrue(Trial.hasCompiler());
    String method = "{state: {" + name + ": 1}, step: \"x = x + 0.1*" + name + "*normal()\"}";
    Trial trial = trial(List.of("q"), method);
    assertEquals(digest(trial, "java", 0), digest(trial, "cpu", 0));
  }

  private static List<String> digest(Trial trial, String backend, int width) {
    return Digest.of(trial.run(backend, width, 1, 0)).lines();
  }

  private static String text(List<String> words) {
    var kernel = KernelCompiler.compile(trial(words, "euler-maruyama").experiment()).kernel();
    return new CxxSource(kernel).readable("cpu/frame.h");
  }

  private static Trial trial(List<String> words, String method) {
    Stream<String> squares = words.stream().map(word -> word + "^4 + 0.1*exp(" + word + ")");
    Stream<String> starts = words.stream().map(word -> word + ": \"normal(0, 0.3)\"");
    return Trial.of(
        """
        coordinates: [%s]
        energy: %s
        start: {%s}
        method: %s
        temperature: 0.5
        dt: 0.01
        walkers: 40
        steps: 9
        observables: {E: energy}
        """
            .formatted(
                String.join(", ", words),
                squares.collect(Collectors.joining(" + ")),
                starts.collect(Collectors.joining(", ")),
                method));
  }
}
