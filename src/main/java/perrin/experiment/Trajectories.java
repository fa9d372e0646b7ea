package perrin.experiment;

/**
 * Whose paths are kept.
 *
 * @param walkers the first so many
 * @param every steps from frame to frame
 * @param interpolate frames that a straight line between two kept ones is cut into; 1 for none
 *     between
 */
public record Trajectories(long walkers, long every, int interpolate) {
  /** Points on a line between two frames; more say nothing. */
  private static final int MAX_INTERPOLATE = 1000;

  public Trajectories {
    if (walkers < 1) {
      throw new BadValue("walkers", walkers + ", must be at least 1");
    }
    if (every < 1) {
      throw new BadValue("every", every + ", must be at least 1");
    }
    if (interpolate < 1 || interpolate > MAX_INTERPOLATE) {
      throw new BadValue("interpolate", interpolate + ", must be from 1 to " + MAX_INTERPOLATE);
    }
  }
}
