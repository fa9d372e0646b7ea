package perrin.report.motion;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import perrin.report.figures.Scene;
import tools.jackson.databind.json.JsonMapper;

/**
 * A scene as one page that any browser shows without a network: with a slider, and what it shows as
 * data. Its texts are put into it as texts; no script runs but the page's own.
 */
public final class ScenePage {
  /** Parts of the view's width or height that places are told in. */
  private static final int UNIT = 10_000;

  /** Parts of the space between two lines that heights are told in. */
  private static final int SPACE = 20;

  private ScenePage() {}

  /**
   * The page.
   *
   * @param seconds that the scene lasts
   */
  public static String of(Scene scene, double seconds) {
    String style = resource("scene.css");
    String script = resource("scene.js");
    return """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src '%s'; style-src '%s'; base-uri 'none'; form-action 'none'">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>%s</title>
    <style>%s</style>
    </head>
    <body>
    <main>
    <h1>%s</h1>
    <p id="caption"></p>
    <ul id="legend"></ul>
    <canvas id="picture" role="img" aria-label="%s"></canvas>
    <div class="controls">
    <button id="play" type="button">Play</button>
    <input id="frame" type="range" min="0" value="0" step="1" aria-label="Frame">
    </div>
    <p class="quiet">%s. Space plays and pauses, arrows go from frame to frame.</p>
    <noscript><p>The picture needs JavaScript; what it shows is in words above.</p></noscript>
    </main>
    <script type="application/json" id="scene">%s</script>
    <script>%s</script>
    </body>
    </html>
    """
        .formatted(
            hash(script),
            hash(style),
            escaped(scene.title()),
            style,
            escaped(scene.title()),
            escaped(scene.words()),
            escaped(scene.words()),
            data(scene, seconds),
            script);
  }

  /** Without any character that could end the element that it stands in. */
  private static String data(Scene scene, double seconds) {
    Map<String, Object> all = new LinkedHashMap<>();
    Scene.View view = scene.view();
    all.put("names", scene.names());
    all.put("view", new double[] {view.left(), view.right(), view.low(), view.high()});
    all.put("even", view.isEven());
    all.put("seconds", seconds);
    all.put("captions", scene.captions());
    List<Object> lines = new ArrayList<>();
    for (double[][] line : scene.ground().lines()) {
      Integer[] flat = new Integer[2 * line[0].length];
      for (int i = 0; i < line[0].length; i++) {
        flat[2 * i] = share(line[0][i], view.left(), view.right());
        flat[2 * i + 1] = share(line[1][i], view.low(), view.high());
      }
      lines.add(flat);
    }
    all.put("lines", lines);
    scene.ground().mesh().ifPresent(mesh -> all.put("mesh", mesh(mesh)));
    all.put("groups", scene.groups().stream().map(group -> group(group, view)).toList());
    return JsonMapper.builder()
        .build()
        .writeValueAsString(all)
        .replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .replace("&", "\\u0026");
  }

  private static Map<String, Object> mesh(Scene.Mesh mesh) {
    Integer[] value = new Integer[mesh.value().length];
    for (int i = 0; i < value.length; i++) {
      float passed = mesh.value()[i];
      value[i] = Float.isNaN(passed) ? null : (Integer) (int) (passed * SPACE);
    }
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("columns", mesh.columns());
    all.put("rows", mesh.rows());
    all.put("most", mesh.most());
    all.put("value", value);
    return all;
  }

  private static Map<String, Object> group(Scene.Group group, Scene.View view) {
    List<Object> places = new ArrayList<>();
    for (float[][] place : group.at()) {
      Integer[] flat = new Integer[2 * place.length];
      for (int w = 0; w < place.length; w++) {
        flat[2 * w] = share(place[w][0], view.left(), view.right());
        flat[2 * w + 1] = share(place[w][1], view.low(), view.high());
      }
      places.add(flat);
    }
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("name", group.name());
    all.put("light", group.ink().light());
    all.put("dark", group.ink().dark());
    all.put("between", group.between());
    all.put("at", places);
    return all;
  }

  /** Null where it is not finite; what is far outside is as far as a curve needs. */
  private static Integer share(double value, double from, double to) {
    return Double.isFinite(value)
        ? (Integer)
            (int) Math.clamp(Math.round((value - from) / (to - from) * UNIT), -UNIT, 2 * UNIT)
        : null;
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "sha256-" + Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static String resource(String name) {
    try (InputStream stream = ScenePage.class.getResourceAsStream(name)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
