package perrin.run.resume;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import perrin.files.SealedStream;
import perrin.files.WorkFolder;
import perrin.statistics.MomentNode;
import perrin.statistics.Moments;
import perrin.statistics.TreeNode;

/** How a {@link Shard} lies in a file. */
public final class ShardFile {
  /** Of this order of things. */
  private static final int FORMAT = 1001;

  private ShardFile() {}

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
    Optional<DataInputStream> open = SealedStream.open(file);
    if (open.isEmpty()) {
      return Optional.empty();
    }
    try (DataInputStream in = open.get()) {
      return in.readInt() == FORMAT ? Optional.of(read(in)) : Optional.empty();
    }
  }

  private static void write(DataOutputStream out, Shard shard) throws IOException {
    out.writeInt(FORMAT);
    text(out, shard.title());
    text(out, shard.source());
    text(out, shard.experiment());
    out.writeInt(shard.number());
    out.writeInt(shard.of());
    out.writeInt(shard.parts().size());
    for (Shard.Part part : shard.parts()) {
      out.writeInt(part.point());
      CheckpointFile.write(out, part.end());
      out.writeInt(part.moments().size());
      for (List<List<MomentNode>> samples : part.moments()) {
        out.writeInt(samples.size());
        for (List<MomentNode> nodes : samples) {
          write(out, nodes);
        }
      }
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

  private static void write(DataOutputStream out, List<MomentNode> nodes) throws IOException {
    out.writeInt(nodes.size());
    for (MomentNode node : nodes) {
      out.writeByte(node.node().level());
      out.writeLong(node.node().index());
      out.writeDouble(node.moments().count());
      out.writeDouble(node.moments().sum());
      out.writeDouble(node.moments().m2());
    }
  }

  private static Shard read(DataInputStream in) throws IOException {
    String title = text(in);
    String source = text(in);
    String experiment = text(in);
    int number = in.readInt();
    int of = in.readInt();
    List<Shard.Part> parts = new ArrayList<>();
    for (int k = in.readInt(); k > 0; k--) {
      int point = in.readInt();
      Checkpoint end = CheckpointFile.read(in);
      List<List<List<MomentNode>>> moments = new ArrayList<>();
      for (int row = in.readInt(); row > 0; row--) {
        List<List<MomentNode>> samples = new ArrayList<>();
        for (int sample = in.readInt(); sample > 0; sample--) {
          samples.add(nodes(in));
        }
        moments.add(samples);
      }
      parts.add(new Shard.Part(point, end, moments));
    }
    return new Shard(title, source, experiment, number, of, parts);
  }

  private static List<MomentNode> nodes(DataInputStream in) throws IOException {
    List<MomentNode> nodes = new ArrayList<>();
    for (int k = in.readInt(); k > 0; k--) {
      TreeNode node = new TreeNode(in.readByte(), in.readLong());
      nodes.add(
          new MomentNode(node, new Moments(in.readDouble(), in.readDouble(), in.readDouble())));
    }
    return nodes;
  }
}
