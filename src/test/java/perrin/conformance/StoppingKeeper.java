package perrin.conformance;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import perrin.experiment.Experiment;
import perrin.run.resume.Checkpoint;
import perrin.run.resume.Checkpoints;
import perrin.run.resume.Keeper;

/** Stops a run after so many chunks. */
final class StoppingKeeper implements Keeper {
  private final Keeper kept;
  private final AtomicBoolean stop;
  private int left;

  /**
   * @param run beside which checkpoints are kept
   */
  StoppingKeeper(Path run, Experiment experiment, int chunks) {
    stop = new AtomicBoolean();
    kept =
        new Checkpoints(
            run,
            experiment,
            Double.POSITIVE_INFINITY,
            stop,
            notice -> {
              throw new AssertionError(notice);
            });
    left = chunks;
  }

  private StoppingKeeper(Keeper kept, StoppingKeeper of) {
    this.kept = kept;
    this.stop = of.stop;
    this.left = of.left;
  }

  @Override
  public Optional<Checkpoint> begin() {
    return kept.begin();
  }

  @Override
  public String name() {
    return kept.name();
  }

  @Override
  public boolean due() {
    stop.set(--left < 0);
    return kept.due();
  }

  @Override
  public boolean dueAtEnd() {
    return kept.dueAtEnd();
  }

  @Override
  public void keep(Supplier<Checkpoint> now) {
    kept.keep(now);
  }

  @Override
  public Keeper at(int point) {
    return new StoppingKeeper(kept.at(point), this);
  }
}
