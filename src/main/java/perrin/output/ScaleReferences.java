package perrin.output;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * References from datasets to the scales of their dimensions, written after jHDF has written the
 * file. HDF5 wants them as lists of variable length, one for each dimension, which lie in a global
 * heap (HDF5 File Format Specification III.E); the attribute has, for each, its length, the heap's
 * address and the number there.
 *
 * <p>jHDF has written whole numbers in the attribute's place, exactly as many as make the same
 * number of bytes: their datatype takes 12 bytes and n + 1 of them 4n + 4, that of lists of
 * references 16.
 */
final class ScaleReferences {
  private static final int ATTRIBUTE = 12;
  private static final int DATASPACE = 1;
  private static final int FILL = 5;
  private static final int LAYOUT = 8;

  /** A list in an attribute: its length, address and number. */
  private static final int ELEMENT = 16;

  /** An object in a heap: number, references, length, and an address. */
  private static final int OBJECT = 24;

  /** What jHDF writes of whole numbers in a row: bytes of the datatype, and of the dataspace. */
  private static final int NUMBER_TYPE = 12;

  private static final int LINE = 12;

  private static final int HEAP_HEADER = 16;
  private static final int SMALLEST_HEAP = 4096;

  /** Lists of object references: class 9, version 1, of class 7. IV.A.2.d. */
  private static final byte[] REFERENCES = {
    0x19, 0, 0, 0, ELEMENT, 0, 0, 0, 0x17, 0, 0, 0, Long.BYTES, 0, 0, 0
  };

  /** Allocated late, filled with the default if set: as HDF5 does itself. IV.A.2.f, version 3. */
  private static final byte DEFAULT_FILL = 0x0a;

  private static final long NOWHERE = -1;
  private static final int ALIGNED = 8;

  private final Map<String, List<String>> scales = new LinkedHashMap<>();
  private final Map<String, Long> alone = new LinkedHashMap<>();

  /** What stands for the references of so many dimensions. */
  static int[] placeholder(int dimensions) {
    return new int[ELEMENT / Integer.BYTES * dimensions + 1];
  }

  /** The scales of a dataset, by paths. */
  void put(String dataset, List<String> ofDimensions) {
    scales.put(dataset, List.copyOf(ofDimensions));
  }

  /** A scale that has a length and no values: nothing of it is in the file. */
  void putAlone(String scale, long length) {
    alone.put(scale, length);
  }

