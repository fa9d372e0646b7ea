package perrin.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import perrin.experiment.Experiment;
import perrin.run.resume.Checkpoints;

/**
 * How far a run folder is: what its files say first, then the queue.
 *
 * @param title of the experiment
 * @param submission what the folder was made for
 * @param shards the state of each, by number
 * @param kept the last checkpoint of shards that are not finished, where they have one
 * @param merge the merge's state
 * @param queue what stands in it, of shards and merge; empty where Slurm does not tell
 * @param unknown why it does not
 */
public record FolderStatus(
    String title,
    Submission submission,
    List<State> shards,
    Map<Integer, Kept> kept,
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

  /**
   * A checkpoint.
   *
   * @param age in seconds
   * @param words how far it is; empty where its file does not tell
   */
  public record Kept(long age, String words) {}

  private static final Pattern CHECKPOINT =
      Pattern.compile("run\\.shard-(\\d{1,9})-of-(\\d{1,9})\\.resume(?:\\.(\\d{1,9}))?");

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
      shards.add(
          state(finished, Optional.ofNullable(tasks.get(k)), queue.isPresent(), folder.log(k)));
    }
    Experiment experiment = folder.experiment();
    return new FolderStatus(
        experiment.title(),
        submission,
        shards,
        kept(folder, experiment, submission.shards()),
        state(folder.isMerged(), merging, queue.isPresent(), folder.mergeLog()),
        queue.map(jobs -> jobs.stream().map(Slurm.Job::id).toList()),
        unknown);
  }

  /**
   * @param known whether all jobs in the queue are
   */
  private static State state(
      boolean finished, Optional<Slurm.Job> job, boolean known, Path logFile) {
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
    if (log.exit().isEmpty() && !known) {
      return new State(Phase.RUNNING, "says its log");
    }
    if (log.exit().isPresent() && log.exit().getAsInt() == 0) {
      return new State(Phase.MISSING, ""); // it was there, and has gone
    }
    boolean stopped = log.exit().isPresent() && log.exit().getAsInt() == JobLog.STOPPED;
    String end =
        log.exit().isPresent() ? "exit code " + log.exit().getAsInt() : "ended without a word";
    return new State(
        stopped ? Phase.STOPPED : Phase.FAILED, log.complaint().isEmpty() ? end : log.complaint());
  }

  private static Map<Integer, Kept> kept(RunFolder folder, Experiment experiment, int of) {
    Map<Integer, Kept> kept = new TreeMap<>();
    try (Stream<Path> all = Files.list(folder.path())) {
      for (Path file : all.toList()) {
        Matcher name = CHECKPOINT.matcher(file.getFileName().toString());
        if (name.matches() && Integer.parseInt(name.group(2)) == of) {
          int shard = Integer.parseInt(name.group(1));
          if (shard < of && !Files.exists(folder.shard(shard, of))) {
            Kept one = kept(file, name.group(3), experiment);
            kept.merge(shard, one, (a, b) -> a.age() <= b.age() ? a : b);
          }
        }
      }
    } catch (IOException _) {
      // it has gone meanwhile: the shard is finished
    }
    return kept;
  }

  private static Kept kept(Path file, String point, Experiment experiment) throws IOException {
    long now = System.currentTimeMillis();
    long age = Math.max(0, now - Files.getLastModifiedTime(file).toMillis()) / 1000;
    OptionalLong steps = Checkpoints.steps(file);
    String of = point == null ? " of " + experiment.steps() + " steps" : " steps of point " + point;
    return new Kept(age, steps.isPresent() ? steps.getAsLong() + of : "");
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
