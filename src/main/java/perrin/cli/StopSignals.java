package perrin.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Lets a run stop in order when it is told to end: by Ctrl-C, by {@code kill}, or by a scheduler's
 * warning (SIGUSR1). A second Ctrl-C ends it at once.
 */
final class StopSignals implements AutoCloseable {
  private static final int INTERRUPTED = 128 + 2;

  private final AtomicBoolean stop;
  private final Terminal terminal;
  private final String after;
  private final List<Runnable> former = new ArrayList<>();

  /**
   * @param stop set when the run is to stop
   * @param after what it stops after, and what it does then
   */
  StopSignals(AtomicBoolean stop, Terminal terminal, String after) {
    this.stop = stop;
    this.terminal = terminal;
    this.after = after;
    for (String name : List.of("INT", "TERM", "USR1")) {
      try {
        Signal signal = new Signal(name);
        SignalHandler before = Signal.handle(signal, this::arrived);
        former.add(() -> Signal.handle(signal, before));
      } catch (IllegalArgumentException _) {
        // kept by the virtual machine, or unknown to the system
      }
    }
  }

  private void arrived(Signal signal) {
    boolean again = stop.getAndSet(true);
    if (again && signal.getName().equals("INT")) {
      System.exit(INTERRUPTED);
    }
    if (!again) {
      terminal.complain(
          "SIG"
              + signal.getName()
              + ": stops after "
              + after
              + (signal.getName().equals("INT") ? "; Ctrl-C once more ends it at once" : ""));
    }
  }

  @Override
  public void close() {
    former.forEach(Runnable::run);
  }
}
