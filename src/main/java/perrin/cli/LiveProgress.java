package perrin.cli;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import perrin.backend.BackendException;
import perrin.experiment.Experiment;
import perrin.output.HistogramRecord;
import perrin.output.RunRecord;
import perrin.report.chart.Figure;
import perrin.report.figures.LiveFigures;
import perrin.report.live.LiveServer;
import perrin.report.page.LivePage;
import perrin.run.Progress;
import perrin.statistics.verdict.Verdict;

/** Shows a run in a browser while it lasts, and elsewhere as another one does. */
final class LiveProgress implements Progress {
  private static final long SECOND = 1_000_000_000L;

  private final Progress inner;
  private final Experiment experiment;
  private final LiveServer server;
  private long begun;
  private String phase = "running";
  private List<Figure> figures = List.of();
  private double first = Double.NaN;
  private double done;
  private double total = 1;
  private long looked;
  private boolean ended;

  /**
   * @param port of loopback; 0 for any
   */
  LiveProgress(Progress inner, Experiment experiment, int port, Terminal terminal) {
    this.inner = inner;
    this.experiment = experiment;
    String page = LivePage.of(experiment.title(), RunHead.of(experiment).sentences());
    try {
      server = new LiveServer(port, page);
    } catch (IOException e) {
      throw new BackendException(
          "--live: port "
              + port
              + " of this machine cannot be had: "
              + e.getMessage()
              + "; leave the number out, or give another");
    }
    terminal.complain("live: " + server.address());
  }

  @Override
  public void begins(String backend, String device) {
    inner.begins(backend, device);
  }

  @Override
  public void resumes(long made, long all) {
    inner.resumes(made, all);
  }

  @Override
  public void memory(String plan) {
    inner.memory(plan);
  }

  @Override
  public void companion(String name) {
    phase = "running the companion at " + name;
    first = Double.NaN;
    inner.companion(name);
  }

  @Override
  public void steps(double made, double all) {
    inner.steps(made, all);
    if (Double.isNaN(first)) {
      first = made;
      begun = System.nanoTime();
    }
    done = made;
    total = all;
  }

  /** Once a second while somebody watches. */
  @Override
  public boolean looks() {
    return server.isWatched() && System.nanoTime() - looked > SECOND / 2;
  }

  @Override
  public void look(String point, Map<String, HistogramRecord> histograms) {
    looked = System.nanoTime();
    phase = point.isEmpty() ? "running" : "running: " + point;
    figures = LiveFigures.of(experiment.histograms(), experiment.outputs().units(), histograms);
    server.show(new LivePage.State(phase, done / total, rate(), "", "").json(figures));
  }

  private String rate() {
    double seconds = (System.nanoTime() - begun) * 1e-9;
    double made = done - first;
    return made > 0
        ? String.format(
            Locale.ROOT,
            "%.0f %% — %s walker-steps/s, %s left",
            100 * done / total,
            Numbers.rate(made / seconds),
            Numbers.clock(seconds * (total - done) / made))
        : "";
  }

  /** The run is over and has this result. */
  void end(RunRecord run) {
    ended = true;
    Verdict worst = run.verdict().worst();
    Map<String, HistogramRecord> last = run.points().get(run.verdict().worstPoint()).histograms();
    String rate = Numbers.rate(run.header().timing().walkerStepsPerSecond());
    server.end(
        new LivePage.State(
                worst.outcome().words(),
                1,
                "done: " + rate + " walker-steps/s stepping",
                run.verdict().line(),
                LivePage.State.tone(worst))
            .json(LiveFigures.of(experiment.histograms(), experiment.outputs().units(), last)));
  }

  /** Of the other one; the page stays. */
  @Override
  public void close() {
    inner.close();
  }

  /** Serves the page no more; where the run has not come to its end, says so. */
  void stop() {
    if (!ended) {
      server.end(
          new LivePage.State("the run was stopped", done / total, "", "", "neutral").json(figures));
    }
  }
}
