package perrin.report.motion;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The colours of all frames of a moving picture, by median cut (Heckbert 1982) of colours that
 * agree in six bits of each part; number 0 stands for what has not changed since the frame before.
 */
final class Palette {
  static final int UNCHANGED = 0;

  private static final int BITS = 6;
  private static final int BUCKETS = 1 << 3 * BITS;

  /** {@code 0xrrggbb}; that of {@link #UNCHANGED} is never seen. */
  private final int[] colours;

  /** For each bucket of colours, the number of what is nearest to it, or 0 if nobody has asked. */
  private final byte[] nearest = new byte[BUCKETS];

  private Palette(int[] colours) {
    this.colours = colours;
  }

  /** Colours that agree in six bits: how many pixels, and the sums of their parts. */
  private record Bucket(long pixels, long red, long green, long blue) {
    double part(int number) {
      return (double) (number == 0 ? red : number == 1 ? green : blue) / pixels;
    }
  }

  /** Buckets that are one colour, as long as they are not split. */
  private static final class Box {
    final List<Bucket> buckets;
    final int widest;
    final double middle;
    final double weight;

    Box(List<Bucket> buckets) {
      this.buckets = buckets;
      int part = 0;
      double most = -1;
      double at = 0;
      for (int p = 0; p < 3; p++) {
        int number = p;
        double low = buckets.stream().mapToDouble(b -> b.part(number)).min().orElse(0);
        double high = buckets.stream().mapToDouble(b -> b.part(number)).max().orElse(0);
        if (high - low > most) {
          most = high - low;
          part = p;
          at = (low + high) / 2;
        }
      }
      double pixels = buckets.stream().mapToDouble(Bucket::pixels).sum();
      widest = part;
      middle = at;
      weight = buckets.size() < 2 ? 0 : most * Math.sqrt(Math.sqrt(pixels));
    }

    int mean() {
      long pixels = 0;
      long[] sums = new long[3];
      for (Bucket bucket : buckets) {
        pixels += bucket.pixels;
        sums[0] += bucket.red;
        sums[1] += bucket.green;
        sums[2] += bucket.blue;
      }
      int colour = 0;
      for (long sum : sums) {
        colour = colour << 8 | (int) ((sum + pixels / 2) / pixels);
      }
      return colour;
    }

    /** At the middle of the range, not of the pixels: so rare inks keep their own. */
    List<Box> halves() {
      List<Bucket> low = buckets.stream().filter(b -> b.part(widest) < middle).toList();
      List<Bucket> high = buckets.stream().filter(b -> b.part(widest) >= middle).toList();
      return List.of(new Box(low), new Box(high));
    }
  }

  /**
   * Of frames that show what the others do.
   *
   * @param kept colours that stay as they are
   * @param most colours, {@link #UNCHANGED} among them
   */
  static Palette of(List<BufferedImage> frames, int[] kept, int most) {
    long[][] sums = new long[BUCKETS][];
    for (BufferedImage frame : frames) {
      for (int pixel : pixels(frame)) {
        long[] sum = sums[bucket(pixel)];
        if (sum == null) {
          sum = sums[bucket(pixel)] = new long[4];
        }
        sum[0]++;
        sum[1] += pixel >> 16 & 0xff;
        sum[2] += pixel >> 8 & 0xff;
        sum[3] += pixel & 0xff;
      }
    }
    List<Bucket> all =
        Arrays.stream(sums)
            .filter(sum -> sum != null)
            .map(sum -> new Bucket(sum[0], sum[1], sum[2], sum[3]))
            .toList();
    List<Box> boxes = new ArrayList<>(List.of(new Box(all)));
    while (boxes.size() + kept.length < most - 1) {
      Box heaviest = boxes.stream().max(Comparator.comparingDouble(b -> b.weight)).orElseThrow();
      if (heaviest.weight == 0) {
        break;
      }
      boxes.remove(heaviest);
      boxes.addAll(heaviest.halves());
    }
    int[] colours = new int[1 + kept.length + boxes.size()];
    System.arraycopy(kept, 0, colours, 1, kept.length);
    for (int i = 0; i < boxes.size(); i++) {
      colours[1 + kept.length + i] = boxes.get(i).mean();
    }
    return new Palette(colours);
  }

  private static int bucket(int rgb) {
    return (rgb >> 18 & 63) << 2 * BITS | (rgb >> 10 & 63) << BITS | rgb >> 2 & 63;
  }

  private static int[] pixels(BufferedImage image) {
    return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
  }

  /** Numbers of colours, a byte for each pixel. */
  byte[] numbers(BufferedImage image) {
    int[] pixels = pixels(image);
    byte[] numbers = new byte[pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      int bucket = bucket(pixels[i]);
      if (nearest[bucket] == 0) {
        nearest[bucket] = find(pixels[i]);
      }
      numbers[i] = nearest[bucket];
    }
    return numbers;
  }

  private byte find(int rgb) {
    int best = 1;
    int least = Integer.MAX_VALUE;
    for (int i = 1; i < colours.length; i++) {
      int far = 0;
      for (int shift = 16; shift >= 0; shift -= 8) {
        int d = (colours[i] >> shift & 0xff) - (rgb >> shift & 0xff);
        far += d * d;
      }
      if (far < least) {
        least = far;
        best = i;
      }
    }
    return (byte) best;
  }

  /** A byte for each pixel, whatever the number of colours. */
  IndexColorModel model() {
    int size = Math.max(2, Integer.highestOneBit(colours.length - 1) * 2);
    byte[][] parts = new byte[3][size];
    for (int i = 0; i < colours.length; i++) {
      parts[0][i] = (byte) (colours[i] >> 16);
      parts[1][i] = (byte) (colours[i] >> 8);
      parts[2][i] = (byte) colours[i];
    }
    return new IndexColorModel(8, size, parts[0], parts[1], parts[2], UNCHANGED);
  }
}
