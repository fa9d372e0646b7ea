package perrin.cluster;

import java.nio.file.Path;
import java.util.List;

/** What was taken out of the queue. */
public record Cancellation(int running, int waiting, boolean merge) {

  /** Takes all jobs of a run folder out of the queue; those that run keep where they are. */
  public static Cancellation of(Path path) {
    Submission submission = RunFolder.open(path).submission();
    List<Slurm.Job> jobs = Slurm.queue(List.of(submission.shardsJob(), submission.mergeJob()));
    if (!jobs.isEmpty()) {
      Slurm.cancel(jobs);
    }
    List<Slurm.Job> shards =
        jobs.stream().filter(job -> job.name().equals(submission.shardsJob())).toList();
    int waiting = (int) shards.stream().filter(Slurm.Job::isWaiting).count();
    return new Cancellation(shards.size() - waiting, waiting, shards.size() < jobs.size());
  }
}
