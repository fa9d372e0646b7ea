package perrin.report.paper;

import java.awt.Font;
import java.awt.FontFormatException;
import java.awt.font.FontRenderContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import perrin.errors.Shown;

/**
 * The one font of all pictures, which lies in the jar: pictures are the same on every machine, also
 * on those without fonts. DejaVu Sans, which has Latin, Greek, Cyrillic and mathematical signs.
 */
public final class Typeface {
  /** As files name it. */
  public static final String NAME = "DejaVu Sans";

  private static final FontRenderContext EXACT = new FontRenderContext(null, true, true);
  private static final Typeface ONLY = load();

  private final Font font;

  private Typeface(Font font) {
    this.font = font;
  }

  /**
   * In a size.
   *
   * @param points its height
   */
  public static Font of(double points) {
    return ONLY.font.deriveFont((float) points);
  }

  static InputStream file() {
    return Typeface.class.getResourceAsStream("DejaVuSans.ttf");
  }

  /** How long a line is, in points. */
  public static double width(String text, Font font) {
    return font.getStringBounds(text, EXACT).getWidth();
  }

  /**
   * A text on one line as pictures show it: characters that the font lacks, and those that no XML
   * may hold, stand as �.
   */
  public static String readable(String text) {
    String line = Shown.line(text).replace('\t', ' ');
    StringBuilder shown = new StringBuilder();
    line.codePoints()
        .map(point -> ONLY.font.canDisplay(point) && (point & 0xfffe) != 0xfffe ? point : 0xfffd)
        .forEach(shown::appendCodePoint);
    return shown.toString();
  }

  /** The same, cut where it would be longer than so many points. */
  public static String fitting(String text, Font font, double points) {
    String line = readable(Shown.shortened(text, 400));
    if (width(line, font) <= points) {
      return line;
    }
    int end = line.length();
    while (end > 1 && width(line.substring(0, end) + "…", font) > points) {
      end = line.offsetByCodePoints(end, -1);
    }
    return line.substring(0, end) + "…";
  }

  private static Typeface load() {
    System.setProperty("java.awt.headless", "true");
    Path none = null;
    try (InputStream file = file()) {
      if (System.getProperty("sun.awt.fontconfig") == null) {
        // Java looks through the system's fonts first, and fails where there are none: ours is
        // enough
        none = Files.createTempFile("perrin-fonts", ".properties");
        Files.writeString(none, "version=1\nsequence.allfonts=default\n", StandardCharsets.UTF_8);
        System.setProperty("sun.awt.fontconfig", none.toString());
      }
      return new Typeface(Font.createFont(Font.TRUETYPE_FONT, file));
    } catch (FontFormatException e) {
      throw new IllegalStateException("the font in Perrin's jar is damaged", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      if (none != null) {
        none.toFile().delete();
      }
    }
  }
}
