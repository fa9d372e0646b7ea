package perrin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import perrin.report.page.Browser;

/** Pages of runs, in a browser: all of them draw their charts, and none reaches for the network. */
class ReportCommandTest {
  private static final long MOST_BYTES = 2_000_000;

  /** What would be more than text in HTML, SVG, a script, a terminal, or a line of writing. */
  private static final String HOSTILE =
      "</script><img src=x onerror=alert(1)>\"'&lt; \u001b[31m \u202e]]> ${7*7} {{a|b}}";

  private static final String TWO =
      """
      title: Two coordinates
      coordinates: [x, y]
      energy: (x^2 - 1)^2 + 2*y^2
      start: {x: normal(0, 1), y: normal(0, 0.4)}
      method: euler-maruyama
      temperature: 0.5
      dt: 0.01
      walkers: 3000
      steps: 400
      burn-in: 200
      sample-every: 10
      histograms: {xy: {of: [x, y], from: [-2, -2], to: [2, 2], bins: [30, 30]}}
      observables: {x2: x^2, E: energy}
      correlations: {x: {of: x, lags: 10}, msd: {displacement: true, lags: 10}}
      trajectories: {walkers: 3, every: 4}
      track-best: true
      check: {boltzmann: xy, tolerance: 0.2}
      """;

  private static final String RACE =
      """
      title: Race
      coordinates: [x, y]
      energy: (1 - x)^2 + 100*(y - x^2)^2
      start: {x: uniform(-2, 2), y: uniform(-2, 2)}
      sweep: {method: [{name: gradient-descent, dt: 0.0003}, {name: adam, dt: 0.1}]}
      dt: 0.001
      walkers: 64
      steps: 200
      sample-every: 4
      observables: {E: energy}
      trajectories: {walkers: 2, every: 2}
      """;

  /** Energies of 1e-20, and a map that nobody is in. */
  private static final String TINY =
      """
      title: Tiny
      coordinates: [x, y]
      energy: 1e-20*(x^2 + y^2)
      start: {x: normal(0, 0.3), y: normal(0, 0.3)}
      method: leimkuhler-matthews
      temperature: 1e-21
      dt: 1e18
      walkers: 64
      steps: 40
      histograms: {xy: {of: [x, y], from: [50, 50], to: [60, 60], bins: [5, 5]}}
      observables: {E: energy}
      """;

  @TempDir Path folder;

  private Path run(String name, String text, Object... more) throws Exception {
    Path file = Files.writeString(folder.resolve(name + ".yaml"), text);
    Path run = folder.resolve(name + ".h5");
    Object[] words =
        Stream.concat(
                Stream.of("run", file, "-o", run, "--quiet", "--backend", "java"), Stream.of(more))
            .toArray();
    CommandLineTrial trial = CommandLineTrial.of(words);
    assertTrue(trial.exit() == 0 || trial.exit() == 3, trial.toString());
    return run;
  }

  private Path report(Path run) throws Exception {
    Path page = run.resolveSibling(run.getFileName().toString().replace(".h5", ".html"));
    CommandLineTrial trial = CommandLineTrial.of("report", run, "-o", page);
    assertEquals(0, trial.exit(), trial.err());
    assertTrue(Files.size(page) < MOST_BYTES, page + " has " + Files.size(page) + " bytes");
    return page;
  }

  @Test
  void numbersFarFromOneAreDrawn() throws Exception {
    assumeTrue(Browser.program().isPresent(), "skipped: no Chromium");
    Path page = report(run("tiny", TINY));
    try (Browser browser = Browser.start()) {
      browser.open(page.toUri().toString());
      String ticks =
          browser
              .evaluate(
                  "[...[...document.querySelectorAll('figure')].find(f => f.textContent.includes('E"
                      + " against time')).querySelectorAll('.chart text')]"
                      + ".map(t => t.textContent).filter(t => /e-2[0-9]$/.test(t)).join()")
              .asString();
      long different = Pattern.compile(",").splitAsStream(ticks).distinct().count();
      assertTrue(different >= 3, "numbers along the energy: " + ticks);
      assertEquals(List.of(), browser.complaints());
    }
  }

