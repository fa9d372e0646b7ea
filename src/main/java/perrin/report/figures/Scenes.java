package perrin.report.figures;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import perrin.errors.Shown;
import perrin.experiment.Units;
import perrin.kernel.landscape.PointEnergy;
import perrin.output.OutputException;
import perrin.output.RunContents;
import perrin.output.RunFile;
import perrin.output.RunRecord;
import perrin.output.TrajectoryRecord;
import perrin.report.chart.Axis;
import perrin.report.chart.Ink;

/** Makes scenes of runs whose walkers' paths were kept. */
public final class Scenes {
  /** Places of all walkers and groups: what a page of a few hundred kilobytes takes. */
  private static final int MOST_PLACES = 60_000;

  private static final int MOST_BETWEEN = 40;

  /** Walkers of a group; more are no longer told apart. */
  private static final int MOST_WALKERS = 400;

  private static final double MARGIN = 0.06;

  /** Walkers that have an ink each. */
  private static final int FEW = 8;

  private Scenes() {}

  /**
   * Of a sweep over methods all of them side by side, else one point.
   *
   * @param point of a sweep, where one is wanted
   * @param mostFrames at least 2
   * @param notices what is to be known; modified
   * @throws OutputException where the file has no paths of one or two coordinates, or no such point
   */
  public static Scene of(Path file, OptionalInt point, int mostFrames, Collection<String> notices) {
    return RunFile.open(
        file,
        contents -> {
          point.ifPresent(contents::paths); // says so where there is no such point
          RunRecord run = contents.withoutWalkers();
          List<RunPoint> points =
              chosen(run, point)
                  .mapToObj(p -> new RunPoint(file, contents, run, p, notices))
                  .toList();
          if (points.size() == 1 && point.isEmpty() && !run.sweep().isEmpty()) {
            notices.add(
                "this is the first of "
                    + run.sweep().points()
                    + " points, "
                    + points.getFirst().words()
                    + "; --point chooses another");
          }
          return of(file, contents, points, mostFrames);
        });
  }

  private static IntStream chosen(RunRecord run, OptionalInt point) {
    return point.isEmpty() && RaceFigures.isRace(run.sweep())
        ? IntStream.range(0, run.sweep().points())
        : IntStream.of(point.orElse(0));
  }

  private static Scene of(Path file, RunContents contents, List<RunPoint> points, int mostFrames) {
    int coordinates = contents.outline().coordinates().dimension();
    List<TrajectoryRecord> paths = new ArrayList<>();
    for (RunPoint point : points) {
      paths.add(
          point
              .paths()
              .filter(found -> Paths.dimensions(found) == coordinates && coordinates <= 2)
              .filter(found -> Paths.walkers(found) > 0 && found.step().length > 1)
              .orElseThrow(() ->
                  OutputException.missing(
                      file,
                      coordinates > 2
                          ? "walkers of " + coordinates + " coordinates cannot be animated"
                          : "it has no paths of walkers",
                      coordinates > 2
                          ? "take an experiment of one or two"
                          : "run the experiment with trajectories: {walkers: 8, every: 10}")));
    }
    int[] steps = times(paths, mostFrames, points.size());
    int between = steps[1];
    int[] places = places(paths, steps[0], between);
    Optional<PointEnergy> energy = points.getFirst().experiment().map(PointEnergy::often);
    if (coordinates == 1 && energy.isEmpty()) {
      throw OutputException.missing(
          file, "its energy cannot be computed", "put its data file where the experiment says");
    }
    List<Scene.Group> groups = new ArrayList<>();
    for (int g = 0; g < points.size(); g++) {
      String name = points.get(g).shortly();
      float[][][] at = at(paths.get(g), places, energy, coordinates);
      if (points.size() > 1) {
        groups.add(new Scene.Group(name, Ink.of(g), between, at));
      } else {
        groups.addAll(single(at, between));
      }
    }
    return scene(points, paths, groups, energy, places);
  }

  /** Few walkers have an ink each. */
  private static List<Scene.Group> single(float[][][] at, int between) {
    if (at[0].length > FEW) {
      return List.of(new Scene.Group("", Ink.BLUE, between, at));
    }
    List<Scene.Group> groups = new ArrayList<>();
    for (int w = 0; w < at[0].length; w++) {
      float[][][] one = new float[at.length][1][];
      for (int k = 0; k < at.length; k++) {
        one[k][0] = at[k][w];
      }
      groups.add(new Scene.Group("", Ink.of(w), between, one));
    }
    return groups;
  }

  /** Frames to show, and places from one to the next. */
  private static int[] times(List<TrajectoryRecord> paths, int mostFrames, int groups) {
    int all = paths.stream().mapToInt(each -> each.step().length).min().orElseThrow();
    int frames = Math.min(all, mostFrames);
    int walkers = Math.min(MOST_WALKERS, Paths.walkers(paths.getFirst()));
    int affordable = MOST_PLACES / (frames * walkers * groups);
    int between = Math.clamp(Math.min(affordable, (all - 1) / (frames - 1)), 1, MOST_BETWEEN);
    return new int[] {frames, between};
  }

  /** Numbers of frames of the file, the first and the last among them. */
  private static int[] places(List<TrajectoryRecord> paths, int frames, int between) {
    int all = paths.stream().mapToInt(each -> each.step().length).min().orElseThrow();
    int count = (frames - 1) * between;
    return IntStream.rangeClosed(0, count).map(i -> (int) ((long) i * (all - 1) / count)).toArray();
  }

