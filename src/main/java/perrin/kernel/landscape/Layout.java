package perrin.kernel.landscape;

/** Where a walker's values lie, which decides when sums over indices become loops. */
public enum Layout {
  /** Each in a register of its own: sums over coordinates are written out. */
  REGISTERS(64, 2_000),
  /** In arrays that loops run over. */
  MEMORY(4, 100),
  /** Formulas that only the host evaluates, and that are searched for their parts. */
  HOST(100_000, 50_000);

  /** More components than this do not fit in the registers of a GPU's thread, or of a vector. */
  private static final int MOST_IN_REGISTERS = 16;

  private final int terms;
  private final long symbols;

  Layout(int terms, long symbols) {
    this.terms = terms;
    this.symbols = symbols;
  }

  public static Layout of(int dimension) {
    return dimension <= MOST_IN_REGISTERS ? REGISTERS : MEMORY;
  }

  /** Whether a sum is written out term by term. */
  boolean writesOut(int sumTerms, long sumSymbols) {
    return sumTerms <= terms && sumSymbols <= symbols;
  }
}
