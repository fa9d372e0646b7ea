package perrin.experiment;

import io.jhdf.api.Dataset;
import io.jhdf.api.dataset.ChunkedDataset;
import io.jhdf.filter.PipelineFilterWithData;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import perrin.errors.Shown;

/**
 * Whether a dataset of a stranger's HDF5 file can be read: a few bytes may declare terabytes, or
 * unpack to them, and only what is really there must cost memory and time.
 */
public final class Hdf5Bounds {
  /** The best that deflate does is 1032:1. */
  private static final double BEST_DEFLATE = 1100;

  /**
   * Unpacked bytes that all chunked datasets of a file may have together: so many for each of its
   * bytes, and as many as paths of walkers that do not move may have in few.
   */
  private static final double UNPACKED = 128;

  private static final double PATHS = 1L << 29;

  private static final int DEFLATE = 1;
  private static final int SHUFFLE = 2;
  private static final long MOST_CHUNKS = 1_000_000;
  private static final int PIECE = 1 << 16;

  private Hdf5Bounds() {}

  /**
   * Refuses a dataset that declares more than the file holds.
   *
   * @param fileBytes size of the file
   * @throws IllegalArgumentException with what is wrong
   */
  public static void require(Dataset dataset, long fileBytes) {
    double declared = bytes(dataset.getDimensionsAsLong(), dataset.getDataType().getSize());
    if (dataset.isVariableLength() || dataset.isCompound()) {
      throw refused(dataset, "is neither numbers nor text of a fixed length");
    }
    if (dataset instanceof ChunkedDataset chunked) {
      requireChunks(chunked, declared, fileBytes);
    } else if (declared > fileBytes) {
      throw refused(dataset, "declares " + (long) declared + " bytes, more than the file has");
    }
  }

  /** Refuses a file whose datasets unpack to far more than it has; 0 of what is not packed. */
  public static void requireUnpacked(double bytes, long fileBytes) {
    if (bytes > PATHS + UNPACKED * fileBytes) {
      throw new IllegalArgumentException(
          "its datasets unpack to " + (long) bytes + " bytes, too many for a file of " + fileBytes);
    }
  }

  /** Bytes of a dataset that are packed in the file. */
  public static double packed(Dataset dataset) {
    return dataset instanceof ChunkedDataset
        ? bytes(dataset.getDimensionsAsLong(), dataset.getDataType().getSize())
        : 0;
  }

  private static void requireChunks(ChunkedDataset dataset, double declared, long fileBytes) {
    int[] chunk = dataset.getChunkDimensions();
    double chunkBytes = bytes(longs(chunk), dataset.getDataType().getSize());
    double chunks = 1;
    int[] shape = dataset.getDimensions();
    for (int d = 0; d < shape.length; d++) {
      chunks *= Math.ceil(shape[d] / (double) chunk[d]);
    }
    if (declared > Integer.MAX_VALUE
        || chunkBytes > Integer.MAX_VALUE
        || chunks > MOST_CHUNKS
        || chunks * chunkBytes > BEST_DEFLATE * fileBytes) {
      throw refused(
          dataset,
          "declares " + (long) Math.max(declared, chunkBytes) + " bytes, more than it has");
    }
    List<PipelineFilterWithData> filters = dataset.getFilters();
    if (filters.stream().anyMatch(f -> f.getId() != DEFLATE && f.getId() != SHUFFLE)) {
      throw refused(dataset, "is packed by other filters than shuffle and deflate");
    }
    boolean deflated = !filters.isEmpty() && filters.getLast().getId() == DEFLATE;
    if (filters.stream().filter(f -> f.getId() == DEFLATE).count() > (deflated ? 1 : 0)) {
      throw refused(dataset, "is packed more than once");
    }
    long stored = 0;
    for (int[] at = new int[shape.length]; at[0] < shape[0]; next(at, shape, chunk)) {
      ByteBuffer raw = dataset.getRawChunkBuffer(at);
      stored += raw.remaining();
      if (stored > fileBytes) {
        throw refused(dataset, "has chunks that are in several places");
      }
      if ((deflated ? unpacked(raw, chunkBytes, dataset) : raw.remaining()) != chunkBytes) {
        throw refused(dataset, "has a chunk of another size than it declares");
      }
    }
  }

  /** The next chunk, the last dimension's first. */
  private static void next(int[] at, int[] shape, int[] chunk) {
    for (int d = shape.length - 1; d >= 0; d--) {
      at[d] += chunk[d];
      if (at[d] < shape[d] || d == 0) {
        return;
      }
      at[d] = 0;
    }
  }

  /** Bytes that a chunk unpacks to; no more than one beyond those wanted are unpacked. */
  private static long unpacked(ByteBuffer raw, double wanted, Dataset dataset) {
    var inflater = new Inflater();
    try {
      inflater.setInput(raw.duplicate());
      byte[] piece = new byte[PIECE];
      while (!inflater.finished() && inflater.getBytesWritten() <= wanted) {
        if (inflater.inflate(piece) == 0 && !inflater.finished()) {
          break;
        }
      }
      return inflater.getBytesWritten();
    } catch (DataFormatException _) {
      throw refused(dataset, "has a chunk that cannot be unpacked");
    } finally {
      inflater.end();
    }
  }

  private static long[] longs(int[] shape) {
    var longs = new long[shape.length];
    for (int d = 0; d < shape.length; d++) {
      longs[d] = shape[d];
    }
    return longs;
  }

  private static double bytes(long[] shape, int each) {
    double bytes = each;
    for (long length : shape) {
      bytes *= length;
    }
    return bytes;
  }

  private static IllegalArgumentException refused(Dataset dataset, String problem) {
    return new IllegalArgumentException(
        "its dataset " + Shown.line(dataset.getPath()) + " " + problem);
  }
}