  @Test
  void aSweepOpensAtItsWorstPoint() throws Exception {
    String page =
        Files.readString(
            report(
                run(
                    "sweep",
                    CommandLineTrial.EXPERIMENT,
                    "--set",
                    "sweep={dt: [0.01, 0.3, 0.02]}",
                    "--set",
                    "method=euler-maruyama")));
    List<String> shown =
        Pattern.compile("<section class=\"point\" data-point=\"(\\d)\">")
            .matcher(page)
            .results()
            .map(found -> found.group(1))
            .toList();
    assertEquals(List.of("1"), shown);
    assertTrue(page.contains("<option value=\"1\">dt = 0.3 (the worst)</option>"));
  }

  @Test
  void pagesDrawTheirChartsInEveryThemeAndWidth() throws Exception {
    assumeTrue(Browser.program().isPresent(), "skipped: no Chromium");
    List<Path> pages =
        List.of(
            report(run("one", CommandLineTrial.EXPERIMENT)),
            report(run("two", TWO)),
            report(run("tiny", TINY)),
            report(run("race", RACE)),
            report(
                run(
                    "sweep",
                    CommandLineTrial.EXPERIMENT,
                    "--set",
                    "sweep={temperature: [0.4, 0.5, 0.6]}",
                    "--set",
                    "steps=40")));
    try (Browser browser = Browser.start()) {
      for (Path page : pages) {
        for (int width : new int[] {1100, 360}) {
          for (boolean dark : new boolean[] {false, true}) {
            browser.look(width, 900, dark);
            browser.open(page.toUri().toString());
            int shown =
                browser
                    .evaluate(
                        "[...document.querySelectorAll('.chart')].filter(c => c.offsetParent)"
                            + ".length")
                    .asInt();
            assertTrue(shown > 0);
            assertEquals(
                shown,
                browser
                    .evaluate(
                        "[...document.querySelectorAll('.chart')].filter(c => c.offsetParent &&"
                            + " c.querySelectorAll('svg path, svg image').length > 5).length")
                    .asInt(),
                "charts that are drawn in " + page);
            assertTrue(
                browser
                    .evaluate(
                        "[...document.querySelectorAll('[data-ramp]')].every(r =>"
                            + " r.style.background.includes('gradient'))")
                    .asBoolean(),
                "the colours of maps are shown in " + page);
            assertTrue(
                browser.evaluate("document.documentElement.scrollWidth").asInt() <= width,
                page + " is wider than " + width);
          }
        }
        assertTrue(browser.pdf().length > 20_000);
      }
      assertEquals(List.of(), browser.complaints());
      assertEquals(List.of(), browser.requests());
    }
  }

  @Test
  void numbersAreThereWithoutEyesAndWithoutAMouse() throws Exception {
    assumeTrue(Browser.program().isPresent(), "skipped: no Chromium");
    Path page = report(run("one", CommandLineTrial.EXPERIMENT));
    try (Browser browser = Browser.start()) {
      browser.open(page.toUri().toString());
      String label =
          browser
              .evaluate("document.querySelector('.chart').getAttribute('aria-label')")
              .asString();
      assertTrue(label.contains("160,000 values in 40 bins"), label);
      browser.evaluate("document.querySelector('.chart').focus()");
      browser.press("ArrowRight");
      String said = browser.evaluate("document.querySelector('.readout').textContent").asString();
      assertTrue(said.matches("x = 0\\.16.*walkers 0\\.5\\d+.*Boltzmann 0\\.5\\d+.*"), said);
      browser.evaluate("document.querySelector('details.numbers').open = true");
      Thread.sleep(200);
      assertEquals(
          40,
          browser.evaluate("document.querySelector('.tables tbody').rows.length").asInt(),
          "a row for each bin");
      assertEquals(List.of(), browser.complaints());
    }
  }

