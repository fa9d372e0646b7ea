package perrin.backend.cxx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import perrin.conformance.Trial;
import perrin.kernel.Kernel;
import perrin.kernel.compile.KernelCompiler;
import perrin.statistics.WalkerArray;

/** The text that the emitter prints. */
class CxxSourceTest {
  private static final String GOLDEN = "double-well-em.cpp";

  private static final String DOUBLE_WELL =
      """
      coordinates: [x]
      energy: (x^2 - 1)^2
      start: {x: "normal(0, 0.5)"}
      method: euler-maruyama
      temperature: 0.5
      dt: 0.01
      walkers: 1000
      steps: 100
      histograms: {x: {of: x, from: -2.5, to: 2.5, bins: 100}}
      observables: {x2: x^2, E: energy}
      seed: 42
      """;

  /**
   * The whole readable text, as a person reviews it. To renew it after a wanted change, run this
   * test: it leaves the new text in target/double-well-em.cpp; look at the difference, then put it
   * in the place of the old one, src/test/resources/perrin/backend/cxx/double-well-em.cpp.
   */
  @Test
  void golden() throws IOException {
    String text = readable(Trial.of(DOUBLE_WELL));
    Files.writeString(Path.of("target", GOLDEN), text);
    try (var file = CxxSourceTest.class.getResourceAsStream(GOLDEN)) {
      assertEquals(new String(file.readAllBytes(), StandardCharsets.UTF_8), text);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"cpu/frame.h", "portable/lanes.h"})
  void theTextToCompileHasEveryHeaderOnce(String frame) {
    String text = new CxxSource(kernel(Trial.of(DOUBLE_WELL))).complete(frame);
    assertFalse(text.contains("#include"), "a header is missing");
    assertFalse(text.contains("#pragma once"));
    int first = text.indexOf("struct Words {");
    assertTrue(first > 0);
    assertEquals(first, text.lastIndexOf("struct Words {"));
  }

  /**
   * A step reads all of its state before it writes any: the new value of one variable may be the
   * old of another.
   */
  @Test
  void stateIsReadFirst() {
    String step = readable(swapping()).replaceAll("(?s).*void step\\([^{]*\\{\n|\\}.*", "");
    int lastRead = step.lastIndexOf(" = s[");
    int firstWrite = step.indexOf("\n  s[");
    assertTrue(lastRead >= 0 && lastRead < firstWrite, step);
  }

  /**
   * x ← y's momentum and back: after an odd number of steps all are swapped, after an even one
   * none.
   */
  @Test
  void swappedValuesOnJava() {
    assertSwaps("java");
  }

  @Test
  void swappedValuesOnTheCpu() {
    assumeTrue(Trial.hasCompiler());
    assertSwaps("cpu");
  }

  private static void assertSwaps(String backend) {
    Trial trial = swapping();
    for (int steps : List.of(1, 2, 7)) {
      var finals = trial.with("steps=" + steps).run(backend, 0, 1, 0).finals();
      boolean odd = steps % 2 == 1;
      // walker w starts at x = w, y = -w, v = (1, 1)
      for (String axis : List.of("x", "y")) {
        float sign = axis.equals("x") ? 1 : -1;
        float[] position = new float[40];
        float[] velocity = new float[40];
        for (int w = 0; w < 40; w++) {
          position[w] = odd ? 1 : sign * w;
          velocity[w] = odd ? sign * w : 1;
        }
        assertArrayEquals(position, values(finals.get(axis)), backend + " " + axis);
        assertArrayEquals(velocity, values(finals.get("v_" + axis)), backend + " v_" + axis);
      }
    }
  }

  private static float[] values(WalkerArray array) {
    return array.singles();
  }

  /** x and v change places, by way of old, which the end of the step makes 0 again. */
  private static Trial swapping() {
    return Trial.of(
        DOUBLE_WELL.replace("histograms", "# histograms"),
        "coordinates=[x, y]",
        "start={x: walker, y: -walker}",
        "method={state: {v: 1, old: 0}, step: \"old = x\\n x = v\\n v = old\\n old = 0\"}",
        "walkers=40");
  }

  /**
   * A coordinate may have any name that a formula may use, also one that means something in the
   * text.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "s",
        "z",
        "u",
        "row",
        "value",
        "t0",
        "t1",
        "block",
        "step",
        "sample",
        "start",
        "word",
        "bits",
        "from_bits",
        "load",
        "store",
        "philox",
        "E"
      })
  void coordinatesMayBeCalledAsTheTextsOwnNames(String name) {
    assumeTrue(Trial.hasCompiler());
    String yaml =
        """
        coordinates: [NAME]
        energy: sin(NAME)^2*exp(-NAME^2) + cos(NAME*NAME)
        start: {NAME: "normal(0, 1)"}
        method: leimkuhler-matthews
        temperature: 0.5
        dt: 0.01
        walkers: 64
        steps: 10
        observables: {E: energy, q: NAME^3}
        seed: 1
        """;
    Trial trial = Trial.of(yaml.replace("NAME", name));
    assertArrayEquals(
        values(trial.run("java", 0, 1, 0).finals().get(name)),
        values(trial.run("cpu", 0, 1, 0).finals().get(name)));
  }

  private static Kernel kernel(Trial trial) {
    return KernelCompiler.compile(trial.experiment()).kernel();
  }

  private static String readable(Trial trial) {
    return new CxxSource(kernel(trial)).readable("cpu/frame.h");
  }
}
