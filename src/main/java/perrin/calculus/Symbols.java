package perrin.calculus;

import perrin.language.Expr;

/** How long a formula is, with its sums written out. */
final class Symbols {
  /** Taken for a range whose ends are not plain numbers. */
  private static final long TYPICAL_RANGE = 16;

  private Symbols() {}

  static long count(Expr expression) {
    return switch (expression) {
      case Expr.Number number -> 1;
      case Expr.Word word -> 1;
      case Expr.Name name -> 1;
      case Expr.Element element -> 1;
      case Expr.Negate negate -> 1 + count(negate.of());
      case Expr.Binary binary -> 1 + count(binary.left()) + count(binary.right());
      case Expr.Call call -> 1 + call.arguments().stream().mapToLong(Symbols::count).sum();
      case Expr.Total total -> Math.min(1L << 40, terms(total.range()) * count(total.body()));
    };
  }

  private static long terms(Expr.Range range) {
    return range instanceof Expr.Range.Between(Expr.Number from, Expr.Number to)
        ? Math.max(0, (long) to.value() - (long) from.value() + 1)
        : TYPICAL_RANGE;
  }
}
