package perrin.backend;

import perrin.experiment.Experiment;
import perrin.kernel.Kernel;

/**
 * When something happens in a run: the one place that knows. Samples are taken after steps burnIn +
 * k·every, k ≥ 1. Whether all values are finite is looked at then, after every so many steps, and
 * at the end: at steps that depend on the experiment alone, so that a run fails or not however it
 * is cut into chunks. Backends are handed the {@link Events} of a chunk.
 *
 * @param steps of the whole run
 * @param burnIn steps before sampling begins
 * @param every steps from sample to sample
 * @param lookEvery steps between two looks where samples are rare
 */
public record EventPlan(long steps, long burnIn, long every, long lookEvery) {
  /** Steps between two looks, unless Gaussians come in shorter pieces. */
  public static final long LOOK_EVERY = 4096;

  public EventPlan(long steps, long burnIn, long every) {
    this(steps, burnIn, every, LOOK_EVERY);
  }

  /** An experiment's; without samples where its kernel measures nothing. */
  public static EventPlan of(Experiment experiment, Kernel kernel) {
    long never = experiment.steps() + 1;
    return new EventPlan(
        experiment.steps(),
        experiment.burnIn(),
        kernel.sampling().measures() ? experiment.sampleEvery() : never);
  }

  /**
   * Of walkers of an experiment that are walked by themselves: they are lost where they would be in
   * the run, whatever of it is measured of them.
   */
  public static EventPlan asSampled(Experiment experiment) {
    return new EventPlan(experiment.steps(), experiment.burnIn(), experiment.sampleEvery());
  }

  /** The same samples with looks at least every so many steps. */
  public EventPlan lookingEvery(long steps) {
    return new EventPlan(this.steps, burnIn, every, steps);
  }

  /**
   * All that happens while steps from … to−1 are made. Events come as well at the end of the
   * burn-in and at that of the steps, where there may be nothing to do but to stop.
   */
  Events events(long from, long to) {
    Events.Builder events = new Events.Builder(from);
    long sample = nextSample(from);
    long look = next(from, 0, lookEvery);
    long middle = middle();
    for (long n = from; n < to; ) {
      n = Math.min(Math.min(to, n < burnIn ? burnIn : steps), Math.min(sample, look));
      int what = n == sample ? Events.SAMPLE | Events.LOOK : 0;
      what |= n == look || n == steps ? Events.LOOK : 0;
      what |= n > middle ? Events.SECOND_HALF : 0;
      sample += n == sample ? every : 0;
      look += n == look ? lookEvery : 0;
      events.add(n, what);
    }
    return events.build();
  }

  /** The next step at which walkers are looked at, after step n. */
  public long nextLook(long n) {
    return Math.min(steps, Math.min(nextSample(n), next(n, 0, lookEvery)));
  }

  /** Whether walkers are looked at after step n. */
  public boolean isLook(long n) {
    return n == steps || n > 0 && nextLook(n - 1) == n;
  }

  private long nextSample(long n) {
    return n < burnIn ? next(burnIn, burnIn, every) : next(n, burnIn, every);
  }

  /** The first of first + every, first + 2·every, … beyond n ≥ first; far away where it is. */
  private static long next(long n, long first, long every) {
    long next = first + ((n - first) / every + 1) * every;
    return next > n ? next : Long.MAX_VALUE;
  }

  /** Sample times after at most n steps. */
  public long samplesUntil(long n) {
    return n <= burnIn ? 0 : (n - burnIn) / every;
  }

  /** The step that ends the first half of the samples. */
  private long middle() {
    return burnIn + samplesUntil(steps) / 2 * every;
  }
}
