package perrin.language;

import java.util.List;
import java.util.Optional;

/** One line of a step program or of a function's definition. */
public sealed interface Statement {
  /** Offset in the text, from 0. */
  int at();

  /** {@code name = value}. */
  record Assignment(String name, Expr value, int at) implements Statement {}

  /** {@code repeat times { body }}, or {@code repeat times while condition { body }}. */
  record Repeat(int times, Optional<Expr> condition, List<Statement> body, int at)
      implements Statement {
    public Repeat {
      body = List.copyOf(body);
    }
  }

  /** {@code accept(probability, name = value, …)}. */
  record Accept(Expr probability, List<Assignment> news, int at) implements Statement {
    public Accept {
      news = List.copyOf(news);
    }
  }
}
