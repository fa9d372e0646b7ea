package perrin.run;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import perrin.backend.SampleSums;
import perrin.experiment.Experiment;
import perrin.kernel.compile.Schedule;
import perrin.output.SampleTimes;
import perrin.statistics.Moments;

/** Ensemble means and variances of the observables, sample after sample. */
final class SampleSeries implements Samples {
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

  @Override
  public void add(SampleSums sums, int samples) {
    for (int s = 0; s < samples; s++, taken++) {
      for (int k = 0; k < means.length; k++) {
        Moments moments = sums.moments(s, k);
        means[k][taken] = moments.mean();
        variances[k][taken] = moments.variance();
      }
    }
  }

  /** The means of all observables, then their variances. */
  @Override
  public List<double[]> soFar() {
    return Stream.of(means, variances)
        .flatMap(Arrays::stream)
        .map(row -> Arrays.copyOf(row, taken))
        .toList();
  }

  @Override
  public boolean hasShapeOf(List<double[]> before, long samples) {
    return before.size() == 2 * means.length
        && before.stream().allMatch(row -> row.length == samples);
  }

  @Override
  public void restore(List<double[]> before) {
    for (int k = 0; k < means.length; k++) {
      taken = before.get(k).length;
      System.arraycopy(before.get(k), 0, means[k], 0, taken);
      System.arraycopy(before.get(means.length + k), 0, variances[k], 0, taken);
    }
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
