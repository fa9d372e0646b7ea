package perrin.backend.cxx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import perrin.calculus.Function;
import perrin.experiment.Precision;
import perrin.kernel.Code;
import perrin.kernel.Op;
import perrin.kernel.Opcode;
import perrin.kernel.SharedValues;
import perrin.kernel.Type;

/**
 * Prints code as C++ over the lane types of {@code portable/lanes.h}: one text for every SIMD
 * width, and for CUDA. A value that is used once is written where it is used, as a person would;
 * all others get a line and a name.
 */
final class CxxEmitter {
  private static final int MAX_NESTING = 3;

  /** Numbers that a gather reads side by side. */
  private static final int ROW = 4;

  private static final String OUTERMOST = "  ";

  private final Code code;
  private final Precision precision;
  private String indent;
  private final StringBuilder lines = new StringBuilder();
  private final Map<Op, Integer> uses = new HashMap<>();
  private final Map<Op, String> written = new HashMap<>();
  private final Map<Op, Integer> nesting = new HashMap<>();
  private final Set<String> taken = new HashSet<>();

  /** What a name that is taken gets behind it next. */
  private final Map<String, Integer> numbers = new HashMap<>();

  /** Values that are used in a deeper loop than they are made in, and so must not move there. */
  private final Set<Op> fixed = new HashSet<>();

  /** Arrays whose elements at known places are read where they are used, not held. */
  private final Set<String> readOnly;

  private int anonymous;

  /** Names of the numbers of each row that is gathered, by its position and its place. */
  private final Map<List<Object>, List<String>> rows = new HashMap<>();

  /** Where each statement that is not in a loop begins in the text. */
  private final CxxPieces.Statements statements = new CxxPieces.Statements();

  private CxxEmitter(Code code, Set<String> readOnly, Precision precision, String indent) {
    this.code = code;
    this.readOnly = readOnly;
    this.precision = precision;
    this.indent = indent;
  }

  /**
   * The body of a function.
   *
   * @param precision of its reals and words
   * @param locals names under which inputs such as {@code s[0]} are read first, by the input's
   *     label: a target may be an input too, and must not change before all are read
   * @param targets what each output is assigned to, such as {@code s[0]}, by its name
   */
  static String body(
      Code code, Precision precision, Map<String, String> locals, Map<String, String> targets) {
    CxxEmitter emitter = new CxxEmitter(code, Set.of(), precision, OUTERMOST);
    emitter.read(locals);
    emitter.print(Turns.asTheyStand(code), targets);
    return emitter.lines.toString();
  }

  /**
   * The same as single statements, for a body that may be too long for one function.
   *
   * @param apart whether no target is an input: then a long body makes one output after the other,
   *     so that little has to be kept
   */
  static CxxPieces.Statements statements(
      Code code,
      Precision precision,
      Map<String, String> locals,
      Map<String, String> targets,
      boolean apart) {
    CxxEmitter emitter = new CxxEmitter(code, Set.of(), precision, OUTERMOST);
    emitter.read(locals);
    emitter.print(Turns.asTheyStand(code), targets);
    if (apart && emitter.statements.isLong()) {
      emitter = new CxxEmitter(code, Set.of(), precision, OUTERMOST);
      emitter.read(locals);
      emitter.print(Turns.byOutput(code, Set.of()), targets);
    }
    return emitter.statements;
  }

  /**
   * The same for a code with many outputs, from many values in memory: one output after the other.
   *
   * @param readOnly arrays that the code never writes, nor do the outputs' targets
   */
  static CxxPieces.Statements statementsByOutput(
      Code code, Set<String> readOnly, Precision precision, Map<String, String> targets) {
    CxxEmitter emitter = new CxxEmitter(code, readOnly, precision, OUTERMOST);
    emitter.read(Map.of());
    emitter.print(Turns.byOutput(code, readOnly), targets);
    return emitter.statements;
  }

  private void read(Map<String, String> locals) {
    taken.addAll(List.of("s", "z", "u", "row", "value", "walker", "block", "tables"));
    if (!locals.isEmpty()) {
      taken.add("c"); // the gradient that is carried over
    }
    code.forEach(op -> {
      if (op.opcode() != Opcode.LOOP) {
        taken.add(op.label().replaceAll("\\[.*", "")); // an array
      }
    });
    for (Op input : code.inputs()) {
      taken.add(input.label());
      if (locals.containsKey(input.label())) {
        String name = fresh(CxxWords.free(locals.get(input.label())));
        line("const real " + name + " = " + input.label() + ";");
        written.put(input, name);
        statements.define("real", name);
        endStatement();
      }
    }
  }

