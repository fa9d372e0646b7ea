package perrin.report.paper;

import de.rototor.pdfbox.graphics2d.PdfBoxGraphics2D;
import de.rototor.pdfbox.graphics2d.PdfBoxGraphics2DFontTextDrawer;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDType0Font;
import org.jfree.svg.MeetOrSlice;
import org.jfree.svg.PreserveAspectRatio;
import org.jfree.svg.SVGGraphics2D;
import org.jfree.svg.SVGUnits;
import org.jfree.svg.ViewBox;
import perrin.errors.Shown;
import perrin.report.chart.Figure;

/** Writes pages; the same pages give the same bytes. */
public final class PaperFile {
  /** Pixels in an inch: what journals ask of pictures. */
  private static final double DOTS = 300;

  private static final int POINTS = 72;

  private PaperFile() {}

  /** As PNG, 300 dots in an inch. */
  public static void png(Paper page, OutputStream to) throws IOException {
    double scale = DOTS / POINTS;
    int width = (int) Math.round(page.width() * scale);
    int height = (int) Math.round(page.height() * scale);
    var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    g.scale(scale, scale);
    page.draw(g);
    g.dispose();
    ImageIO.setUseCache(false);
    ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
    ImageWriteParam how = writer.getDefaultWriteParam();
    IIOMetadata about = writer.getDefaultImageMetadata(new ImageTypeSpecifier(image), how);
    about.mergeTree("javax_imageio_1.0", resolution());
    try (var stream = ImageIO.createImageOutputStream(to)) {
      writer.setOutput(stream);
      writer.write(null, new IIOImage(image, null, about), how);
    } finally {
      writer.dispose();
    }
  }

  private static IIOMetadataNode resolution() {
    var root = new IIOMetadataNode("javax_imageio_1.0");
    var dimension = new IIOMetadataNode("Dimension");
    for (String name : new String[] {"HorizontalPixelSize", "VerticalPixelSize"}) {
      var size = new IIOMetadataNode(name);
      size.setAttribute("value", String.format(Locale.ROOT, "%.6f", 25.4 / DOTS));
      dimension.appendChild(size);
    }
    root.appendChild(dimension);
    return root;
  }

  /** As SVG, whose texts are texts. */
  public static void svg(Paper page, OutputStream to) throws IOException {
    var g = new SVGGraphics2D(page.width(), page.height(), SVGUnits.PT);
    g.setDefsKeyPrefix("perrin");
    g.setFontFunction(_ -> "\"" + Typeface.NAME + "\", Verdana, sans-serif");
    g.setGeomDoubleConverter(PaperFile::rounded);
    g.setTransformDoubleConverter(PaperFile::exact);
    page.draw(g);
    String element =
        g.getSVGElement(
            null,
            true,
            new ViewBox(0, 0, Math.round(page.width()), Math.round(page.height())),
            PreserveAspectRatio.XMID_YMID,
            MeetOrSlice.MEET);
    to.write(described(element, page.figure()).getBytes(StandardCharsets.UTF_8));
  }

  /** With the figure's title and words, for those who do not see it. */
  private static String described(String element, Figure figure) {
    int end = element.indexOf('>') + 1;
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        + element.substring(0, end)
        + "<title>"
        + escaped(figure.title())
        + "</title><desc>"
        + escaped(figure.words())
        + "</desc>"
        + element.substring(end)
        + "\n";
  }

  private static String escaped(String text) {
    return Typeface.readable(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static String rounded(double value) {
    return number(String.format(Locale.ROOT, "%.2f", value));
  }

  private static String exact(double value) {
    return number(String.format(Locale.ROOT, "%.6f", value));
  }

  private static String number(String text) {
    String shorter = text.replaceFirst("\\.?0+$", "");
    return shorter.equals("-0") ? "0" : shorter;
  }

  /** As PDF with its font, a page for each. */
  public static void pdf(List<Paper> pages, OutputStream to) throws IOException {
    try (PDDocument document = new PDDocument();
        InputStream file = Typeface.file()) {
      document.setDocumentId(0L); // else of the time
      PDType0Font font = PDType0Font.load(document, file, true);
      for (Paper page : pages) {
        add(document, font, page);
      }
      Figure first = pages.getFirst().figure();
      var about = document.getDocumentInformation();
      about.setTitle(Typeface.readable(Shown.shortened(first.title(), 1000)));
      about.setSubject(Typeface.readable(Shown.shortened(first.words(), 4000)));
      about.setCreator("Perrin");
      document.getDocumentCatalog().setLanguage("en");
      document.save(to);
    }
  }

  private static void add(PDDocument document, PDType0Font font, Paper paper) throws IOException {
    float width = (float) paper.width();
    float height = (float) paper.height();
    var page = new PDPage(new PDRectangle(width, height));
    document.addPage(page);
    var g = new PdfBoxGraphics2D(document, width, height);
    try (var drawer = new PdfBoxGraphics2DFontTextDrawer()) {
      drawer.registerFont(Typeface.NAME, font);
      g.setFontTextDrawer(drawer);
      paper.draw(g);
      g.dispose();
    }
    try (var content = new PDPageContentStream(document, page)) {
      content.drawForm(g.getXFormObject());
    }
  }
}
