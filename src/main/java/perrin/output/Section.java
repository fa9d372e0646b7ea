package perrin.output;

import io.jhdf.api.Group;
import java.util.Optional;
import perrin.experiment.Experiment;
import perrin.kernel.Kernel;
import perrin.statistics.Counted;
import perrin.statistics.EnsembleSums;

/**
 * What one kind of measure leaves behind at each point of a run, and its group of the run file.
 * What {@link Sections#ALL} lists is collected after a run, written with the axes of a sweep in
 * front, read again and compared.
 *
 * @param <T> what is collected; equal to another where all its values are
 */
public interface Section<T> {
  /** Name of its group in the file's root. */
  String group();

  /** What is there where nothing was measured; it is not written. */
  T nothing();

  /** What the sums of an ensemble say when its run is over. */
  T collect(Source source);

  /** Writes it into its group. */
  void write(ResultTree group, T part);

  /** Reads what {@link #write} wrote. */
  T read(Group group, PointReader point);

  /**
   * A run that is over.
   *
   * @param sgd what was measured of the noise of mini-batches
   * @param best each walker's lowest energy, where it was kept
   * @param accepted how often steps were accepted
   */
  record Source(
      Experiment experiment,
      Kernel kernel,
      EnsembleSums sums,
      SgdRecord sgd,
      Optional<BestRecord> best,
      AcceptanceRecord accepted) {
    /** How many walkers counted. */
    Counted counted() {
      return Counted.of(experiment, kernel, sums);
    }
  }
}
