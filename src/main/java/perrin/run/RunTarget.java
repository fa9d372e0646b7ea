package perrin.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import perrin.experiment.Experiment;
import perrin.output.OutputException;
import perrin.output.RunFile;
import perrin.output.RunSummary;

/**
 * Where a run file goes, and what is there already: results are neither made twice nor lost.
 *
 * @param file the run file
 */
public record RunTarget(Path file) {
  private static final String REMEDY = "; choose another file with -o, or --force to overwrite it";

  /**
   * The file that is asked for, else the experiment's name with {@code .h5} in the current folder.
   *
   * @throws TargetTakenException where that is the experiment file itself
   */
  public static RunTarget of(Path experimentFile, Optional<Path> wanted) {
    Path file =
        wanted.orElseGet(() -> {
          String name = experimentFile.getFileName().toString();
          return Path.of(name.replaceFirst("(?i)\\.(ya?ml|json)$", "") + ".h5");
        });
    if (isSame(experimentFile, file)) {
      throw new TargetTakenException(
          file + ": is the experiment itself; choose another file with -o", null);
    }
    return new RunTarget(file);
  }

  private static boolean isSame(Path a, Path b) {
    try {
      return Files.exists(b) && Files.isSameFile(a, b);
    } catch (IOException _) {
      return false; // what is wrong with it will be said when it is written
    }
  }

  /**
   * The run that is there, if it is of the same experiment.
   *
   * @throws TargetTakenException where something else is there
   */
  public Optional<RunSummary> kept(Experiment experiment) {
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS) || !Files.isRegularFile(file)) {
      return Optional.empty(); // a folder is refused when it is written to
    }
    RunSummary summary;
    try {
      summary = RunFile.summary(file);
    } catch (OutputException e) {
      throw new TargetTakenException(
          file + ": exists and is no run of this experiment" + REMEDY, e);
    }
    if (!summary.experimentSha256().equals(experiment.sha256())) {
      throw new TargetTakenException(
          file + ": holds another experiment (" + summary.title() + ")" + REMEDY, null);
    }
    return Optional.of(summary);
  }

  /**
   * To be called before a long run.
   *
   * @throws OutputException where the run file could not be written in the end
   */
  public void check(Experiment experiment, boolean keepFinals) {
    RunFile.checkWritable(file);
    if (keepFinals) {
      RunFile.checkFinalSize(file, experiment.walkers(), experiment.precision().bytes());
    }
  }

  /**
   * Where a finished run goes: its file, unless another run has put a file there meanwhile; then a
   * name of its own beside it, for neither result may be lost.
   */
  public Path whenDone(Experiment experiment, boolean force) {
    try {
      if (!force) {
        kept(experiment);
      }
      return file;
    } catch (TargetTakenException e) {
      String name = file.getFileName().toString().replaceFirst("(?i)\\.h5$", "");
      return file.resolveSibling(name + "-" + experiment.sha256().substring(0, 8) + ".h5");
    }
  }
}
