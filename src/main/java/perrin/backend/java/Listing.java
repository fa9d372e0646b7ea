package perrin.backend.java;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import perrin.backend.java.BlockProgram.Instruction;
import perrin.backend.java.BlockProgram.Loop;
import perrin.backend.java.BlockProgram.Step;
import perrin.experiment.Precision;
import perrin.kernel.Opcode;
import perrin.kernel.Type;

/**
 * A block program as text: {@code r3 = fma r0 r1 r2}, registers r for reals, w for words, p for
 * truth values, i for indices.
 */
final class Listing {
  private Listing() {}

  static void append(List<String> lines, String title, BlockProgram program, Precision precision) {
    lines.add(title + ":");
    Map<String, String> constants = new HashMap<>();
    for (Step step : program.constants()) {
      boolean word = step.opcode() == Opcode.BITS;
      String value = word ? "0x" + Long.toHexString(step.bits()) : number(step.number(), precision);
      constants.put((word ? "w" : "r") + step.target(), value);
    }
    new TreeMap<>(program.inputs())
        .forEach((name, register) ->
            lines.add(
                "  "
                    + (name.startsWith("block") || name.length() == 1 ? "w" : "r")
                    + register
                    + " = "
                    + name));
    append(lines, "  ", program.steps(), constants);
    program.outputs().forEach((name, register) -> lines.add("  " + name + " = r" + register));
  }

  private static void append(
      List<String> lines, String indent, List<Instruction> steps, Map<String, String> constants) {
    for (Instruction instruction : steps) {
      switch (instruction) {
        case Step step -> lines.add(indent + line(step, constants));
        case Loop loop -> {
          String range = "i" + loop.from() + " .. i" + loop.to();
          lines.add(indent + "for i" + loop.index() + " in " + range);
          carry(lines, indent, loop.starts(), loop.carried());
          append(lines, indent + "  ", loop.body(), constants);
          carry(lines, indent + "  ", loop.yields(), loop.carried());
        }
      }
    }
  }

  private static void carry(List<String> lines, String indent, int[] from, int[] to) {
    for (int k = 0; k < from.length; k++) {
      lines.add(indent + "r" + to[k] + " = r" + from[k]);
    }
  }

  private static String line(Step step, Map<String, String> constants) {
    List<String> words = new ArrayList<>();
    words.add(step.opcode().name().toLowerCase(java.util.Locale.ROOT));
    int[] operands = {step.a(), step.b(), step.c()};
    List<Type> types = step.opcode().operands();
    for (int i = 0; i < types.size(); i++) {
      String register = letter(types.get(i)) + operands[i];
      words.add(constants.getOrDefault(register, register));
    }
    if (step.bits() != 0) {
      words.add(Long.toString(step.bits()));
    }
    if (step.array() >= 0) {
      words.add("array " + step.array());
    }
    String target = step.target() < 0 ? "" : letter(step.opcode().result()) + step.target() + " = ";
    return target + String.join(" ", words);
  }

  private static String number(double value, Precision precision) {
    return switch (precision) {
      case SINGLE -> Float.toString((float) value);
      case DOUBLE -> Double.toString(value);
    };
  }

  private static String letter(Type type) {
    return switch (type) {
      case REAL -> "r";
      case WORD -> "w";
      case PRED -> "p";
      case INDEX -> "i";
      case NONE -> "";
    };
  }
}
