package perrin.report;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import perrin.calculus.Tape;
import perrin.errors.ExperimentException;
import perrin.experiment.Check;
import perrin.experiment.Experiment;
import perrin.experiment.ExperimentFile;
import perrin.kernel.landscape.HostObservables;
import perrin.output.RunContents;
import perrin.statistics.WalkerArray;
import perrin.statistics.summary.Values;
import perrin.statistics.summary.WalkerValues;

/**
 * Coordinates and observables of the walkers after the last step. Observables are computed anew,
 * for a run file has no values of single walkers.
 */
final class FinalValues {
  /** Of more walkers the first are taken: a quantile is then known to 1e-3 of the tail. */
  private static final int MOST_WALKERS = 1 << 20;

  /** Operations that a formula may take of all walkers together: seconds. */
  private static final long MOST_OPERATIONS = 1_000_000_000;

  /** … but of so many walkers in any case. */
  private static final int LEAST_WALKERS = 1 << 12;

  /** An energy may need data, and what is asked of the walkers beside it too. */
  private static final List<String> WITHOUT_DATA =
      List.of("data=null", "minibatch=null", "check=null", "histograms=null", "energy=0");

  private final Path file;
  private final RunContents contents;
  private final String experiment;
  private final boolean sharedStarts;
  private final Collection<String> notices;
  private HostObservables formulas;
  private int formulasOf;
  private String missing = "";

  /**
   * @param experiment canonical JSON
   * @param notices what is to be known; modified
   */
  FinalValues(Path file, RunContents contents, String experiment, Collection<String> notices) {
    this.file = file;
    this.contents = contents;
    this.experiment = experiment;
    this.notices = notices;
    sharedStarts = contents.outline().check().filter(Check::rhat).isPresent();
  }

  /** A component of the coordinates; empty where the file has no final states. */
  Optional<Values> component(int component, int point) {
    return contents.hasFinals()
        ? values(numbers(contents.finals(component, point), MOST_WALKERS))
        : Optional.empty();
  }

  /** An observable; empty where it cannot be computed. */
  Optional<Values> observable(String name, int point) {
    return contents.hasFinals()
        ? formula(name, point).flatMap(tape -> values(tape, point))
        : Optional.empty();
  }

  private Optional<Values> values(Tape tape, int point) {
    int components = contents.outline().coordinates().dimension();
    long affordable = MOST_OPERATIONS / Math.max(components, tape.length());
    int most = (int) Math.clamp(affordable / 32 * 32, LEAST_WALKERS, MOST_WALKERS);
    double[][] at = new double[components][];
    for (int c = 0; c < components; c++) {
      at[c] = numbers(contents.finals(c, point), most);
    }
    double[] values =
        IntStream.range(0, at[0].length)
            .parallel()
            .mapToDouble(w -> tape.value(Arrays.stream(at).mapToDouble(x -> x[w]).toArray()))
            .toArray();
    return values(values);
  }

  private Optional<Values> values(double[] values) {
    return DoubleStream.of(values).allMatch(Double::isFinite)
        ? Optional.of(new WalkerValues(values, sharedStarts))
        : Optional.empty();
  }

  private static double[] numbers(WalkerArray array, int most) {
    return IntStream.range(0, Math.min(array.walkers(), most)).mapToDouble(array::value).toArray();
  }

  /**
   * The experiment's formulas. Where its data file is not at hand they are read without it: most
   * observables need no data. What keeps one from being read is said once.
   */
  private Optional<Tape> formula(String observable, int point) {
    try {
      if (formulas == null || formulasOf != point) { // parameters may be swept
        formulas = read(point);
        formulasOf = point;
      }
      return formulas.of(observable);
    } catch (ExperimentException e) {
      String problem = missing.isEmpty() ? e.getMessage() : missing;
      notices.add("observables." + observable + ": not computed at the final states: " + problem);
      return Optional.empty();
    }
  }

  private HostObservables read(int point) {
    try {
      return new HostObservables(parse(List.of()).point(point), true);
    } catch (ExperimentException e) {
      missing = e.getMessage();
      return new HostObservables(parse(WITHOUT_DATA).point(point), false);
    }
  }

  private Experiment parse(List<String> sets) {
    return ExperimentFile.parse(experiment, file.toString(), sets);
  }
}
