package perrin.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlotCommandTest {
  private static final String PATHS =
      """
      title: "Paths </script> \\u001b[31m"
      coordinates: [x, y]
      energy: x^2/2 + y^2/2
      start: {x: 0, y: "uniform(-1, 1)"}
      method: euler-maruyama
      temperature: 0.5
      dt: 0.1
      walkers: 2000
      steps: 100
      sample-every: 10
      histograms: {xy: {of: [x, y], from: [-3, -3], to: [3, 3], bins: [20, 20]}}
      trajectories: {walkers: 3, every: 2}
      """;

  @TempDir static Path folder;
  private static Path run;
  private static Path paths;

  @BeforeAll
  static void makeTheRuns() throws IOException {
    run = made("trial", CommandLineTrial.EXPERIMENT);
    paths = made("paths", PATHS);
  }

  private static Path made(String name, String experiment) throws IOException {
    Path file = folder.resolve(name + ".yaml");
    Files.writeString(file, experiment);
    Path made = folder.resolve(name + ".h5");
    var trial = CommandLineTrial.of("run", file, "--backend", "java", "-o", made);
    assertTrue(Files.exists(made), trial.err());
    return made;
  }

  @Test
  void withoutAFileTheTerminalShowsAllFigures() {
    var trial = CommandLineTrial.of("plot", run);
    assertEquals(0, trial.exit(), trial.err());
    assertTrue(trial.out().contains("Histogram of x"), trial.out());
    assertTrue(trial.out().contains("Energy landscape"), trial.out());
    assertTrue(trial.out().chars().anyMatch(c -> c > 0x2800 && c < 0x28ff), trial.out());
    assertFalse(trial.out().contains("\u001b"), "no terminal, no colours");
    trial.out().lines().forEach(line -> assertTrue(line.length() <= 80, line));
  }

  @Test
  void aTerminalWithoutUnicodeGetsAscii() {
    var trial = CommandLineTrial.in(StandardCharsets.US_ASCII, 0, "plot", run);
    assertTrue(trial.out().chars().allMatch(c -> c < 128 && c != '?'), trial.out());
  }

  @Test
  void aTerminalWithColoursGetsThem() {
    var out = new ByteArrayOutputStream();
    var stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    var terminal = new Terminal(stream, stream, StandardCharsets.UTF_8, 100, Terminal.Colours.ALL);
    Perrin.execute(terminal, "plot", paths.toString(), "xy");
    String text = out.toString(StandardCharsets.UTF_8);
    assertTrue(text.contains("\u001b[38;2;") && text.contains("▀"), text);
    assertFalse(text.replaceAll("\u001b\\[[0-9;]*m", "").contains("\u001b"), text);
    assertEquals(
        Terminal.Colours.ALL,
        Terminal.wantedColours(Map.of("TERM", "xterm", "COLORTERM", "truecolor")));
    assertEquals(
        Terminal.Colours.NONE,
        Terminal.wantedColours(Map.of("TERM", "xterm", "COLORTERM", "24bit", "NO_COLOR", "1")));
  }

  @Test
  void namesAreListed() {
    var trial = CommandLineTrial.of("plot", run, "--list");
    assertTrue(trial.out().startsWith("histograms.x  (Histogram of x)\n"), trial.out());
    assertTrue(trial.out().contains("\nobservables.E  ("), trial.out());
  }

  @Test
  void filesOfEachKind() throws IOException {
    Path pdf = folder.resolve("all.pdf");
    var trial = CommandLineTrial.of("plot", run, "-o", pdf);
    assertEquals(0, trial.exit(), trial.err());
    assertEquals("picture: " + pdf + "\n", trial.out());
    try (var document = Loader.loadPDF(pdf.toFile())) {
      assertEquals(4, document.getNumberOfPages());
    }
    Path png = folder.resolve("one.png");
    CommandLineTrial.of("plot", run, "histograms.x", "-o", png, "--size", "double");
    assertEquals(2055, ImageIO.read(png.toFile()).getWidth(), "174 mm at 300 dots in an inch");
    byte[] before = Files.readAllBytes(png);
    CommandLineTrial.of("plot", run, "histograms.x", "-o", png, "--size", "double");
    assertArrayEquals(before, Files.readAllBytes(png));
    Path svg = folder.resolve("two.SVG");
    var two = CommandLineTrial.of("plot", run, "histograms.x", "landscape", "-o", svg);
    assertEquals(0, two.exit(), two.err());
    assertTrue(Files.exists(folder.resolve("two-histograms.x.SVG")), two.out());
    assertTrue(Files.exists(folder.resolve("two-landscape.SVG")), two.out());
    assertFalse(Files.exists(svg));
  }

  @Test
  void whatIsWrongIsSaid() throws IOException {
    assertWrong(
        2, "histogram.x: no such figure; the nearest figure is histograms.x", "histogram.x");
    assertWrong(
        2,
        "zzz: no such figure; the figures are histograms.x, landscape, observables.E and observables.x2",
        "zzz");
    assertWrong(1, "it has no point 3; its experiment has no sweep", "--point", "3");
    assertWrong(1, "it has no point -1; its experiment has no sweep", "--point", "-1");
    assertWrong(2, "must end in .png, .svg or .pdf", "-o", folder.resolve("x.jpg"));
    assertWrong(
        2,
        "--size: 3x, must be single, double or such as 120x80",
        "-o",
        folder.resolve("y.png"),
        "--size",
        "3x");
    assertWrong(2, "--size: is for files", "--size", "double");
    assertWrong(1, "does not exist", "-o", folder.resolve("nowhere").resolve("x.png"));
    Files.copy(run, folder.resolve("copy.png"));
    assertWrong(
        1, "it is an HDF5 file, perhaps a run", "landscape", "-o", folder.resolve("copy.png"));
    assertFalse(Files.exists(folder.resolve("y.png")));
    try (var left = Files.list(folder)) {
      assertEquals(List.of(), left.filter(path -> path.toString().endsWith(".tmp")).toList());
    }
  }

  private static void assertWrong(int exit, String complaint, Object... words) {
    var all = new java.util.ArrayList<Object>(List.of("plot", run));
    all.addAll(List.of(words));
    var trial = CommandLineTrial.of(all.toArray());
    assertEquals(exit, trial.exit(), trial.out() + trial.err());
    assertTrue(trial.err().contains(complaint), trial.err());
    assertEquals(1, trial.err().lines().count(), trial.err());
  }

  @Test
  void runsDrawTheFirstPath() {
    var show = CommandLineTrial.of("show", paths);
    assertTrue(show.out().contains("Path of the first walker until t = 10\n"), show.out());
    assertTrue(show.out().contains("✕ start   ▲ end"), show.out());
    assertFalse(CommandLineTrial.of("show", run).out().contains("Path of"), "no trajectories");
    var again =
        CommandLineTrial.of(
            "run",
            folder.resolve("paths.yaml"),
            "--backend",
            "java",
            "--force",
            "-o",
            folder.resolve("again.h5"));
    assertTrue(again.out().contains("Path of the first walker until t = 10\n"), again.out());
    var quiet =
        CommandLineTrial.of(
            "run",
            folder.resolve("paths.yaml"),
            "--backend",
            "java",
            "--force",
            "--quiet",
            "-o",
            folder.resolve("again.h5"));
    assertFalse(quiet.out().contains("Path of"), quiet.out());
  }

  @Test
  void animationsOfEachKind() throws IOException {
    Path gif = folder.resolve("a.gif");
    var trial = CommandLineTrial.of("animate", paths, "-o", gif, "--frames", "7", "--size", "240");
    assertEquals(0, trial.exit(), trial.err());
    assertTrue(trial.out().startsWith("animation: " + gif + ", 7 frames, 0."), trial.out());
    var reader = ImageIO.getImageReadersByFormatName("gif").next();
    reader.setInput(
        ImageIO.createImageInputStream(new ByteArrayInputStream(Files.readAllBytes(gif))));
    assertEquals(7, reader.getNumImages(true));
    Path page = folder.resolve("a.html");
    CommandLineTrial.of("animate", paths, "-o", page);
    String text = Files.readString(page);
    assertTrue(
        text.contains("<title>Paths &lt;/script&gt; \\u001b[31m</title>"), text.substring(0, 900));
    assertEquals(2, text.split("</script>", -1).length - 1);
    Path line = folder.resolve("line.html");
    assertEquals(1, CommandLineTrial.of("animate", run, "-o", line).exit());
    assertFalse(Files.exists(line));
  }

  @Test
  void whatCannotMoveIsSaid() {
    assertStill(1, "it has no paths of walkers; run the experiment with trajectories:", run);
    assertStill(1, "it has no point 2; its experiment has no sweep", paths, "--point", "2");
    assertStill(2, "--frames: 1, must be from 2 to 1000", paths, "--frames", "1");
    assertStill(2, "--seconds: 0.0, must be above 0", paths, "--seconds", "0");
    assertStill(2, "must end in .html, .gif or .png", paths, "-o", folder.resolve("a.mp4"));
    assertStill(
        2,
        "--size: 10, must be from 200 to 2000 pixels",
        paths,
        "--size",
        "10",
        "-o",
        folder.resolve("b.gif"));
    assertStill(2, "--size: is for GIF and PNG", paths, "--size", "300");
  }

  private static void assertStill(int exit, String complaint, Object... words) {
    var all = new java.util.ArrayList<Object>(List.of("animate"));
    all.addAll(List.of(words));
    var trial = CommandLineTrial.of(all.toArray());
    assertEquals(exit, trial.exit(), trial.out() + trial.err());
    assertTrue(trial.err().contains(complaint), trial.err());
    assertEquals(1, trial.err().lines().count(), trial.err());
  }
}
