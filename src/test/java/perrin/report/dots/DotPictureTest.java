package perrin.report.dots;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import perrin.report.chart.Axis;
import perrin.report.chart.Figure;
import perrin.report.chart.Ink;
import perrin.report.chart.Layer;
import perrin.report.chart.Panel;
import perrin.report.dots.DotStyle.Shades;
import perrin.report.paper.SampleFigures;

class DotPictureTest {
  private static final DotStyle PLAIN = new DotStyle(80, true, Shades.NONE);

  @Test
  void aRisingLineRises() {
    Axis x = new Axis("x");
    double[] values = {0, 1};
    Figure figure =
        new Figure(
            "f",
            "Rise",
            "",
            new Panel(
                x,
                new Axis("y"),
                Panel.Size.LOW,
                List.of(new Layer.Curve("a", Ink.BLUE, Layer.Stroke.SOLID, values, values))));
    List<String> rows = DotPicture.draw(figure, PLAIN).lines().skip(2).limit(7).toList();
    for (int i = 1; i < rows.size(); i++) {
      assertTrue(dots(rows.get(i - 1)) > dots(rows.get(i)), String.join("\n", rows));
    }
  }

  /** Column of a line's first dot. */
  private static int dots(String line) {
    int at = 0;
    while (at < line.length() && (line.charAt(at) < 0x2800 || line.charAt(at) > 0x28ff)) {
      at++;
    }
    return at;
  }

  @Test
  void aDotIsWhereItsPointIs() {
    Canvas canvas = new Canvas(PLAIN, 2, 1);
    canvas.dot(0, 0, Ink.BLUE, '*');
    canvas.dot(3, 3, Ink.BLUE, '*');
    canvas.dot(4, 0, Ink.BLUE, '*');
    canvas.dot(0, -1, Ink.BLUE, '*');
    assertEquals("\u2840\u2808", canvas.line(0));
  }

  @Test
  void withoutColoursNothingButText() {
    for (Figure figure : SampleFigures.all()) {
      String unicode = DotPicture.draw(figure, PLAIN);
      assertFalse(unicode.contains("\u001b"), figure.name());
      String ascii = DotPicture.draw(figure, new DotStyle(80, false, Shades.NONE));
      assertTrue(
          ascii.lines().skip(1).noneMatch(line -> line.matches(".*[\u2500-\u259f\u2800-\u28ff].*")),
          figure.name());
      unicode.lines().forEach(line -> assertTrue(line.length() <= 80, line));
      ascii.lines().forEach(line -> assertTrue(line.length() <= 80, line));
    }
  }

  @Test
  void coloursAreOursAlone() {
    for (Shades shades : List.of(Shades.FEW, Shades.MANY, Shades.ALL)) {
      for (Figure figure : SampleFigures.all()) {
        String text = DotPicture.draw(figure, new DotStyle(80, true, shades));
        boolean inked = shades != Shades.FEW || !figure.name().equals("differences");
        assertEquals(inked, text.contains("\u001b["), figure.name());
        String bare = text.replaceAll("\u001b\\[[0-9;]*m", "");
        assertFalse(bare.contains("\u001b"), figure.name());
        bare.lines().forEach(line -> assertTrue(line.length() <= 80, line));
        text.lines()
            .filter(line -> line.contains("\u001b"))
            .forEach(line ->
                assertEquals(
                    line.lastIndexOf("\u001b["), line.lastIndexOf("\u001b[0m"), "colours end"));
      }
    }
  }

  @Test
  void mapsAreBlocksOfAllColours() {
    String text = DotPicture.draw(SampleFigures.differences(), new DotStyle(80, true, Shades.ALL));
    assertTrue(text.contains("▀"));
    assertTrue(text.contains("8;2;33;102;172m"), "the blue end of the ramp, where the largest is");
    String many = DotPicture.draw(SampleFigures.differences(), new DotStyle(80, true, Shades.MANY));
    assertTrue(many.contains("\u001b[38;5;"), many);
    assertFalse(many.contains(";2;33;102"), many);
  }

  @Test
  void hostileTextsMoveNoCursor() {
    String text = "\u001b[2J\u001b]0;x\u0007\u202e</script>\r\n" + "x".repeat(10_000);
    double[] x = {0, 1};
    Figure figure =
        new Figure(
            text,
            text,
            text,
            new Panel(
                new Axis(text),
                new Axis(text),
                Panel.Size.USUAL,
                List.of(new Layer.Curve(text, Ink.BLUE, Layer.Stroke.SOLID, x, x))));
    String drawn = DotPicture.draw(figure, PLAIN);
    assertTrue(drawn.chars().noneMatch(c -> c < ' ' && c != '\n' || c == 0x202e), drawn);
    drawn.lines().forEach(line -> assertTrue(line.length() <= 80, line));
  }
}
