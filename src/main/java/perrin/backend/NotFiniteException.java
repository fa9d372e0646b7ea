package perrin.backend;

import java.util.List;

/** A walker's energy, or another value, is no longer a finite number. */
public final class NotFiniteException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final String what;
  private final String where;
  private final String remedy;
  private final long walker;
  private final long step;
  private final boolean explained;
  private final List<double[]> places;

  /**
   * @param value what is not finite, such as {@code energy}
   * @param walker its global number
   * @param step steps made when it was first seen
   * @param position where the walker is, such as {@code x = 1.0}
   * @param before where it was one step earlier; empty at step 0
   * @param places the same as numbers, the last first, shape [1 or 2][coordinates]; may be empty
   */
  public NotFiniteException(
      String value, long walker, long step, String position, String before, List<double[]> places) {
    this(
        value + " is not finite: walker " + walker,
        ", step "
            + step
            + ", "
            + position
            + (before.isEmpty() ? "" : " (a step before: " + before + ")"),
        step == 0
            ? "start the walkers where the energy is defined"
            : "make dt smaller, or give an energy that confines and is defined everywhere",
        walker,
        step,
        false,
        places);
  }

  /**
   * @param what to the walker's number
   * @param where what comes after it
   */
  private NotFiniteException(
      String what,
      String where,
      String remedy,
      long walker,
      long step,
      boolean explained,
      List<double[]> places) {
    super(what + where + "; " + remedy);
    this.what = what;
    this.where = where;
    this.remedy = remedy;
    this.walker = walker;
    this.step = step;
    this.explained = explained;
    this.places = List.copyOf(places);
  }

  /** The same, told by somebody who knows why. */
  public NotFiniteException because(String reasonAndRemedy) {
    return new NotFiniteException(what, where, reasonAndRemedy, walker, step, true, places);
  }

  /**
   * The same, said to have been at a point of a sweep.
   *
   * @param first the global number of the point's first walker; numbers in the point's final states
   *     begin there
   */
  public NotFiniteException at(String point, long first) {
    String own = first == 0 ? "" : " (this point's " + (walker - first) + ")";
    return new NotFiniteException(
        "at " + point + ": " + what + own, where, remedy, walker, step, explained, places);
  }

  /** Where the walker was, the last place first, as far as it is known. */
  public List<double[]> places() {
    return places;
  }

  /** Whether somebody has told why. */
  public boolean isExplained() {
    return explained;
  }

  /** Whether it happened before another; of those of one step, the lower walker's comes first. */
  boolean isBefore(NotFiniteException other) {
    return step != other.step ? step < other.step : walker <= other.walker;
  }

  /** The walker's global number. */
  public long walker() {
    return walker;
  }

  /** Steps made when it was first seen. */
  public long step() {
    return step;
  }
}
