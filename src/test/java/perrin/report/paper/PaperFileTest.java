package perrin.report.paper;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import perrin.errors.BadValue;
import perrin.report.chart.Axis;
import perrin.report.chart.Figure;
import perrin.report.chart.Ink;
import perrin.report.chart.Layer;
import perrin.report.chart.Panel;

class PaperFileTest {
  private interface Writing {
    void to(ByteArrayOutputStream stream) throws IOException;
  }

  private static byte[] bytes(Writing writing) throws IOException {
    var stream = new ByteArrayOutputStream();
    writing.to(stream);
    return stream.toByteArray();
  }

  private static Paper paper(Figure figure) {
    return new Paper(figure, PaperSize.SINGLE, true);
  }

  private static String svg(Figure figure) throws IOException {
    return new String(bytes(to -> PaperFile.svg(paper(figure), to)), StandardCharsets.UTF_8);
  }

  private static String pdfText(Figure figure) throws IOException {
    byte[] pdf = bytes(to -> PaperFile.pdf(List.of(paper(figure)), to));
    try (var document = Loader.loadPDF(pdf)) {
      return new PDFTextStripper().getText(document);
    }
  }

  private static Document parsed(String svg) throws Exception {
    var factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
    return factory
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
  }

  private static List<String> texts(Document svg) {
    var nodes = svg.getElementsByTagName("text");
    return IntStream.range(0, nodes.getLength())
        .mapToObj(i -> nodes.item(i).getTextContent())
        .toList();
  }

  @Test
  void anSvgHasItsTextsAsTexts() throws Exception {
    for (Figure figure : SampleFigures.all()) {
      Document svg = parsed(svg(figure));
      List<String> texts = texts(svg);
      assertTrue(texts.contains(figure.title()), figure.name() + ": " + texts);
      assertTrue(texts.contains(figure.panels().getFirst().y().label()), texts.toString());
      assertEquals(0, svg.getElementsByTagName("script").getLength());
      assertEquals(figure.words(), svg.getElementsByTagName("desc").item(0).getTextContent());
      assertEquals(
          "240.94pt", svg.getDocumentElement().getAttribute("width").substring(0, 6) + "pt");
    }
  }

  @Test
  void aPdfHasTextsThatCanBeSelected() throws IOException {
    String text = pdfText(SampleFigures.spread()).replaceAll("\\s", ""); // rotated: a line a letter
    for (String wanted :
        List.of("Mean square displacement", "lag (steps)", "⟨|Δx|²⟩", "2·D·t", "measured", "10⁴")) {
      assertTrue(text.contains(wanted.replace(" ", "")), wanted + " in " + text);
    }
  }

  @Test
  void aPdfHasAPageForEach() throws IOException {
    List<Paper> pages = SampleFigures.all().stream().map(PaperFileTest::paper).toList();
    byte[] pdf = bytes(to -> PaperFile.pdf(pages, to));
    try (var document = Loader.loadPDF(pdf)) {
      assertEquals(pages.size(), document.getNumberOfPages());
      assertEquals(240.9, document.getPage(0).getMediaBox().getWidth(), 0.1, "85 mm in points");
    }
  }

  @Test
  void aPngIsSharpAndNotEmpty() throws IOException {
    byte[] png = bytes(to -> PaperFile.png(paper(SampleFigures.histogram("A")), to));
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
    assertEquals(1004, image.getWidth(), "85 mm at 300 dots in an inch");
    assertEquals(0xffffffff, image.getRGB(0, 0));
    int[] pixels =
        image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    long bars =
        IntStream.of(pixels).filter(rgb -> (rgb >> 16 & 0xff) < 200 && (rgb & 0xff) > 220).count();
    assertTrue(bars > pixels.length / 20, bars + " pixels are of the bars' blue");
    long curve = IntStream.of(pixels).filter(rgb -> rgb == 0xffd55e00).count();
    assertTrue(curve > 500, curve + " pixels are of the curve's orange");
  }

  @Test
  void theSameFigureGivesTheSameBytes() throws IOException {
    for (Figure figure : SampleFigures.all()) {
      assertArrayEquals(
          bytes(to -> PaperFile.png(paper(figure), to)),
          bytes(to -> PaperFile.png(paper(figure), to)));
      assertEquals(svg(figure), svg(figure));
      assertArrayEquals(
          bytes(to -> PaperFile.pdf(List.of(paper(figure)), to)),
          bytes(to -> PaperFile.pdf(List.of(paper(figure)), to)));
    }
  }

