package perrin.yaml;

import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** What is wrong with a text that is not YAML, in the words of somebody who writes formulas. */
final class YamlProblem {
  static final String QUOTES = "put it in quotes, \"sum(i in 0..9: x[i])\"";

  private YamlProblem() {}

  /**
   * The parser's complaint in plain words.
   *
   * @param line of the trouble, from 1
   */
  static String of(MarkedYamlEngineException e, int line) {
    var begun =
        e.getContextMark()
            .map(mark -> mark.getLine() + 1)
            .filter(first -> first < line && !isBehindEnd(e.getProblem()))
            .map(first -> " (what is open here began in line " + first + ")")
            .orElse("");
    return plainly(e.getProblem(), begun.isEmpty()) + begun;
  }

  /**
   * The parser's commonest complaints in the words of somebody who writes formulas.
   *
   * @param inOneLine whether what is open began in the line of the trouble
   */
  private static String plainly(String problem, boolean inOneLine) {
    if (problem.contains("TAB")) {
      return "a tab; indent with spaces";
    }
    if (problem.contains("chomping or indentation")) {
      return "not YAML: a value that begins with | or > is a text of several lines; "
          + "an absolute value is written abs(x)";
    }
    if (problem.contains("mapping values are not allowed")) {
      return "not YAML: \": \" where no key can be; indent correctly; if it belongs to a formula or a text, "
          + QUOTES;
    }
    if (problem.endsWith("but got [")) {
      return "not YAML: \"[\" within { } or [ ]; put a formula with an index in quotes, \"x[0]\"";
    }
    if (problem.endsWith("but got :")) {
      return inOneLine
          ? "not YAML: \": \" within a value; if it belongs to a formula, " + QUOTES
          : "not YAML: a bracket { or [ is not closed";
    }
    if (isBehindEnd(problem)) {
      return "not YAML: text behind the end of a value; "
          + "put the whole value in quotes, and close all quotes and brackets";
    }
    if (problem.contains("expected '<document start>'")) {
      return "not YAML: this key is indented less than the first; let all begin in one column";
    }
    if (problem.contains("unexpected end of stream")) {
      return "not YAML: a quote is not closed";
    }
    if (problem.contains("cannot start any token")) {
      return "not YAML: "
          + problem.replaceFirst(" that cannot.*", "")
          + "; put the value in quotes";
    }
    return "not YAML: " + problem;
  }

  private static boolean isBehindEnd(String problem) {
    return problem.endsWith("found '<scalar>'");
  }
}
