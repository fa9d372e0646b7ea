package perrin.backend.cxx;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import perrin.calculus.Function;
import perrin.calculus.Node;
import perrin.calculus.Printer;
import perrin.experiment.Precision;
import perrin.kernel.Code;
import perrin.kernel.Definition;
import perrin.kernel.Kernel;
import perrin.kernel.Opcode;
import perrin.kernel.Sampling;

/**
 * A kernel as C++: the text that a person reads, and the same with all headers put in, which a
 * compiler gets.
 */
public final class CxxSource {
  /** A line of our own: no comment has a {@code #} in it. */
  private static final String INCLUDE = "\n#include \"";

  /** The step that langevin.cu takes when it is compiled by itself. */
  private static final Path EXAMPLE = Path.of("cuda", "double_well.h");

  /** The functions that a GPU has its own units for, and the header that uses them. */
  private static final Set<String> FAST_FUNCTIONS =
      Set.of("gaussian", "exp", "log", "pow", "sin", "cos", "tan", "sinh", "cosh", "tanh");

  private static final String FAST_MATH = "cuda/fast_math.h";

  /** Variables that the text's head explains. */
  private static final int MOST_LISTED = 100;

  private final Kernel kernel;
  private final boolean fast;

  private CalledFunctions called;

  public CxxSource(Kernel kernel) {
    this(kernel, false);
  }

  /**
   * @param fast whether functions are the GPU's own instead of the portable definitions
   */
  public CxxSource(Kernel kernel, boolean fast) {
    this.kernel = kernel;
    this.fast = fast;
  }

  /**
   * The text to read: numbers, functions, start, step and sample between two includes.
   *
   * @param frame the backend's frame, such as {@code cpu/frame.h}
   */
  public String readable(String frame) {
    called = new CalledFunctions(kernel.definitions());
    StringBuilder text = new StringBuilder();
    text.append(CxxComment.line(kernel.title()));
    List<String> state = new ArrayList<>();
    for (int i = 0; i < Math.min(MOST_LISTED, kernel.variables().size()); i++) {
      state.add("s[" + i + "] = " + kernel.variables().get(i));
    }
    String more = kernel.variables().size() > MOST_LISTED ? ", ..." : "";
    text.append(CxxComment.line("state: " + String.join(", ", state) + more));
    shared(text, "u", kernel.shared().ofRun());
    shared(text, "row", kernel.shared().ofStep());
    text.append(kernel.precision() == Precision.DOUBLE ? "#define PRECISION 64\n" : "");
    text.append("#include \"portable/lanes.h\"\n#include \"portable/philox.h\"\n");
    text.append(fast ? "#include \"" + FAST_MATH + "\"\n\n" : "\n");
    numbers().forEach((name, value) -> text.append("#define " + name + " " + value + "\n"));
    text.append(kernel.inMemory() || kernel.arrays() > 0 ? "#include \"portable/slots.h\"\n" : "");
    text.append("\nnamespace perrin {\n");
    for (Definition definition : kernel.definitions()) {
      if (!fast || !FAST_FUNCTIONS.contains(definition.function().name())) {
        text.append('\n').append(function(definition));
      }
    }
    text.append('\n').append(start());
    text.append(kernel.carried() > 0 ? "\n" + begin() : "");
    text.append('\n').append(step()).append('\n').append(sample());
    text.append("}  // namespace perrin\n\n#include \"").append(frame).append("\"\n");
    return text.toString();
  }

  /**
   * The text to compile: {@link #readable} with every header of the library in place of its
   * include.
   */
  public String complete(String frame) {
    return expand(readable(frame), Path.of(""), new HashSet<>(Set.of(EXAMPLE)));
  }

  /**
   * A file of the library with every header in place of its include.
   *
   * @param name below kernels/, such as {@code cuda/roots.cu}
   */
  public static String file(String name) {
    Path file = Path.of(name);
    return expand(header(file), file.getParent(), new HashSet<>());
  }

  private static void shared(StringBuilder text, String name, List<Node> nodes) {
    for (int k = 0; k < nodes.size(); k++) {
      text.append(CxxComment.line(name + "[" + k + "] = " + Printer.print(nodes.get(k))));
    }
  }

  /** Whether steps look up tables, walker by walker. */
  private boolean gathers() {
    boolean[] found = {false};
    kernel
        .step()
        .forEach(
            op -> found[0] |= op.opcode() == Opcode.GATHER || op.opcode() == Opcode.GATHER_ROW);
    return found[0];
  }

