package perrin.run;

import perrin.backend.EventPlan;
import perrin.backend.Events;
import perrin.experiment.Experiment;
import perrin.kernel.Kernel;

/** Chooses how many steps to make between two reports of progress: about a fifth of a second's. */
final class ChunkLength {
  private static final double SECONDS = 0.2;
  private static final long FIRST_WALKER_STEPS = 1L << 25;
  private static final long TABLE_VALUES = 1L << 20;

  private final boolean fixed;
  private final long most;
  private long steps;

  /**
   * @param samples that a chunk may have
   * @param wanted steps of a chunk; 0 for as many as take a moment
   */
  ChunkLength(Experiment experiment, Kernel kernel, EventPlan plan, long samples, long wanted) {
    fixed = wanted > 0;
    long table = TABLE_VALUES / Math.max(1, kernel.shared().ofStep().size());
    most = Math.max(1, Math.min(samples * Math.min(plan.every(), table), table));
    steps =
        fixed
            ? Math.min(wanted, Events.MOST_STEPS)
            : Math.clamp(FIRST_WALKER_STEPS / experiment.walkers(), 1, most);
  }

  /**
   * Where a chunk that begins at a step ends: at a look, so that a walker that is lost is lost
   * within a chunk and its first bad step can be found; just after the wanted number of steps where
   * that was given.
   */
  long end(long from, EventPlan plan) {
    long end = from + steps;
    return Math.min(plan.steps(), fixed || plan.isLook(end) ? end : plan.nextLook(end));
  }

  /** Learns from the last chunk; at most fourfold at a time, for the first ones warm up. */
  void took(long made, double seconds) {
    if (!fixed) {
      double wanted = made * SECONDS / Math.max(seconds, 1e-6);
      steps = Math.clamp((long) Math.min(wanted, 4.0 * made), 1, most);
    }
  }
}
