package perrin.report.figures;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import perrin.calculus.HostEvaluator;
import perrin.errors.ExperimentException;
import perrin.experiment.Experiment;
import perrin.experiment.ExperimentFile;
import perrin.experiment.Formula;
import perrin.experiment.Outline;
import perrin.experiment.Units;
import perrin.kernel.landscape.Landscape;
import perrin.kernel.landscape.Layout;
import perrin.output.PointRecord;
import perrin.output.RunContents;
import perrin.output.RunRecord;
import perrin.output.TrajectoryRecord;
import perrin.report.chart.Axis;
import perrin.statistics.WalkerArray;

/** One point of a run; what takes time or memory is read when a figure asks for it. */
public final class RunPoint {
  private final Path file;
  private final RunContents contents;
  private final RunRecord run;
  private final int number;
  private final Collection<String> notices;
  private final Units units;
  private Optional<Experiment> experiment;
  private Optional<Surface> surface;
  private Optional<TrajectoryRecord> paths;
  private BoltzmannAverages averages;

  /**
   * @param run without final states and paths
   * @param number of the point in its sweep; 0 without one
   * @param notices what is to be known; modified
   */
  RunPoint(Path file, RunContents contents, RunRecord run, int number, Collection<String> notices) {
    this.file = file;
    this.contents = contents;
    this.run = run;
    this.number = number;
    this.notices = notices;
    this.units = Units.read(run.experiment());
  }

  RunRecord run() {
    return run;
  }

  PointRecord record() {
    return run.points().get(number);
  }

  int number() {
    return number;
  }

  Outline outline() {
    return contents.outline();
  }

  /** What a quantity is called along an axis, with its unit where it has one. */
  String labelled(String name) {
    return labelled(name, units.of(name));
  }

  /** The same of an output, whose formula may name what has a unit. */
  String labelled(String name, Formula formula) {
    return labelled(name, units.of(name, formula));
  }

  static String labelled(String name, Optional<String> unit) {
    return name + unit.map(text -> " (" + text + ")").orElse("");
  }

  /** The unit of what has a name. */
  Optional<String> unit(String name) {
    return units.of(name);
  }

  /** Of what happens in time. */
  Axis time() {
    return new Axis(labelled("time t", units.of(Units.TIME)));
  }

  Axis energy() {
    return new Axis(labelled(Units.ENERGY));
  }

  /** A coordinate's, by its component. */
  Axis coordinate(int component, Axis.Scale scale) {
    String name = outline().coordinates().componentNames().get(component);
    String whole = name.replaceFirst("\\[.*", "");
    return new Axis(labelled(name, units.of(whole)), scale);
  }

  /** What is swept at this point, in words; empty without a sweep. */
  String words() {
    return run.sweep().isEmpty() ? "" : run.sweep().words().get(number);
  }

  /** The same for a legend, in which a method needs no name for what it is. */
  String shortly() {
    return words().replaceFirst("^method = ", "");
  }

  /** The point's experiment; empty where its formulas cannot be read, as without its data file. */
  Optional<Experiment> experiment() {
    if (experiment == null) {
      try {
        experiment =
            Optional.of(
                ExperimentFile.parse(run.experiment(), file.toString(), List.of()).point(number));
      } catch (ExperimentException e) {
        notices.add("the energy is not drawn: " + e.getMessage());
        experiment = Optional.empty();
      }
    }
    return experiment;
  }

  /** The energy over the part of one or two coordinates where walkers are. */
  Optional<Surface> surface() {
    if (surface == null) {
      surface = outline().coordinates().dimension() <= 2 ? Surface.of(this) : Optional.empty();
    }
    return surface;
  }

  /** What observables are in the Boltzmann distribution, where that is known. */
  BoltzmannAverages averages() {
    if (averages == null) {
      averages = BoltzmannAverages.of(this);
    }
    return averages;
  }

  /** Paths of the first walkers, where they were kept. */
  Optional<TrajectoryRecord> paths() {
    if (paths == null) {
      paths = contents.paths(number);
    }
    return paths;
  }

  /** A component of some walkers' final places, evenly chosen; empty where none were kept. */
  double[] finals(int component, int most) {
    if (!contents.hasFinals()) {
      return new double[0];
    }
    WalkerArray all = contents.finals(component, number);
    int taken = Math.min(most, all.walkers());
    return IntStream.range(0, taken)
        .mapToDouble(i -> all.value((int) ((long) i * all.walkers() / taken)))
        .toArray();
  }

  /** kT where it is the same in all steps. */
  OptionalDouble temperature() {
    Optional<Experiment> read = experiment().filter(x -> x.temperature().isPresent());
    if (read.isEmpty()) {
      return OptionalDouble.empty();
    }
    Landscape landscape = new Landscape(read.get(), Layout.HOST);
    return landscape.changesFromStepToStep("kT")
        ? OptionalDouble.empty()
        : OptionalDouble.of(landscape.constantValue(landscape.temperature().orElseThrow()));
  }

  /**
   * kT at some steps, where it changes from step to step.
   *
   * @param step steps made
   * @param time t then, as many
   */
  Optional<double[]> schedule(long[] step, double[] time) {
    Optional<Experiment> read = experiment().filter(x -> x.temperature().isPresent());
    if (read.isEmpty()) {
      return Optional.empty();
    }
    Landscape landscape = new Landscape(read.get(), Layout.HOST);
    if (!landscape.changesFromStepToStep("kT")) {
      return Optional.empty();
    }
    return Optional.of(
        IntStream.range(0, step.length)
            .mapToDouble(i ->
                new HostEvaluator(name -> value(landscape, name, step[i], time[i]))
                    .value(landscape.temperature().orElseThrow()))
            .toArray());
  }

  private static double value(Landscape landscape, String name, long step, double time) {
    return switch (name) {
      case "n" -> step;
      case "t" -> time;
      default -> landscape.constant(name);
    };
  }
}
