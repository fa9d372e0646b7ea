package perrin.output;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the dimensions of a run file's datasets are, by where these lie (docs/run-file.md). A
 * dimension is a place in the file, that of the dataset that stands for it: its scale. By the
 * conventions of netCDF-4 it has the dimension's name, and is in the same group as what has the
 * dimension, or in one above.
 *
 * @param axes those of a sweep, which are in front, by name, with the names of their scales; none
 *     without a sweep
 */
record DimensionNames(SequencedMap<String, String> axes) {
  /** Bins' middles. */
  static final String BIN = "bin";

  private static final String ROOT = "/";

  /** Names of dimensions; an axis of a sweep that is called so needs another. */
  private static final Pattern TAKEN =
      Pattern.compile(
          "(bin|edges?|coordinate)(_[0-9])?|component_[0-9]+|group|time|sample|lag|lag_number|walker|frame"
              + "|particle|dimension");

  /**
   * Of a sweep.
   *
   * @param names of its axes
   * @param root names of what is in the root already
   */
  static DimensionNames of(List<String> names, Set<String> root) {
    var axes = new LinkedHashMap<String, String>();
    for (String name : names) {
      boolean taken = TAKEN.matcher(name).matches() || root.contains(name);
      axes.put(name, taken ? name + "_axis" : name);
    }
    return new DimensionNames(axes);
  }

  /**
   * The scales of a dataset's dimensions; empty where they have no names.
   *
   * @param path of the dataset, without the root
   * @param shape all its dimensions
   * @param siblings the names in its group
   */
  List<String> of(List<String> path, long[] shape, Set<String> siblings) {
    List<String> own = own(path, shape, siblings);
    if (own.isEmpty()) {
      return List.of();
    }
    List<String> all =
        path.getFirst().equals("sweep")
            ? own
            : Stream.concat(axes.values().stream().map(ROOT::concat), own.stream()).toList();
    return all.size() == shape.length ? all : List.of();
  }

  private List<String> own(List<String> path, long[] shape, Set<String> siblings) {
    String name = path.getLast();
    String group = ROOT + String.join("/", path.subList(0, path.size() - 1)) + "/";
    return switch (path.getFirst() + " " + path.size()) {
      case "sweep 2" -> List.of(ROOT + axes.get(name));
      case "histograms 3" -> histogram(group, name, siblings);
      case "observables 2", "observables 3" -> List.of(swept() ? "/sample" : "/observables/time");
      case "correlations 3" -> List.of(group + (swept() ? "lag_number" : "lag"));
      case "final 2", "best 2" -> walkers(shape);
      case "particles 4" -> path.get(2).equals("position") ? path(group, name) : List.of();
      case "sgd 2" -> coordinates(group, shape);
      default -> List.of();
    };
  }

  private boolean swept() {
    return !axes.isEmpty();
  }

  private List<String> histogram(String group, String name, Set<String> siblings) {
    List<String> bins =
        (siblings.contains("edges") ? List.of(BIN) : List.of(BIN + "_0", BIN + "_1"))
            .stream().map(group::concat).toList();
    return switch (name) {
      case "counts", "density", "boltzmann" -> bins;
      case "groups" -> Stream.concat(Stream.of("/group"), bins.stream()).toList();
      case "edges", "edges_0", "edges_1" ->
          List.of(group + (swept() ? name.replace("edges", "edge") : name));
      default -> List.of();
    };
  }

  private List<String> walkers(long[] shape) {
    int before = shape.length - 2;
    return before < axes.size()
        ? List.of("/walker")
        : List.of("/component_" + shape[before], "/walker");
  }

  private List<String> path(String group, String name) {
    String frame = group + (swept() ? "frame" : "time");
    return name.equals("value")
        ? List.of(frame, group + "particle", group + "dimension")
        : List.of(frame);
  }

  private List<String> coordinates(String group, long[] shape) {
    int own = shape.length - axes.size();
    if (own < 1 || shape[shape.length - 1] == 1) {
      return List.of();
    }
    var names = new ArrayList<>(List.of(group + "coordinate", group + "coordinate_2"));
    return names.subList(0, Math.min(own, 2));
  }
}
