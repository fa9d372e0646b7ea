package perrin.run.memory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import perrin.backend.Grid;
import perrin.experiment.Experiment;
import perrin.experiment.Trajectories;
import perrin.kernel.Kernel;
import perrin.output.OutputException;

/**
 * What a run writes, at most, so that one that does not fit is refused before it has cost any time.
 *
 * @param runFile bytes of the run file
 * @param checkpoint bytes of one checkpoint, of which up to three are there at a time
 */
public record Disk(double runFile, double checkpoint) {
  private static final double GIBIBYTE = 0x1p30;
  private static final double MEBIBYTE = 0x1p20;

  /** Texts, headers, checksums. */
  private static final double BASE = 1 << 18;

  /** Of a cell in a run file: counts, edges, densities, references; deflated, its groups. */
  private static final double CELL = 5 * Double.BYTES + 384;

  /** Of a cell in a checkpoint: 64 groups in two halves. */
  private static final double CELL_IN_CHECKPOINT = 128 * Long.BYTES;

  /** Older than the last, the last, and the one that is being written. */
  private static final int CHECKPOINTS = 3;

  /**
   * The plan of a run.
   *
   * @param points of a sweep; else 1
   * @param keepFinals whether the final states go into the run file
   */
  public static Disk of(Experiment experiment, int points, Kernel kernel, boolean keepFinals) {
    double walkers = experiment.walkers();
    double states = walkers * kernel.precision().bytes() * kernel.variables().size();
    double cohorts = Math.ceil(walkers / Kernel.COHORT);
    double origins = walkers * Double.BYTES * kernel.sampling().remembered();
    double sums = cohorts * Double.BYTES * kernel.sampling().timeRows();
    double cells = Grid.of(experiment).stream().mapToDouble(Grid::cells).sum();
    double series = experiment.samples() * 2.0 * Double.BYTES;
    int observables = experiment.observables().size();
    double kept = keepFinals ? states + origins + sums : observables * cohorts * Double.BYTES;
    double paths =
        experiment
            .trajectories()
            .map(each -> paths(each, experiment) * kernel.precision().bytes())
            .orElse(0.0);
    double point = kept + cells * CELL + series * (observables + 1) + paths;
    double checkpoint =
        states + origins + sums + cells * CELL_IN_CHECKPOINT + series * observables + BASE;
    return new Disk(point * points + BASE, checkpoint);
  }

  private static double paths(Trajectories kept, Experiment experiment) {
    return kept.values(experiment.steps(), experiment.coordinates().dimension());
  }

  /**
   * Refuses a run file that its disk cannot hold.
   *
   * @throws OutputException with what it takes and what is free
   */
  public void require(Path file) {
    double free = free(file);
    if (runFile > free) {
      throw OutputException.unwritable(
          file,
          "it may take " + size(runFile) + " of disk, and free are " + size(free),
          "choose another folder with -o, fewer walkers, or --no-final");
    }
  }

  /** The plan in words. */
  public String words(Path file) {
    return "run file "
        + size(runFile)
        + " at most, checkpoints of a long run "
        + CHECKPOINTS
        + " x "
        + size(checkpoint)
        + "; free are "
        + size(free(file));
  }

  /** Bytes that may still be written beside a file; where nobody knows, any number. */
  private static double free(Path file) {
    try {
      return Files.getFileStore(file.toAbsolutePath().getParent()).getUsableSpace();
    } catch (IOException e) {
      return Double.POSITIVE_INFINITY;
    }
  }

  private static String size(double bytes) {
    return Double.isInfinite(bytes)
        ? "as many as are wanted"
        : bytes < 0.1 * GIBIBYTE
            ? String.format(Locale.ROOT, "%.1f MiB", bytes / MEBIBYTE)
            : String.format(Locale.ROOT, "%.2f GiB", bytes / GIBIBYTE);
  }
}
