package perrin.run.resume;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import perrin.backend.EnsembleSnapshot;
import perrin.backend.WalkerRange;
import perrin.errors.Shown;
import perrin.experiment.Precision;
import perrin.files.SealedStream;
import perrin.statistics.HistogramCounts;
import perrin.statistics.WalkerArray;

/** How a {@link Checkpoint} lies in a file: numbers in order, little-endian arrays. */
final class CheckpointFile {
  /** Of this order of things. */
  private static final int FORMAT = 2;

  /** In bytes. */
  private static final int PIECE = 1 << 19;

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

  /**
   * Reads it; empty where there is none, or it is damaged.
   *
   * @throws TargetTakenException where it is whole, and of a version of Perrin that orders things
   *     in another way
   */
  static Optional<Checkpoint> read(Path file) throws IOException {
    Optional<DataInputStream> open = SealedStream.open(file);
    if (open.isEmpty()) {
      return Optional.empty();
    }
    try (DataInputStream in = open.get()) {
      int format = in.readInt();
      if (format != FORMAT) {
        String version = Shown.shortened(in.readUTF()); // whatever the format, it comes first
        throw new TargetTakenException(
            file
                + ": belongs to a version of Perrin ("
                + version
                + ", format "
                + format
                + ") that keeps other things than this one (format "
                + FORMAT
                + "); finish that run with it, delete the file, or begin anew with --force",
            null);
      }
      return Optional.of(read(in, Arena.ofAuto()));
    }
  }

  /** At how many steps it is, of its first bytes alone; empty where they do not tell. */
  static OptionalLong steps(Path file) {
    try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      if (in.readInt() != FORMAT) {
        return OptionalLong.empty();
      }
      for (int text = 0; text < 3; text++) {
        in.readUTF(); // version, experiment, kernel
      }
      in.readBoolean();
      in.readDouble();
      in.readLong();
      in.readLong();
      return OptionalLong.of(in.readLong());
    } catch (IOException _) {
      return OptionalLong.empty();
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
      out.writeByte(variable.bytes());
      out.writeInt(variable.walkers());
      boolean single = variable.precision() == Precision.SINGLE;
      write(out, variable.memory(), single ? ValueLayout.JAVA_FLOAT : ValueLayout.JAVA_DOUBLE);
    }
    out.writeInt(ensemble.counts().size());
    for (HistogramCounts counts : ensemble.counts()) {
      out.writeInt(counts.bins());
      out.writeInt(counts.rows());
      long[] flat = counts.flat();
      out.writeInt(flat.length);
      write(out, MemorySegment.ofArray(flat), ValueLayout.JAVA_LONG);
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
    all(out, checkpoint.samples());
  }

  /**
   * Reads one of a file.
   *
   * @param arena that its walkers' values are put into
   */
  static Checkpoint read(DataInputStream in, Arena arena) throws IOException {
    var of = new Checkpoint.Origin(in.readUTF(), in.readUTF(), in.readUTF());
    boolean identities = in.readBoolean();
    double seconds = in.readDouble();
    WalkerRange walkers = new WalkerRange(in.readLong(), in.readLong());
    long steps = in.readLong();
    long samples = in.readLong();
    List<WalkerArray> variables = new ArrayList<>();
    for (int i = in.readInt(); i > 0; i--) {
      variables.add(walkers(in, arena));
    }
    List<HistogramCounts> counts = new ArrayList<>();
    for (int i = in.readInt(); i > 0; i--) {
      int bins = in.readInt();
      int rows = in.readInt();
      long[] all = new long[in.readInt()];
      read(in, MemorySegment.ofArray(all), ValueLayout.JAVA_LONG);
      HistogramCounts flat = HistogramCounts.of(bins, all);
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
    return new Checkpoint(of, identities, ensemble, all(in), seconds);
  }

  private static WalkerArray walkers(DataInputStream in, Arena arena) throws IOException {
    boolean single = in.readByte() == Float.BYTES;
    Precision precision = single ? Precision.SINGLE : Precision.DOUBLE;
    MemorySegment values = arena.allocate((long) in.readInt() * precision.bytes(), Double.BYTES);
    read(in, values, single ? ValueLayout.JAVA_FLOAT : ValueLayout.JAVA_DOUBLE);
    return new WalkerArray.Beside(precision, values);
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

  private static void doubles(DataOutputStream out, double[] values) throws IOException {
    out.writeInt(values.length);
    write(out, MemorySegment.ofArray(values), ValueLayout.JAVA_DOUBLE);
  }

  private static double[] doubles(DataInputStream in) throws IOException {
    double[] values = new double[in.readInt()];
    read(in, MemorySegment.ofArray(values), ValueLayout.JAVA_DOUBLE);
    return values;
  }

  /** All values of an array, piece by piece. */
  private static void write(DataOutputStream out, MemorySegment values, ValueLayout layout)
      throws IOException {
    byte[] bytes = new byte[PIECE];
    long size = layout.byteSize();
    for (long at = 0; at < values.byteSize(); at += PIECE) {
      int length = (int) Math.min(PIECE, values.byteSize() - at);
      MemorySegment piece = MemorySegment.ofArray(bytes);
      MemorySegment.copy(values, layout, at, piece, stored(layout), 0, length / size);
      out.write(bytes, 0, length);
    }
  }

  private static void read(DataInputStream in, MemorySegment values, ValueLayout layout)
      throws IOException {
    byte[] bytes = new byte[PIECE];
    long size = layout.byteSize();
    for (long at = 0; at < values.byteSize(); at += PIECE) {
      int length = (int) Math.min(PIECE, values.byteSize() - at);
      in.readFully(bytes, 0, length);
      MemorySegment piece = MemorySegment.ofArray(bytes);
      MemorySegment.copy(piece, stored(layout), 0, values, layout, at, length / size);
    }
  }

  private static ValueLayout stored(ValueLayout layout) {
    return layout.withOrder(ByteOrder.LITTLE_ENDIAN).withByteAlignment(1);
  }
}
