package perrin.run.resume;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import perrin.backend.EnsembleSnapshot;
import perrin.backend.WalkerRange;
import perrin.files.SealedStream;
import perrin.statistics.HistogramCounts;
import perrin.statistics.WalkerArray;

/** How a {@link Checkpoint} lies in a file: numbers in order, little-endian arrays. */
final class CheckpointFile {
  /** Of this order of things. */
  private static final int FORMAT = 1;

  private static final int PIECE = 1 << 16;

  private CheckpointFile() {}

  /** Writes it, whole or not at all, where nothing is yet. */
  static void write(Path file, Checkpoint checkpoint) throws IOException {
    SealedStream.write(
        file,
        out -> {
          out.writeInt(FORMAT);
          write(out, checkpoint);
        });
  }

  /** Reads it; empty where there is none, it is damaged, or another program's. */
  static Optional<Checkpoint> read(Path file) throws IOException {
    Optional<DataInputStream> open = SealedStream.open(file);
    if (open.isEmpty()) {
      return Optional.empty();
    }
    try (DataInputStream in = open.get()) {
      return in.readInt() == FORMAT ? Optional.of(read(in)) : Optional.empty();
    }
  }

  static void write(DataOutputStream out, Checkpoint checkpoint) throws IOException {
    out.writeUTF(checkpoint.of().version());
    out.writeUTF(checkpoint.of().experiment());
    out.writeUTF(checkpoint.of().kernel());
    out.writeBoolean(checkpoint.identities());
    out.writeDouble(checkpoint.seconds());
    EnsembleSnapshot ensemble = checkpoint.ensemble();
    out.writeLong(ensemble.walkers().first());
    out.writeLong(ensemble.walkers().count());
    out.writeLong(ensemble.steps());
    out.writeLong(ensemble.samples());
    out.writeInt(ensemble.variables().size());
    for (WalkerArray variable : ensemble.variables()) {
      switch (variable) {
        case WalkerArray.Singles(var values) -> {
          out.writeByte(4);
          singles(out, values);
        }
        case WalkerArray.Doubles(var values) -> {
          out.writeByte(8);
          doubles(out, values);
        }
      }
    }
    out.writeInt(ensemble.counts().size());
    for (HistogramCounts counts : ensemble.counts()) {
      out.writeInt(counts.bins());
      out.writeInt(counts.rows());
      longs(out, counts.flat());
    }
    all(out, ensemble.cohortSums());
    out.writeBoolean(ensemble.walkerSums().isPresent());
    if (ensemble.walkerSums().isPresent()) {
      all(out, ensemble.walkerSums().get());
    }
    out.writeInt(ensemble.origins().size());
    for (List<double[]> rows : ensemble.origins()) {
      all(out, rows);
    }
    all(out, checkpoint.means());
    all(out, checkpoint.variances());
  }

  static Checkpoint read(DataInputStream in) throws IOException {
    var of = new Checkpoint.Origin(in.readUTF(), in.readUTF(), in.readUTF());
    boolean identities = in.readBoolean();
    double seconds = in.readDouble();
    WalkerRange walkers = new WalkerRange(in.readLong(), in.readLong());
    long steps = in.readLong();
    long samples = in.readLong();
    List<WalkerArray> variables = new ArrayList<>();
    for (int i = in.readInt(); i > 0; i--) {
      variables.add(
          in.readByte() == 4
              ? new WalkerArray.Singles(singles(in))
              : new WalkerArray.Doubles(doubles(in)));
    }
    List<HistogramCounts> counts = new ArrayList<>();
    for (int i = in.readInt(); i > 0; i--) {
      int bins = in.readInt();
      int rows = in.readInt();
      HistogramCounts flat = HistogramCounts.of(bins, longs(in));
      counts.add(rows == 1 ? flat : flat.inRows(rows));
    }
    List<double[]> cohortSums = all(in);
    Optional<List<double[]>> walkerSums =
        in.readBoolean() ? Optional.of(all(in)) : Optional.empty();
    List<List<double[]>> origins = new ArrayList<>();
    for (int i = in.readInt(); i > 0; i--) {
      origins.add(all(in));
    }
    var ensemble =
        new EnsembleSnapshot(
            walkers, steps, samples, variables, counts, cohortSums, walkerSums, origins);
    return new Checkpoint(of, identities, ensemble, all(in), all(in), seconds);
  }

  private static void all(DataOutputStream out, List<double[]> rows) throws IOException {
    out.writeInt(rows.size());
    for (double[] row : rows) {
      doubles(out, row);
    }
  }

  private static List<double[]> all(DataInputStream in) throws IOException {
    List<double[]> rows = new ArrayList<>();
    for (int i = in.readInt(); i > 0; i--) {
      rows.add(doubles(in));
    }
    return rows;
  }

  private static ByteBuffer piece(int bytes) {
    return ByteBuffer.allocate(PIECE * bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static void singles(DataOutputStream out, float[] values) throws IOException {
    out.writeInt(values.length);
    ByteBuffer piece = piece(4);
    for (int from = 0; from < values.length; from += PIECE) {
      int length = Math.min(PIECE, values.length - from);
      piece.asFloatBuffer().put(values, from, length);
      out.write(piece.array(), 0, 4 * length);
    }
  }

  private static float[] singles(DataInputStream in) throws IOException {
    float[] values = new float[in.readInt()];
    ByteBuffer piece = piece(4);
    for (int from = 0; from < values.length; from += PIECE) {
      int length = Math.min(PIECE, values.length - from);
      in.readFully(piece.array(), 0, 4 * length);
      piece.asFloatBuffer().get(values, from, length);
    }
    return values;
  }

  private static void doubles(DataOutputStream out, double[] values) throws IOException {
    out.writeInt(values.length);
    ByteBuffer piece = piece(8);
    for (int from = 0; from < values.length; from += PIECE) {
      int length = Math.min(PIECE, values.length - from);
      piece.asDoubleBuffer().put(values, from, length);
      out.write(piece.array(), 0, 8 * length);
    }
  }

  private static double[] doubles(DataInputStream in) throws IOException {
    double[] values = new double[in.readInt()];
    ByteBuffer piece = piece(8);
    for (int from = 0; from < values.length; from += PIECE) {
      int length = Math.min(PIECE, values.length - from);
      in.readFully(piece.array(), 0, 8 * length);
      piece.asDoubleBuffer().get(values, from, length);
    }
    return values;
  }

  private static void longs(DataOutputStream out, long[] values) throws IOException {
    out.writeInt(values.length);
    ByteBuffer piece = piece(8);
    for (int from = 0; from < values.length; from += PIECE) {
      int length = Math.min(PIECE, values.length - from);
      piece.asLongBuffer().put(values, from, length);
      out.write(piece.array(), 0, 8 * length);
    }
  }

  private static long[] longs(DataInputStream in) throws IOException {
    long[] values = new long[in.readInt()];
    ByteBuffer piece = piece(8);
    for (int from = 0; from < values.length; from += PIECE) {
      int length = Math.min(PIECE, values.length - from);
      in.readFully(piece.array(), 0, 8 * length);
      piece.asLongBuffer().get(values, from, length);
    }
    return values;
  }
}
