package perrin.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import perrin.experiment.Experiment;
import perrin.experiment.ExperimentFile;
import perrin.files.WorkFolder;
import perrin.output.OutputException;
import perrin.run.resume.Shard;

/**
 * The folder of a run in shards. What it was made for never changes; shards, checkpoints and logs
 * are added to it, and in the end the run file.
 */
final class RunFolder {
  static final String EXPERIMENT_FILE = "experiment.yaml";
  static final String RUN_FILE = "run.h5";
  static final String LOGS = "logs";
  private static final String EXPERIMENT = "experiment";
  private static final String SUBMISSION = "submission.json";
  private static final String JOBS = "jobs.txt";
  private static final String LOCK = ".lock";
  private static final String SHARD = "run";

  private final Path path;

  private RunFolder(Path path) {
    this.path = path;
  }

  /** Where it is, or would be; links in its name stay, for other machines may have others. */
  static RunFolder at(Path folder) {
    Path absolute = folder.toAbsolutePath();
    try {
      boolean up =
          Stream.iterate(absolute, p -> p != null, Path::getParent).anyMatch(p -> p.endsWith(".."));
      Path parent = absolute.getParent();
      if (up && parent != null && Files.exists(parent)) {
        return new RunFolder(
            absolute.endsWith("..")
                ? absolute.toRealPath()
                : parent.toRealPath().resolve(absolute.getFileName()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new RunFolder(absolute.normalize());
  }

  /** One that is there. */
  static RunFolder open(Path folder) {
    RunFolder there = at(folder);
    if (!there.isThere()) {
      throw new RefusedException(
          folder
              + (Files.exists(folder)
                  ? ": is no folder of perrin submit"
                  : ": there is no such folder"));
    }
    return there;
  }

  Path path() {
    return path;
  }

  Path file(String name) {
    return path.resolve(name);
  }

  Path experimentFile() {
    return path.resolve(EXPERIMENT).resolve(EXPERIMENT_FILE);
  }

  Path runFile() {
    return path.resolve(RUN_FILE);
  }

  Path log(int shard) {
    return path.resolve(LOGS).resolve("shard-" + shard + ".log");
  }

  Path mergeLog() {
    return path.resolve(LOGS).resolve("merge.log");
  }

  boolean isThere() {
    return Files.isRegularFile(path.resolve(SUBMISSION));
  }

  boolean isMerged() {
    return Files.isRegularFile(runFile());
  }

  Path shard(int number, int of) {
    return path.resolve(SHARD + Shard.ending(number, of));
  }

  /** The shards that are not there yet. */
  List<Integer> missing(int of) {
    return IntStream.range(0, of).filter(k -> !Files.isRegularFile(shard(k, of))).boxed().toList();
  }

  Submission submission() {
    Path file = path.resolve(SUBMISSION);
    try {
      return Submission.read(Files.readString(file), file.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The experiment that it was made for. */
  Experiment experiment() {
    return ExperimentFile.load(experimentFile(), List.of());
  }

  /** Makes it whole or not at all, where nothing is, or an empty folder. */
  void create(FrozenExperiment experiment, Submission submission, Map<String, String> scripts) {
    byte[] random = new byte[8];
    ThreadLocalRandom.current().nextBytes(random);
    Path name = path.getFileName();
    RunFolder fresh =
        new RunFolder(path.resolveSibling("." + name + "." + HexFormat.of().formatHex(random)));
    try {
      Files.createDirectory(fresh.path);
      try {
        Files.createDirectory(fresh.path.resolve(LOGS));
        experiment.write(Files.createDirectory(fresh.path.resolve(EXPERIMENT)));
        fresh.put(submission, scripts);
        Files.move(fresh.path, path, StandardCopyOption.ATOMIC_MOVE);
      } catch (DirectoryNotEmptyException | FileAlreadyExistsException _) {
        throw new RefusedException(
            path + ": exists and is no folder of perrin submit; -o names another");
      } finally {
        delete(fresh.path);
      }
    } catch (IOException e) {
      throw OutputException.unwritable(path, e);
    }
  }

  /** Writes what may change from one submission to the next. */
  void put(Submission submission, Map<String, String> scripts) {
    scripts.forEach(this::put);
    put(SUBMISSION, submission.json());
  }

  /** What is in a file of it; empty where there is none. */
  Optional<String> text(String name) {
    try {
      Path file = path.resolve(name);
      return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void put(String name, String text) {
    Path file = path.resolve(name);
    try {
      if (Files.exists(file) && Files.readString(file).equals(text)) {
        return;
      }
      try (WorkFolder work = WorkFolder.beside(file)) {
        Path whole = Files.writeString(work.file(name), text);
        WorkFolder.replace(whole, file);
      }
    } catch (IOException e) {
      throw OutputException.unwritable(file, e);
    }
  }

  /** Adds a line to the list of what was submitted. */
  void remember(String line) {
    try {
      Files.writeString(
          path.resolve(JOBS), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Does something while no other process does the same. */
  void alone(Runnable task) {
    try (FileChannel channel =
            FileChannel.open(
                path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = locked(channel)) {
      task.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private FileLock locked(FileChannel channel) {
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return lock;
      }
    } catch (IOException _) {
      return null; // a file system without locks
    }
    throw new RefusedException(path + ": another perrin submit is at work here; wait for it");
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
