package perrin.report.motion;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import perrin.report.figures.Scene;

/** Scenes as files that move and begin again: GIF, and PNG (APNG 1.0). */
public final class MovingFile {
  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 26, '\n'};

  /** Hundredths of a second that the last frame stands. */
  private static final int LAST = 150;

  private MovingFile() {}

  /**
   * As GIF.
   *
   * @param width px
   * @param seconds that it lasts
   * @param done told how many frames are done
   */
  public static void gif(Scene scene, int width, double seconds, IntConsumer done, OutputStream to)
      throws IOException {
    var frames = new Frames(scene, width, done);
    ImageIO.setUseCache(false);
    ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
    try (var stream = ImageIO.createImageOutputStream(to)) {
      writer.setOutput(stream);
      writer.prepareWriteSequence(null);
      ImageWriteParam how = writer.getDefaultWriteParam();
      int count = frames.frames().size();
      for (int i = 0; i < count; i++) {
        Frames.Frame frame = frames.frames().get(i);
        int delay = i == count - 1 ? LAST : delay(seconds, count, i);
        IIOMetadata about =
            writer.getDefaultImageMetadata(new ImageTypeSpecifier(frame.image()), how);
        describe(about, frame, delay, i == 0);
        writer.writeToSequence(new IIOImage(frame.image(), null, about), how);
      }
      writer.endWriteSequence();
    } finally {
      writer.dispose();
    }
  }

  /** Hundredths of a second of a frame, so that rounding does not add up; browsers slow down 1. */
  private static int delay(double seconds, int frames, int i) {
    long begin = Math.round(100 * seconds * i / frames);
    return (int) Math.max(2, Math.round(100 * seconds * (i + 1) / frames) - begin);
  }

  private static void describe(IIOMetadata about, Frames.Frame frame, int delay, boolean first)
      throws IOException {
    String format = about.getNativeMetadataFormatName();
    var root = (IIOMetadataNode) about.getAsTree(format);
    IIOMetadataNode place = child(root, "ImageDescriptor");
    place.setAttribute("imageLeftPosition", Integer.toString(frame.x()));
    place.setAttribute("imageTopPosition", Integer.toString(frame.y()));
    IIOMetadataNode control = child(root, "GraphicControlExtension");
    control.setAttribute("disposalMethod", "doNotDispose");
    control.setAttribute("userInputFlag", "FALSE");
    control.setAttribute("transparentColorFlag", "TRUE");
    control.setAttribute("transparentColorIndex", Integer.toString(Palette.UNCHANGED));
    control.setAttribute("delayTime", Integer.toString(delay));
    if (first) {
      var loop = new IIOMetadataNode("ApplicationExtension");
      loop.setAttribute("applicationID", "NETSCAPE");
      loop.setAttribute("authenticationCode", "2.0");
      loop.setUserObject(new byte[] {1, 0, 0}); // for ever
      child(root, "ApplicationExtensions").appendChild(loop);
    }
    about.setFromTree(format, root);
  }

  private static IIOMetadataNode child(IIOMetadataNode root, String name) {
    for (int i = 0; i < root.getLength(); i++) {
      if (root.item(i).getNodeName().equals(name)) {
        return (IIOMetadataNode) root.item(i);
      }
    }
    var made = new IIOMetadataNode(name);
    root.appendChild(made);
    return made;
  }

  /** As PNG that moves; what does not know such PNGs shows the first frame. */
  public static void png(Scene scene, int width, double seconds, IntConsumer done, OutputStream to)
      throws IOException {
    var frames = new Frames(scene, width, done);
    var out = new DataOutputStream(to);
    int count = frames.frames().size();
    int number = 0;
    for (int i = 0; i < count; i++) {
      Frames.Frame frame = frames.frames().get(i);
      List<Chunk> chunks = chunks(frame);
      if (i == 0) {
        out.write(SIGNATURE);
        write(out, chunks, "IHDR");
        new Chunk("acTL", ByteBuffer.allocate(8).putInt(count).putInt(0).array()).writeTo(out);
        write(out, chunks, "PLTE");
        write(out, chunks, "tRNS");
      }
      int delay = i == count - 1 ? LAST : delay(seconds, count, i);
      control(frame, number++, delay).writeTo(out);
      for (Chunk chunk : chunks) {
        if (chunk.type.equals("IDAT") && i == 0) {
          chunk.writeTo(out);
        } else if (chunk.type.equals("IDAT")) {
          byte[] data = new byte[chunk.data.length + 4];
          ByteBuffer.wrap(data).putInt(number++).put(chunk.data);
          new Chunk("fdAT", data).writeTo(out);
        }
      }
    }
    new Chunk("IEND", new byte[0]).writeTo(out);
    out.flush();
  }

  private static void write(DataOutputStream out, List<Chunk> chunks, String type)
      throws IOException {
    for (Chunk chunk : chunks) {
      if (chunk.type.equals(type)) {
        chunk.writeTo(out);
      }
    }
  }

  /** Where a frame lies, how long it stands, and that it is drawn over those before. */
  private static Chunk control(Frames.Frame frame, int number, int delay) {
    return new Chunk(
        "fcTL",
        ByteBuffer.allocate(26)
            .putInt(number)
            .putInt(frame.image().getWidth())
            .putInt(frame.image().getHeight())
            .putInt(frame.x())
            .putInt(frame.y())
            .putShort((short) delay)
            .putShort((short) 100)
            .put((byte) 0)
            .put((byte) 1)
            .array());
  }

  private static List<Chunk> chunks(Frames.Frame frame) throws IOException {
    var bytes = new ByteArrayOutputStream();
    ImageIO.setUseCache(false);
    ImageIO.write(frame.image(), "png", bytes);
    ByteBuffer all = ByteBuffer.wrap(bytes.toByteArray());
    all.position(SIGNATURE.length);
    List<Chunk> chunks = new ArrayList<>();
    while (all.hasRemaining()) {
      byte[] data = new byte[all.getInt()];
      byte[] type = new byte[4];
      all.get(type).get(data);
      all.getInt(); // its checksum, which is made anew
      chunks.add(new Chunk(new String(type, java.nio.charset.StandardCharsets.US_ASCII), data));
    }
    return chunks;
  }

  /** A piece of a PNG. */
  private static final class Chunk {
    private final String type;
    private final byte[] data;

    Chunk(String type, byte[] data) {
      this.type = type;
      this.data = data;
    }

    void writeTo(DataOutputStream out) throws IOException {
      byte[] name = type.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
      var checksum = new CRC32();
      checksum.update(name);
      checksum.update(data);
      out.writeInt(data.length);
      out.write(name);
      out.write(data);
      out.writeInt((int) checksum.getValue());
    }
  }
}
