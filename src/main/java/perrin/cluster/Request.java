package perrin.cluster;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import perrin.experiment.Experiment;

/**
 * What is to be submitted.
 *
 * @param file the experiment's, beside which its data are
 * @param shards how many
 * @param parallel at most so many at once; 0 for no limit
 * @param run words for {@code perrin run} and {@code perrin merge}: what to compute with
 * @param slurm options for sbatch; empty for what the folder has, or none
 * @param merge the same for the merge; empty for those of the shards
 * @param place of Kubernetes
 */
public record Request(
    Path file,
    Experiment experiment,
    Path folder,
    int shards,
    int parallel,
    List<String> run,
    Optional<String> slurm,
    Optional<String> merge,
    Place place) {
  private static final int MOST_SHARDS = 1_000_000;

  /**
   * Where jobs run.
   *
   * @param image a container with {@code perrin} on its path
   * @param claim a volume that holds the folder's content, for all pods at once
   */
  public record Place(Engine engine, String image, String claim) {}

  public Request {
    run = List.copyOf(run);
    if (shards < 1 || shards > MOST_SHARDS) {
      throw new RefusedException("--shards: " + shards + ", must be from 1 to 1000000");
    }
    if (parallel < 0) {
      throw new RefusedException("--parallel: " + parallel + ", must be at least 1");
    }
    if (experiment.curand().isPresent()) {
      throw new RefusedException(
          "--shards: what cuRAND draws for a walker depends on how many there are; leave noise out");
    }
  }
}
