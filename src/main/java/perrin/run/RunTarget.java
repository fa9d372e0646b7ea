package perrin.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import perrin.errors.ExperimentException;
import perrin.experiment.Data;
import perrin.experiment.Differences;
import perrin.experiment.Experiment;
import perrin.experiment.Table;
import perrin.output.OutputException;
import perrin.output.RunFile;
import perrin.output.RunRecord;
import perrin.output.RunSummary;
import perrin.run.resume.TargetTakenException;

/**
 * Where a run file goes, and what is there already: results are neither made twice nor lost.
 *
 * @param file the run file
 * @param before what tells the file that was there at first from any other; "" for none
 */
public record RunTarget(Path file, String before) {
  /** A run file's experiment runs again beside it, whose place that file has. */
  private static final String AGAIN = "-again.h5";

  private static final String REMEDY = "; choose another file with -o, or --force to overwrite it";

  /**
   * The file that is asked for, else the experiment's name with {@code .h5} in the current folder;
   * {@code RUN-again.h5} where the experiment is that of a run file.
   *
   * @throws TargetTakenException where that is the experiment file itself, or its data file
   */
  public static RunTarget of(Path experimentFile, Experiment experiment, Optional<Path> wanted) {
    Path file = name(experimentFile, wanted);
    if (isSame(experimentFile, file)) {
      throw new TargetTakenException(
          file + ": is the experiment itself; choose another file with -o", null);
    }
    Stream<Data.Source> read =
        Stream.concat(
            experiment.data().flatMap(Data::source).stream(),
            experiment.tables().values().stream()
                .flatMap(table -> table.source().map(Table.Source::file).stream()));
    if (read.anyMatch(source -> isSame(experimentFile.resolveSibling(source.file()), file))) {
      throw new TargetTakenException(
          file + ": is the experiment's data; choose another file with -o", null);
    }
    return new RunTarget(file, there(file));
  }

  /** The name alone, as {@link #of} finds it. */
  public static Path name(Path experimentFile, Optional<Path> wanted) {
    return wanted.orElseGet(() -> {
      String name = experimentFile.getFileName().toString();
      return RunFile.isHdf5(experimentFile)
          ? Path.of(name.replaceFirst("(?i)\\.h5$", "") + AGAIN)
          : Path.of(name.replaceFirst("(?i)\\.(ya?ml|json)$", "") + ".h5");
    });
  }

  /** A run file whose place another one is to take. */
  public static RunTarget at(Path file) {
    return new RunTarget(file, there(file));
  }

  private static String there(Path file) {
    try {
      var attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return attributes.fileKey() + " " + attributes.size() + " " + attributes.lastModifiedTime();
    } catch (IOException _) {
      return "";
    }
  }

  /** Whether both are there and the same file. */
  public static boolean isSame(Path a, Path b) {
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
          file + ": holds another experiment" + differences(experiment) + REMEDY, null);
    }
    return Optional.of(summary);
  }

  /** {@code : temperature: 0.5 there, 0.6 here}; empty where what is there cannot be read. */
  private String differences(Experiment experiment) {
    try {
      return ": " + Differences.of(RunFile.experiment(file), experiment.canonicalJson());
    } catch (OutputException | ExperimentException _) {
      return "";
    }
  }

  /**
   * To be called before a long run.
   *
   * @throws OutputException where the run file could not be written in the end
   */
  public void check() {
    RunFile.checkWritable(file);
  }

  /**
   * Writes a finished run: to its file, unless another run has put one there meanwhile; then to a
   * name of its own beside it, for neither result may be lost.
   *
   * @param writer of the run
   * @param force whether what was there when the run began may be replaced
   * @param tell is told where the run does not go to its file
   * @return the file that holds the run
   * @throws OutputException where it cannot be written
   */
  public Path write(Writer writer, Experiment experiment, boolean force, Consumer<String> tell) {
    if (force && there(file).equals(before)) {
      writer.replace(file);
      return file;
    }
    List<Path> taken = new ArrayList<>();
    Optional<Path> written =
        writer.writeNew(
            file,
            name -> {
              taken.add(name);
              return holds(name, experiment)
                  ? Optional.empty()
                  : Optional.of(beside(experiment, taken.size()));
            });
    if (written.isEmpty()) {
      tell.accept(
          taken.getLast()
              + ": another run of the same experiment has put its result there meanwhile; that one"
              + " is kept");
    } else if (!taken.isEmpty()) {
      tell.accept(file + ": taken by another run meanwhile; this one goes to " + written.get());
    }
    return written.orElseGet(taken::getLast);
  }

  /** Writes one run. */
  public interface Writer {
    /** As a run file. */
    static Writer of(RunRecord run) {
      return new Writer() {
        @Override
        public void replace(Path file) {
          RunFile.write(file, run);
        }

        @Override
        public Optional<Path> writeNew(Path file, Function<Path, Optional<Path>> instead) {
          return RunFile.writeNew(file, run, instead);
        }
      };
    }

    /** In place of what is there. */
    void replace(Path file);

    /**
     * Where nothing is.
     *
     * @param instead of a name that is taken: another, or nothing to give up
     * @return the file that was written
     */
    Optional<Path> writeNew(Path file, Function<Path, Optional<Path>> instead);
  }

  private static boolean holds(Path taken, Experiment experiment) {
    try {
      return RunFile.summary(taken).experimentSha256().equals(experiment.sha256());
    } catch (OutputException _) {
      return false;
    }
  }

  /** {@code run-1a2b3c4d.h5}; where that is taken too, {@code run-1a2b3c4d-2.h5} and so on. */
  private Path beside(Experiment experiment, int number) {
    String name = file.getFileName().toString().replaceFirst("(?i)\\.h5$", "");
    String which = number == 1 ? "" : "-" + number;
    return file.resolveSibling(name + "-" + experiment.sha256().substring(0, 8) + which + ".h5");
  }
}