  /** What has been printed since the last statement is one, unless it is in a loop. */
  private void endStatement() {
    if (indent.length() == OUTERMOST.length()) {
      statements.end(lines);
    }
  }

  private void print(Turns turns, Map<String, String> targets) {
    count(code.ops(), new HashSet<>());
    int before = 0;
    for (Map.Entry<String, Integer> array : code.arrays().entrySet()) {
      taken.add(array.getKey());
      String at = before == 0 ? "DRAWN" : "DRAWN + " + before;
      line("ARRAY(" + array.getKey() + ", " + array.getValue() + ", " + at + ");");
      statements.array(array.getKey());
      endStatement();
      before += array.getValue();
    }
    // A result that is needed again is a value of its own, for its target may be read under another
    // name.
    code.outputs().values().forEach(op -> uses.merge(op, 1, Integer::sum));
    turns.first().forEach(this::write);
    code.outputs()
        .forEach((name, op) -> {
          turns.ofOutput().get(name).forEach(this::write);
          boolean forgets = !readOnly.isEmpty();
          line(targets.get(name) + " = " + bare(op) + (forgets ? "; READ_AGAIN;" : ";"));
          endStatement();
        });
  }

  /**
   * Counts uses, and finds the values that loops use from outside.
   *
   * @param outside what is made in front of the operations; modified
   */
  private void count(List<Op> ops, Set<Op> outside) {
    Set<Op> here = new HashSet<>();
    for (Op op : ops) {
      op.operands().forEach(operand -> use(operand, outside));
      if (op.body() != null) {
        Set<Op> before = new HashSet<>(outside);
        before.addAll(here);
        count(op.body().ops(), before);
        op.body()
            .yields()
            .forEach(yield -> {
              use(yield, before);
              fixed.add(yield);
            });
      }
      here.add(op);
    }
  }

  private void use(Op operand, Set<Op> outside) {
    uses.merge(operand, 1, Integer::sum);
    if (outside.contains(operand)) {
      fixed.add(operand);
    }
  }

  private void write(Op op) {
    if (op.opcode() == Opcode.SCATTER) {
      String value = bare(op.operand(1));
      line("scatter(" + gathered(op, op.label()) + ", " + value + ");");
    } else if (op.opcode().hasEffect()) {
      String element = op.label() + "[" + bare(op.operand(0)) + "]";
      line(element + " = " + bare(op.operand(1)) + ";");
    } else if (op.body() != null) {
      writeLoop(op);
    } else if (op.opcode() == Opcode.GATHER_ROW) {
      writeGather(op);
    } else {
      writeValue(op);
    }
    endStatement();
  }

  private void writeValue(Op op) {
    String text = expression(op);
    int depth =
        op.operands().stream().mapToInt(o -> nesting.getOrDefault(o, 0)).max().orElse(0) + 1;
    boolean plain =
        op.opcode() == Opcode.INPUT
            || op.opcode() == Opcode.NUMBER
            || op.opcode() == Opcode.BITS
            || op.opcode() == Opcode.RESULT
            || op.opcode() == Opcode.LOAD
                && readOnly.contains(op.label())
                && op.operand(0).opcode() == Opcode.INDEX_NUMBER
            || op.type() == Type.INDEX
                && op.opcode() != Opcode.REMAINDER
                && op.opcode() != Opcode.LEAST_INDEX
                && op.opcode() != Opcode.LOOKUP;
    boolean inPlace =
        uses.getOrDefault(op, 0) <= 1
            && depth <= MAX_NESTING
            && !code.names().containsKey(op)
            && !readsArray(op)
            && !fixed.contains(op);
    if (plain) {
      written.putIfAbsent(op, text);
    } else if (severalResults(op)) {
      writeCall(op);
    } else if (inPlace) {
      written.put(op, text);
      nesting.put(op, depth);
    } else {
      String name = fresh(code.names().getOrDefault(op, "t" + anonymous));
      anonymous += code.names().containsKey(op) ? 0 : 1;
      line("const " + type(op) + " " + name + " = " + unparenthesised(text) + ";");
      written.put(op, name);
      define(type(op), name);
    }
  }

  /** Whether the value is an array's at that point of the code. */
  private static boolean readsArray(Op op) {
    return op.opcode() == Opcode.LOAD
        || op.opcode() == Opcode.GATHER && op.source() == Op.Source.ARRAY;
  }

  private void define(String type, String name) {
    if (indent.length() == OUTERMOST.length()) {
      statements.define(type, name);
    }
  }