  private Map<String, Object> numbers() {
    Map<String, Object> numbers = new LinkedHashMap<>();
    numbers.put("VARIABLES", kernel.variables().size());
    numbers.put("CARRIED", kernel.carried());
    numbers.put("IN_MEMORY", kernel.inMemory() ? 1 : 0);
    if (kernel.inMemory()) {
      numbers.put("ARRAYS", kernel.arrays());
    }
    numbers.put("NORMALS", kernel.normals());
    if (!kernel.furtherDraws().isEmpty()) {
      numbers.put("FURTHER_DRAWS(each)", furtherDraws());
    }
    kernel.furtherDraws().stream()
        .flatMap(draws -> draws.epochs().stream())
        .forEach(epochs -> {
          numbers.put("EPOCH_SIZE", epochs.size());
          numbers.put("EPOCH_ROWS", epochs.rows());
        });
    if (gathers()) {
      numbers.put("GATHERS", 1);
    }
    numbers.put("UNIFORMS", kernel.shared().ofRun().size());
    numbers.put("STEP_UNIFORMS", kernel.shared().ofStep().size());
    numbers.put("START_BLOCKS", kernel.startBlocks());
    numbers.put("SHARED_BLOCKS", kernel.sharedBlocks());
    numbers.put("OBSERVABLES", kernel.sampling().observed().size());
    numbers.put("HISTOGRAMS", kernel.sampling().histograms().size());
    numbers.put("QUANTITIES", quantities());
    numbers.put("VALUES", kernel.values());
    if (kernel.sampling().correlatedValues() > 0) {
      numbers.put("CORRELATED", kernel.sampling().correlatedValues());
    }
    List<Integer> squared = kernel.sampling().observed().stream().map(CxxSource::flag).toList();
    if (squared.contains(1)) {
      numbers.put("TIME_SQUARES", list(squared));
    }
    kernel
        .sampling()
        .presence()
        .ifPresent(presence -> {
          numbers.put("PRESENCE", presence.output());
          numbers.put("PRESENCE_ROW", presence.row());
        });
    return numbers;
  }

  /** What slots.h makes code of: (array, stream, pair, number) of each. */
  private String furtherDraws() {
    return kernel.furtherDraws().stream()
        .map(draws ->
            String.format(
                Locale.ROOT,
                "each(%s, %d, %s, %d)",
                draws.kind().array(),
                draws.stream().ordinal(),
                draws.kind().pair().name(),
                draws.number()))
        .collect(Collectors.joining(" "));
  }

  private static int flag(Sampling.Observed observed) {
    return observed.timeSum() == Sampling.TimeSum.SQUARES ? 1 : 0;
  }

  /** Of each histogram; C++ has no empty arrays. */
  private String quantities() {
    return kernel.sampling().histograms().isEmpty()
        ? "{0}"
        : list(kernel.sampling().histograms().stream().map(Sampling.Counted::quantities).toList());
  }

  private static String list(List<Integer> numbers) {
    return numbers.stream().map(String::valueOf).collect(Collectors.joining(", ", "{", "}"));
  }

  private String function(Definition definition) {
    Function function = definition.function();
    Code code = definition.code();
    boolean one = function.results().size() == 1;
    List<String> parameters = new ArrayList<>();
    for (Function.Argument argument : function.arguments()) {
      boolean word = argument.type() == Function.ArgumentType.WORD;
      parameters.add((word ? "word " : "real ") + argument.name());
    }
    Map<String, String> targets = new LinkedHashMap<>();
    if (one) {
      targets.put(function.results().getFirst(), "return");
    } else {
      for (String result : function.results()) {
        parameters.add("real &" + result + "_out");
        targets.put(result, result + "_out");
      }
    }
    return CxxComment.line(function.description())
        + head(one ? "real" : "void", function.name(), String.join(", ", parameters))
        + CxxEmitter.body(code, kernel.precision(), Map.of(), targets)
            .replace("return = ", "return ")
        + "}\n";
  }

  /**
   * A start draws once, but in straight-line code for each component: g++ takes minutes for
   * hundreds of Gaussians in one function, seconds for as many calls. The bits are the same.
   */
  private String start() {
    CxxPieces.Statements body =
        CxxEmitter.statements(
            kernel.start(), kernel.precision(), Map.of(), indexed("s", kernel.start()), true);
    String text =
        function(
            "start",
            slots("s")
                + ", real walker, real leader, const Words *block, const real *u, const Tables &tables",
            "",
            body);
    return kernel.inMemory() && !body.isLong() ? called.in(text, Set.of("gaussian")) : text;
  }

