package perrin.cli;

import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import perrin.experiment.Shown;

/**
 * Where a command prints.
 *
 * @param out results
 * @param err complaints, notices and progress
 * @param charset of both
 * @param columns width of the terminal that {@code err} is; 0 if it is none, and nothing must move
 * @param colours whether {@code out} is a terminal with 256 colours, and nobody asked for none
 */
record Terminal(PrintStream out, PrintStream err, Charset charset, int columns, boolean colours) {
  /** What a terminal without these characters gets for them, one for one or more. */
  private static final String[][] PLAIN = {
    {"×", "x"},
    {"±", "+-"},
    {"—", "-"},
    {"–", "-"},
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
        NativeTerminal.columns(1) > 0 && wantsColours());
  }

  /** As https://no-color.org asks; terminals with 256 colours say so in TERM or COLORTERM. */
  private static boolean wantsColours() {
    String kind = System.getenv().getOrDefault("TERM", "");
    boolean many = kind.contains("256color") || System.getenv("COLORTERM") != null;
    return many && System.getenv().getOrDefault("NO_COLOR", "").isEmpty();
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
