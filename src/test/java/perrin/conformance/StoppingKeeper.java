package perrin.conformance;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import perrin.experiment.Experiment;
import perrin.run.resume.Checkpoints;
import perrin.run.resume.ForwardingKeeper;
import perrin.run.resume.Keeper;

/** Stops a run after so many chunks. */
final class StoppingKeeper extends ForwardingKeeper {
  private final Keeper kept;
  private final AtomicBoolean stop;
  private int left;

  /**
   * @param run beside which checkpoints are kept
   */
  StoppingKeeper(Path run, Experiment experiment, int chunks) {
    this(run, experiment, chunks, new AtomicBoolean());
  }

  private StoppingKeeper(Path run, Experiment experiment, int chunks, AtomicBoolean stop) {
    this(
        new Checkpoints(
            run,
            experiment,
            Double.POSITIVE_INFINITY,
            stop,
            notice -> {
              throw new AssertionError(notice);
            }),
        stop,
        chunks);
  }

  private StoppingKeeper(Keeper kept, AtomicBoolean stop, int left) {
    super(kept);
    this.kept = kept;
    this.stop = stop;
    this.left = left;
  }

  @Override
  public boolean due() {
    stop.set(--left < 0);
    return kept.due();
  }

  @Override
  public Keeper at(int point) {
    return new StoppingKeeper(kept.at(point), stop, left);
  }
}
