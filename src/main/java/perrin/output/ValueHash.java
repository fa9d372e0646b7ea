package perrin.output;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import perrin.experiment.Precision;
import perrin.statistics.WalkerArray;

/** SHA-256 over numbers' little-endian bytes; every NaN counts as the same one. */
final class ValueHash {
  private static final int SINGLE_INFINITY = 0x7f800000;
  private static final int SINGLE_NAN = 0x7fc00000;
  private static final long DOUBLE_INFINITY = 0x7ff0000000000000L;
  private static final long DOUBLE_NAN = 0x7ff8000000000000L;

  private final MessageDigest sha256;
  private final ByteBuffer buffer = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);

  ValueHash() {
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  void add(float[] values) {
    for (float value : values) {
      room(Float.BYTES).putInt(Float.floatToIntBits(value)); // makes every NaN 0x7fc00000
    }
  }

  void add(double[] values) {
    for (double value : values) {
      room(Double.BYTES).putLong(Double.doubleToLongBits(value)); // 0x7ff8000000000000
    }
  }

  void add(long[] values) {
    for (long value : values) {
      room(Long.BYTES).putLong(value);
    }
  }

  void add(int[] values) {
    for (int value : values) {
      room(Integer.BYTES).putInt(value);
    }
  }

  void add(WalkerArray values) {
    MemorySegment memory = values.memory();
    int walkers = values.walkers();
    if (values.precision() == Precision.SINGLE) {
      for (int w = 0; w < walkers; w++) {
        int bits = memory.getAtIndex(ValueLayout.JAVA_INT_UNALIGNED, w);
        boolean isNan = (bits & Integer.MAX_VALUE) > SINGLE_INFINITY;
        room(Float.BYTES).putInt(isNan ? SINGLE_NAN : bits);
      }
    } else {
      for (int w = 0; w < walkers; w++) {
        long bits = memory.getAtIndex(ValueLayout.JAVA_LONG_UNALIGNED, w);
        boolean isNan = (bits & Long.MAX_VALUE) > DOUBLE_INFINITY;
        room(Double.BYTES).putLong(isNan ? DOUBLE_NAN : bits);
      }
    }
  }

  /** The bytes in UTF-8. */
  void add(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    flush();
    sha256.update(bytes);
  }

  /** Adds a number, a text, or an array of any depth, as jHDF takes or gives it. */
  void addAny(Object values) {
    switch (values) {
      case float[] singles -> add(singles);
      case double[] doubles -> add(doubles);
      case long[] integers -> add(integers);
      case int[] integers -> add(integers);
      case Object[] rows -> {
        for (Object row : rows) {
          addAny(row);
        }
      }
      case String text -> add(text);
      case Float single -> add(new float[] {single});
      case Double number -> add(new double[] {number});
      case Long integer -> add(new long[] {integer});
      case Integer integer -> add(new int[] {integer});
      default -> throw new IllegalStateException("no digest of " + values.getClass().getName());
    }
  }

  private ByteBuffer room(int bytes) {
    if (buffer.remaining() < bytes) {
      flush();
    }
    return buffer;
  }

  private void flush() {
    buffer.flip();
    sha256.update(buffer);
    buffer.clear();
  }

  /** The hash of all that was added, 64 hexadecimal digits. To be asked for once. */
  String hex() {
    flush();
    return HexFormat.of().formatHex(sha256.digest());
  }
}
