package perrin.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Random formulas of the whole language, over what {@link RandomExperiment#NAMES} declares: a
 * vector x of five components, numbers s and q, parameters a, b, L, arrays w and m, data u, tab and
 * group of four rows.
 *
 * <p>A tame formula has a meaning and moderate values with derivatives; of a wild one neither is
 * certain.
 */
final class RandomFormula {
  private static final List<String> TAME =
      List.of("sin", "cos", "tanh", "exp", "log", "sqrt", "abs", "sign");
  private static final List<String> WILD =
      List.of("gradient", "energy", "normal", "uniform", "dot", "sum", "mod", "if", "ln", "accept");

  /** An index in use and the range of its values. */
  private record Running(String name, int from, int to) {}

  private final Random random;
  private final boolean wild;
  private final List<String> leaves;
  private final List<Running> running = new ArrayList<>();

  /**
   * @param leaves names of single values
   */
  RandomFormula(Random random, boolean wild, List<String> leaves) {
    this.random = random;
    this.wild = wild;
    this.leaves = leaves;
  }

  /**
   * @param depth operations within operations at most
   */
  String formula(int depth) {
    if (depth <= 0 || random.nextInt(10) == 0) {
      return leaf();
    }
    return switch (random.nextInt(wild ? 16 : 14)) {
      case 0, 1 -> "(" + formula(depth - 1) + " + " + formula(depth - 1) + ")";
      case 2 -> "(" + formula(depth - 1) + " - " + formula(depth - 1) + ")";
      case 3, 4 -> factor(depth) + "*" + factor(depth);
      case 5 -> factor(depth) + "/(1.5 + (" + formula(depth - 1) + ")^2)";
      case 6 -> "(-" + formula(depth - 1) + ")";
      case 7 -> "(" + formula(depth - 1) + ")^" + (1 + random.nextInt(3));
      case 8, 9 -> sum(depth);
      case 10 ->
          "if("
              + condition(depth - 1)
              + ", "
              + formula(depth - 1)
              + ", "
              + formula(depth - 1)
              + ")";
      case 11 -> random.nextInt(3) == 0 ? "(" + condition(depth - 1) + ")" : call(depth);
      case 12, 13 -> call(depth);
      case 14 -> pick(WILD) + "(" + formula(depth - 1) + ", " + formula(depth - 1) + ")";
      default -> formula(depth - 1) + pick(List.of("^", "/", "*", " - ")) + formula(depth - 1);
    };
  }

  private String factor(int depth) {
    return "(" + formula(depth - 1) + ")";
  }

  private String call(int depth) {
    String inside = formula(depth - 1);
    String name = pick(TAME);
    if (wild && random.nextBoolean()) {
      return name + "(" + inside + ")";
    }
    return switch (name) {
      case "exp" -> "exp(-(" + inside + ")^2)";
      case "log", "sqrt" -> name + "(1.1 + (" + inside + ")^2)";
      default -> name + "(" + inside + ")";
    };
  }

  private String condition(int depth) {
    if (depth > 0 && random.nextInt(3) == 0) {
      String sign = random.nextBoolean() ? " && " : " || ";
      return "(" + condition(depth - 1) + sign + condition(depth - 1) + ")";
    }
    String sign = pick(List.of("<", "<=", ">", ">=", "==", "!="));
    return formula(Math.min(1, depth - 1)) + " " + sign + " " + formula(Math.min(1, depth - 1));
  }

  private String sum(int depth) {
    if (running.size() > 2) {
      return leaf();
    }
    String name = "ijk".charAt(running.size()) + "";
    int from = random.nextInt(4) - (wild ? 1 : 0);
    int to = from + random.nextInt(4) - (wild ? 2 : 0);
    String start = "" + from;
    String end = "" + to;
    if (!running.isEmpty() && random.nextInt(3) == 0) { // a triangle: j from i + 1
      Running outer = running.getLast();
      start = outer.name() + "+1";
      from = outer.from() + 1;
      end = "" + (outer.to() + 1);
      to = outer.to() + 1;
    } else if (random.nextInt(6) == 0) {
      from = 0;
      to = 4;
      start = "0";
      end = "L-1";
    } else if (random.nextInt(6) == 0) {
      from = 0;
      to = 3;
    }
    boolean rows = from == 0 && to == 3;
    running.add(new Running(name, from, to));
    String body = formula(depth - 1);
    running.removeLast();
    return "sum(" + name + " in " + (rows ? "rows" : start + ".." + end) + ": " + body + ")";
  }

  private String leaf() {
    return switch (random.nextInt(running.isEmpty() ? 8 : 12)) {
      case 0, 1 -> pick(leaves);
      case 2 -> pick(List.of("2", "0.5", "3", "1.25", "1e-1", "pi"));
      case 3, 8, 9, 10 -> "x[" + index(5) + "]";
      case 4 -> pick(List.of("u", "w")) + "[" + index(4) + "]";
      case 5 -> pick(List.of("tab", "m")) + "[" + index(4) + ", " + index(2) + "]";
      case 11 -> running.get(random.nextInt(running.size())).name();
      default -> pick(leaves);
    };
  }

  /** A place in an array of that length. */
  private String index(int length) {
    if (wild && random.nextInt(20) == 0) {
      return pick(List.of("-1", "" + length, "0.5", "s", "i", "x[0]", "1/2", "2^30*4", "a", "1e9"));
    }
    List<String> fitting = new ArrayList<>(List.of("" + random.nextInt(length)));
    for (Running index : running) {
      if (index.from() >= 0 && index.to() < length) {
        fitting.add(index.name());
      }
      if (index.from() >= 0 && index.to() < length - 1) {
        fitting.add(index.name() + "+1");
      }
      fitting.add("mod(" + index.name() + "+" + random.nextInt(3) + ", " + length + ")");
      fitting.add("mod(2*" + index.name() + "-1, " + length + ")");
      if (index.from() >= 0 && index.to() < 4 && length > 2) {
        fitting.add("group[" + index.name() + "]"); // 0 to 2
      }
    }
    return pick(fitting.size() > 1 ? fitting.subList(1, fitting.size()) : fitting);
  }

  private String pick(List<String> words) {
    return words.get(random.nextInt(words.size()));
  }
}
