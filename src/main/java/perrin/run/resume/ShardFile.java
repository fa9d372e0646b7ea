package perrin.run.resume;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import perrin.files.SealedStream;
import perrin.files.WorkFolder;

/** How a {@link Shard} lies in a file. */
public final class ShardFile {
  /** Of this order of things. */
  private static final int FORMAT = 1003;

  private ShardFile() {}

  /**
   * Throws if {@link #write} would fail now, so that it is known before the work is done.
   *
   * @throws IOException that says why
   */
  public static void checkWritable(Path file) throws IOException {
    WorkFolder.beside(file).close();
  }

  /** Writes it, whole or not at all, in place of what is there. */
  public static void write(Path file, Shard shard) throws IOException {
    try (WorkFolder work = WorkFolder.beside(file)) {
      Path whole = work.file("shard");
      SealedStream.write(whole, out -> write(out, shard));
      WorkFolder.replace(whole, file);
    }
  }

  /** Reads it; empty where there is none, it is damaged, or another program's. */
  public static Optional<Shard> read(Path file) throws IOException {
    return read(file, Arena.ofAuto());
  }

  /**
   * The same.
   *
   * @param arena that walkers' values are put into: to be closed by who has done with them
   */
  public static Optional<Shard> read(Path file, Arena arena) throws IOException {
    return read(file, in -> new Shard(head(in), parts(in, arena)));
  }

  /** What it is, without the walkers; empty as for {@link #read}. */
  public static Optional<Shard.Head> head(Path file) throws IOException {
    return read(file, ShardFile::head);
  }

  private interface Reader<T> {
    T from(DataInputStream in) throws IOException;
  }

  private static <T> Optional<T> read(Path file, Reader<T> reader) throws IOException {
    Optional<DataInputStream> open = SealedStream.open(file);
    if (open.isEmpty()) {
      return Optional.empty();
    }
    try (DataInputStream in = open.get()) {
      return in.readInt() == FORMAT ? Optional.of(reader.from(in)) : Optional.empty();
    }
  }

  private static void write(DataOutputStream out, Shard shard) throws IOException {
    out.writeInt(FORMAT);
    Shard.Head head = shard.head();
    text(out, head.title());
    text(out, head.source());
    text(out, head.experiment());
    out.writeInt(head.number());
    out.writeInt(head.of());
    text(out, head.platform().backend());
    text(out, head.platform().device());
    text(out, head.platform().math());
    out.writeInt(head.points().size());
    for (int point : head.points()) {
      out.writeInt(point);
    }
    out.writeInt(shard.parts().size());
    for (Shard.Part part : shard.parts()) {
      out.writeInt(part.point());
      CheckpointFile.write(out, part.end());
    }
  }

  /** Of any length. */
  private static void text(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static String text(DataInputStream in) throws IOException {
    return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
  }

  private static Shard.Head head(DataInputStream in) throws IOException {
    String title = text(in);
    String source = text(in);
    String experiment = text(in);
    int number = in.readInt();
    int of = in.readInt();
    var platform = new Shard.Platform(text(in), text(in), text(in));
    List<Integer> points = new ArrayList<>();
    for (int k = in.readInt(); k > 0; k--) {
      points.add(in.readInt());
    }
    return new Shard.Head(title, source, experiment, number, of, platform, points);
  }

  private static List<Shard.Part> parts(DataInputStream in, Arena arena) throws IOException {
    List<Shard.Part> parts = new ArrayList<>();
    for (int k = in.readInt(); k > 0; k--) {
      parts.add(new Shard.Part(in.readInt(), CheckpointFile.read(in, arena)));
    }
    return parts;
  }
}
