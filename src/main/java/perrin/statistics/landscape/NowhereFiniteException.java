package perrin.statistics.landscape;

/** An energy that has no finite value at any point of a mesh. */
public final class NowhereFiniteException extends RuntimeException {
  private static final long serialVersionUID = 1;

  NowhereFiniteException() {
    super("the energy is nowhere finite", null, false, false);
  }
}
