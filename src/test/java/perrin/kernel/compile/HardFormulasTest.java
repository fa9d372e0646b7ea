package perrin.kernel.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import perrin.backend.cxx.CxxSource;
import perrin.backend.java.JavaBackend;
import perrin.calculus.Formulas;
import perrin.errors.ExperimentException;
import perrin.kernel.Kernel;

/**
 * Long, deep and strange formulas on their whole way: reading, gradient, lowering, both kinds of
 * text. They become a kernel or an {@link ExperimentException}, on a stack smaller than any thread
 * of the program has.
 */
class HardFormulasTest {
  private static final long STACK = 640 * 1024;

  /** As many operations as the limit on symbols allows, or as deep as that on nesting. */
  static Stream<String> possible() {
    return Stream.of(
        joined(600, " + ", "(x - %d)"),
        joined(600, " - ", "(x - %d)"),
        joined(550, " + ", "sin(%d*x)"),
        joined(300, "*", "(x - %d)"),
        joined(300, "/", "(x*x + %d)"),
        joined(600, " + ", "x*%d/x"),
        joined(1900, "*", "x"),
        joined(100, " && ", "x < %d"),
        joined(100, " || ", "x < %d"),
        "(0 < x) == (x < 1)",
        joined(1900, " + ", "x"),
        nested(95, "sin(", "x", ")"),
        nested(48, "tanh(x + ", "x", ")"),
        nested(95, "sqrt(", "x", ")"),
        nested(32, "-(1 - ", "x", ")"),
        nested(49, "((", "x", "*x + 1)*x + 1)"),
        nested(12, "1 + x*(1 - x*(", "x", "))"),
        nested(32, "1/(1 + ", "x", ")"),
        nested(99, "(", "x", ")"),
        nested(99, "-", "x", ""),
        nested(99, "x^", "x", ""),
        nested(99, "1.01^", "x", ""),
        nested(90, "(", "x", "^0.3*x + 1)"),
        nested(12, "(", "1 + x", ")^2"),
        "x^1000000 + x^-1000000",
        "(x^1000000)^1000",
        "1e30*x*1e30",
        "1e300*x^2/1e300",
        "(1e150*x)^2");
  }

  @ParameterizedTest
  @MethodSource("possible")
  void becomesAKernel(String energy) {
    assertEquals(Optional.empty(), complaint(withEnergy(energy)), () -> shortened(energy));
  }

  static Stream<String> refused() {
    return Stream.of(
        nested(50_000, "(", "x", ")"),
        nested(50_000, "-", "x", ""),
        joined(1900, " < ", "x"),
        joined(900, " && ", "x < %d"),
        joined(900, " || ", "x < %d"),
        "0 < x < 1",
        nested(20_000, "x^", "x", ""),
        nested(20_000, "sin(", "x", ")"),
        joined(4000, " + ", "x"),
        nested(90, "exp(", "1", ")"),
        nested(20, "(", "x", ")^1000"),
        "1e200*x*1e200",
        "(1e200*x)^2",
        "x/(1e-200*1e-200)",
        "x^1e300",
        "x^-1e300",
        "2^1e6*x");
  }

  @ParameterizedTest
  @MethodSource("refused")
  void isRefused(String energy) {
    Optional<String> complaint = complaint(withEnergy(energy));
    assertTrue(complaint.isPresent(), () -> shortened(energy));
    assertTrue(complaint.get().contains(" at position "), complaint.get());
    assertTrue(complaint.get().length() < 300, complaint.get());
  }

  /** Names that stand for each other: shared, not written out, and as deep as they look. */
  @Test
  void nestedNames() {
    assertEquals(Optional.empty(), complaint(named(30, "x", "%s*sin(%s)", 3)));
    assertEquals(Optional.empty(), complaint(named(30, "x", "2*%s + 3/%s", 3)));
    String deep = nested(49, "sin(", "%s", ")");
    assertEquals(Optional.empty(), complaint(named(1, "x", deep + " + %s", 95)));
    for (String yaml :
        List.of(named(3, "x", deep + " + %s", 1), named(3000, "x", "sin(%s) - %s", 1))) {
      String complaint = complaint(yaml).orElseThrow();
      assertTrue(complaint.contains("nested more than 100 deep"), complaint);
    }
    String circle = named(2000, "r1999", "%s + sin(%s)", 1);
    assertTrue(complaint(circle).isPresent());
  }

