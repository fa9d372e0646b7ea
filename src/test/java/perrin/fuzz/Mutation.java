package perrin.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Spoils texts a little: characters, words, lines and numbers. */
final class Mutation {
  private static final String ALPHABET =
      "xyisqabnt0179.eE+-*/^()[]{}<>=!&|,;:_ \n#?\"'\\%@`~\t²π−🌊\uFEFF\u0000\u0007é\r\u000B\f\u0085\u2028\u2029\u001b\u202e";
  private static final List<String> WORDS =
      List.of(
          "0",
          "-1",
          "1e400",
          "1e-400",
          "1e9",
          "1073741824",
          "2147483648",
          "1e18",
          "0x1",
          "{x: normal(normal(),uniform())}",
          "]}",
          "\"0.5 # kT\"",
          "\"x # c\\u2028\"",
          "\"- 3 # c\"",
          "\"\\ud800\"",
          "1_000_000",
          "sum(j in 1..10000000: j)",
          ".5",
          "1..2",
          "NaN",
          ".inf",
          "null",
          "~",
          "true",
          "[]",
          "{}",
          "[1, 2]",
          "{a: 1}",
          "x",
          "x[0]",
          "x[5]",
          "x[-1]",
          "i",
          "rows",
          "sum(i in 0..4: x[i])",
          "sum(j in 0..1e9: j)",
          "sum(j in 3..1: j)",
          "if(s > 0, 1, 2)",
          "kT",
          "dt",
          "n",
          "t",
          "energy",
          "walker",
          "normal()",
          "gradient(x)",
          "1/0",
          "log(-1)",
          "s == q",
          "repeat 3 {",
          "}",
          "&x",
          "*x",
          "!!str",
          "- ",
          "? ",
          ": ",
          " #",
          "|",
          ">",
          "\r\n",
          "\uFEFF",
          "periodic(0, 1)",
          "s^1000000",
          "s^0.3",
          "exp(1000)");
  private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z_0-9-]*|[0-9.]+");

  private final Random random;

  Mutation(Random random) {
    this.random = random;
  }

  String of(String text, int edits) {
    StringBuilder changed = new StringBuilder(text);
    for (int k = 0; k < edits; k++) {
      edit(changed);
    }
    return changed.toString();
  }

  private void edit(StringBuilder text) {
    int from = random.nextInt(text.length() + 1);
    int to = Math.min(text.length(), from + random.nextInt(5));
    switch (random.nextInt(10)) {
      case 0 -> text.delete(from, to);
      case 1, 2 -> text.replace(from, Math.min(text.length(), from + 1), character());
      case 3 -> text.insert(from, character());
      case 4 -> text.insert(random.nextInt(text.length() + 1), text.substring(from, to));
      case 5, 6 -> replaceWord(text, WORDS.get(random.nextInt(WORDS.size())));
      case 7 -> replaceWord(text, wordOf(text));
      case 8 -> moveLine(text);
      default -> replaceWord(text, "(" + wordOf(text) + ")".repeat(random.nextInt(3)));
    }
  }

  private String character() {
    int at = random.nextInt(ALPHABET.codePointCount(0, ALPHABET.length()));
    return Character.toString(ALPHABET.codePointAt(ALPHABET.offsetByCodePoints(0, at)));
  }

  private void replaceWord(StringBuilder text, String word) {
    List<int[]> places = words(text);
    if (!places.isEmpty()) {
      int[] place = places.get(random.nextInt(places.size()));
      text.replace(place[0], place[1], word);
    }
  }

  private String wordOf(StringBuilder text) {
    List<int[]> places = words(text);
    if (places.isEmpty()) {
      return "x";
    }
    int[] place = places.get(random.nextInt(places.size()));
    return text.substring(place[0], place[1]);
  }

  private static List<int[]> words(StringBuilder text) {
    List<int[]> places = new ArrayList<>();
    Matcher matcher = WORD.matcher(text);
    while (matcher.find()) {
      places.add(new int[] {matcher.start(), matcher.end()});
    }
    return places;
  }

  /** Takes a line away, repeats it, or indents it. */
  private void moveLine(StringBuilder text) {
    List<String> lines = new ArrayList<>(List.of(text.toString().split("\n", -1)));
    int at = random.nextInt(lines.size());
    String line = lines.remove(at);
    switch (random.nextInt(4)) {
      case 0 -> {}
      case 1 -> lines.addAll(at, List.of(line, line));
      case 2 -> lines.add(at, "  " + line);
      default -> lines.add(random.nextInt(lines.size() + 1), line);
    }
    text.setLength(0);
    text.append(String.join("\n", lines));
  }
}
