package perrin.output;

import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import perrin.errors.Shown;
import perrin.statistics.WalkerArray;

/**
 * Fingerprints of a run's numbers: two runs gave the same bits if these are equal.
 *
 * <p>Each is the SHA-256 of values' little-endian bytes, names in order, NaN as one pattern:
 *
 * <ul>
 *   <li>final: every dataset of {@code /final};
 *   <li>histograms: of each its underflow, counts and overflow, int64;
 *   <li>observables: of each its mean, then its variance, float64.
 * </ul>
 *
 * <p>Of a sweep each of these is all points' in order: all underflows, then all counts. State
 * variables that the method of a point does not have are NaN there.
 *
 * @param finals 64 hexadecimal digits
 * @param histograms 64 hexadecimal digits
 * @param observables 64 hexadecimal digits
 */
public record Digest(String finals, String histograms, String observables) {

  /** The digest of a run in memory; equal to that of its file. */
  public static Digest of(RunRecord run) {
    return of(run.points());
  }

  /** The digest of a point: that of a run of this point alone. */
  public static Digest of(PointRecord point) {
    return of(List.of(point));
  }

  private static Digest of(List<PointRecord> points) {
    PointRecord first = points.getFirst();
    var finals = new ValueHash();
    var states = points.stream().map(point -> Vectors.of(point.finals())).toList();
    var names = new TreeMap<String, List<WalkerArray>>();
    states.forEach(state -> state.forEach(names::putIfAbsent));
    names.forEach((name, like) ->
        states.forEach(state ->
            state
                .getOrDefault(name, like.stream().map(WalkerArray::unknown).toList())
                .forEach(finals::add)));
    var histograms = new ValueHash();
    for (String name : new TreeSet<>(first.histograms().keySet())) {
      var counts = points.stream().map(point -> point.histograms().get(name).counts()).toList();
      counts.forEach(cells -> histograms.add(new long[] {cells.underflow()}));
      counts.forEach(cells -> histograms.add(cells.counts()));
      counts.forEach(cells -> histograms.add(new long[] {cells.overflow()}));
    }
    var observables = new ValueHash();
    for (String name : new TreeSet<>(first.observables().keySet())) {
      points.forEach(point -> observables.add(point.observables().get(name).mean()));
      points.forEach(point -> observables.add(point.observables().get(name).variance()));
    }
    return new Digest(finals.hex(), histograms.hex(), observables.hex());
  }

  /** The digest of a run file. */
  public static Digest of(Path file) {
    return RunReader.read(file, Digest::of);
  }

  private static Digest of(HdfFile root) {
    var finals = new ValueHash();
    for (Node node : children(root, "final").values()) {
      Pieces.of((Dataset) node, finals::addAny);
    }
    var histograms = new ValueHash();
    for (Node node : children(root, "histograms").values()) {
      histograms.add(RunReader.wholes(node, "underflow"));
      Pieces.of(dataset(node, "counts"), histograms::addAny);
      histograms.add(RunReader.wholes(node, "overflow"));
    }
    var observables = new ValueHash();
    for (Node node : children(root, "observables").values()) {
      if (node instanceof Group group) {
        Pieces.of(dataset(group, "mean"), observables::addAny);
        Pieces.of(dataset(group, "variance"), observables::addAny);
      }
    }
    return new Digest(finals.hex(), histograms.hex(), observables.hex());
  }

  private static Dataset dataset(Node group, String name) {
    if (group instanceof Group g && g.getChildren().get(name) instanceof Dataset dataset) {
      return dataset;
    }
    throw new IllegalStateException(Shown.line(group.getPath()) + " has no dataset " + name);
  }

  private static Map<String, Node> children(HdfFile root, String name) {
    Node group = root.getChildren().get(name);
    if (group != null && !(group instanceof Group)) {
      throw new IllegalStateException("/" + name + " is no group");
    }
    return group == null ? Map.of() : new TreeMap<>(((Group) group).getChildren());
  }

  /**
   * The lines to print: {@code final SHA256}, {@code histograms SHA256}, {@code observables
   * SHA256}.
   */
  public List<String> lines() {
    return List.of("final " + finals, "histograms " + histograms, "observables " + observables);
  }
}
