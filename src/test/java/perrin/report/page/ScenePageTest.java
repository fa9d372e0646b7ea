package perrin.report.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import perrin.report.motion.MovingFileTest;

/** The page in a browser. */
class ScenePageTest {
  private static final String HOSTILE = "\"><img src=x onerror=alert(1)></script><b>";
  private static final String PICTURE =
      "document.getElementById('picture').toDataURL().length + document.getElementById('picture')"
          + ".toDataURL().slice(-4000)";

  @TempDir Path folder;

  private static String text(Browser browser, String expression) {
    return browser.evaluate(expression).asString();
  }

  @Test
  void itPlaysAndIsSteered() throws Exception {
    assumeTrue(Browser.program().isPresent(), "skipped: no Chromium");
    Path file = folder.resolve("scene.html");
    Files.writeString(file, ScenePage.of(MovingFileTest.scene(HOSTILE), 1));
    try (Browser browser = Browser.start()) {
      browser.look(390, 844, true);
      browser.open(file.toUri().toString());
      assertEquals(HOSTILE, text(browser, "document.querySelector('h1').textContent"));
      assertEquals(HOSTILE, text(browser, "document.title"));
      assertEquals(
          HOSTILE + "0", text(browser, "document.querySelector('#legend button').textContent"));
      assertEquals(0, browser.evaluate("document.images.length").asInt());
      assertTrue(
          browser.evaluate("document.documentElement.scrollWidth <= innerWidth").asBoolean(),
          "as wide as a phone");
      browser.evaluate("new Promise(done => setTimeout(done, 2500))");
      String ended = "document.getElementById('caption').textContent";
      assertEquals("step 11", text(browser, ended), "it has played to its end");
      String last = text(browser, PICTURE);
      browser.press("Home");
      assertEquals("step 0", text(browser, ended));
      assertNotEquals(last, text(browser, PICTURE), "walkers were elsewhere");
      browser.press("ArrowRight");
      assertEquals("step 1", text(browser, ended));
      assertEquals("1", text(browser, "document.getElementById('frame').value"));
      String both = text(browser, PICTURE);
      browser.evaluate("document.querySelector('#legend button').click()");
      assertNotEquals(both, text(browser, PICTURE), "one group is hidden");
      browser.look(390, 844, false);
      assertEquals(
          "rgb(255, 255, 255)", text(browser, "getComputedStyle(document.body).backgroundColor"));
      assertEquals(List.of(), browser.complaints());
      assertEquals(List.of(), browser.requests());
    }
  }
}
