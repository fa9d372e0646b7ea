package perrin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import perrin.report.page.Browser;

/** A run watched in a browser from its first samples to its verdict. */
class LiveRunTest {
  private static final Pattern ADDRESS = Pattern.compile("live: (http://127\\.0\\.0\\.1:\\S+)");

  @TempDir Path folder;

  @Test
  void aBrowserSeesTheHistogramGrowAndTheVerdict() throws Exception {
    assumeTrue(Browser.program().isPresent(), "skipped: no Chromium");
    Path file = Files.writeString(folder.resolve("trial.yaml"), CommandLineTrial.EXPERIMENT);
    var err = new ByteArrayOutputStream();
    var terminal =
        new Terminal(
            new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            StandardCharsets.UTF_8,
            0,
            Terminal.Colours.NONE);
    try (Browser browser = Browser.start()) {
      CompletableFuture<Integer> run =
          CompletableFuture.supplyAsync(() ->
              Perrin.execute(
                  terminal,
                  "run",
                  file.toString(),
                  "-o",
                  folder.resolve("trial.h5").toString(),
                  "--live",
                  "--quiet",
                  "--backend=java",
                  "--set",
                  "steps=120000",
                  "--set",
                  "walkers=6400"));
      browser.open(address(err));
      double before = 0;
      String rate = "";
      for (int looks = 0; looks < 2; ) {
        Thread.sleep(100);
        double done = browser.evaluate("document.getElementById('done').value").asDouble();
        int charts = browser.evaluate("document.querySelectorAll('.chart svg').length").asInt();
        if (charts == 1 && done > before) {
          looks++;
          rate = browser.evaluate("document.getElementById('rate').textContent").asString();
          before = done;
        }
        assertTrue(!run.isDone() || looks > 1, "the run was over before it was seen: " + looks);
      }
      assertTrue(rate.matches("\\d+ % — \\S+ walker-steps/s, .*left|done: .*"), rate);
      assertEquals(0, run.get(5, TimeUnit.MINUTES));
      String words = "";
      for (int looks = 0; looks < 100 && words.isEmpty(); looks++) {
        Thread.sleep(100);
        words = browser.evaluate("document.getElementById('words').textContent").asString();
      }
      assertTrue(words.startsWith("verdict: converged"), words);
      assertEquals(List.of(), browser.complaints());
      assertTrue(browser.requests().stream().allMatch(each -> each.startsWith(address(err))));
    }
  }

  private static String address(ByteArrayOutputStream err) {
    for (int i = 0; i < 600; i++) {
      Matcher found = ADDRESS.matcher(err.toString(StandardCharsets.UTF_8));
      if (found.find()) {
        return found.group(1);
      }
      try {
        Thread.sleep(50);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    throw new AssertionError("no address: " + err.toString(StandardCharsets.UTF_8));
  }

  @Test
  void refusesPortsThatAreNoneOrTaken() throws Exception {
    Path file = Files.writeString(folder.resolve("trial.yaml"), CommandLineTrial.EXPERIMENT);
    CommandLineTrial none = CommandLineTrial.of("run", file, "--live=70000");
    assertEquals(2, none.exit());
    assertTrue(none.err().contains("must be a port from 1 to 65535"), none.err());
    CommandLineTrial shard = CommandLineTrial.of("run", file, "--live", "--shard", "0/2");
    assertEquals(2, shard.exit());
    assertTrue(shard.err().contains("goes with neither --shard nor --dry-run"), shard.err());
  }
}
