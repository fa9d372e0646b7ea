package perrin.run;

import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import perrin.backend.Chunk;
import perrin.backend.Ensemble;
import perrin.backend.EventPlan;
import perrin.backend.Program;
import perrin.experiment.Boundary;
import perrin.experiment.Coordinates;
import perrin.experiment.Experiment;
import perrin.experiment.Precision;
import perrin.experiment.Trajectories;
import perrin.kernel.compile.KernelCompiler;
import perrin.kernel.landscape.ReferenceEnergy;
import perrin.output.TrajectoryRecord;
import perrin.statistics.WalkerArray;

/**
 * The paths of an experiment's first walkers. A walker does not know the others: so these are
 * walked once more by themselves, with a stop at each frame, and the ensemble goes on at full
 * speed.
 */
final class Paths {
  private final Experiment few;
  private final Trajectories wanted;
  private final KernelCompiler.Compiled compiled;
  private final int dimension;
  private final Object[] frames;
  private final long[] step;
  private final double[] time;
  private final int[] atom;
  private final int[] axis;
  private int taken;

  private Paths(Experiment experiment, Trajectories wanted) {
    this.wanted = wanted;
    few = FewWalkers.of(experiment, experiment.firstWalker(), wanted.walkers());
    compiled = KernelCompiler.compile(few);
    dimension = experiment.coordinates().dimension();
    int length = Math.toIntExact(wanted.frames(experiment.steps()));
    atom = new int[dimension];
    axis = new int[dimension];
    layOut(experiment.coordinates());
    boolean single = experiment.precision() == Precision.SINGLE;
    frames = single ? new float[length][][] : new double[length][][];
    step = new long[length];
    time = new double[length];
  }

  /** Each atom has as many components of each coordinate, one after the other. */
  private void layOut(Coordinates coordinates) {
    int i = 0;
    int axes = 0;
    for (Coordinates.Block block : coordinates.blocks()) {
      int each = block.length() / wanted.atoms();
      for (int j = 0; j < block.length(); j++, i++) {
        atom[i] = j / each;
        axis[i] = axes + j % each;
      }
      axes += each;
    }
  }

  /** Walks them on the backend that the whole experiment is to run on. */
  static Optional<TrajectoryRecord> of(Experiment experiment, EnsembleOpener backend) {
    return experiment
        .trajectories()
        .map(wanted -> new Paths(experiment, wanted).walked(experiment, backend));
  }

  private TrajectoryRecord walked(Experiment experiment, EnsembleOpener backend) {
    var schedule = compiled.schedule();
    EventPlan plan = EventPlan.asSampled(few);
    try (Ensemble ensemble =
        backend.open(Program.of(few, compiled.kernel()), 1, notice -> {}).ensemble()) {
      ensemble.start(few.seed(), schedule.ofRun());
      double[][] last = positions(ensemble);
      add(last, 0, 0);
      double lastTime = 0;
      for (long from = 0; from + wanted.every() <= few.steps(); from += wanted.every()) {
        long to = from + wanted.every();
        for (Chunk chunk : Chunk.cut(from, to, plan)) {
          ensemble.run(chunk, schedule.ofSteps(chunk.from(), chunk.to()));
        }
        double[][] next = positions(ensemble);
        double nextTime = schedule.time(to);
        for (int k = 1; k <= wanted.interpolate(); k++) {
          double share = (double) k / wanted.interpolate();
          long made = k == wanted.interpolate() ? to : from + (long) (share * wanted.every());
          add(between(last, next, share), made, lastTime + share * (nextTime - lastTime));
        }
        time[taken - 1] = nextTime;
        last = next;
        lastTime = nextTime;
      }
    }
    return new TrajectoryRecord(frames, step, time, boundaries(), edges());
  }

  /** Shape [walkers][coordinates]. */
  private double[][] positions(Ensemble ensemble) {
    double[][] positions = new double[Math.toIntExact(wanted.walkers())][dimension];
    for (int i = 0; i < dimension; i++) {
      WalkerArray values = ensemble.variable(i);
      for (int w = 0; w < positions.length; w++) {
        positions[w][i] = values.value(w);
      }
    }
    return positions;
  }

  private static double[][] between(double[][] a, double[][] b, double share) {
    if (share == 1) {
      return b;
    }
    double[][] values = new double[a.length][a[0].length];
    for (int w = 0; w < a.length; w++) {
      for (int i = 0; i < a[w].length; i++) {
        values[w][i] = a[w][i] + share * (b[w][i] - a[w][i]);
      }
    }
    return values;
  }

  private void add(double[][] positions, long stepsMade, double at) {
    int atoms = wanted.atoms();
    int axes = dimension / atoms;
    double[][] doubles = new double[positions.length * atoms][axes];
    for (int w = 0; w < positions.length; w++) {
      for (int i = 0; i < dimension; i++) {
        doubles[w * atoms + atom[i]][axis[i]] = positions[w][i];
      }
    }
    frames[taken] = frames instanceof float[][][] ? singles(doubles) : doubles;
    step[taken] = stepsMade;
    time[taken++] = at;
  }

  private static float[][] singles(double[][] rows) {
    float[][] singles = new float[rows.length][rows[0].length];
    for (int r = 0; r < rows.length; r++) {
      for (int i = 0; i < rows[r].length; i++) {
        singles[r][i] = (float) rows[r][i];
      }
    }
    return singles;
  }

  private Optional<ReferenceEnergy.Ends> period(int coordinate) {
    return compiled.energy().ends(coordinate).filter(ends -> ends.kind() == Boundary.Kind.PERIODIC);
  }

  /** Of each axis; periodic where it is so for all atoms. */
  private List<String> boundaries() {
    String[] boundaries = new String[dimension / wanted.atoms()];
    Arrays.fill(boundaries, "none");
    for (int i = 0; i < dimension; i++) {
      if (period(i).isPresent()) {
        boundaries[axis[i]] = "periodic";
      }
    }
    return List.of(boundaries);
  }

  /** Periods, and along other axes how far the paths reach; none where nothing is periodic. */
  private double[] edges() {
    if (IntStream.range(0, dimension).allMatch(i -> period(i).isEmpty())) {
      return new double[0];
    }
    double[] least = new double[dimension / wanted.atoms()];
    double[] most = least.clone();
    Arrays.fill(least, Double.POSITIVE_INFINITY);
    Arrays.fill(most, Double.NEGATIVE_INFINITY);
    for (Object frame : frames) {
      for (int particle = 0; particle < Array.getLength(frame); particle++) {
        for (int a = 0; a < least.length; a++) {
          double value = Array.getDouble(Array.get(frame, particle), a);
          least[a] = Math.min(least[a], value);
          most[a] = Math.max(most[a], value);
        }
      }
    }
    double[] edges =
        IntStream.range(0, least.length).mapToDouble(a -> most[a] - least[a]).toArray();
    for (int i = 0; i < dimension; i++) {
      int along = axis[i];
      period(i).ifPresent(ends -> edges[along] = ends.to() - ends.from());
    }
    return edges;
  }
}
