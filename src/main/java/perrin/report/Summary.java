package perrin.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import perrin.experiment.Outline;
import perrin.output.OutputException;
import perrin.output.PointRecord;
import perrin.output.RunContents;
import perrin.output.RunFile;
import perrin.output.RunRecord;
import perrin.statistics.summary.QuantitySummary;

/**
 * What a run says of each coordinate and each observable.
 *
 * @param run without final states and paths
 * @param outline what its experiment says of the data
 * @param points by their numbers in the sweep; of a run without one there is point 0
 * @param notices what is to be known of how this came about, a line each
 */
public record Summary(RunRecord run, Outline outline, List<Point> points, List<String> notices) {
  /** Names in a notice. */
  private static final int MOST_NAMED = 8;

  /**
   * One point of a sweep.
   *
   * @param number row by row, the last axis running fastest
   */
  public record Point(int number, List<QuantitySummary> quantities) {
    public Point {
      quantities = List.copyOf(quantities);
    }
  }

  public Summary {
    points = List.copyOf(points);
    notices = List.copyOf(notices);
  }

  /**
   * Reads a run file.
   *
   * @param point of a sweep; empty for all
   * @throws OutputException where it is not a whole run file, has no such point, or nothing to say
   */
  public static Summary of(Path file, OptionalInt point) {
    return RunFile.open(file, contents -> of(file, contents, point));
  }

  private static Summary of(Path file, RunContents contents, OptionalInt wanted) {
    RunRecord run = contents.withoutWalkers();
    int count = run.points().size();
    if (wanted.isPresent() && wanted.getAsInt() >= count) {
      throw OutputException.missing(
          file,
          "it has no point " + wanted.getAsInt(),
          count == 1
              ? "its experiment has no sweep; leave --point out"
              : "choose one from 0 to " + (count - 1));
    }
    int[] numbers =
        wanted.isPresent() ? new int[] {wanted.getAsInt()} : IntStream.range(0, count).toArray();
    Set<String> notices = new LinkedHashSet<>();
    var finals = new FinalValues(file, contents, run.experiment(), notices);
    List<Point> points = new ArrayList<>();
    for (int p : numbers) {
      PointRecord found = run.points().get(p);
      points.add(new Point(p, new Quantities(contents.outline(), found, finals, p, notices).all()));
    }
    complainOfUnknown(points, notices);
    if (points.stream().flatMap(p -> p.quantities().stream()).noneMatch(QuantitySummary::known)) {
      throw OutputException.missing(
          file,
          "it has neither observables nor histograms of a quantity nor final states",
          "run the experiment again without --no-final, or with observables: {x: x}");
    }
    return new Summary(run, contents.outline(), points, List.copyOf(notices));
  }

  private static void complainOfUnknown(List<Point> points, Set<String> notices) {
    List<String> unknown =
        points.getFirst().quantities().stream()
            .filter(quantity -> quantity.quantilesFrom() == QuantitySummary.Source.NOTHING)
            .map(QuantitySummary::name)
            .toList();
    if (!unknown.isEmpty()) {
      String more = unknown.size() > MOST_NAMED ? ", …" : "";
      notices.add(
          "no quantiles of "
              + String.join(", ", unknown.subList(0, Math.min(MOST_NAMED, unknown.size())))
              + more
              + ": there is no histogram of it alone and no final state to compute it from; run"
              + " again without --no-final, or with a histogram of it");
    }
  }
}
