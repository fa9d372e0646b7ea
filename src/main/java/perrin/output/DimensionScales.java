package perrin.output;

import io.jhdf.api.Node;
import io.jhdf.api.WritableDataset;
import io.jhdf.api.WritableGroup;
import io.jhdf.api.WritableNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import perrin.experiment.Sweep;
import perrin.experiment.SweepAxis;

/**
 * Names of dimensions, as HDF5's dimension scales by the conventions of netCDF-4 ("HDF5 Dimension
 * Scale Specification"; "NetCDF-4 file format"): xarray, Panoply and h5py's {@code dims} find them.
 * A scale is a dataset with CLASS and NAME; what has its dimension refers to it in DIMENSION_LIST.
 * jHDF writes no references: it writes placeholders, which {@link ScaleReferences} fills.
 */
final class DimensionScales {
  private static final String CLASS = "CLASS";
  private static final String NAME = "NAME";
  static final String LIST = "DIMENSION_LIST";

  /** The name of a scale that has no values of its own begins so. */
  private static final String ALONE = "This is a netCDF dimension but not a netCDF variable.";

  /** Attributes that are no part of the run's results. */
  private static final Set<String> ATTRIBUTES = Set.of(CLASS, NAME, LIST);

  private final WritableGroup root;
  private final LateValues late;
  private final DimensionNames names;
  private final ScaleReferences references = new ScaleReferences();
  private final Map<String, Integer> numbers = new LinkedHashMap<>();

  private DimensionScales(WritableGroup root, Sweep sweep, LateValues late) {
    this.root = root;
    this.late = late;
    this.names =
        DimensionNames.of(
            sweep.axes().stream().map(SweepAxis::name).toList(), root.getChildren().keySet());
  }

  /**
   * Adds scales for all that was put before.
   *
   * @param late dimensions of what comes later
   * @return to be written when jHDF has written the file
   */
  static ScaleReferences put(WritableGroup root, Sweep sweep, LateValues late) {
    var scales = new DimensionScales(root, sweep, late);
    for (SweepAxis axis : sweep.axes()) {
      if (axis.isOfNumbers()) {
        root.putDataset(scales.names.axes().get(axis.name()), axis.numbers());
      }
    }
    scales.label(root, List.of());
    return scales.references;
  }

  /** Whether an attribute only tells of dimensions. */
  static boolean isOfScales(String attribute) {
    return ATTRIBUTES.contains(attribute);
  }

  /** Whether a dataset is a dimension's name and length, and no values. */
  static boolean isWithoutValues(Node node) {
    return node.getAttribute(NAME) != null
        && node.getAttribute(NAME).getData() instanceof String name
        && name.startsWith(ALONE);
  }

  private void label(WritableGroup group, List<String> at) {
    for (Map.Entry<String, Node> child : List.copyOf(group.getChildren().entrySet())) {
      List<String> path = new ArrayList<>(at);
      path.add(child.getKey());
      switch (child.getValue()) {
        case WritableGroup below -> label(below, path);
        case WritableDataset dataset -> label(dataset, path, group);
        default -> {}
      }
    }
  }

  private void label(WritableDataset dataset, List<String> path, WritableGroup group) {
    String own = "/" + String.join("/", path);
    long[] shape =
        late.get(own) == null ? dataset.getDimensionsAsLong() : late.get(own).dimensions();
    List<String> scales = names.of(path, shape, group.getChildren().keySet());
    if (scales.isEmpty()) {
      return;
    }
    int[] coordinates = new int[scales.size()];
    for (int d = 0; d < coordinates.length; d++) {
      coordinates[d] = number(scales.get(d), shape[d]);
    }
    if (!scales.contains(own)) {
      dataset.putAttribute(LIST, ScaleReferences.placeholder(scales.size()));
      dataset.putAttribute("_Netcdf4Coordinates", coordinates);
      references.put(own, scales);
    }
  }

  /** The number of a scale, which is made when it is first met. */
  private int number(String path, long length) {
    return numbers.computeIfAbsent(
        path,
        _ -> {
          int number = numbers.size();
          List<String> parts = List.of(path.substring(1).split("/"));
          WritableGroup parent = root;
          for (String part : parts.subList(0, parts.size() - 1)) {
            parent = (WritableGroup) parent.getChildren().get(part);
          }
          String name = parts.getLast();
          WritableNode scale = (WritableNode) parent.getChildren().get(name);
          boolean alone = false;
          if (scale == null && name.startsWith(DimensionNames.BIN)) {
            scale = parent.putDataset(name, middles(parent, name));
          } else if (scale == null) {
            scale = parent.putDataset(name, new byte[1]);
            references.putAlone(path, length);
            alone = true;
          }
          scale.putAttribute(CLASS, "DIMENSION_SCALE");
          scale.putAttribute(
              NAME, alone ? ALONE + String.format(Locale.ROOT, "%10d", length) : name);
          scale.putAttribute("_Netcdf4Dimid", number);
          return number;
        });
  }

  private static double[] middles(WritableGroup histogram, String bin) {
    Object edges =
        ((WritableDataset) histogram.getChildren().get(bin.replace(DimensionNames.BIN, "edges")))
            .getData();
    while (edges instanceof Object[] points) {
      edges = points[0]; // the same at all points of a sweep
    }
    double[] at = (double[]) edges;
    double[] middles = new double[at.length - 1];
    for (int i = 0; i < middles.length; i++) {
      middles[i] = (at[i] + at[i + 1]) / 2;
    }
    return middles;
  }
}
