package perrin.run.resume;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import perrin.experiment.Experiment;
import perrin.files.WorkFolder;
import perrin.run.memory.Disk;
import perrin.run.text.Notice;

/**
 * The checkpoints of a run, beside its run file: {@code RUN.h5.resume} and, the one before, {@code
 * RUN.h5.resume-before}; of the points of a sweep {@code RUN.h5.resume.0}, and so on.
 */
public final class Checkpoints implements Keeper {
  private static final String ENDING = ".resume";
  private static final String BEFORE = "-before";

  private final Path file;
  private final Experiment experiment;
  private final double every;
  private final AtomicBoolean stop;
  private final Notice notice;
  private long begun = System.nanoTime();
  private long last = begun;

  /** Whether the last one could not be written. */
  private boolean failed;

  /**
   * @param run the run file
   * @param every seconds between two; infinite for none
   * @param stop set when the run is to stop
   * @param notice told of what cannot be written, and of what is taken up
   */
  public Checkpoints(
      Path run, Experiment experiment, double every, AtomicBoolean stop, Notice notice) {
    this(experiment, run.resolveSibling(run.getFileName() + ENDING), every, stop, notice);
  }

  private Checkpoints(
      Experiment experiment, Path file, double every, AtomicBoolean stop, Notice notice) {
    this.file = file;
    this.experiment = experiment;
    this.every = every;
    this.stop = stop;
    this.notice = notice;
  }

  /**
   * At how many steps a checkpoint is; empty where its file does not tell.
   *
   * @param checkpoint its file
   */
  public static OptionalLong steps(Path checkpoint) {
    return CheckpointFile.steps(checkpoint);
  }

  @Override
  public Keeper at(int point) {
    Checkpoints part =
        new Checkpoints(
            experiment.point(point),
            file.resolveSibling(file.getFileName() + "." + point),
            every,
            stop,
            notice);
    part.begun = begun;
    part.last = last;
    return part;
  }

  private Path before() {
    return file.resolveSibling(file.getFileName() + BEFORE);
  }

  @Override
  public Optional<Checkpoint> begin() {
    boolean there = Files.exists(file) || Files.exists(before());
    Optional<Checkpoint> found = read(file).or(() -> read(before()));
    if (there && found.isEmpty()) {
      notice.urgent(file + ": cannot be read, and is not taken up; the run begins anew");
    }
    return found;
  }

  private Optional<Checkpoint> read(Path from) {
    try {
      return CheckpointFile.read(from);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  @Override
  public String name() {
    return file.toString();
  }

  @Override
  public void requireRoom(Disk disk) {
    String name = file.getFileName().toString();
    disk.require(file.resolveSibling(name.substring(0, name.lastIndexOf(ENDING))));
  }

  @Override
  public boolean due() {
    return stop.get() || (System.nanoTime() - last) * 1e-9 >= every;
  }

  @Override
  public boolean dueAtEnd() {
    return stop.get() || (System.nanoTime() - begun) * 1e-9 >= every;
  }

  @Override
  public void keep(Supplier<Checkpoint> now) {
    Checkpoint checkpoint = now.get();
    last = System.nanoTime();
    boolean kept = write(checkpoint);
    if (stop.get()) {
      long steps = checkpoint.ensemble().steps();
      if (!kept) {
        throw new StoppedException("stopped, and where it was could not be kept");
      }
      throw new StoppedException(
          "stopped after "
              + steps
              + " of "
              + experiment.steps()
              + " steps; the same command goes on from there ("
              + file
              + ")");
    }
  }

  private boolean write(Checkpoint checkpoint) {
    try (WorkFolder work = WorkFolder.beside(file)) {
      Path whole = work.file("checkpoint");
      CheckpointFile.write(whole, checkpoint);
      if (Files.exists(file)) {
        Files.move(file, before(), StandardCopyOption.ATOMIC_MOVE);
      }
      WorkFolder.replace(whole, file);
      failed = false;
      return true;
    } catch (IOException e) {
      if (!failed) { // once, not every time until there is room again
        notice.urgent(
            file
                + ": where the run is could not be kept ("
                + e.getMessage()
                + (Files.exists(file) ? "; the one before is still there" : "")
                + "); the run goes on and tries again");
      }
      failed = true;
      return false;
    }
  }

  /** Deletes what there is: the run is whole, or begins anew. */
  public void clear() {
    int points = experiment.sweep().isEmpty() ? 0 : experiment.sweep().points();
    try {
      Files.deleteIfExists(file);
      Files.deleteIfExists(before());
      WorkFolder.clearLeft(file);
      for (int point = 0; point < points; point++) {
        Checkpoints part = (Checkpoints) at(point);
        Files.deleteIfExists(part.file);
        Files.deleteIfExists(part.before());
        WorkFolder.clearLeft(part.file);
      }
    } catch (IOException e) {
      notice.urgent(
          file + ": cannot be deleted (" + e.getMessage() + "); it is of no use any more");
    }
  }
}
