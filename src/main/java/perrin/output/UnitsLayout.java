package perrin.output;

import io.jhdf.api.WritableDataset;
import io.jhdf.api.WritableGroup;
import io.jhdf.api.WritableNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import perrin.experiment.Outline;
import perrin.experiment.Sweep;
import perrin.experiment.Units;

/**
 * Attributes {@code units}, as netCDF calls them, of datasets whose numbers the experiment gives a
 * unit. H5MD's {@code unit} they are not: MDAnalysis takes these for names of its own units.
 */
final class UnitsLayout {
  private static final String ATTRIBUTE = "units";

  private UnitsLayout() {}

  /**
   * Adds them to what was put before.
   *
   * @param experiment canonical JSON
   */
  static void write(WritableGroup root, String experiment) {
    Units units = Units.read(experiment);
    if (units.equals(Units.NONE)) {
      return;
    }
    Outline outline = Outline.read(experiment);
    outline
        .histograms()
        .forEach((name, histogram) -> {
          int axes = histogram.axes().size();
          for (int a = 0; a < axes; a++) {
            Optional<String> unit = units.of(axes == 1 ? name : "", histogram.axes().get(a).of());
            String edges = axes == 1 ? "edges" : "edges_" + a;
            unit.ifPresent(text -> put(text, root, "histograms", name, edges));
          }
        });
    outline
        .observables()
        .forEach((name, formula) ->
            units
                .of(name, formula)
                .ifPresent(text -> put(text, root, "observables", name, "mean")));
    units
        .of(Units.TIME)
        .ifPresent(text -> {
          put(text, root, "observables", "time");
          put(text, root, "particles", "trajectory", "position", "time");
          put(text, root, "sweep", Sweep.DT);
        });
    units.of(Units.ENERGY).ifPresent(text -> put(text, root, "best", "energy"));
    Set<String> coordinates = Set.copyOf(outline.coordinates().names());
    units
        .byName()
        .forEach((name, text) -> {
          put(text, root, "final", name);
          put(text, root, "best", name);
          put(text, root, "sweep", name);
          put(text, root, "correlations", name, "value");
          if (!coordinates.contains(name)) { // a state variable, which has a value for each
            coordinates.stream()
                .map(coordinate -> name + "_" + coordinate)
                .filter(state -> !coordinates.contains(state))
                .forEach(state -> put(text, root, "final", state));
          }
        });
  }

  /** Where there is a dataset at a path. */
  private static void put(String unit, WritableGroup root, String... path) {
    WritableNode node = root;
    for (String name : List.of(path)) {
      node =
          node instanceof WritableGroup group
                  && group.getChildren().get(name) instanceof WritableNode child
              ? child
              : null;
    }
    if (node instanceof WritableDataset) {
      node.putAttribute(ATTRIBUTE, unit);
    }
  }
}
