package perrin.cli;

import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import perrin.errors.Shown;
import perrin.statistics.verdict.Verdict;

/**
 * Where a command prints.
 *
 * @param out results
 * @param err complaints, notices and progress
 * @param charset of both
 * @param columns width of the terminal that {@code err} is; 0 if it is none, and nothing must move
 * @param colours those of the terminal that {@code out} is; none where nobody wants them
 */
record Terminal(PrintStream out, PrintStream err, Charset charset, int columns, Colours colours) {
  /** What a terminal can show. */
  enum Colours {
    NONE,
    /** The eight of every terminal. */
    FEW,
    /** 256. */
    MANY,
    /** Those of 24 bits. */
    ALL;

    boolean areMany() {
      return this == MANY || this == ALL;
    }
  }

  /** What a terminal says in COLORTERM that shows colours of 24 bits. */
  private static final Set<String> ALL_COLOURS = Set.of("truecolor", "24bit");

  private static final String GREEN = "\u001b[32m";
  private static final String RED = "\u001b[31m";
  private static final String PLAIN_AGAIN = "\u001b[0m";

  /** What a terminal without these characters gets for them, one for one or more. */
  private static final String[][] PLAIN = {
    {"×", "x"},
    {"±", "+-"},
    {"—", "-"},
    {"–", "-"},
    {"−", "-"},
    {"…", "..."},
    {"·", "*"},
    {"⟨", "<"},
    {"⟩", ">"}
  };

  /** The terminal that the program was started in. */
  static Terminal system() {
    return new Terminal(
        System.out,
        System.err,
        System.out.charset(),
        NativeTerminal.columns(2),
        NativeTerminal.columns(1) > 0 ? wantedColours(System.getenv()) : Colours.NONE);
  }

  /**
   * As https://no-color.org asks; terminals with more than eight colours say so in TERM or
   * COLORTERM.
   */
  static Colours wantedColours(Map<String, String> environment) {
    String kind = environment.getOrDefault("TERM", "");
    if (!environment.getOrDefault("NO_COLOR", "").isEmpty()
        || kind.isEmpty()
        || kind.equals("dumb")) {
      return Colours.NONE;
    }
    if (ALL_COLOURS.contains(environment.getOrDefault("COLORTERM", ""))) {
      return Colours.ALL;
    }
    boolean many = kind.contains("256color") || environment.containsKey("COLORTERM");
    return many ? Colours.MANY : Colours.FEW;
  }

  /**
   * Prints a result. Whatever file a part of it came from, it prints: it moves no cursor and
   * changes no colours.
   */
  void print(String text) {
    write(Shown.printable(text));
  }

  /** Prints a result that must stay one line, so that no text in it can pass for another result. */
  void printLine(String text) {
    write(Shown.line(text));
  }

  /** Prints a verdict's line, {@code verdict: converged …}, its words in green or red. */
  void verdict(Verdict verdict, String line) {
    if (verdict.outcome() == Verdict.Outcome.NOT_APPLICABLE) {
      printLine(line);
    } else {
      verdict(verdict.outcome().words(), verdict.exitCode() == 0, line);
    }
  }

  /**
   * The same of any verdict.
   *
   * @param words that are coloured, behind {@code verdict:}
   * @param good whether in green
   */
  void verdict(String words, boolean good, String line) {
    String text = Shown.line(line);
    String head = "verdict: " + words;
    if (colours == Colours.NONE || !text.startsWith(head)) {
      write(text);
    } else {
      write((good ? GREEN : RED) + head + PLAIN_AGAIN + text.substring(head.length()));
    }
  }

  /** Prints a picture of our own, with the terminal's sequences for colours. */
  void picture(String text) {
    write(text);
  }

  private void write(String text) {
    out.println(readable(text));
    out.flush();
  }

  /** Whether all that was printed has arrived where it was to go. */
  boolean isComplete() {
    return !out.checkError();
  }

  /** Prints a complaint or a notice. */
  void complain(String line) {
    err.println("perrin: " + readable(Shown.line(line)));
    err.flush();
  }

  /** Whether the terminal shows more than ASCII. */
  boolean unicode() {
    return charset.equals(StandardCharsets.UTF_8);
  }

  /** A text in the characters that the terminal has. */
  String readable(String text) {
    if (charset.newEncoder().canEncode(text)) {
      return text;
    }
    String plain = text;
    for (String[] pair : PLAIN) {
      plain = plain.replace(pair[0], pair[1]);
    }
    return plain;
  }
}
