package perrin.conformance;

import java.util.ArrayList;
import java.util.List;
import perrin.backend.BackendException;
import perrin.backend.cpu.CpuBackend;
import perrin.experiment.Experiment;
import perrin.experiment.ExperimentFile;
import perrin.output.RunRecord;
import perrin.run.BackendChoice;
import perrin.run.Progress;
import perrin.run.Runner;

/** A small experiment for tests, and ways to run it. */
public record Trial(String yaml, List<String> sets) {

  /** An experiment as text, with {@code --set} overrides. */
  public static Trial of(String yaml, String... sets) {
    return new Trial(yaml, List.of(sets));
  }

  public Trial with(String... more) {
    List<String> all = new ArrayList<>(sets);
    all.addAll(List.of(more));
    return new Trial(yaml, List.copyOf(all));
  }

  public Experiment experiment() {
    return ExperimentFile.parse(yaml, "trial.yaml", sets);
  }

  public RunRecord run(String backend, int width, int threads, long chunk) {
    Runner.Options options =
        new Runner.Options(new BackendChoice(backend, width), threads, chunk, true);
    return Runner.run(experiment(), options, Progress.SILENT, notice -> {});
  }

  /** On the fastest backend of this machine, with all cores. */
  public RunRecord run() {
    return run("auto", 0, Runtime.getRuntime().availableProcessors(), 0);
  }

  /** Whether this machine can compile kernels. */
  public static boolean hasCompiler() {
    try {
      return new CpuBackend(0).name().equals("cpu");
    } catch (BackendException e) {
      System.out.println("skipped: cpu backend: " + e.getMessage());
      return false;
    }
  }
}