  /** A chain of names in {@code where}; the energy takes the last one. */
  private static String named(int many, String first, String link, int depth) {
    StringBuilder where = new StringBuilder("where:\n");
    for (int k = 0; k < many; k++) {
      String before = k == 0 ? first : "r" + (k - 1);
      where.append("  r%d: %s%n".formatted(k, link.formatted(before, before)));
    }
    String energy = nested(depth, "tanh(", "r" + (many - 1), ")");
    return withEnergy(energy) + where + "force: {x: r" + (many - 1) + "}\n";
  }

  /** A program may make a value from the last one many times. */
  @Test
  void longPrograms() {
    for (String line : List.of("x = x*x", "x = tanh(x)", "x = x - v; v = v + x", "x = x^16")) {
      String step = IntStream.range(0, 300).mapToObj(i -> line).collect(Collectors.joining("; "));
      String method = "method={state: {v: 0}, step: \"" + step + "\"}";
      assertEquals(Optional.empty(), complaint(Sample.YAML, method, "energy=x"), line);
    }
    String gradients = "x = x - dt*gradient(x); ".repeat(100);
    assertEquals(Optional.empty(), complaint(Sample.YAML, "method={step: \"" + gradients + "\"}"));
  }

  /** Random formulas and their mutations; fixed seed, so the outcome never changes. */
  @Test
  void fuzz() {
    Random random = new Random(20250105);
    String alphabet = "xyab0179.e+-*/^()<=, ";
    int compiled = 0;
    for (int i = 0; i < 500; i++) {
      StringBuilder text = new StringBuilder(Formulas.random(random, 1 + random.nextInt(4)));
      for (int k = random.nextInt(4); k > 0; k--) {
        int at = random.nextInt(text.length());
        text.setCharAt(at, alphabet.charAt(random.nextInt(alphabet.length())));
      }
      String energy = "energy: \"" + text + "\"";
      String yaml =
          Sample.PLANE.replaceFirst("energy: .*", energy) + "parameters: {a: 2, b: 0.3}\n";
      compiled += complaintOf(yaml).isEmpty() ? 1 : 0;
    }
    assertTrue(compiled > 100, "the mutations spoil too much: " + compiled);
  }

  private static String withEnergy(String energy) {
    return Sample.YAML.replaceFirst("energy: .*", "energy: \"" + energy + "\"");
  }

  private static Optional<String> complaint(String yaml, String... sets) {
    AtomicReference<Optional<String>> result = new AtomicReference<>();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Thread thread =
        new Thread(null, () -> result.set(complaintOf(yaml, sets)), "small stack", STACK);
    thread.setUncaughtExceptionHandler((t, e) -> failure.set(e));
    thread.start();
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    if (failure.get() != null) {
      throw new AssertionError(failure.get().toString(), failure.get());
    }
    return result.get();
  }

  /** Empty where all texts of the kernel could be made. */
  private static Optional<String> complaintOf(String yaml, String... sets) {
    KernelCompiler.Compiled compiled;
    try {
      compiled = Sample.compile(yaml, sets);
    } catch (ExperimentException e) {
      assertFalse(e.getMessage().contains("null"), e.getMessage());
      return Optional.of(e.getMessage());
    }
    Kernel kernel = compiled.kernel();
    assertTrue(new CxxSource(kernel).complete("cpu/frame.h").contains("void step("));
    assertTrue(JavaBackend.text(kernel).contains("step:"));
    compiled.schedule().ofRun();
    compiled.energy();
    return Optional.empty();
  }

  private static String joined(int many, String operator, String part) {
    List<String> parts = new ArrayList<>();
    IntStream.range(1, many + 1).forEach(i -> parts.add(part.replace("%d", "" + i)));
    return String.join(operator, parts);
  }

  private static String nested(int many, String before, String inside, String after) {
    return before.repeat(many) + inside + after.repeat(many);
  }

  private static String shortened(String text) {
    return text.length() < 60 ? text : text.substring(0, 60) + "…";
  }
}