  /** Writes them into a file that has the placeholders. */
  void writeTo(Path file) {
    if (scales.isEmpty()) {
      return;
    }
    Map<String, Long> addresses = new LinkedHashMap<>();
    try (var root = RunReader.open(file)) {
      scales.forEach((dataset, ofDimensions) -> {
        addresses.computeIfAbsent(dataset, path -> LateValues.find(root, path).getAddress());
        ofDimensions.forEach(scale ->
            addresses.computeIfAbsent(scale, path -> LateValues.find(root, path).getAddress()));
      });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    try (var channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      for (Map.Entry<String, Long> scale : alone.entrySet()) {
        ObjectHeader.change(
            channel,
            addresses.get(scale.getKey()),
            (type, bytes, at) -> empty(type, bytes, at, scale.getValue()));
      }
      List<String> all = scales.values().stream().flatMap(List::stream).toList();
      Heaps heaps = new Heaps(Math.ceilDiv(channel.size(), ALIGNED) * ALIGNED, all.size());
      write(channel, heaps.bytes(all.stream().mapToLong(addresses::get).toArray()), heaps.begin());
      int first = 0;
      for (Map.Entry<String, List<String>> each : scales.entrySet()) {
        int from = first;
        int count = each.getValue().size();
        ObjectHeader.change(
            channel,
            addresses.get(each.getKey()),
            (type, bytes, at) -> refer(type, bytes, at, heaps, from, count));
        first += count;
      }
      LateValues.declareEnd(channel, channel.size());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Objects with a reference each, in heaps behind each other, all of the same size.
   *
   * @param begin where the first one is in the file
   */
  private record Heaps(long begin, int objects) {
    private static final int OBJECTS = 1 << 12;

    private int size() {
      int filled = HEAP_HEADER + OBJECT * Math.min(objects, OBJECTS);
      return Math.max(SMALLEST_HEAP, filled + HEAP_HEADER);
    }

    /** The address of an object's heap. */
    long address(int object) {
      return begin + (long) (object / OBJECTS) * size();
    }

    /** The number of an object in its heap, from 1. */
    static int number(int object) {
      return object % OBJECTS + 1;
    }

    /** All heaps: version 1, objects with one reference each, and the free space as object 0. */
    ByteBuffer bytes(long[] addresses) {
      int heaps = Math.ceilDiv(objects, OBJECTS);
      var bytes =
          ByteBuffer.allocate(Math.multiplyExact(heaps, size())).order(ByteOrder.LITTLE_ENDIAN);
      for (int heap = 0; heap < heaps; heap++) {
        bytes.position(heap * size());
        bytes.put("GCOL".getBytes(StandardCharsets.US_ASCII)).putInt(1).putLong(size());
        for (int object = heap * OBJECTS;
            object < Math.min(objects, (heap + 1) * OBJECTS);
            object++) {
          bytes.putShort((short) number(object)).putShort((short) 1).putInt(0);
          bytes.putLong(Long.BYTES).putLong(addresses[object]);
        }
        bytes.putLong(0).putLong((heap + 1) * size() - bytes.position() + Long.BYTES);
      }
      return bytes.rewind();
    }
  }

  /** The attribute (IV.A.2.m, version 3): sizes of name, datatype and dataspace, then these. */
  private static void refer(int type, ByteBuffer bytes, int at, Heaps heaps, int first, int count) {
    if (type != ATTRIBUTE) {
      return;
    }
    int nameBytes = bytes.getShort(at + 2);
    int name = at + 9;
    byte[] found = new byte[nameBytes - 1];
    bytes.get(name, found);
    if (!new String(found, StandardCharsets.US_ASCII).equals(DimensionScales.LIST)) {
      return;
    }
    int spaceBytes = bytes.getShort(at + 6);
    if (bytes.get(at) != 3 || bytes.getShort(at + 4) != NUMBER_TYPE || spaceBytes != LINE) {
      throw new IllegalStateException("a placeholder is not as jHDF 0.13 writes it");
    }
    byte[] space = new byte[spaceBytes];
    bytes.get(name + nameBytes + NUMBER_TYPE, space);
    bytes.putShort(at + 4, (short) REFERENCES.length);
    int to = name + nameBytes;
    bytes.put(to, REFERENCES);
    to += REFERENCES.length;
    bytes.put(to, space);
    bytes.putLong(to + 4, count);
    to += spaceBytes;
    for (int object = first; object < first + count; object++, to += ELEMENT) {
      bytes.putInt(to, 1);
      bytes.putLong(to + Integer.BYTES, heaps.address(object));
      bytes.putInt(to + Integer.BYTES + Long.BYTES, Heaps.number(object));
    }
  }

  /** Of a placeholder with one value: another length, and no values. */
  private static void empty(int type, ByteBuffer bytes, int at, long length) {
    switch (type) {
      case DATASPACE -> LateValues.declare(bytes, at, new long[] {length});
      case LAYOUT -> LateValues.declare(bytes, at, NOWHERE, length);
      case FILL -> {
        if (bytes.get(at) != 3) {
          throw new IllegalStateException("a fill value of version " + bytes.get(at));
        }
        bytes.put(at + 1, DEFAULT_FILL);
      }
      default -> {}
    }
  }

  private static void write(FileChannel channel, ByteBuffer bytes, long to) throws IOException {
    long at = to;
    while (bytes.hasRemaining()) {
      at += channel.write(bytes, at);
    }
  }
}
