package perrin.cluster;

import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a run folder was made for: its {@code submission.json}.
 *
 * @param perrin the version that wrote it
 * @param id in the names of its jobs
 * @param folder where it was written; the scripts name it
 * @param file the experiment file, as it was given
 * @param shards how many
 * @param parallel at most so many at once; 0 for no limit
 * @param run words for {@code perrin run} and {@code perrin merge}: what to compute with
 * @param slurm words for sbatch, of the shards
 * @param merge words for sbatch, of the merge
 */
public record Submission(
    String perrin,
    String id,
    String folder,
    String file,
    int shards,
    int parallel,
    List<String> run,
    List<String> slurm,
    List<String> merge) {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  public Submission {
    run = List.copyOf(run);
    slurm = List.copyOf(slurm);
    merge = List.copyOf(merge);
  }

  String json() {
    return JSON.writeValueAsString(this) + "\n";
  }

  /**
   * @param source for complaints
   */
  static Submission read(String json, String source) {
    try {
      return JSON.readValue(json, Submission.class);
    } catch (JacksonException | NullPointerException _) {
      throw new RefusedException(
          source + ": is damaged, or another version's; submit to another folder with -o");
    }
  }

  /** Of its jobs in the queue. */
  String shardsJob() {
    return "perrin-" + id + "-shards";
  }

  String mergeJob() {
    return "perrin-" + id + "-merge";
  }
}