  @Test
  void titlesStayOutOfPapers() throws Exception {
    Figure figure = SampleFigures.spread();
    var page = new Paper(figure, PaperSize.SINGLE, false);
    String svg = new String(bytes(to -> PaperFile.svg(page, to)), StandardCharsets.UTF_8);
    assertFalse(texts(parsed(svg)).contains(figure.title()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "</script><script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "]]>&amp;&#0;<!ENTITY x>",
        "\u001b[31mred\u0007 \u202eright to left\u2066 \ufffe\ud800 漢字 \ud83d\ude00",
        "line\nline\ttab %s $1 \\N{x} (\\051 endobj",
      })
  void hostileTextsAreTexts(String text) throws Exception {
    Figure figure = hostile(text);
    Document svg = parsed(svg(figure));
    assertEquals(0, svg.getElementsByTagName("script").getLength());
    assertEquals(0, svg.getElementsByTagName("img").getLength());
    String shown = String.join("|", texts(svg));
    assertFalse(shown.matches(".*[\u0000-\u001f\u202e\u2066].*"), shown);
    String expected = Typeface.readable(text);
    assertEquals(
        expected.replaceAll("\\s+", " "),
        svg.getElementsByTagName("title").item(0).getTextContent().replaceAll("\\s+", " "));
    assertTrue(pdfText(figure).contains(expected.substring(0, 6)), pdfText(figure));
    assertTrue(bytes(to -> PaperFile.png(paper(figure), to)).length > 1000);
  }

  @Test
  void longTextsAreCut() throws Exception {
    Figure figure = hostile("x".repeat(10_000));
    for (String text : texts(parsed(svg(figure)))) {
      assertTrue(Typeface.width(text, Typeface.of(7)) < 241, text);
    }
  }

  private static Figure hostile(String text) {
    double[] x = {1, 2, 3};
    return new Figure(
        text,
        text,
        text,
        new Panel(
            new Axis(text),
            new Axis(text),
            Panel.Size.USUAL,
            List.of(
                new Layer.Curve(text, Ink.BLUE, Layer.Stroke.SOLID, x, x),
                new Layer.Marks(text + "2", Ink.ORANGE, Layer.Sign.DOT, x, x))));
  }

  @Test
  void whatIsNotFiniteIsAGap() throws IOException {
    double[] x = {Double.NaN, 1, 2, Double.POSITIVE_INFINITY, -1, 0};
    for (Axis.Scale scale : new Axis.Scale[] {Axis.Scale.LINEAR, Axis.Scale.LOGARITHMIC}) {
      Axis axis = new Axis("x", scale);
      List<Layer> layers =
          List.of(
              new Layer.Curve("a", Ink.BLUE, Layer.Stroke.DASHED, x, x),
              new Layer.Band("b", Ink.GREY, x, x, x),
              new Layer.Marks("c", Ink.GREEN, Layer.Sign.CROSS, x, x, x),
              new Layer.Stairs("d", Ink.SKY, new double[] {0, 1, 2}, new double[] {1, Double.NaN}));
      Figure figure = new Figure("x", "", "", new Panel(axis, axis, Panel.Size.LOW, layers));
      assertFalse(svg(figure).contains("NaN"), "a place that is no number");
      assertFalse(svg(figure).contains("Infinity"), "a place that is no number");
    }
  }

  @Test
  void nothingToDrawIsDrawn() throws Exception {
    double[] none = {};
    Panel panel =
        new Panel(
            new Axis("x"),
            new Axis("y"),
            Panel.Size.USUAL,
            List.of(new Layer.Curve("a", Ink.BLUE, Layer.Stroke.SOLID, none, none)));
    assertTrue(texts(parsed(svg(new Figure("x", "Empty", "", panel)))).contains("Empty"));
  }

  @Test
  void sizes() throws IOException {
    assertEquals(PaperSize.DOUBLE, PaperSize.read("double"));
    Paper page = new Paper(SampleFigures.histogram("A"), PaperSize.read("120x80"), true);
    assertEquals(120 * 72 / 25.4, page.width(), 1e-9);
    assertEquals(80 * 72 / 25.4, page.height(), 1e-9);
    for (String wrong : new String[] {"3x4", "120", "axb", "120x", "-5x5", "1e9x50"}) {
      assertThrows(BadValue.class, () -> PaperSize.read(wrong), wrong);
    }
  }

  @Test
  void oneUnitIsAsLongOnEitherAxis() {
    Paper page = paper(SampleFigures.map());
    assertEquals(1, page.height() / page.width(), 0.3);
  }
}
