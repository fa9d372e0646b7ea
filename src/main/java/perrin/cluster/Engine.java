package perrin.cluster;

/** By what the shards are to be run. */
public enum Engine {
  SLURM,
  KUBERNETES,
  /** Side by side on this machine. */
  XARGS
}