  private static float[][][] at(
      TrajectoryRecord paths, int[] places, Optional<PointEnergy> energy, int coordinates) {
    int all = Paths.walkers(paths);
    int walkers = Math.min(MOST_WALKERS, all);
    float[][][] at = new float[places.length][walkers][2];
    for (int k = 0; k < places.length; k++) {
      for (int w = 0; w < walkers; w++) {
        double x = Paths.value(paths, places[k], w, 0);
        double y =
            coordinates == 2
                ? Paths.value(paths, places[k], w, 1)
                : energy.orElseThrow().energy(new double[] {x});
        at[k][w][0] = (float) x;
        at[k][w][1] = (float) y;
      }
    }
    return at;
  }

  private static Scene scene(
      List<RunPoint> points,
      List<TrajectoryRecord> paths,
      List<Scene.Group> groups,
      Optional<PointEnergy> energy,
      int[] places) {
    RunPoint first = points.getFirst();
    List<String> names = first.outline().coordinates().componentNames();
    double[] x = extent(groups, 0);
    double[] y = extent(groups, 1);
    Scene.View view = new Scene.View(x[0], x[1], y[0], y[1], names.size() == 2);
    Scene.Ground ground = Scene.Ground.NONE;
    if (energy.isPresent()) {
      double[][] seen = names.size() == 1 ? new double[][] {x} : new double[][] {x, y};
      Surface surface =
          new Surface(energy.get(), names, from(seen), to(seen))
              .within(first.experiment().orElseThrow());
      double[] from = surface.from();
      double[] to = surface.to();
      if (names.size() == 1) {
        ground = SceneGround.curve(surface);
        double least = Math.min(y[0], SceneGround.lowest(ground));
        view = new Scene.View(from[0], to[0], least - MARGIN * (y[1] - least), y[1], false);
      } else {
        ground = SceneGround.map(surface);
        view = new Scene.View(from[0], to[0], from[1], to[1], true);
      }
    }
    int between = groups.getFirst().between();
    int[] frames =
        IntStream.range(0, (places.length - 1) / between + 1)
            .map(f -> places[f * between])
            .toArray();
    String title = first.run().header().title();
    return new Scene(
        title.isEmpty() ? "Walkers" : title,
        words(groups, names, captions(points, paths, frames)),
        names.size() == 2
            ? List.of(
                first.coordinate(0, Axis.Scale.LINEAR).label(),
                first.coordinate(1, Axis.Scale.LINEAR).label())
            : List.of(first.coordinate(0, Axis.Scale.LINEAR).label(), first.energy().label()),
        view,
        ground,
        groups,
        captions(points, paths, frames));
  }

  private static double[] from(double[][] axes) {
    return Arrays.stream(axes).mapToDouble(ends -> ends[0]).toArray();
  }

  private static double[] to(double[][] axes) {
    return Arrays.stream(axes).mapToDouble(ends -> ends[1]).toArray();
  }

  private static String words(List<Scene.Group> groups, List<String> names, List<String> captions) {
    boolean named = !groups.getFirst().name().isEmpty();
    int walkers =
        named ? groups.getFirst().walkers() : groups.stream().mapToInt(Scene.Group::walkers).sum();
    String who =
        !named
            ? walkers + (walkers == 1 ? " walker" : " walkers")
            : walkers
                + " walkers of each of "
                + String.join(", ", groups.stream().map(Scene.Group::name).toList());
    return who
        + (names.size() == 2
            ? " in the plane of " + String.join(" and ", names)
            : " on the energy over " + names.getFirst())
        + ", from "
        + captions.getFirst()
        + " to "
        + captions.getLast();
  }

  private static double[] extent(List<Scene.Group> groups, int axis) {
    double[] ends =
        Span.of(
            groups.stream()
                .flatMap(group -> Arrays.stream(group.at()))
                .flatMap(Stream::of)
                .mapToDouble(at -> at[axis])
                .toArray());
    if (!(ends[0] <= ends[1])) {
      return new double[] {0, 1};
    }
    double more =
        ends[0] < ends[1]
            ? MARGIN * (ends[1] - ends[0])
            : Math.max(1e-6, Math.abs(ends[0]) * MARGIN);
    return new double[] {ends[0] - more, ends[1] + more};
  }

  private static List<String> captions(
      List<RunPoint> points, List<TrajectoryRecord> paths, int[] frames) {
    TrajectoryRecord first = paths.getFirst();
    long[] step = Arrays.stream(frames).mapToLong(f -> first.step()[f]).toArray();
    double[] time = Arrays.stream(frames).mapToDouble(f -> first.time()[f]).toArray();
    boolean sameTime =
        paths.stream()
            .allMatch(each -> each.time()[frames[frames.length - 1]] == time[time.length - 1]);
    Optional<double[]> kT =
        points.size() == 1 ? points.getFirst().schedule(step, time) : Optional.empty();
    List<String> captions = new ArrayList<>();
    for (int f = 0; f < frames.length; f++) {
      StringBuilder caption = new StringBuilder(String.format(Locale.ROOT, "step %,d", step[f]));
      if (sameTime) {
        caption.append(", t = ").append(Shown.number(time[f]));
        points.getFirst().unit(Units.TIME).ifPresent(unit -> caption.append(' ').append(unit));
      }
      if (kT.isPresent()) {
        caption.append(", kT = ").append(Said.number(kT.get()[f]));
      }
      captions.add(caption.toString());
    }
    return captions;
  }
}
