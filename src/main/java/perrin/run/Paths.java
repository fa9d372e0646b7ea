package perrin.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import perrin.backend.Chunk;
import perrin.backend.Ensemble;
import perrin.backend.SamplePlan;
import perrin.experiment.Boundary;
import perrin.experiment.Coordinates;
import perrin.experiment.Experiment;
import perrin.experiment.Precision;
import perrin.experiment.Trajectories;
import perrin.kernel.KernelCompiler;
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
  private int taken;

  private Paths(Experiment experiment, Trajectories wanted) {
    this.wanted = wanted;
    few = FewWalkers.of(experiment, experiment.firstWalker(), wanted.walkers());
    compiled = KernelCompiler.compile(few);
    dimension = experiment.coordinates().dimension();
    int length = Math.toIntExact(wanted.frames(experiment.steps()));
    boolean single = experiment.precision() == Precision.SINGLE;
    frames = single ? new float[length][][] : new double[length][][];
    step = new long[length];
    time = new double[length];
  }

  /** Walks them on the backend that the whole experiment is to run on. */
  static Optional<TrajectoryRecord> of(Experiment experiment, Opener backend) {
    return experiment
        .trajectories()
        .map(wanted -> new Paths(experiment, wanted).walked(experiment, backend));
  }

  private TrajectoryRecord walked(Experiment experiment, Opener backend) {
    var schedule = compiled.schedule();
    SamplePlan plan = new SamplePlan(few.steps(), few.burnIn(), few.sampleEvery());
    try (Ensemble ensemble = backend.open(few, compiled.kernel(), 1, notice -> {}).ensemble()) {
      ensemble.start(few.seed(), schedule.ofRun());
      double[][] last = positions(ensemble);
      add(last, 0, 0);
      double lastTime = 0;
      for (long from = 0; from + wanted.every() <= few.steps(); from += wanted.every()) {
        long to = from + wanted.every();
        ensemble.run(new Chunk(from, to, plan), schedule.ofSteps(from, to));
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
    return new TrajectoryRecord(frames, step, time, boundaries(experiment));
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
    if (frames instanceof float[][][] singles) {
      singles[taken] = new float[positions.length][dimension];
      for (int w = 0; w < positions.length; w++) {
        for (int i = 0; i < dimension; i++) {
          singles[taken][w][i] = (float) positions[w][i];
        }
      }
    } else {
      frames[taken] = positions;
    }
    step[taken] = stepsMade;
    time[taken++] = at;
  }

  private static List<String> boundaries(Experiment experiment) {
    List<String> boundaries = new ArrayList<>();
    for (Coordinates.Block block : experiment.coordinates().blocks()) {
      Boundary boundary = experiment.boundaries().get(block.name());
      boolean periodic = boundary != null && boundary.kind() == Boundary.Kind.PERIODIC;
      for (int i = 0; i < block.length(); i++) {
        boundaries.add(periodic ? "periodic" : "none");
      }
    }
    return boundaries;
  }
}
