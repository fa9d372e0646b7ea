package perrin.output;

import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
 * @param finals 64 hexadecimal digits
 * @param histograms 64 hexadecimal digits
 * @param observables 64 hexadecimal digits
 */
public record Digest(String finals, String histograms, String observables) {

  /** The digest of a run in memory; equal to that of its file. */
  public static Digest of(RunRecord run) {
    var finals = new ValueHash();
    for (List<WalkerArray> components : new TreeMap<>(Vectors.of(run.finals())).values()) {
      for (WalkerArray array : components) {
        switch (array) {
          case WalkerArray.Singles singles -> finals.add(singles.values());
          case WalkerArray.Doubles doubles -> finals.add(doubles.values());
        }
      }
    }
    var histograms = new ValueHash();
    for (HistogramRecord histogram : new TreeMap<>(run.histograms()).values()) {
      histograms.add(histogram.counts().cellCounts());
    }
    var observables = new ValueHash();
    for (ObservableRecord observable : new TreeMap<>(run.observables()).values()) {
      observables.add(observable.mean());
      observables.add(observable.variance());
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
      addRows(finals, (Dataset) node);
    }
    var histograms = new ValueHash();
    for (Node node : children(root, "histograms").values()) {
      histograms.add(new long[] {RunReader.whole(node, "underflow")});
      histograms.addAny(((Group) node).getDatasetByPath("counts").getDataFlat());
      histograms.add(new long[] {RunReader.whole(node, "overflow")});
    }
    var observables = new ValueHash();
    for (Node node : children(root, "observables").values()) {
      if (node instanceof Group group) {
        observables.addAny(group.getDatasetByPath("mean").getDataFlat());
        observables.addAny(group.getDatasetByPath("variance").getDataFlat());
      }
    }
    return new Digest(finals.hex(), histograms.hex(), observables.hex());
  }

  /** A vector's components one by one: all of them may be more than one array of Java holds. */
  private static void addRows(ValueHash hash, Dataset dataset) {
    int[] shape = dataset.getDimensions();
    if (shape.length == 1) {
      hash.addAny(dataset.getDataFlat());
      return;
    }
    for (int row = 0; row < shape[0]; row++) {
      Object slice = dataset.getData(new long[] {row, 0}, new int[] {1, shape[1]});
      hash.addAny(((Object[]) slice)[0]);
    }
  }

  private static Map<String, Node> children(HdfFile root, String group) {
    return root.getChild(group) instanceof Group found
        ? new TreeMap<>(found.getChildren())
        : Map.of();
  }

  /**
   * The lines to print: {@code final SHA256}, {@code histograms SHA256}, {@code observables
   * SHA256}.
   */
  public List<String> lines() {
    return List.of("final " + finals, "histograms " + histograms, "observables " + observables);
  }
}
