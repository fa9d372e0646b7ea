package perrin.cli;

import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressState;
import perrin.run.Progress;

/** Shows how far a run has come: one line that moves, on a terminal only. */
final class RunProgress implements Progress {
  private static final int WIDEST = 90;
  private static final int UPDATE_MILLIS = 100;
  private static final double NOT_YET = 0.5;

  private final Terminal terminal;
  private final boolean quiet;
  private final Line line = new Line();
  private ProgressBar bar;

  RunProgress(Terminal terminal, boolean quiet) {
    this.terminal = terminal;
    this.quiet = quiet;
  }

  /** Says that a better backend was passed over. */
  void notice(String text) {
    if (!quiet) {
      terminal.complain(text);
    }
  }

  @Override
  public void begins(String backend, String device) {
    if (!quiet) {
      terminal.print("backend: " + backend + " — " + device);
    }
  }

  @Override
  public void steps(double done, double total) {
    if (quiet || terminal.columns() == 0) {
      return;
    }
    if (bar == null) {
      bar =
          new ProgressBarBuilder()
              .setInitialMax((long) total)
              .setUpdateIntervalMillis(UPDATE_MILLIS)
              .setConsumer(line)
              .setRenderer(this::render)
              .build();
    }
    bar.stepTo((long) done);
  }

  /** {@code 43 % │████████ │ 1.83e9 walker-steps/s, 0:04 left}. */
  private String render(ProgressState state, int columns) {
    double part = state.getNormalizedProgress();
    double seconds = state.getElapsedAfterStart().toNanos() * 1e-9;
    double rate = state.getCurrent() / seconds;
    String head = String.format(Locale.ROOT, "%3.0f %% ", 100 * part);
    String tail =
        seconds < NOT_YET
            ? ""
            : String.format(
                Locale.ROOT,
                " %s walker-steps/s, %s left",
                Numbers.rate(rate),
                Numbers.clock(seconds * (1 / part - 1)));
    int room = Math.min(columns, WIDEST) - head.length() - tail.length() - 3;
    return head + (room < 5 ? "" : gauge(part, room)) + tail;
  }

  private String gauge(double part, int room) {
    int full = (int) Math.round(part * room);
    boolean unicode = terminal.unicode();
    return (unicode ? "│" : "|")
        + (unicode ? "█" : "#").repeat(full)
        + " ".repeat(room - full)
        + (unicode ? "│" : "|");
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }

  /** Writes the line over itself, and takes it away in the end. */
  private final class Line implements ProgressBarConsumer {
    private int length;

    @Override
    public int getMaxRenderedLength() {
      return terminal.columns() - 1;
    }

    @Override
    public void accept(String text) {
      String blank = " ".repeat(Math.max(0, length - text.length()));
      terminal.err().print("\r" + text + blank);
      terminal.err().flush();
      length = text.length();
    }

    @Override
    public void clear() {
      terminal.err().print("\r" + " ".repeat(length) + "\r");
      terminal.err().flush();
      length = 0;
    }

    @Override
    public void close() {
      clear();
    }
  }
}