  /** Where the body is long, the size of the code counts, and functions are called. */
  private String function(String name, String parameters, String begin, CxxPieces.Statements body) {
    String text = CxxPieces.function(name, parameters, begin, body);
    return body.isLong() ? called.inAll(text) : text;
  }

  private String step() {
    String carried =
        kernel.inMemory()
            ? "  const Slots c = s + VARIABLES;\n"
            : "  real *const c = s + VARIABLES;\n";
    return function(
        "step",
        slots("s")
            + ", "
            + values("z")
            + kernel.furtherDraws().stream()
                .map(draws -> ", " + values(draws.kind().array()))
                .collect(Collectors.joining())
            + ", const real *u, const number *row, const Tables &tables",
        kernel.carried() == 0 ? "" : carried,
        CxxEmitter.statements(kernel.step(), kernel.precision(), state(), stepTargets(), false));
  }

  /** What the first step takes over from the step before. */
  private String begin() {
    return function(
        "begin",
        slots("c") + ", " + values("s") + ", const real *u, const Tables &tables",
        "",
        CxxEmitter.statements(
            kernel.gradient(), kernel.precision(), state(), indexed("c", kernel.gradient()), true));
  }

  private Map<String, String> stepTargets() {
    Map<String, String> targets = new LinkedHashMap<>();
    for (String name : kernel.step().outputs().keySet()) {
      int i = targets.size();
      targets.put(name, i < kernel.variables().size() ? "s[" + i + "]" : name);
    }
    return targets;
  }

  private String sample() {
    Map<String, String> targets = indexed("value", kernel.sample());
    CxxPieces.Statements body =
        kernel.inMemory()
            ? CxxEmitter.statementsByOutput(
                kernel.sample(), Set.of("s"), kernel.precision(), targets)
            : CxxEmitter.statements(kernel.sample(), kernel.precision(), state(), targets, true);
    return function(
        "sample",
        (kernel.inMemory() ? "Values value, " : "real *value, ")
            + values("s")
            + ", const real *u, const Tables &tables",
        "",
        body);
  }

  /** A parameter for a walker's values, which are written. */
  private String slots(String name) {
    return (kernel.inMemory() ? "Slots " : "real *") + name;
  }

  /** The same for values that are read only. */
  private String values(String name) {
    return (kernel.inMemory() ? "Slots " : "const real *") + name;
  }

  private static String head(String result, String name, String parameters) {
    return "KERNEL_FUNCTION " + result + " " + name + "(" + parameters + ") {\n";
  }

  /** The state under its variables' names. */
  private Map<String, String> state() {
    Map<String, String> names = new LinkedHashMap<>();
    for (int i = 0; i < kernel.variables().size(); i++) {
      names.put("s[" + i + "]", kernel.variables().get(i));
    }
    for (int i = 0; i < kernel.carried(); i++) {
      names.put("c[" + i + "]", "gradient_" + kernel.variables().get(i));
    }
    return names;
  }

  private static Map<String, String> indexed(String array, Code code) {
    Map<String, String> targets = new LinkedHashMap<>();
    code.outputs().keySet().forEach(name -> targets.put(name, array + "[" + targets.size() + "]"));
    return targets;
  }

  /**
   * Puts headers in place of their includes, each once.
   *
   * @param folder of the text, below kernels/
   */
  private static String expand(String text, Path folder, Set<Path> done) {
    StringBuilder expanded = new StringBuilder();
    int copied = 0;
    for (int at = text.indexOf(INCLUDE); at >= 0; at = text.indexOf(INCLUDE, copied)) {
      int name = at + INCLUDE.length();
      int end = text.indexOf('"', name);
      Path file = folder.resolve(text.substring(name, end)).normalize();
      String header = done.add(file) ? expand(header(file), file.getParent(), done) : "";
      expanded.append(text, copied, at + 1).append(header.replace("#pragma once\n", ""));
      copied = end + 1;
    }
    return expanded.append(text, copied, text.length()).toString();
  }

  private static String header(Path name) {
    try (InputStream file = CxxSource.class.getResourceAsStream("/kernels/" + name)) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("kernels/" + name, e);
    }
  }
}
