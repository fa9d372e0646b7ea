package perrin.report;

import java.nio.file.Path;
import perrin.experiment.Outline;
import perrin.output.Digest;
import perrin.output.OutputException;
import perrin.output.RunFile;
import perrin.output.RunRecord;

/**
 * A run file that is compared with others.
 *
 * @param run without final states and paths
 * @param outline what its experiment says of the data
 * @param hasFinals whether the file holds the walkers' final states
 */
record ComparedRun(Path file, RunRecord run, Outline outline, Digest digest, boolean hasFinals) {
  /**
   * Reads a run file.
   *
   * @throws OutputException where it is not a whole run file
   */
  static ComparedRun read(Path file) {
    Digest digest = Digest.of(file);
    return RunFile.open(
        file,
        contents ->
            new ComparedRun(
                file, contents.withoutWalkers(), contents.outline(), digest, contents.hasFinals()));
  }

  /** Whether all numbers that both files hold are the same, and there are any. */
  boolean isIdentical(ComparedRun other) {
    var first = run.points().getFirst();
    boolean anything =
        !first.observables().isEmpty()
            || !first.histograms().isEmpty()
            || hasFinals && other.hasFinals;
    return anything
        && digest.histograms().equals(other.digest.histograms())
        && digest.observables().equals(other.digest.observables())
        && (!hasFinals || !other.hasFinals || digest.finals().equals(other.digest.finals()));
  }
}
