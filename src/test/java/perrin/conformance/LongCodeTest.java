package perrin.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import perrin.backend.cxx.CxxSource;
import perrin.kernel.compile.KernelCompiler;
import perrin.output.Digest;

/** Code too long for one function is compiled in pieces, with the same bits. */
class LongCodeTest {
  private static final String BEGIN =
      """
      temperature: 0.5
      dt: 0.001
      walkers: 70
      steps: 6
      sample-every: 3
      seed: 3
      """;

  private static String joined(int count, IntFunction<String> one) {
    return IntStream.range(0, count).mapToObj(one).collect(Collectors.joining(", "));
  }

  /** With comparisons and functions that many share. */
  private static Trial observables(int count) {
    return Trial.of(
        BEGIN
            + "coordinates: [x]\nenergy: x^2/2\nstart: {x: normal(0, 1)}\nmethod: euler-maruyama\n"
            + "where: {s: sin(x) + floor(3*x)}\nobservables: {"
            + joined(count, i -> "o" + i + ": \"if(x > 0.1, s + " + i + ", exp(-x*x)*" + i + ")\"")
            + "}\n");
  }

  private static Trial coordinates(int count) {
    return Trial.of(
        BEGIN
            + "coordinates: {x: "
            + count
            + "}\nenergy: \"sum(i in 0.."
            + (count - 1)
            + ": (x[i]^2 - 1)^2 + sin(x[i]))\"\nstart: {x: \"normal(0, 1) + uniform(0, 0.1)\"}\n"
            + "method: baoab\n");
  }

  private static Trial assignments(int count) {
    return Trial.of(
        BEGIN
            + "coordinates: [x, y]\nenergy: x^2/2 + y^4/4 + 0.1*cos(x*y)\n"
            + "start: {x: normal(0, 1), y: 0.5}\n"
            + "method: {state: {v: 0.1}, step: \"repeat "
            + count
            + " {v = v - 0.1*dt*gradient(x); x = if(v > 0, x + 0.1*dt*v, x + 0.05*dt*v)}\"}\n");
  }

  private static void assertSameBits(Trial trial) {
    String text = new CxxSource(KernelCompiler.compile(trial.experiment()).kernel()).readable("f");
    assertTrue(text.contains("_3(") && text.contains("kept["), "not in pieces");
    assumeTrue(Trial.hasCompiler());
    Digest java = Digest.of(trial.run("java", 0, 1, 0));
    for (int width : new int[] {0, 1, 4}) {
      assertEquals(java, Digest.of(trial.run("cpu", width, 2, 0)), "width " + width);
    }
  }

  @Test
  void manyObservables() {
    assertSameBits(observables(450));
    assertSameBits(observables(450).with("precision=double"));
  }

  @Test
  void manyCoordinates() {
    assertSameBits(coordinates(300));
  }

  @Test
  void manyAssignments() {
    assertSameBits(assignments(150));
  }

  /** Draws of two streams, whose groups of steps differ. */
  @Test
  void manyUniforms() {
    Trial trial =
        Trial.of(
            BEGIN
                + "coordinates: [x]\nenergy: x^2/2\nstart: {x: normal(0, 1)}\n"
                + "method: {step: \"x = x + 0.1*normal(); repeat 250"
                + " {x = if(uniform() < exp(-x^2), x + 0.1, 0.9*x)}\"}\n");
    assertSameBits(trial);
  }

  /** Every one of its values needs room on a thread's stack, more than a thread has by itself. */
  @Test
  void moreValuesThanAStackHolds() {
    assumeTrue(Trial.hasCompiler());
    Trial trial =
        coordinates(9000).with("start={x: 0.5}", "method=euler-maruyama", "steps=3", "walkers=40");
    assertEquals(Digest.of(trial.run("java", 0, 1, 0)), Digest.of(trial.run("cpu", 0, 1, 0)));
  }

  @Test
  void ordinaryCodeStaysInOnePiece() {
    String text =
        new CxxSource(KernelCompiler.compile(coordinates(60).experiment()).kernel()).readable("f");
    assertFalse(text.contains("kept"));
  }
}
