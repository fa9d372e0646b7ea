package perrin.run;

import java.util.Arrays;
import java.util.List;
import perrin.backend.SampleSums;
import perrin.experiment.Experiment;
import perrin.kernel.compile.Schedule;
import perrin.output.SampleTimes;
import perrin.statistics.Moments;

/** Ensemble means and variances of the observables, sample after sample. */
final class SampleSeries {
  private final Experiment experiment;
  private final double[][] means;
  private final double[][] variances;
  private int taken;

  SampleSeries(Experiment experiment) {
    this.experiment = experiment;
    int samples = Math.toIntExact(experiment.samples());
    means = new double[experiment.observables().size()][samples];
    variances = new double[experiment.observables().size()][samples];
  }

  /** Takes over the samples of a chunk. */
  void add(SampleSums sums, int samples) {
    for (int s = 0; s < samples; s++, taken++) {
      for (int k = 0; k < means.length; k++) {
        Moments moments = sums.moments(s, k);
        means[k][taken] = moments.mean();
        variances[k][taken] = moments.variance();
      }
    }
  }

  /** Goes on behind samples that were taken before: shape [observables][samples]. */
  void restore(List<double[]> meansBefore, List<double[]> variancesBefore) {
    for (int k = 0; k < means.length; k++) {
      taken = meansBefore.get(k).length;
      System.arraycopy(meansBefore.get(k), 0, means[k], 0, taken);
      System.arraycopy(variancesBefore.get(k), 0, variances[k], 0, taken);
    }
  }

  /** Means of the samples so far, shape [observables][samples]. */
  List<double[]> meansSoFar() {
    return Arrays.stream(means).map(row -> Arrays.copyOf(row, taken)).toList();
  }

  /** The variances likewise. */
  List<double[]> variancesSoFar() {
    return Arrays.stream(variances).map(row -> Arrays.copyOf(row, taken)).toList();
  }

  double[] means(int observable) {
    return means[observable];
  }

  double[] variances(int observable) {
    return variances[observable];
  }

  SampleTimes times(Schedule schedule) {
    int samples = Math.toIntExact(experiment.samples());
    long[] steps = new long[samples];
    double[] times = new double[samples];
    for (int s = 0; s < samples; s++) {
      steps[s] = experiment.burnIn() + (s + 1) * experiment.sampleEvery();
      times[s] = schedule.time(steps[s]);
    }
    return new SampleTimes(steps, times);
  }
}
