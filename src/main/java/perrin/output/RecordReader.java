package perrin.output;

import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import perrin.errors.Shown;
import perrin.experiment.Check;
import perrin.experiment.Outline;
import perrin.statistics.TimeCorrelation;
import perrin.statistics.TimeMean;

/** Reads a run's record from its file. */
final class RecordReader {
  private final HdfFile root;
  private final RunContents contents;
  private final Outline outline;
  private final int points;

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
    return new RunRecord(
        header(),
        RunReader.text(root.getDatasetByPath("experiment")),
        outline.sweep(),
        outline.check().flatMap(Check::boltzmann).orElse(""),
        benchmark(),
        IntStream.range(0, points).mapToObj(point -> point(point, walkers)).toList());
  }

  private PointRecord point(int point, boolean walkers) {
    return new PointRecord(
        histograms(point),
        times(point),
        observables(point),
        correlations(point),
        walkers ? TrajectoryLayout.read(root) : Optional.empty(),
        walkers ? FinalLayout.read(root, outline, point) : Map.of(),
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

  /** As {@link RunReader#numberOrNaN}, of a point of a sweep. */
  private static double orNaN(Node node, String attribute, int point) {
    return node.getAttributes().containsKey(attribute)
        ? RunReader.numbers(node, attribute)[point]
        : Double.NaN;
  }

  private long whole(String attribute) {
    return RunReader.wholes(root, attribute)[0];
  }

  private Map<String, HistogramRecord> histograms(int point) {
    Map<String, HistogramRecord> found = new LinkedHashMap<>();
    outline.histograms().keySet().forEach(name -> found.put(name, contents.histogram(name, point)));
    return found;
  }

  private SampleTimes times(int point) {
    if (!(root.getChildren().get("observables") instanceof Group all)) {
      return new SampleTimes(new long[0], new double[0]);
    }
    return new SampleTimes(
        Pieces.wholes((Dataset) all.getChild("step"), points * outline.samples(), point, points),
        numbers(all.getChild("time"), point));
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
                    RunReader.numbers(group, "time_mean")[point],
                    RunReader.numbers(group, "standard_error")[point],
                    orNaN(group, "degrees_of_freedom", point));
            double[] course = numbers(group.getChild("mean"), point);
            double[] variance = numbers(group.getChild("variance"), point);
            double[] cohorts = numbers(root.getByPath("sums/observables/" + name), point);
            found.put(name, new ObservableRecord(course, variance, mean, cohorts));
          });
    }
    return found;
  }

  private Map<String, CorrelationRecord> correlations(int point) {
    Map<String, CorrelationRecord> found = new TreeMap<>();
    if (root.getChildren().get("correlations") instanceof Group all) {
      all.getChildren()
          .forEach((name, node) -> {
            Group group = (Group) node;
            Dataset lags = (Dataset) group.getChild("lag");
            found.put(
                Shown.line(name),
                new CorrelationRecord(
                    RunReader.text(group, "kind"),
                    Pieces.wholes(lags, lags.getSize(), point, points),
                    new TimeCorrelation(
                        numbers(group.getChild("value"), point),
                        numbers(group.getChild("standard_error"), point),
                        orNaN(group, "degrees_of_freedom", point)),
                    RunReader.numbers(group, "variance")[point],
                    RunReader.wholes(group, "windows")[0]));
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

  /** What a dataset holds of one point; its shape was looked at when the file was opened. */
  private double[] numbers(Node node, int point) {
    Dataset dataset = (Dataset) node;
    double[] all = Pieces.numbers(dataset, dataset.getSize());
    int length = all.length / points;
    return Arrays.copyOfRange(all, point * length, (point + 1) * length);
  }
}