  /** Numbers in the words of figures against exact ones: ⟨x²⟩ = kT, and D = kT of free walkers. */
  @Test
  void numbersInWordsAreRight() throws Exception {
    String harmonic = Files.readString(report(run("one", CommandLineTrial.EXPERIMENT)));
    assertTrue(harmonic.contains("Boltzmann&#39;s average is 0.5,"), "of x2, exactly");
    assertTrue(harmonic.contains("Boltzmann&#39;s average is 0.25,"), "of E, exactly");
    String free =
        """
        coordinates: [x, y]
        energy: 0*x
        start: {x: 0, y: 0}
        method: euler-maruyama
        temperature: 0.7
        dt: 0.1
        walkers: 8000
        steps: 400
        correlations: {spread: {displacement: true, lags: 100}}
        seed: 3
        """;
    Matcher found =
        Pattern.compile("2dD with d = 2: D = ([0-9.]+) ± ([0-9.]+)")
            .matcher(Files.readString(report(run("free", free))));
    assertTrue(found.find());
    double value = Double.parseDouble(found.group(1));
    double error = Double.parseDouble(found.group(2));
    assertTrue(error < 0.03, "an error of " + error);
    assertEquals(0.7, value, 4 * error, "false alarm rate below 1e-4, the error being from above");
  }

  @Test
  void whatUsersWriteIsTextEverywhere() throws Exception {
    assumeTrue(Browser.program().isPresent(), "skipped: no Chromium");
    String quoted = "'" + HOSTILE.replace("'", "''").replace("\u001b", "") + "'";
    Path run =
        run(
            "hostile",
            CommandLineTrial.EXPERIMENT
                .replace("title: Trial", "title: " + quoted)
                .replace("of: x,", "of: \"x + 0*(1 < 2)\","),
            "--set",
            "check=null");
    Path page = report(run);
    String whole = Files.readString(page);
    int data = whole.indexOf("<script type=\"application/json\"");
    String html = whole.substring(0, whole.indexOf("<script>", data)); // then come our scripts
    assertFalse(html.contains("<img"), "an element of the title's");
    assertFalse(html.contains("\u202e"), "what turns the direction of writing");
    assertFalse(html.contains("\u001b"), "what a terminal obeys");
    try (Browser browser = Browser.start()) {
      browser.open(page.toUri().toString());
      String title = browser.evaluate("document.querySelector('h1').textContent").asString();
      assertTrue(title.startsWith("</script><img src=x onerror=alert(1)>"), title);
      assertTrue(title.contains("\\u202e"), title);
      assertEquals(0, browser.evaluate("document.images.length").asInt());
      assertEquals(List.of(), browser.complaints());
    }
  }

  @Test
  void refusesWhatItCannotReadOrWouldDestroy() throws Exception {
    Path run = run("one", CommandLineTrial.EXPERIMENT);
    CommandLineTrial over = CommandLineTrial.of("report", run, "-o", run);
    assertEquals(1, over.exit());
    assertTrue(over.err().contains("it is an HDF5 file"), over.err());
    CommandLineTrial nowhere =
        CommandLineTrial.of("report", run, "-o", folder.resolve("no/page.html"));
    assertEquals(1, nowhere.exit());
    assertTrue(nowhere.err().contains("does not exist"), nowhere.err());
    Path text = Files.writeString(folder.resolve("text.h5"), "no run");
    assertEquals(1, CommandLineTrial.of("report", text).exit());
    assertEquals(2, CommandLineTrial.of("report").exit());
    assertFalse(Files.exists(folder.resolve("text.html")));
  }

  @Test
  void manyBinsAndManyPointsStayASmallPage() throws Exception {
    Path run =
        run(
            "large",
            CommandLineTrial.EXPERIMENT,
            "--set",
            "histograms.x.bins=4000",
            "--set",
            "walkers=640",
            "--set",
            "sweep={temperature: ["
                + String.join(
                    ", ", IntStream.rangeClosed(1, 30).mapToObj(i -> "0." + (100 + i)).toList())
                + "]}",
            "--set",
            "steps=40");
    assertTrue(Files.size(report(run)) < MOST_BYTES);
  }
}