  private void writeLoop(Op loop) {
    Op.Block body = loop.body();
    String index = fresh(loop.label());
    List<String> carried = new ArrayList<>();
    for (int k = 0; k < body.carried().size(); k++) {
      String name = fresh(body.carried().size() == 1 ? "sum" : "sum" + k);
      carried.add(name);
      define("real", name);
      line("real " + name + " = " + bare(loop.operand(2 + k)) + ";");
      written.put(body.carried().get(k), name);
    }
    String from = bare(loop.operand(0));
    Op last = loop.operand(1);
    // A choice keeps its parentheses: <= binds closer, and the loop would never end.
    String to = bare(last);
    written.put(body.index(), index);
    line("KEEP_LOOP");
    line("for (int " + index + " = " + from + "; " + index + " <= " + to + "; ++" + index + ") {");
    indent += "  ";
    body.ops().forEach(this::write);
    for (int k = 0; k < carried.size(); k++) {
      line(carried.get(k) + " = " + bare(body.yields().get(k)) + ";");
    }
    indent = indent.substring(2);
    line("}");
    written.put(loop, String.join(", ", carried));
  }

  /** The four numbers of a row are gathered at once; what is not used, no compiler keeps. */
  private void writeGather(Op op) {
    Op position = op.operand(0);
    int column = (int) (op.bits() % ROW);
    long row = op.bits() - column;
    List<String> names =
        rows.computeIfAbsent(
            List.of(position, row),
            key -> {
              List<String> fresh = new ArrayList<>();
              for (int i = 0; i < ROW; i++) {
                fresh.add(fresh("g" + anonymous++));
              }
              line("real " + String.join(", ", fresh) + ";");
              fresh.forEach(name -> define("real", name));
              line(
                  "gather_row("
                      + String.join(", ", fresh)
                      + ", tables.value + "
                      + row
                      + ", "
                      + bare(position)
                      + ", "
                      + (int) op.number()
                      + ");");
              return fresh;
            });
    written.put(op, names.get(column));
  }

  private static boolean severalResults(Op op) {
    return op.opcode() == Opcode.CALL && op.function().results().size() > 1;
  }

  private void writeCall(Op op) {
    Function function = op.function();
    List<String> arguments = new ArrayList<>(op.operands().stream().map(this::bare).toList());
    List<String> results = function.results().stream().map(this::fresh).toList();
    line("real " + String.join(", ", results) + ";");
    results.forEach(name -> define("real", name));
    arguments.addAll(results);
    line(function.name() + "(" + String.join(", ", arguments) + ");");
    written.put(op, String.join(", ", results));
  }

  private String expression(Op op) {
    return switch (op.opcode()) {
      case NUMBER -> number(op.number(), precision);
      case BITS -> bits(op.bits(), precision);
      case INPUT -> op.label();
      case ADD, ADD_WORDS -> infix(op, "+");
      case SUBTRACT, SUBTRACT_WORDS -> infix(op, "-");
      case MULTIPLY -> infix(op, "*");
      case DIVIDE -> infix(op, "/");
      case NEGATE -> negative(written.get(op.operand(0)));
      case AND -> infix(op, "&");
      case OR -> infix(op, "|");
      case XOR -> infix(op, "^");
      case LESS -> infix(op, "<");
      case LESS_OR_EQUAL -> infix(op, "<=");
      case EQUAL -> infix(op, "==");
      case ABS -> call("abs", op);
      case SQRT -> call("sqrt", op);
      case SQRT_NORMAL -> call("sqrt_normal", op);
      case FMA -> call("fma", op);
      case SELECT -> select("select", op);
      case SELECT_SIGN -> select("select_sign", op);
      case BITS_OF -> call("bits", op);
      case FROM_BITS -> call("from_bits", op);
      case TO_REAL -> call("to_real", op);
      case TO_REAL_SIGNED -> call("to_real_signed", op);
      case SHIFT_LEFT -> shift("shift_left", op);
      case SHIFT_RIGHT -> shift("shift_right", op);
      case SHIFT_RIGHT_SIGNED -> shift("shift_right_signed", op);
      case CALL -> call(op.function().name(), op);
      case INDEX_NUMBER -> Long.toString(op.bits());
      case ADD_INDICES -> infix(op, "+");
      case SCALE_INDEX -> "(" + op.bits() + " * " + written.get(op.operand(0)) + ")";
      case REMAINDER -> "remainder(" + bare(op.operand(0)) + ", " + op.bits() + ")";
      case LEAST_INDEX -> "least(" + bare(op.operand(0)) + ", " + op.bits() + ")";
      case LOOKUP -> "tables.whole[" + place(op) + "]";
      case INDEX_TO_REAL -> "real((number)" + written.get(op.operand(0)) + ")";
      case LOAD -> op.label() + "[" + bare(op.operand(0)) + "]";
      case TABLE -> "real(tables.value[" + place(op) + "])";
      case INDEX_TO_WORD -> call("index_to_word", op);
      case MULTIPLY_HIGH -> call("multiply_high_words", op);
      case SCALE_WORD -> shift("scale_word", op);
      case REMAINDER_OF_WORD -> shift("remainder_of_word", op);
      case GATHER ->
          switch (op.source()) {
            case TABLES -> "gather(" + gathered(op, "tables.value + " + op.bits()) + ")";
            case WHOLE_NUMBERS ->
                "gather_whole(" + gathered(op, "tables.whole + " + op.bits()) + ")";
            case ARRAY -> "gather_own(" + gathered(op, op.label()) + ")";
          };
      case GATHER_ROW, STORE, SCATTER, LOOP, LOOP_INDEX, CARRIED ->
          throw new IllegalStateException(op.opcode() + " is no expression");
      case RESULT -> written.get(op.operand(0)).split(", ")[(int) op.bits()];
    };
  }

