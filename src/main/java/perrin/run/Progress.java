package perrin.run;

import java.util.Map;
import perrin.output.HistogramRecord;

/** Is told how far a run has come. */
public interface Progress extends AutoCloseable {
  /** Tells nobody. */
  Progress SILENT = (done, total) -> {};

  /**
   * The kernel is ready.
   *
   * @param backend name of the backend that will run it
   * @param device what it computes with, in words
   */
  default void begins(String backend, String device) {}

  /**
   * A run is taken up that was interrupted.
   *
   * @param done steps that were made before
   * @param total steps in all
   */
  default void resumes(long done, long total) {}

  /**
   * What the run takes.
   *
   * @param plan in words; empty where it is little
   */
  default void memory(String plan) {}

  /**
   * The run is over, and from now on the steps are those of its companion.
   *
   * @param name of the companion in a word, such as {@code dt/2}
   */
  default void companion(String name) {}

  /**
   * @param done walker-steps made
   * @param total walker-steps of the whole run
   */
  void steps(double done, double total);

  /** Whether somebody wants to see the histograms; asked after each chunk. */
  default boolean looks() {
    return false;
  }

  /**
   * What has been counted so far.
   *
   * @param point of a sweep, in words; empty without one
   * @param histograms by name, with their references as soon as these are known
   */
  default void look(String point, Map<String, HistogramRecord> histograms) {}

  @Override
  default void close() {}
}
