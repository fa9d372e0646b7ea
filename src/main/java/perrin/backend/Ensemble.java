package perrin.backend;

import java.util.List;
import perrin.kernel.SharedNumbers;
import perrin.statistics.EnsembleSums;
import perrin.statistics.HistogramCounts;
import perrin.statistics.WalkerArray;

/**
 * All walkers of a run, in the memory of the machine or of its GPU. What it computes does not
 * depend on the backend, on threads, or on how steps are cut into chunks.
 */
public interface Ensemble extends EnsembleSums, AutoCloseable {
  /**
   * Sets all walkers to their start values.
   *
   * @param shared what all walkers share, rounded to the walkers' precision
   * @throws NotFiniteException where a walker cannot start
   */
  void start(long seed, SharedNumbers shared);

  /**
   * Sets all walkers to given values instead: those where another program's walkers ended. The
   * first chunk says which step comes next; where something is correlated, no sample may lie before
   * it.
   *
   * @param variables the walkers' values by {@link perrin.kernel.Kernel#variables}, each of shape
   *     [walkers], in the walkers' precision; not modified
   * @throws IllegalArgumentException where they are not as many as the program's
   * @throws NotFiniteException where a walker has no finite values there; it names step 0
   */
  void load(long seed, SharedNumbers shared, List<WalkerArray> variables);

  /**
   * All that later results depend on, at the end of the steps that were asked for.
   *
   * @throws BackendException where the noise cannot be taken up again
   * @throws NotFiniteException where a walker's values stopped being finite
   */
  EnsembleSnapshot snapshot();

  /**
   * The same, where possible without a copy of the walkers: for those who have done with it before
   * more steps are made, which may change it.
   */
  default EnsembleSnapshot present() {
    return snapshot();
  }

  /**
   * Takes up where an ensemble of the same program was, on whatever backend: counts and sums become
   * the snapshot's, and the next chunk is to begin with step {@link EnsembleSnapshot#steps}.
   *
   * @param seed the same as there, and so are the numbers
   * @throws IllegalArgumentException where the snapshot is of another program
   * @throws BackendException where the noise cannot be taken up again
   */
  void restore(long seed, SharedNumbers shared, EnsembleSnapshot snapshot);

  /**
   * Makes the chunk's steps, which follow those of the chunk before, and takes its samples. A
   * device may still be at it when this returns, so that the caller can use the chunk before's
   * samples meanwhile: {@link #await} waits for the end, and so does all that asks for values.
   *
   * @param rows what changes from step to step, see {@link TileKernel#table}
   * @throws NotFiniteException where a walker's values stop being finite, in this chunk or the one
   *     before
   */
  SampleSums run(Chunk chunk, double[] rows);

  /**
   * Waits until all steps asked for are made.
   *
   * @throws NotFiniteException where a walker's values stopped being finite
   */
  default void await() {}

  /** The present values of variable i, shape [walkers]. */
  WalkerArray variable(int i);

  /**
   * The same, where possible without a copy: for those who make no more steps, which may change the
   * values. It remains readable when the ensemble is closed.
   */
  default WalkerArray view(int i) {
    return variable(i);
  }

  /**
   * Of each correlated quantity the samples that later ones may be compared with, as in {@link
   * EnsembleSnapshot}.
   */
  List<List<double[]>> origins();

  /** Counts of histogram h so far. */
  HistogramCounts counts(int h);

  /** Seconds spent stepping so far, as if all threads had stepped all that time. */
  double steppingSeconds();

  /** How many work on it, for people: {@code 2 threads}. */
  String workers();

  /** How many samples a chunk may have; 1 at least. */
  long samplesAtOnce();

  @Override
  void close();
}
