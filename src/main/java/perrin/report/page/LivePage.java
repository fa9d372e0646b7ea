package perrin.report.page;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import perrin.report.JsonText;
import perrin.report.chart.Figure;
import perrin.statistics.verdict.Verdict;

/** A page that shows a run while it lasts: how far it is, and its histograms as they grow. */
public final class LivePage {
  private static final List<String> SCRIPTS = List.of("echarts.min.js", "charts.js", "live.js");

  private LivePage() {}

  /**
   * The page's HTML.
   *
   * @param head what is run, in a few lines
   */
  public static String of(String title, List<String> head) {
    Html html = new Html();
    html.open("header").leaf("h1", title);
    html.leaf("button", "Light / dark", "id", "theme", "type", "button").close("header");
    head.forEach(line -> html.leaf("p", line, "class", "what"));
    html.open("main").open("section", "class", "verdict", "id", "box", "aria-live", "polite");
    html.leaf("strong", "waiting for the first samples", "id", "phase");
    html.open("progress", "id", "done", "max", "1", "value", "0", "aria-label", "steps made");
    html.close("progress").leaf("p", "", "id", "rate").leaf("p", "", "id", "words");
    html.close("section").open("div", "id", "charts").close("div").close("main");
    return Page.of(
        new Page.Parts(title + " – Perrin", "page.css", "'self'", html.toString(), "{}", SCRIPTS));
  }

  /**
   * What the page is told.
   *
   * @param phase a few words
   * @param done share of the steps, from 0 to 1
   * @param rate how fast, and how long it takes yet; a line
   * @param words once the run is over, how it ended
   * @param tone of the end: {@code good}, {@code bad}, {@code neutral}; empty before
   */
  public record State(String phase, double done, String rate, String words, String tone) {
    /** The tone of a verdict. */
    public static String tone(Verdict verdict) {
      return verdict.outcome() == Verdict.Outcome.NOT_APPLICABLE
          ? "neutral"
          : verdict.exitCode() == 0 ? "good" : "bad";
    }

    /** JSON, with the figures to be drawn. */
    public String json(List<Figure> figures) {
      Map<String, Object> all = new LinkedHashMap<>();
      all.put("phase", phase);
      all.put("done", done);
      all.put("rate", rate);
      all.put("words", words);
      all.put("tone", tone);
      String text = JsonText.of(all).strip();
      return text.substring(0, text.length() - 1) + ",\"data\":" + FigureJson.of(figures) + "}";
    }
  }
}
