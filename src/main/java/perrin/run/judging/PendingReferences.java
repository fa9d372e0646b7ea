package perrin.run.judging;

import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import perrin.experiment.Experiment;
import perrin.kernel.compile.KernelCompiler;
import perrin.run.text.Notice;

/**
 * References that are being integrated, on a thread of their own: work of this machine's that
 * walkers need not wait for.
 */
public final class PendingReferences {
  /** Whoever waits longer than this is told what for, and then once a minute. */
  private static final double SECONDS_TO_A_WORD = 1;

  private static final double SECONDS_BETWEEN_WORDS = 60;

  private final FutureTask<References> work;

  private PendingReferences(FutureTask<References> work) {
    this.work = work;
  }

  /** References that are known. */
  public static PendingReferences of(References known) {
    var pending = new PendingReferences(new FutureTask<>(() -> known));
    pending.work.run();
    return pending;
  }

  /** Begins to find the references of all histograms. */
  public static PendingReferences of(Experiment experiment, KernelCompiler.Compiled compiled) {
    var reference = new Reference(experiment, compiled);
    return begin(() -> References.of(experiment, reference));
  }

  /** Begins work that gives references. */
  static PendingReferences begin(Callable<References> integration) {
    var pending = new PendingReferences(new FutureTask<>(integration));
    Thread.ofPlatform().daemon().name("references").start(pending.work);
    return pending;
  }

  /**
   * Whether they are there, after waiting at most so long.
   *
   * @throws perrin.experiment.ExperimentException as {@link References#of}
   */
  public boolean known(double seconds) {
    try {
      work.get((long) (1000 * seconds), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException failure -> throw failure;
        case Error failure -> throw failure;
        default -> throw new IllegalStateException(e.getCause());
      }
    }
  }

  /**
   * Waits for them, and says so where it takes a moment.
   *
   * @throws perrin.experiment.ExperimentException as {@link References#of}
   */
  public References await(Notice notice) {
    if (!known(SECONDS_TO_A_WORD)) {
      notice.accept("integrating the Boltzmann density …");
      long begun = System.nanoTime();
      while (!known(SECONDS_BETWEEN_WORDS)) {
        double minutes = (System.nanoTime() - begun) * 1e-9 / 60;
        notice.accept(
            String.format(
                Locale.ROOT,
                "still integrating the Boltzmann density after %.0f min; fewer bins or a smaller"
                    + " range take less",
                minutes));
      }
    }
    return get();
  }

  /** Those that are {@link #known}. */
  public References get() {
    return work.resultNow();
  }
}
