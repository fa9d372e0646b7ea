package perrin.output;

import io.jhdf.HdfFile;
import io.jhdf.api.Group;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import perrin.errors.Shown;
import perrin.experiment.Check;
import perrin.experiment.Outline;
import perrin.statistics.TimeMean;

/** Reads a run's record from its file. */
final class RecordReader {
  private final HdfFile root;
  private final RunContents contents;
  private final Outline outline;
  private final int points;
  private final Unpacked unpacked = new Unpacked();

  RecordReader(HdfFile root, RunContents contents) {
    this.root = root;
    this.contents = contents;
    outline = contents.outline();
    points = outline.sweep().points();
  }

  /**
   * @param walkers whether final states and paths are to be read, too
   */
  RunRecord read(boolean walkers) {
    List<Map<String, HistogramRecord>> histograms = histograms();
    return new RunRecord(
        header(),
        RunReader.text(root.getDatasetByPath("experiment")),
        outline.sweep(),
        outline.check().flatMap(Check::boltzmann).orElse(""),
        benchmark(),
        IntStream.range(0, points)
            .mapToObj(point -> point(point, histograms.get(point), walkers))
            .toList());
  }

  private PointRecord point(int point, Map<String, HistogramRecord> histograms, boolean walkers) {
    return new PointRecord(
        histograms,
        times(point),
        observables(point),
        Sections.read(root, at(point)),
        walkers
            ? TrajectoryLayout.read(root, outline.sweep().places(point), at(point))
            : Optional.empty(),
        walkers ? FinalLayout.read(root, outline, point) : Map.of(),
        walkers ? EndStateLayout.read(root, outline, point) : Optional.empty(),
        contents.verdict(point));
  }

  private RunHeader header() {
    return new RunHeader(
        contents.summary().perrinVersion(),
        contents.summary().title(),
        contents.summary().experimentSha256(),
        new RunHeader.Walk(whole("seed"), whole("first_walker"), whole("walkers"), whole("steps")),
        new RunHeader.Platform(
            RunReader.text(root, "backend"),
            RunReader.text(root, "device"),
            RunReader.text(root, "math"),
            RunReader.text(root, "precision")),
        new RunHeader.Timing(
            RunReader.number(root, "wall_seconds"),
            RunReader.number(root, "walker_steps_per_second"),
            RunReader.numberOrNaN(root, "walker_steps_per_second_total")));
  }

  private PointReader at(int point) {
    return new PointReader(point, points, unpacked);
  }

  private long whole(String attribute) {
    return RunReader.wholes(root, attribute)[0];
  }

  /** Of each point; histogram by histogram, for each is unpacked for all points at once. */
  private List<Map<String, HistogramRecord>> histograms() {
    List<Map<String, HistogramRecord>> all = new ArrayList<>();
    for (int point = 0; point < points; point++) {
      all.add(new LinkedHashMap<>());
    }
    for (String name : outline.histograms().keySet()) {
      for (int point = 0; point < points; point++) {
        all.get(point).put(name, contents.histogram(name, point));
      }
    }
    return all;
  }

  private SampleTimes times(int point) {
    if (!(root.getChildren().get("observables") instanceof Group all)) {
      return new SampleTimes(new long[0], new double[0]);
    }
    return new SampleTimes(
        at(point).wholes(all.getChild("step")), at(point).numbers(all.getChild("time")));
  }

  private Map<String, ObservableRecord> observables(int point) {
    Map<String, ObservableRecord> found = new LinkedHashMap<>();
    if (root.getChildren().get("observables") instanceof Group all) {
      outline
          .observables()
          .keySet()
          .forEach(name -> {
            Group group = (Group) all.getChild(name);
            var mean =
                new TimeMean(
                    at(point).number(group, "time_mean"),
                    at(point).number(group, "standard_error"),
                    at(point).numberOrNaN(group, "degrees_of_freedom"));
            double[] course = at(point).numbers(group.getChild("mean"));
            double[] variance = at(point).numbers(group.getChild("variance"));
            double[] cohorts = at(point).numbers(root.getByPath("sums/observables/" + name));
            found.put(name, new ObservableRecord(course, variance, mean, cohorts));
          });
    }
    return found;
  }

  private Map<String, Double> benchmark() {
    Map<String, Double> phases = new TreeMap<>();
    if (root.getChildren().get("benchmark") instanceof Group group) {
      group
          .getChildren()
          .forEach((name, node) -> phases.put(Shown.line(name), RunReader.scalar(node)));
    }
    return phases;
  }
}
