package perrin.report.figures;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import perrin.output.OutputException;
import perrin.output.RunContents;
import perrin.output.RunFile;
import perrin.output.RunRecord;
import perrin.report.chart.Figure;

/**
 * All figures of a run.
 *
 * @param whole those of all points of a sweep together; none without a sweep
 * @param points those of single points, of a run without a sweep those of point 0
 * @param notices what is to be known of how they came about, a line each
 */
public record RunFigures(List<Figure> whole, List<OfPoint> points, List<String> notices) {
  /**
   * Those of one point.
   *
   * @param number of the point
   * @param words what is swept there; empty without a sweep
   */
  public record OfPoint(int number, String words, List<Figure> figures) {
    public OfPoint {
      figures = List.copyOf(figures);
    }
  }

  /** Histograms, observables and correlations, each, that a point has figures of. */
  private static final int MOST_OF_A_KIND = 12;

  public RunFigures {
    whole = List.copyOf(whole);
    points = List.copyOf(points);
    notices = List.copyOf(notices);
  }

  /**
   * The figures of one point, and those of the whole sweep.
   *
   * @param point of a sweep; else 0
   * @throws OutputException where the file is not a whole run file, or has no such point
   */
  public static List<Figure> of(Path file, int point) {
    return RunFile.open(
        file,
        contents -> {
          if (point < 0 || point >= contents.outline().sweep().points()) {
            contents.paths(point); // says so
          }
          RunFigures found = of(file, contents, contents.withoutWalkers(), List.of(point));
          List<Figure> figures = new ArrayList<>(found.whole());
          figures.addAll(found.points().getFirst().figures());
          return figures;
        });
  }

  /**
   * The figures of a run with those of at most so many points: the worst one, and others evenly
   * chosen.
   *
   * @param run what the file holds, perhaps judged anew
   */
  public static RunFigures of(Path file, RunContents contents, RunRecord run, int mostPoints) {
    int all = run.points().size();
    int taken = Math.min(all, mostPoints);
    Set<Integer> chosen = new TreeSet<>(Set.of(run.verdict().worstPoint()));
    for (int i = 0; i < taken; i++) {
      chosen.add(taken == 1 ? 0 : i * (all - 1) / (taken - 1));
    }
    return of(file, contents, run, List.copyOf(chosen));
  }

  private static RunFigures of(
      Path file, RunContents contents, RunRecord run, List<Integer> numbers) {
    Set<String> notices = new LinkedHashSet<>();
    IntFunction<RunPoint> point = p -> new RunPoint(file, contents, run, p, notices);
    List<RunPoint> race = // what they have read serves their own figures, too
        RaceFigures.isRace(run.sweep())
            ? IntStream.range(0, run.sweep().points()).mapToObj(point).toList()
            : List.of();
    List<OfPoint> points =
        numbers.stream()
            .map(p -> race.isEmpty() ? point.apply(p) : race.get(p))
            .map(each -> new OfPoint(each.number(), each.words(), ofPoint(each)))
            .toList();
    List<Figure> whole = new ArrayList<>(race.isEmpty() ? List.of() : new RaceFigures(race).all());
    whole.addAll(SweepFigures.of(run));
    return new RunFigures(whole, points, List.copyOf(notices));
  }

  private static List<Figure> ofPoint(RunPoint point) {
    List<Figure> figures = new ArrayList<>();
    point.record().histograms().keySet().stream()
        .limit(MOST_OF_A_KIND)
        .forEach(name -> figures.add(HistogramFigure.of(point, name)));
    SurfaceFigure.of(point).ifPresent(figures::add);
    PathFigure.of(point).ifPresent(figures::add);
    FoundFigure.of(List.of(point), List.of("walkers")).ifPresent(figures::add);
    if (point.record().times().samples() > 1) {
      point.record().observables().keySet().stream()
          .limit(MOST_OF_A_KIND)
          .forEach(name -> figures.add(CourseFigure.of(point, name)));
    }
    point.record().correlations().keySet().stream()
        .limit(MOST_OF_A_KIND)
        .forEach(name -> figures.add(CorrelationFigure.of(point, name)));
    return figures;
  }

  /** A figure by its name; empty where there is none. */
  public static Optional<Figure> named(List<Figure> figures, String name) {
    return figures.stream().filter(figure -> figure.name().equals(name)).findFirst();
  }
}
