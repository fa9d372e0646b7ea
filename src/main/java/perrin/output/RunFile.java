package perrin.output;

import io.jhdf.HdfFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/**
 * A run's results as one HDF5 file, laid out as docs/run-file.md says.
 *
 * <p>A file that exists is whole: it is written beside its place, forced to the disk, read again
 * and renamed.
 */
public final class RunFile {
  /** Version of the layout, the root's attribute {@code schema}. */
  public static final int SCHEMA = 1;

  private RunFile() {}

  /**
   * Writes a run file, replacing what was there.
   *
   * @throws OutputException if it cannot be written; then the target is as it was
   */
  public static void write(Path target, RunRecord run) {
    AtomicFile.write(target, file -> write(run, file), RunFile::readAll);
  }

  /**
   * Writes a run file where nothing is, however lately it has come.
   *
   * @param instead of a name that is taken: another in the same folder, or nothing to give up
   * @return the file that was written
   * @throws OutputException if it cannot be written
   */
  public static Optional<Path> writeNew(
      Path target, RunRecord run, Function<Path, Optional<Path>> instead) {
    return AtomicFile.writeNew(target, file -> write(run, file), RunFile::readAll, instead);
  }

  private static void write(RunRecord run, Path file) {
    RunLayout.write(run, file);
    AsciiText.declare(file, RunLayout.texts(run));
  }

  /**
   * To be called before a long run: throws if the target's folder cannot be written to.
   *
   * @throws OutputException with the reason and a remedy
   */
  public static void checkWritable(Path target) {
    AtomicFile.checkWritable(target);
  }

  /**
   * Reads what identifies a run and its verdict.
   *
   * @throws OutputException if it is not a whole run file
   */
  public static RunSummary summary(Path file) {
    return RunReader.read(file, RunReader::summary);
  }

  /**
   * Reads the experiment that a run was of, canonical JSON.
   *
   * @throws OutputException if it is not a whole run file
   */
  public static String experiment(Path file) {
    return RunReader.read(file, root -> RunReader.text(root.getDatasetByPath("experiment")));
  }

  /**
   * Writes the paths of a run into a file of their own, H5MD 1.1. A run file has more under {@code
   * /observables} than H5MD knows, at which MDAnalysis stumbles.
   *
   * @param point of a sweep; else 0
   * @param target must not be there
   * @throws OutputException if there are no paths, or it cannot be written
   */
  public static void exportPaths(Path run, int point, Path target) {
    TrajectoryRecord paths =
        open(run, contents -> contents.paths(point))
            .orElseThrow(() ->
                OutputException.unreadable(
                    run,
                    "it has no paths of walkers",
                    "run the experiment with trajectories: {walkers: 8, every: 10}"));
    String version = summary(run).perrinVersion();
    AtomicFile.writeNew(
        target,
        file -> {
          try (var root = HdfFile.write(file)) {
            TrajectoryLayout.writeAlone(root, paths, version);
          }
        },
        file -> {
          try (var root = new HdfFile(file)) {
            root.getByPath("particles/trajectory/position/value");
          }
        },
        taken -> {
          throw OutputException.unwritable(taken, "it is there already", "choose another name");
        });
  }

  /** Whether a file begins as HDF5 files do; false for one that cannot be read. */
  public static boolean isHdf5(Path file) {
    return RunReader.isHdf5(file);
  }

  /**
   * Compares all that is in a file with the checksums that were written with it.
   *
   * @throws OutputException where it is not what was written, or has no checksums
   */
  public static void verify(Path file) {
    RunReader.read(
        file,
        root -> {
          if (!Checksums.has(root)) {
            throw OutputException.unreadable(
                file, "it has no /checksums to compare with", "run the experiment again");
          }
          Checksums.verify(root);
          return true;
        });
  }

  /**
   * Opens a run file whose data belong together, and lets {@code use} take what it wants.
   *
   * @throws OutputException if it is not a whole run file, is not as it was written, or holds data
   *     that cannot be of one run
   */
  public static <T> T open(Path file, Function<RunContents, T> use) {
    return RunReader.read(
        file,
        root -> {
          if (Checksums.has(root)) {
            Checksums.verify(root);
          }
          return use.apply(RunContents.of(file, root));
        });
  }

  /**
   * Reads the whole record of a run: equal to what was written.
   *
   * @throws OutputException as {@link #open}
   */
  public static RunRecord read(Path file) {
    return open(file, RunContents::record);
  }

  /** Reads everything's header, so that a file that HDF5 cannot walk through is found now. */
  private static void readAll(Path file) {
    try (var root = RunReader.open(file)) {
      if (root.getAttribute(RunLayout.COMPLETE) == null || !Checksums.has(root)) {
        throw new IllegalStateException("it is not complete after writing");
      }
      RunTree.require(root, Files.size(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
