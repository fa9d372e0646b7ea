package perrin.output;

import io.jhdf.HdfFile;
import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.Node;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import perrin.errors.Shown;
import perrin.statistics.verdict.Verdict;

/** Opens run files, refusing what is not one or not whole. */
final class RunReader {
  private static final long SIGNATURE = 0x894844460d0a1a0aL;

  /** Bytes of a file that is soon read whole. */
  private static final long SMALL = 4 << 20;

  /** Where a version 2 or 3 superblock says how long the file is. */
  private static final int END_OF_FILE = 28;

  private static final String NOT_OURS = "choose the run file of a Perrin run";
  private static final String AGAIN = "run the experiment again";

  private RunReader() {}

  /**
   * Opens a run file, looks through all of it and lets {@code read} take what it wants. What is
   * wrong with it is to come out here: nothing is to be said of a file that is not good.
   */
  static <T> T read(Path file, Function<HdfFile, T> read) {
    checkStart(file);
    try (var root = open(file)) {
      RunTree.require(root, Files.size(file));
      if (root.getAttribute(RunLayout.SCHEMA) == null
          || root.getAttribute("perrin_version") == null) {
        throw OutputException.unreadable(file, "it is not a run file of Perrin", NOT_OURS);
      }
      int schema = integer(root, RunLayout.SCHEMA);
      if (schema > RunFile.SCHEMA) {
        throw OutputException.unreadable(
            file, "it was written by a newer Perrin (schema " + schema + ")", "use that version");
      }
      if (root.getAttribute(RunLayout.COMPLETE) == null || integer(root, RunLayout.COMPLETE) != 1) {
        throw OutputException.unreadable(file, "it is not complete", AGAIN);
      }
      return read.apply(root);
    } catch (OutputException e) {
      throw e;
    } catch (IOException | RuntimeException | StackOverflowError | InternalError e) {
      throw OutputException.unreadable(file, e);
    } catch (OutOfMemoryError e) {
      throw OutputException.unreadable(
          file,
          "it takes more memory than Java may take, "
              + (Runtime.getRuntime().maxMemory() >> 20)
              + " MiB",
          "if it is a whole run file, allow more: PERRIN_JAVA_OPTS=-Xmx8g");
    }
  }

  /**
   * From the file's bytes as they lie, so that no size declared in it makes room for anything; from
   * a copy of them where they are few, as most are.
   */
  static HdfFile open(Path file) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
      if (channel.size() <= SMALL) {
        return HdfFile.fromBytes(Files.readAllBytes(file));
      }
      return channel.size() <= Integer.MAX_VALUE
          ? HdfFile.fromByteBuffer(channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size()))
          : new HdfFile(file);
    }
  }

  static boolean isHdf5(Path file) {
    if (!Files.isRegularFile(file)) {
      return false; // a pipe would be read empty
    }
    try (var bytes = Files.newInputStream(file)) {
      byte[] start = bytes.readNBytes(Long.BYTES);
      return start.length == Long.BYTES && ByteBuffer.wrap(start).getLong() == SIGNATURE;
    } catch (IOException _) {
      return false;
    }
  }

  private static void checkStart(Path file) {
    if (Files.isDirectory(file)) {
      throw OutputException.unreadable(file, "it is a folder", NOT_OURS);
    }
    if (!Files.exists(file)) {
      throw OutputException.unreadable(file, "it does not exist", NOT_OURS);
    }
    if (!Files.isRegularFile(file)) {
      throw OutputException.unreadable(file, "it is not a regular file", NOT_OURS);
    }
    try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
      var start = ByteBuffer.allocate(END_OF_FILE + Long.BYTES);
      while (start.hasRemaining() && channel.read(start) > 0) {
        // reads on
      }
      if (start.position() < Long.BYTES || start.getLong(0) != SIGNATURE) {
        throw OutputException.unreadable(file, "it is not an HDF5 file", NOT_OURS);
      }
      boolean ours = start.get(8) >= 2; // an older superblock is not: what it is will be said later
      long length = start.order(ByteOrder.LITTLE_ENDIAN).getLong(END_OF_FILE);
      if (start.hasRemaining() || (ours && channel.size() < length)) {
        throw OutputException.unreadable(
            file, "it is cut off after " + channel.size() + " bytes", AGAIN);
      }
    } catch (IOException e) {
      throw OutputException.unreadable(file, e);
    }
  }

  /** Reads the summary. */
  static RunSummary summary(HdfFile root) {
    return new RunSummary(
        text(root, "perrin_version"),
        text(root, "title"),
        text(root, "experiment_sha256"),
        SweepLayout.readVerdicts(root));
  }

  /** A verdict whose figures may be. */
  static Verdict verdict(Node check) {
    Verdict verdict = CheckLayout.read(check);
    Plausible.require(verdict);
    return verdict;
  }

  private static Object value(Node node, String name) {
    Attribute attribute = node.getAttribute(name);
    if (attribute == null) {
      throw new IllegalStateException("attribute " + name + " is missing");
    }
    return attribute.getData();
  }

  /** A text of one line, which is as good to print as any of ours. */
  static String text(Node node, String name) {
    return Shown.line((String) value(node, name));
  }

  /** The text that a dataset holds. */
  static String text(Node dataset) {
    return (String) ((Dataset) dataset).getData();
  }

  static double number(Node node, String name) {
    return ((Number) value(node, name)).doubleValue();
  }

  /** The number that a dataset without dimensions holds. */
  static double scalar(Node node) {
    return ((Number) ((Dataset) node).getData()).doubleValue();
  }

  /** As {@link #number}; NaN where older files have no such attribute. */
  static double numberOrNaN(Node node, String name) {
    return node.getAttribute(name) == null ? Double.NaN : number(node, name);
  }

  static int integer(Node node, String name) {
    return ((Number) value(node, name)).intValue();
  }

  /** Whole numbers, of all points of a sweep in one row. */
  static long[] wholes(Node node, String name) {
    return wholes(value(node, name)).toArray();
  }

  /** Numbers, of all points of a sweep in one row. */
  static double[] numbers(Node node, String name) {
    return numbers(value(node, name)).toArray();
  }

  private static DoubleStream numbers(Object value) {
    return switch (value) {
      case double[] row -> Arrays.stream(row);
      case Object[] rows -> Arrays.stream(rows).flatMapToDouble(RunReader::numbers);
      default -> DoubleStream.of(((Number) value).doubleValue());
    };
  }

  private static LongStream wholes(Object value) {
    return switch (value) {
      case long[] row -> Arrays.stream(row);
      case Object[] rows -> Arrays.stream(rows).flatMapToLong(RunReader::wholes);
      default -> LongStream.of(((Number) value).longValue());
    };
  }
}
