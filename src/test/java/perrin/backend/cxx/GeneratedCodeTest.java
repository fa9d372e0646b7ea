package perrin.backend.cxx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import perrin.backend.cpu.CxxCompiler;
import perrin.backend.cuda.CudaBackend;
import perrin.conformance.Trial;
import perrin.errors.ExperimentException;
import perrin.experiment.ExperimentFile;
import perrin.kernel.Kernel;
import perrin.kernel.compile.KernelCompiler;

/**
 * Nothing that an experiment's author writes reaches a compiler as anything but numbers and names.
 */
class GeneratedCodeTest {
  private static final String CPU = "cpu/frame.h";

  /** Every place that takes free text, and every place that takes a formula with a comment. */
  private static final Map<String, String> FIELDS = new LinkedHashMap<>();

  static {
    FIELDS.put("TITLE", "");
    FIELDS.put("METHOD", "");
    FIELDS.put("ENERGY", "h*(x^2 - a)^2");
    FIELDS.put("WHERE", "b/2");
    FIELDS.put("FORCE", "0.1*sin(t)");
    FIELDS.put("START", "normal(0, 1)");
    FIELDS.put("STEP", "x = x - dt*gradient(x) + c*sqrt(2*kT*dt)*normal()\\n v = x");
    FIELDS.put("STATE", "0.5*x");
    FIELDS.put("KT", "0.5 + 0*n");
    FIELDS.put("DT", "0.01 + 0*n");
    FIELDS.put("OBSERVABLE", "x^2");
    FIELDS.put("QUANTITY", "x*x + x");
    FIELDS.put("CORRELATED", "x");
  }

  private static final String YAML =
      """
      title: "TITLE"
      coordinates: [x]
      energy: "ENERGY"
      parameters: {a: 1, b: 2, c: 1}
      where: {h: "WHERE"}
      force: {x: "FORCE"}
      start: {x: "START"}
      method: {name: "METHOD", step: "STEP", state: {v: "STATE"}}
      temperature: "KT"
      dt: "DT"
      walkers: 64
      steps: 20
      sample-every: 5
      histograms: {q: {of: "QUANTITY", from: -2, to: 2, bins: 10}}
      observables: {o: "OBSERVABLE"}
      correlations: {c: {of: "CORRELATED", lags: 2}}
      """;

  private static final List<String> SNIPPETS =
      List.of(
          "\n",
          "\r",
          "\r\n",
          "\u000b",
          "\f",
          "\u0085",
          "\u2028",
          "\u2029",
          "\\",
          "\\\n",
          "\\ \n",
          "??/",
          "??/\n",
          "*/",
          "/*",
          "//",
          "#",
          "\n#include \"/etc/passwd\"\n",
          "#define real int",
          "#include \"portable/lanes.h\"",
          "\"",
          "'",
          "R\"(",
          ")\"",
          "\n__attribute__((constructor))",
          "system(\"id\");",
          "\\u000a",
          "%:include <x>",
          "\u0000",
          "\u001b[2J",
          "$(id)",
          "`id`");

  private static final List<String> CLEAN = tokens(kernel(Map.of()), true);

  /** Without the library's headers. */
  private static final List<String> CLEAN_OWN = tokens(kernel(Map.of()), false);

  @Test
  void anyTextGivesTheTokensOfNone() {
    assertTokens(300, 20261128);
  }

  @Test
  @Tag("slow")
  void tenThousandTexts() {
    assertTokens(10_000, 17);
  }

  /** Each text in all fields at a time and, where that is no experiment, in each by itself. */
  private static void assertTokens(int texts, long seed) {
    Random random = new Random(seed);
    Map<String, Integer> tried = new LinkedHashMap<>();
    for (int i = 0; i < texts; i++) {
      Map<String, String> all = inEveryField(text(random));
      if (!holds(all, i % 10 == 0, tried)) {
        all.forEach((field, written) -> holds(Map.of(field, written), false, tried));
      }
    }
    FIELDS
        .keySet()
        .forEach(field -> {
          int least = field.equals("TITLE") || field.equals("METHOD") ? texts / 2 : 1;
          assertTrue(tried.getOrDefault(field, 0) >= least, field + " took " + tried.get(field));
        });
  }

  private static Map<String, String> inEveryField(String text) {
    Map<String, String> written = new LinkedHashMap<>();
    String comment = " # " + text.replaceAll("[\n\r]", " ");
    FIELDS.forEach(
        (field, formula) -> written.put(field, formula.isEmpty() ? text : formula + comment));
    return written;
  }

  /** Whether the experiment is one; then its tokens are the clean ones. */
  private static boolean holds(
      Map<String, String> texts, boolean headers, Map<String, Integer> tried) {
    Kernel kernel;
    try {
      kernel = kernel(texts);
    } catch (ExperimentException e) {
      return false; // refused, and so in no code
    }
    assertEquals(headers ? CLEAN : CLEAN_OWN, tokens(kernel, headers), texts::toString);
    texts.keySet().forEach(field -> tried.merge(field, 1, Integer::sum));
    return true;
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder("a");
    for (int parts = 1 + random.nextInt(8); parts > 0; parts--) {
      switch (random.nextInt(3)) {
        case 0 -> text.append(SNIPPETS.get(random.nextInt(SNIPPETS.size())));
        case 1 -> text.appendCodePoint(' ' + random.nextInt(95));
        default -> {
          int c = random.nextInt(Character.MAX_CODE_POINT + 1);
          text.appendCodePoint(c >= 0xd800 && c < 0xe000 ? c - 0xd800 : c);
        }
      }
    }
    return text.toString();
  }

