package perrin.run.resume;

import java.util.List;
import perrin.backend.EnsembleSnapshot;

/**
 * All of a run, or of a point of a sweep, that its later results depend on.
 *
 * @param of what it belongs to
 * @param identities whether the kernel measures the identities of Boltzmann's distribution
 * @param ensemble walkers, counts and sums over time
 * @param samples what is kept of the samples so far; rows of as many numbers as samples, or a
 *     multiple of them
 * @param seconds that steps took, as if all threads had stepped all that time
 */
public record Checkpoint(
    Origin of,
    boolean identities,
    EnsembleSnapshot ensemble,
    List<double[]> samples,
    double seconds) {

  /**
   * What a checkpoint belongs to.
   *
   * @param version of the program
   * @param experiment SHA-256 of the experiment, or of the sweep's point
   * @param kernel of the kernel's operations
   */
  public record Origin(String version, String experiment, String kernel) {
    /** What another one is that is not this; empty where it is. */
    public String differs(Origin other) {
      if (!experiment.equals(other.experiment)) {
        return "another experiment";
      }
      if (!version.equals(other.version)) {
        return "version " + other.version + " of Perrin, and this is " + version;
      }
      return kernel.equals(other.kernel) ? "" : "another build of Perrin, whose kernel differs";
    }
  }

  public Checkpoint {
    samples = List.copyOf(samples);
  }
}
