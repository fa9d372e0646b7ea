package perrin.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import perrin.run.resume.Shard;

/**
 * How far a run folder is: what its files say first, then the queue.
 *
 * @param title of the experiment
 * @param submission what the folder was made for
 * @param shards the state of each, by number
 * @param kept for unfinished shards that have a checkpoint, when the last was written, in seconds
 *     ago
 * @param merge the merge's state
 * @param queue what stands in it, of shards and merge; empty where Slurm does not tell
 * @param unknown why it does not
 */
public record FolderStatus(
    String title,
    Submission submission,
    List<State> shards,
    Map<Integer, Long> kept,
    State merge,
    Optional<List<String>> queue,
    String unknown) {

  /** What a shard or the merge is doing. */
  public enum Phase {
    /** Its file is there. */
    FINISHED,
    RUNNING,
    WAITING,
    /** Told to end; it goes on when it is submitted again. */
    STOPPED,
    FAILED,
    /** No job of it has begun. */
    MISSING
  }

  /**
   * @param words why it waits or has failed; may be empty
   */
  public record State(Phase phase, String words) {}

  private static final int STOPPED_EXIT = 85;

  public FolderStatus {
    shards = List.copyOf(shards);
    kept = Map.copyOf(kept);
  }

  /** Reads the folder, and asks Slurm. */
  public static FolderStatus of(Path path) {
    RunFolder folder = RunFolder.open(path);
    Submission submission = folder.submission();
    Optional<List<Slurm.Job>> queue = Optional.empty();
    String unknown = "";
    try {
      queue = Optional.of(Slurm.queue(List.of(submission.shardsJob(), submission.mergeJob())));
    } catch (SchedulerException e) {
      unknown = e.getMessage();
    }
    // Behind the queue: a shard that ends meanwhile is finished, not lost.
    Map<Integer, Slurm.Job> tasks = new TreeMap<>();
    Optional<Slurm.Job> merging = Optional.empty();
    for (Slurm.Job job : queue.orElse(List.of())) {
      if (job.name().equals(submission.mergeJob())) {
        merging = Optional.of(job);
      } else {
        tasks.put(job.task(), job);
      }
    }
    List<State> shards = new ArrayList<>();
    for (int k = 0; k < submission.shards(); k++) {
      boolean finished = Files.isRegularFile(folder.shard(k, submission.shards()));
      shards.add(state(finished, Optional.ofNullable(tasks.get(k)), folder.log(k)));
    }
    return new FolderStatus(
        folder.experiment().title(),
        submission,
        shards,
        kept(folder, submission),
        state(folder.isMerged(), merging, folder.mergeLog()),
        queue.map(jobs -> jobs.stream().map(Slurm.Job::id).toList()),
        unknown);
  }

  private static State state(boolean finished, Optional<Slurm.Job> job, Path logFile) {
    if (finished) {
      return new State(Phase.FINISHED, "");
    }
    if (job.isPresent()) {
      return new State(
          job.get().isWaiting() ? Phase.WAITING : Phase.RUNNING,
          (job.get().restarts() > 0 ? "restart " + job.get().restarts() + ", " : "")
              + (job.get().isWaiting() ? job.get().reason() : job.get().state()));
    }
    JobLog log = JobLog.read(logFile);
    if (!log.there()) {
      return new State(Phase.MISSING, "");
    }
    boolean stopped = log.exit().isPresent() && log.exit().getAsInt() == STOPPED_EXIT;
    String end =
        log.exit().isPresent() ? "exit code " + log.exit().getAsInt() : "ended without a word";
    return new State(
        stopped ? Phase.STOPPED : Phase.FAILED, log.complaint().isEmpty() ? end : log.complaint());
  }

  private static Map<Integer, Long> kept(RunFolder folder, Submission submission) {
    Map<Integer, Long> kept = new LinkedHashMap<>();
    long now = System.currentTimeMillis();
    try (Stream<Path> all = Files.list(folder.path())) {
      for (Path file : all.toList()) {
        String name = file.getFileName().toString();
        for (int k : number(name, submission.shards())) {
          long age = Math.max(0, now - Files.getLastModifiedTime(file).toMillis()) / 1000;
          kept.merge(k, age, Math::min);
        }
      }
    } catch (IOException _) {
      // it has gone meanwhile: the shard is finished
    }
    return kept;
  }

  /** The number of the shard whose checkpoint has this name; none where it is none. */
  private static List<Integer> number(String name, int of) {
    String begin = "run.shard-";
    int at = name.indexOf(".resume");
    if (!name.startsWith(begin) || at < 0) {
      return List.of();
    }
    String number = name.substring(begin.length(), at).replaceFirst("-of-" + of + "$", "");
    return number.matches("\\d{1,9}")
            && name.startsWith("run" + Shard.ending(Integer.parseInt(number), of))
        ? List.of(Integer.valueOf(number))
        : List.of();
  }

  /** The shards in a phase, in order. */
  public List<Integer> in(Phase phase) {
    List<Integer> numbers = new ArrayList<>();
    for (int k = 0; k < shards.size(); k++) {
      if (shards.get(k).phase() == phase) {
        numbers.add(k);
      }
    }
    return numbers;
  }

  /** Whether the run file is there. */
  public boolean isMerged() {
    return merge.phase() == Phase.FINISHED;
  }

  /** Whether it goes on by itself. */
  public boolean isUnderway() {
    return queue.isPresent() && !queue.get().isEmpty() && in(Phase.FAILED).isEmpty();
  }

  /** The shards of a phase by what is said of them. */
  public Map<String, List<Integer>> byWords(Phase phase) {
    return in(phase).stream()
        .collect(
            Collectors.groupingBy(
                k -> shards.get(k).words(), LinkedHashMap::new, Collectors.toList()));
  }
}