  @Test
  void theLexerSeesWhatLeavesAComment() {
    List<String> clean = HostileLexer.tokens("int a; // b\nint c;");
    for (String end : List.of("\n", "\r", "\u000b", "\f", "\u0085", "\u2028", "\u2029")) {
      assertNotEquals(clean, HostileLexer.tokens("int a; // b" + end + "d\nint c;"));
    }
    for (String end : List.of("\\", "\\  ", "??/")) {
      assertNotEquals(clean, HostileLexer.tokens("int a; // b" + end + "\nint c;"));
    }
  }

  @Test
  void everyCharacterOfACommentIsOfAFewAndALineEndIsNone() {
    for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
      String encoded = CxxComment.encoded(Character.toString(c));
      assertTrue(encoded.matches("[A-Za-z0-9 .,:;+\\-*/^()\\[\\]{}<>=!&|_~%@$']+"), encoded);
    }
    assertEquals("a<U+000A>b<U+005C>", CxxComment.encoded("a\nb\\"));
    assertEquals("<U+D800>", CxxComment.encoded("\ud800"));
    assertEquals("<U+1F600>", CxxComment.encoded("\ud83d\ude00"));
  }

  @Test
  void aNameThatIsNoneNeverGetsIntoCode() {
    assertThrows(IllegalStateException.class, () -> CxxWords.checked("x; int y"));
    assertThrows(IllegalStateException.class, () -> CxxWords.checked("é"));
  }

  /** A sample, for the compiler's own preprocessor. */
  @Test
  void theCompilersOwnPreprocessorAgrees(@TempDir Path folder) throws Exception {
    assumeTrue(Trial.hasCompiler());
    String clean = preprocessed(folder, kernel(Map.of()));
    assertTrue(clean.contains("perrin_start"));
    for (String end : List.of("\nint evil;\n", "\\\n", "??/\n", "\rint evil;", "\u2028int evil;")) {
      String method = "m" + end + "#include \"portable/lanes.h\"" + end;
      assertEquals(clean, preprocessed(folder, kernel(Map.of("METHOD", method))), method);
    }
  }

  private static String preprocessed(Path folder, Kernel kernel) throws Exception {
    Path source = folder.resolve("kernel.cpp");
    Files.writeString(source, new CxxSource(kernel).complete(CPU));
    Path out = folder.resolve("out");
    Process process =
        new ProcessBuilder(
                CxxCompiler.find().program().toString(),
                "-E",
                "-P",
                "-trigraphs",
                source.toString())
            .redirectOutput(out.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertEquals(0, process.waitFor());
    return Files.readString(out);
  }

  /** The experiment that ran a command of its author's when its kernel was loaded. */
  @ParameterizedTest
  @ValueSource(strings = {"\\n", "\\r", "\\r\\n", "\\u0085", "\\u2028", "\\v", "\\f"})
  void noCommandIsRun(String end, @TempDir Path folder) throws IOException {
    assumeTrue(Trial.hasCompiler());
    Path pwned = folder.resolve("pwned");
    String name =
        "m"
            + end
            + "extern \\\"C\\\" int system(const char*);"
            + " __attribute__((constructor)) static void p() { system(\\\"touch "
            + pwned
            + "\\\"); }"
            + end
            + "//";
    String energy = "\"x^2/2 # " + name.replace("\\n", "\\u0085").replace("\\r", "\\u2028") + "\"";
    for (String yaml :
        List.of(
            attack("\"x^2/2\"", "{name: \"" + name + "\", step: \"x = x - dt*gradient(x)\"}"),
            attack(energy, "euler-maruyama"))) {
      try {
        assertFalse(Trial.of(yaml).run("cpu", 0, 1, 0).finals().isEmpty());
      } catch (ExperimentException e) {
        // refused is as good
      }
      assertFalse(Files.exists(pwned), yaml);
    }
  }

  private static String attack(String energy, String method) {
    return """
    coordinates: [x]
    energy: ENERGY
    start: {x: 1}
    method: METHOD
    temperature: 1
    dt: 0.01
    walkers: 32
    steps: 1
    """
        .replace("ENERGY", energy)
        .replace("METHOD", method);
  }

  private static List<String> tokens(Kernel kernel, boolean headers) {
    List<String> tokens = new ArrayList<>();
    for (String frame : List.of(CPU, CudaBackend.FRAME)) {
      CxxSource source = new CxxSource(kernel);
      tokens.addAll(HostileLexer.tokens(headers ? source.complete(frame) : source.readable(frame)));
    }
    return tokens;
  }

  /**
   * @param texts of some fields; all others are as they are without anybody's text
   */
  private static Kernel kernel(Map<String, String> texts) {
    String yaml = YAML;
    for (Map.Entry<String, String> field : FIELDS.entrySet()) {
      String usual = field.getValue().isEmpty() ? "plain" : field.getValue();
      String text = texts.getOrDefault(field.getKey(), usual);
      String written = text.equals(usual) ? usual : escaped(text.replace("\\n v", "\n v"));
      yaml = yaml.replace('"' + field.getKey() + '"', '"' + written + '"');
    }
    return KernelCompiler.compile(ExperimentFile.parse(yaml, "trial.yaml", List.of())).kernel();
  }

  /** As YAML's double quotes take it, control characters and all. */
  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    text.codePoints()
        .forEach(c -> {
          boolean plain = c < 128 && Character.isLetterOrDigit(c) || c == ' ';
          escaped.append(plain ? Character.toString(c) : String.format("\\U%08x", c));
        });
    return escaped.toString();
  }
}
