package perrin.report.page;

import java.util.ArrayList;
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
    Html html = new Html().open("main").leaf("h1", scene.title());
    html.open("p", "id", "caption").close("p").open("ul", "id", "legend").close("ul");
    html.open("canvas", "id", "picture", "role", "img", "aria-label", scene.words());
    html.close("canvas").open("div", "class", "controls");
    html.leaf("button", "Play", "id", "play", "type", "button");
    html.open(
        "input",
        "id",
        "frame",
        "type",
        "range",
        "min",
        "0",
        "value",
        "0",
        "step",
        "1",
        "aria-label",
        "Frame");
    html.close("div");
    html.leaf(
        "p",
        scene.words() + ". Space plays and pauses, arrows go from frame to frame.",
        "class",
        "quiet");
    html.open("noscript");
    html.leaf("p", "The picture needs JavaScript; what it shows is in words above.");
    html.close("noscript").close("main");
    return Page.of(
        new Page.Parts(
            scene.title(),
            "scene.css",
            "'none'",
            html.toString(),
            data(scene, seconds),
            List.of("scene.js")));
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
}
