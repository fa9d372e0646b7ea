package perrin.cli;

import java.util.Locale;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressState;
import perrin.run.Progress;

/** Shows how far a run has come: one line that moves on a terminal, a line a minute in a log. */
final class RunProgress implements Progress {
  private static final int WIDEST = 80;
  private static final int UPDATE_MILLIS = 100;

  /** Seconds before a rate means anything. */
  private static final double FIRST_RATE = 0.4;

  private static final long MINUTE = 60_000_000_000L;

  private final RunReport report;
  private final Terminal terminal;
  private final boolean shown;
  private final LongSupplier nanoTime;
  private ProgressBar bar;

  /** In a log: when this run began, and when it was last spoken of. */
  private long begun;

  private long spoken;

  /** Walker-steps that were made before it began, of a run that is taken up; NaN before that. */
  private double first = Double.NaN;

  /** What is being run, where it is not the experiment itself. */
  private String before = "";

  /**
   * @param shown whether anything is to be shown
   */
  RunProgress(RunReport report, Terminal terminal, boolean shown) {
    this(report, terminal, shown, System::nanoTime);
  }

  /**
   * @param nanoTime the clock
   */
  RunProgress(RunReport report, Terminal terminal, boolean shown, LongSupplier nanoTime) {
    this.report = report;
    this.terminal = terminal;
    this.shown = shown;
    this.nanoTime = nanoTime;
  }

  @Override
  public void begins(String backend, String device) {
    report.begin(backend, device);
  }

  @Override
  public void resumes(long done, long total) {
    report.resumes(done, total);
  }

  @Override
  public void memory(String plan) {
    if (!plan.isEmpty()) {
      report.memory(plan);
    }
  }

  @Override
  public void companion(String name) {
    close();
    bar = null;
    before = name + " ";
    first = Double.NaN;
  }

  @Override
  public void steps(double done, double total) {
    if (!shown) {
      return;
    }
    boolean begins = Double.isNaN(first);
    first = begins ? done : first;
    if (terminal.columns() == 0) {
      log(begins, done, total);
      return;
    }
    if (bar == null) {
      bar =
          new ProgressBarBuilder()
              .setInitialMax((long) total)
              .setUpdateIntervalMillis(UPDATE_MILLIS)
              .setConsumer(new Line())
              .setRenderer(this::render)
              .build();
    }
    bar.stepTo((long) done);
  }

  private void log(boolean begins, double done, double total) {
    long now = nanoTime.getAsLong();
    if (begins) {
      begun = now;
      spoken = now;
    } else if (now - spoken >= MINUTE) {
      spoken = now;
      double part = done / total;
      terminal.complain(
          String.format(Locale.ROOT, "%s%.0f %%,", before, 100 * part)
              + tail(done, total, (now - begun) * 1e-9));
    }
  }

  /** {@code 1.83e9 walker-steps/s, 0:04 left}. */
  private String tail(double done, double total, double seconds) {
    return " "
        + Numbers.rate((done - first) / seconds)
        + " walker-steps/s, "
        + Numbers.clock(seconds * (total - done) / (done - first))
        + " left";
  }

  /** {@code 43 % |████████ | 1.83e9 walker-steps/s, 0:04 left}. */
  private String render(ProgressState state, int columns) {
    double part = state.getNormalizedProgress();
    double seconds = state.getElapsedAfterStart().toNanos() * 1e-9;
    String head = String.format(Locale.ROOT, "%s%3.0f %% ", before, 100 * part);
    boolean known = seconds > FIRST_RATE && state.getCurrent() > first;
    String tail = known ? tail(state.getCurrent(), state.getMax(), seconds) : "";
    int room = Math.min(columns, WIDEST) - head.length() - tail.length() - 2;
    String line = room < 1 ? head + tail : head + gauge(part, room) + tail;
    return line.substring(0, Math.min(line.length(), columns));
  }

  private String gauge(double part, int room) {
    int full = (int) Math.round(part * room);
    String filled = (terminal.unicode() ? "█" : "#").repeat(full);
    return "|" + filled + " ".repeat(room - full) + "|";
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }

  /** Writes over itself, and goes away in the end. */
  private final class Line implements ProgressBarConsumer {
    private int length;

    @Override
    public int getMaxRenderedLength() {
      return terminal.columns() - 1;
    }

    @Override
    public void accept(String text) {
      terminal.err().print("\r" + text + " ".repeat(Math.max(0, length - text.length())));
      terminal.err().flush();
      length = text.length();
    }

    @Override
    public void clear() {
      accept(""); // blanks it
      accept(""); // and goes back to its beginning
    }

    @Override
    public void close() {
      clear();
    }
  }
}
