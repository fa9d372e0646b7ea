package perrin.language;

import java.util.List;

/** One line of a step program or of a function's definition. */
public sealed interface Statement {
  /** Offset in the text, from 0. */
  int at();

  /** {@code name = value}. */
  record Assignment(String name, Expr value, int at) implements Statement {}

  /** {@code repeat times { body }}. */
  record Repeat(int times, List<Statement> body, int at) implements Statement {
    public Repeat {
      body = List.copyOf(body);
    }
  }
}
