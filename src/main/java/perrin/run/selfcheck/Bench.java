package perrin.run.selfcheck;

import perrin.experiment.Experiment;
import perrin.output.RunRecord;
import perrin.run.BackendChoice;
import perrin.run.Progress;
import perrin.run.Runner;

/**
 * Runs of experiments for {@link GpuCheck}.
 *
 * @param reference the fastest backend that is no GPU
 */
record Bench(String reference) {
  RunRecord run(String backend, Experiment experiment) {
    return run(backend, experiment, 0);
  }

  /**
   * @param chunk steps of a chunk; 0 for as many as take a moment
   */
  RunRecord run(String backend, Experiment experiment, long chunk) {
    return run(new BackendChoice(backend, 0), experiment, chunk);
  }

  /**
   * The same.
   *
   * @param chunk steps of a chunk; 0 for as many as take a moment
   */
  RunRecord run(BackendChoice backend, Experiment experiment, long chunk) {
    int threads = Runtime.getRuntime().availableProcessors();
    var options = new Runner.Options(backend, threads, chunk, true);
    return Runner.run(experiment, options, Progress.SILENT, _ -> {});
  }
}
