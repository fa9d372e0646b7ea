package perrin.report.motion;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadataNode;
import org.junit.jupiter.api.Test;
import perrin.report.chart.Ink;
import perrin.report.figures.Scene;
import perrin.report.page.ScenePage;

public class MovingFileTest {
  private static final int FRAMES = 12;

  /** Two groups that go across, over a bowl. */
  public static Scene scene(String name) {
    List<Scene.Group> groups = new ArrayList<>();
    for (int g = 0; g < 2; g++) {
      float[][][] at = new float[2 * (FRAMES - 1) + 1][3][2];
      for (int k = 0; k < at.length; k++) {
        for (int w = 0; w < 3; w++) {
          at[k][w][0] = -0.9f + 1.8f * k / at.length;
          at[k][w][1] = 0.3f * w - 0.2f * g;
        }
      }
      at[3][0][0] = Float.NaN;
      groups.add(new Scene.Group(name + g, Ink.of(g), 2, at));
    }
    float[] value = new float[9];
    for (int i = 0; i < 9; i++) {
      value[i] = i == 4 ? 0 : 1.5f;
    }
    value[8] = Float.NaN;
    List<String> captions = new ArrayList<>();
    for (int f = 0; f < FRAMES; f++) {
      captions.add("step " + f);
    }
    double[][] line = {{-0.5, 0.5, 0.5}, {0, 0, 0.5}};
    return new Scene(
        name,
        name,
        List.of(name, "y"),
        new Scene.View(-1, 1, -1, 1, true),
        new Scene.Ground(List.<double[][]>of(line), Optional.of(new Scene.Mesh(3, 3, value, 2))),
        groups,
        captions);
  }

  private static byte[] gif(Scene scene) throws IOException {
    var stream = new ByteArrayOutputStream();
    MovingFile.gif(scene, 300, 3, _ -> {}, stream);
    return stream.toByteArray();
  }

  @Test
  void aGifHasItsFramesAndTheyMove() throws IOException {
    byte[] gif = gif(scene("race"));
    ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
    reader.setInput(ImageIO.createImageInputStream(new ByteArrayInputStream(gif)));
    assertEquals(FRAMES, reader.getNumImages(true));
    BufferedImage first = reader.read(0);
    assertEquals(300, first.getWidth());
    BufferedImage whole = new BufferedImage(300, first.getHeight(), BufferedImage.TYPE_INT_RGB);
    Set<Integer> seen = new HashSet<>();
    int hundredths = 0;
    for (int i = 0; i < FRAMES; i++) {
      var about = reader.getImageMetadata(i);
      var root = (IIOMetadataNode) about.getAsTree(about.getNativeMetadataFormatName());
      var place = (IIOMetadataNode) root.getElementsByTagName("ImageDescriptor").item(0);
      whole
          .createGraphics()
          .drawImage(
              reader.read(i),
              Integer.parseInt(place.getAttribute("imageLeftPosition")),
              Integer.parseInt(place.getAttribute("imageTopPosition")),
              null);
      seen.add(java.util.Arrays.hashCode(whole.getRGB(0, 0, 300, whole.getHeight(), null, 0, 300)));
      var control = (IIOMetadataNode) root.getElementsByTagName("GraphicControlExtension").item(0);
      hundredths += i < FRAMES - 1 ? Integer.parseInt(control.getAttribute("delayTime")) : 0;
      assertEquals(
          i == 0 ? 1 : 0, root.getElementsByTagName("ApplicationExtension").getLength(), "loops");
    }
    assertEquals(FRAMES, seen.size(), "different pictures");
    assertEquals(300.0 * (FRAMES - 1) / FRAMES, hundredths, 1);
  }

  /** What the file's frames add up to is the last frame, but for the colours' number. */
  @Test
  void framesAddUp() throws IOException {
    Scene scene = scene("race");
    var frames = new Frames(scene, 300, _ -> {});
    var whole = new BufferedImage(frames.width(), frames.height(), BufferedImage.TYPE_INT_RGB);
    for (Frames.Frame frame : frames.frames()) {
      whole.createGraphics().drawImage(frame.image(), frame.x(), frame.y(), null);
    }
    BufferedImage last = new ScenePainter(scene, 300).frame(FRAMES - 1);
    for (int x = 0; x < 300; x++) {
      for (int y = 0; y < last.getHeight(); y++) {
        for (int shift = 0; shift <= 16; shift += 8) {
          int a = whole.getRGB(x, y) >> shift & 0xff;
          int b = last.getRGB(x, y) >> shift & 0xff;
          assertTrue(Math.abs(a - b) < 48, "(" + x + ", " + y + "): " + a + ", not " + b);
        }
      }
    }
  }

  @Test
  void anApngHasItsFrames() throws IOException {
    var stream = new ByteArrayOutputStream();
    MovingFile.png(scene("race"), 300, 3, _ -> {}, stream);
    byte[] png = stream.toByteArray();
    assertEquals(300, ImageIO.read(new ByteArrayInputStream(png)).getWidth(), "a PNG for all");
    ByteBuffer chunks = ByteBuffer.wrap(png, 8, png.length - 8);
    int controls = 0;
    int number = 0;
    while (chunks.hasRemaining()) {
      int length = chunks.getInt();
      byte[] type = new byte[4];
      chunks.get(type);
      int from = chunks.position();
      String name = new String(type, StandardCharsets.US_ASCII);
      if (name.equals("acTL")) {
        assertEquals(FRAMES, chunks.getInt(from));
      }
      if (name.equals("fcTL") || name.equals("fdAT")) {
        assertEquals(number++, chunks.getInt(from), "numbers in a row");
      }
      controls += name.equals("fcTL") ? 1 : 0;
      var checksum = new java.util.zip.CRC32();
      checksum.update(png, from - 4, length + 4);
      assertEquals((int) checksum.getValue(), chunks.getInt(from + length));
      chunks.position(from + length + 4);
    }
    assertEquals(FRAMES, controls);
  }

  @Test
  void theSameSceneGivesTheSameBytes() throws IOException {
    assertArrayEquals(gif(scene("race")), gif(scene("race")));
    assertEquals(ScenePage.of(scene("race"), 3), ScenePage.of(scene("race"), 3));
    assertNotEquals(ScenePage.of(scene("race"), 3), ScenePage.of(scene("other"), 3));
  }

  @Test
  void hostileTextsAreTexts() throws Exception {
    for (String text :
        List.of(
            "</script><script>alert(1)</script>",
            "\"><img src=x onerror=alert(1)>",
            "<!--<script>",
            "\u001b[31m\u202e\ufffe" + "x".repeat(10_000))) {
      String page = ScenePage.of(scene(text), 3);
      assertFalse(page.contains("<img"), page);
      assertFalse(page.contains("<!--"), page);
      assertFalse(page.contains("\u001b"), page);
      assertFalse(page.contains("\u202e"), page);
      assertEquals(2, page.split("</script>", -1).length - 1, "data and code");
      assertTrue(gif(scene(text)).length > 1000);
      String code = page.substring(page.lastIndexOf("<script>") + 8, page.lastIndexOf("</script>"));
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(code.getBytes(StandardCharsets.UTF_8));
      String hash = "sha256-" + Base64.getEncoder().encodeToString(digest);
      assertTrue(page.contains("script-src &#39;" + hash + "&#39;"), "only this code may run");
    }
  }
}
