package perrin.run.text;

/** Takes what a run has to say besides its results, such as a fallback. */
@FunctionalInterface
public interface Notice {
  /** Something to know, that a quiet run keeps to itself. */
  void accept(String text);

  /** Something that has failed, or does not go where it should: said in any case. */
  default void urgent(String text) {
    accept(text);
  }

  /** Whether somebody reads this, who need not be told twice a day what is no fault. */
  default boolean isRead() {
    return false;
  }

  /** What is being done now and may take a moment; for whoever is watching. */
  default void underway(String text) {}
}
