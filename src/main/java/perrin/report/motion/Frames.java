package perrin.report.motion;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import perrin.report.figures.Scene;

/** The frames of a scene as pictures of few colours, each of what has changed. */
final class Frames {
  /** Colours of a picture; more make it larger. */
  private static final int COLOURS = 96;

  /** Frames whose colours stand for those of all. */
  private static final int LOOKED_AT = 9;

  private final List<Frame> frames = new ArrayList<>();
  private final int width;
  private final int height;

  /** The part of a picture that has changed; its upper left corner at (x, y). */
  record Frame(int x, int y, BufferedImage image) {}

  /**
   * @param done told how many frames are done
   */
  Frames(Scene scene, int size, IntConsumer done) {
    var painter = new ScenePainter(scene, size);
    width = painter.width();
    height = painter.height();
    int count = scene.frames();
    List<BufferedImage> looked = new ArrayList<>();
    for (int i = 0; i < LOOKED_AT; i++) {
      looked.add(painter.frame(i * (count - 1) / (LOOKED_AT - 1)));
    }
    Palette palette = Palette.of(looked, painter.shades(), COLOURS);
    IndexColorModel model = palette.model();
    byte[] before = null;
    for (int f = 0; f < count; f++) {
      byte[] now = palette.numbers(painter.frame(f));
      frames.add(changed(before, now, model));
      before = now;
      done.accept(f + 1);
    }
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  List<Frame> frames() {
    return frames;
  }

  private Frame changed(byte[] before, byte[] now, IndexColorModel model) {
    int left = 0;
    int right = width - 1;
    int top = 0;
    int bottom = height - 1;
    if (before != null) {
      left = width;
      top = height;
      right = 0;
      bottom = 0;
      for (int i = 0; i < now.length; i++) {
        if (before[i] != now[i]) {
          left = Math.min(left, i % width);
          right = Math.max(right, i % width);
          top = Math.min(top, i / width);
          bottom = Math.max(bottom, i / width);
        }
      }
      if (left > right) { // nothing has
        left = 0;
        top = 0;
      }
    }
    int wide = right - left + 1;
    int high = bottom - top + 1;
    var image = new BufferedImage(wide, high, BufferedImage.TYPE_BYTE_INDEXED, model);
    byte[] to = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
    for (int row = 0; row < high; row++) {
      for (int column = 0; column < wide; column++) {
        int at = (top + row) * width + left + column;
        boolean same = before != null && before[at] == now[at];
        to[row * wide + column] = same ? (byte) Palette.UNCHANGED : now[at];
      }
    }
    return new Frame(left, top, image);
  }
}
