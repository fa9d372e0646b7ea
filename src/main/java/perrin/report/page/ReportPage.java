package perrin.report.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import perrin.experiment.Units;
import perrin.output.PointRecord;
import perrin.output.RunRecord;
import perrin.report.chart.Figure;
import perrin.report.chart.Layer;
import perrin.report.chart.Panel;
import perrin.report.figures.RunFigures;
import perrin.statistics.verdict.Digits;
import perrin.statistics.verdict.SweepVerdict;
import perrin.statistics.verdict.Verdict;

/** A run as a page: its verdict first, then pictures, numbers, and where it comes from. */
public final class ReportPage {
  private static final List<String> SCRIPTS = List.of("echarts.min.js", "charts.js", "page.js");
  private static final String WORST = " (the worst)";

  /**
   * What a page is made of.
   *
   * @param file the run file's name
   * @param head what was run, in a few lines
   * @param run perhaps judged anew; without final states and paths
   * @param digests fingerprints, a line each
   * @param notices what is to be known, a line each
   */
  public record Content(
      String file,
      List<String> head,
      RunRecord run,
      RunFigures figures,
      List<String> digests,
      List<String> notices) {
    public Content {
      head = List.copyOf(head);
      digests = List.copyOf(digests);
      notices = List.copyOf(notices);
    }
  }

  private final Content content;
  private final RunRecord run;
  private final Map<String, String> units;
  private final Html html = new Html();
  private final List<Figure> figures = new ArrayList<>();

  private ReportPage(Content content) {
    this.content = content;
    this.run = content.run();
    this.units = Units.ofObservables(run.experiment());
  }

  /** The page's HTML. */
  public static String of(Content content) {
    var page = new ReportPage(content);
    page.body();
    String title = content.run().header().title() + " – Perrin";
    return Page.of(
        new Page.Parts(
            title,
            "page.css",
            "'none'",
            page.html.toString(),
            FigureJson.of(page.figures),
            SCRIPTS));
  }

  private void body() {
    html.open("header").leaf("h1", run.header().title());
    html.leaf("button", "Light / dark", "id", "theme", "type", "button").close("header");
    content.head().forEach(line -> html.leaf("p", line, "class", "what"));
    html.open("main");
    verdict();
    html.open("noscript");
    html.leaf("p", "Charts need JavaScript; all numbers are in the text.").close("noscript");
    if (run.sweep().isEmpty()) {
      measured(run.only());
    } else {
      PointsTable.write(run, units, html);
    }
    pictures();
    evidence();
    provenance();
    html.close("main").open("footer");
    html.leaf("p", "Made by perrin report of " + content.file() + ".");
    html.leaf("p", "Charts: Apache ECharts, Apache License 2.0.").close("footer");
  }

  private void verdict() {
    SweepVerdict all = run.verdict();
    Verdict worst = all.worst();
    html.open("section", "class", "verdict " + LivePage.State.tone(worst), "aria-label", "verdict");
    html.leaf("strong", worst.outcome().words());
    html.open("p").leaf("code", all.line()).close("p");
    if (worst.outcome() != Verdict.Outcome.NOT_APPLICABLE) {
      html.leaf("p", all.explanation());
    }
    worst.notes().forEach(note -> html.leaf("p", note));
    content.notices().forEach(notice -> html.leaf("p", "Note: " + notice));
    html.close("section");
  }

  private void measured(PointRecord point) {
    Map<String, String> rows = Facts.measured(point, units);
    if (!rows.isEmpty()) {
      html.leaf("h2", "Measured");
      table(rows);
    }
  }

  private void table(Map<String, String> rows) {
    html.open("div", "class", "wide").open("table").open("tbody");
    rows.forEach((name, value) -> {
      html.open("tr").leaf("th", name, "scope", "row").leaf("td", value).close("tr");
    });
    html.close("tbody").close("table").close("div");
  }

  private void pictures() {
    content.figures().notices().forEach(notice -> html.leaf("p", "Note: " + notice));
    content.figures().whole().forEach(this::figure);
    List<RunFigures.OfPoint> points = content.figures().points();
    int worst = run.verdict().worstPoint(); // the one to look at first
    if (points.size() > 1) {
      html.leaf("h2", "Single points");
      html.open("p").leaf("label", "Point of the sweep: ", "for", "points");
      html.open("select", "id", "points");
      for (RunFigures.OfPoint point : points) {
        String words = point.number() == worst && PointsTable.isJudged(run) ? WORST : "";
        html.leaf("option", point.words() + words, "value", Integer.toString(point.number()));
      }
      html.close("select").close("p");
    }
    for (RunFigures.OfPoint point : points) {
      html.ours(point.number() == worst ? "<section" : "<section hidden");
      html.ours(" class=\"point\" data-point=\"" + point.number() + "\">");
      if (!point.words().isEmpty()) {
        html.leaf("h3", point.words());
        table(Facts.measured(run.points().get(point.number()), units));
      }
      point.figures().forEach(this::figure);
      html.close("section");
    }
  }

  private void figure(Figure figure) {
    String number = Integer.toString(figures.size());
    figures.add(figure);
    html.open("figure").leaf("h3", figure.title());
    html.open(
            "div",
            "class",
            "chart",
            "data-figure",
            number,
            "tabindex",
            "0",
            "role",
            "img",
            "aria-label",
            figure.title() + ". " + figure.words())
        .close("div");
    for (Panel panel : figure.panels()) {
      panel.layers().forEach(this::scale);
    }
    html.open("div", "class", "readout", "aria-live", "polite").close("div");
    html.leaf("p", figure.words());
    html.open("details", "class", "numbers", "data-figure", number);
    html.leaf("summary", "Numbers").close("details").close("figure");
  }

  /** What a map's colours mean. */
  private void scale(Layer layer) {
    if (layer instanceof Layer.HeatMap map) {
      double[] ends = map.ends();
      html.open("div", "class", "scale").leaf("span", map.name());
      html.leaf("span", Digits.rounded(ends[0], 3));
      html.open("i", "data-ramp", map.ramp().name().toLowerCase(Locale.ROOT)).close("i");
      html.leaf("span", Digits.rounded(ends[1], 3)).close("div");
    }
  }

  private void evidence() {
    Map<String, String> rows = Facts.evidence(run.verdict().worst());
    if (!rows.isEmpty()) {
      html.leaf("h2", "What the verdict rests on");
      if (!run.sweep().isEmpty()) {
        html.leaf(
            "p", "At the worst point: " + run.sweep().words().get(run.verdict().worstPoint()));
      }
      table(rows);
    }
  }

  private void provenance() {
    html.leaf("h2", "Where it comes from");
    table(Facts.provenance(run, content.digests()));
    boolean data = run.experiment().contains("\"sha256\":");
    html.leaf(
        "p",
        "To make it again, bit for bit, from the run file"
            + (data ? " and its data file, which must lie where the experiment says:" : " alone:"));
    html.open("pre").leaf("code", "perrin run " + quoted(content.file()) + " -o again.h5");
    html.close("pre");
    html.leaf("h3", "The experiment, all defaults written out");
    html.open("pre", "tabindex", "0").leaf("code", PrettyJson.of(run.experiment())).close("pre");
  }

  /** As one word of a shell. */
  private static String quoted(String word) {
    return word.matches("[A-Za-z0-9._/-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