  /** What elements are taken from, and which. */
  private String gathered(Op op, String from) {
    return from + ", " + bare(op.operand(0)) + ", " + (int) op.number();
  }

  private String place(Op op) {
    String index = bare(op.operand(0));
    return op.bits() == 0 ? index : op.bits() + " + " + index;
  }

  private static String negative(String of) {
    return of.startsWith("-") ? "(-(" + of + "))" : "(-" + of + ")";
  }

  /** Two literals alone would be plain numbers, of which functions of vectors know nothing. */
  private String infix(Op op, String operator) {
    boolean literals = op.operands().stream().allMatch(CxxEmitter::isOneNumber);
    String first = written.get(op.operand(0));
    return "("
        + (literals ? "real(" + first + ")" : first)
        + " "
        + operator
        + " "
        + written.get(op.operand(1))
        + ")";
  }

  private String call(String function, Op op) {
    return function
        + "("
        + String.join(", ", op.operands().stream().map(this::bare).toList())
        + ")";
  }

  /** Whether C++ takes it for one number, not for lanes: a literal, or what a step shares. */
  private static boolean isOneNumber(Op op) {
    return op.opcode() == Opcode.NUMBER
        || op.opcode() == Opcode.INPUT && op.label().startsWith(SharedValues.OF_STEP);
  }

  /** Numbers get their type, for select takes reals and words. */
  private String select(String function, Op op) {
    List<String> arguments = new ArrayList<>();
    for (Op operand : op.operands()) {
      arguments.add(isOneNumber(operand) ? "real(" + written.get(operand) + ")" : bare(operand));
    }
    return function + "(" + String.join(", ", arguments) + ")";
  }

  /** Of a word and a number known beforehand. */
  private String shift(String function, Op op) {
    return function + "(" + bare(op.operand(0)) + ", " + op.bits() + ")";
  }

  private String bare(Op op) {
    return unparenthesised(written.get(op));
  }

  /** Without the outermost pair of parentheses, if they belong together. */
  private static String unparenthesised(String text) {
    if (!text.startsWith("(")) {
      return text;
    }
    int depth = 0;
    for (int i = 0; i < text.length(); i++) {
      depth += text.charAt(i) == '(' ? 1 : text.charAt(i) == ')' ? -1 : 0;
      if (depth == 0 && i < text.length() - 1) {
        return text;
      }
    }
    return text.substring(1, text.length() - 1);
  }

  /** The shortest decimal that the compiler reads back as the same number. */
  static String number(double value, Precision precision) {
    double rounded = precision.round(value);
    if (Double.isFinite(rounded)) {
      return switch (precision) {
        case SINGLE -> (float) rounded + "f";
        case DOUBLE -> Double.toString(rounded);
      };
    }
    long pattern =
        switch (precision) {
          case SINGLE -> Float.floatToIntBits((float) rounded);
          case DOUBLE -> Double.doubleToLongBits(rounded);
        };
    return "from_bits(word(" + bits(pattern, precision) + "))";
  }

  private static String bits(long pattern, Precision precision) {
    return switch (precision) {
      case SINGLE -> "0x" + Integer.toHexString((int) pattern) + "u";
      case DOUBLE -> "0x" + Long.toHexString(pattern) + "ull";
    };
  }

  private String fresh(String name) {
    String free = CxxWords.checked(name);
    int number = numbers.getOrDefault(name, 2);
    while (!taken.add(free)) {
      free = name + "_" + number++;
    }
    numbers.put(name, number);
    return free;
  }

  private static String type(Op op) {
    return switch (op.type()) {
      case REAL -> "real";
      case WORD -> "word";
      case PRED -> "pred";
      case INDEX -> "int";
      case NONE -> throw new IllegalStateException(op.opcode() + " has no value");
    };
  }

  private void line(String text) {
    lines.append(indent).append(text).append('\n');
  }
}
