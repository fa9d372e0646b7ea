package perrin.run.selfcheck;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import perrin.backend.BackendException;
import perrin.backend.cpu.CpuBackend;
import perrin.backend.cuda.CudaBackend;
import perrin.backend.java.JavaBackend;
import perrin.experiment.Experiment;
import perrin.experiment.ExperimentFile;
import perrin.experiment.Library;
import perrin.experiment.Precision;
import perrin.output.CorrelationRecord;
import perrin.output.Digest;
import perrin.output.RunRecord;
import perrin.run.BackendChoice;
import perrin.run.Devices;
import perrin.run.selfcheck.GpuCheck.Found;

/** Does the GPU compute the processor's bits? */
final class DigestCheck {
  /** What every method is tried with; 1003 walkers leave a cohort and a block that are not full. */
  private static final String TRIAL =
      """
      coordinates: [x]
      energy: double-well
      start: {x: "normal(0.1, 1) + 0.0000001*walker"}
      method: euler-maruyama
      temperature: 0.5
      dt: 0.01
      walkers: 1003
      first-walker: 2016
      steps: 203
      burn-in: 6
      sample-every: 50
      histograms:
        x: {of: x, from: -1, to: 1.5, bins: 7}
        square: {of: x^2, from: 0, to: 2, bins: 50}
      observables: {x2: x^2, E: energy}
      seed: -7
      """;

  private static final List<String> ENERGIES =
      List.of("harmonic", "double-well", "tilted-double-well");

  private static final BackendChoice GPU = new BackendChoice(CudaBackend.NAME, 0);

  private final Bench bench;
  private final BackendChoice gpus;
  private final Map<String, Object> figures = new LinkedHashMap<>();
  private final List<String> wrong = new ArrayList<>();

  private DigestCheck(Bench bench, BackendChoice gpus) {
    this.bench = bench;
    this.gpus = gpus;
  }

  /** With the fastest backend that is no GPU as the reference. */
  static Bench bench() {
    Bench bench = new Bench(CpuBackend.NAME);
    try {
      bench.run(CpuBackend.NAME, ExperimentFile.parse(TRIAL, "trial", List.of()));
      return bench;
    } catch (BackendException _) {
      return new Bench(JavaBackend.NAME);
    }
  }

  /** Every method on three energies. */
  static Found methods(Bench bench, long walkers, Precision precision) {
    DigestCheck check = new DigestCheck(bench, GPU);
    for (String method : Library.methods()) {
      for (String energy : ENERGIES) {
        List<String> sets = List.of("walkers=" + walkers, "method=" + method, "energy=" + energy);
        check.compare(method + ", " + energy, precision, sets);
      }
    }
    return check.found("pairs of method and energy");
  }

  /** {@link HardCases}. */
  static Found hardCases(Bench bench, Precision precision) {
    return hardCases(bench, GPU, precision);
  }

  /** The same with walkers on all devices; skipped where there is one. */
  static Found allDevices(Bench bench) {
    int devices = CudaBackend.devices().size();
    if (devices == 1) {
      return new Found(GpuCheck.Outcome.SKIPPED, "there is one device", Map.of());
    }
    var all =
        new BackendChoice(CudaBackend.NAME, 0, new Devices(List.of(), true), Optional.empty());
    return hardCases(bench, all, Precision.SINGLE);
  }

  private static Found hardCases(Bench bench, BackendChoice gpus, Precision precision) {
    DigestCheck check = new DigestCheck(bench, gpus);
    HardCases.ALL.forEach((name, sets) -> check.compare(name, precision, sets));
    return check.found("hard cases");
  }

  private void compare(String name, Precision precision, List<String> sets) {
    List<String> all = new ArrayList<>(sets);
    all.add("precision=" + precision.word());
    Experiment experiment = ExperimentFile.parse(TRIAL, "trial", all);
    RunRecord expected = bench.run(bench.reference(), experiment);
    RunRecord found = bench.run(gpus, experiment, 0);
    figures.put(name, Digest.of(found).lines());
    if (!Digest.of(found).equals(Digest.of(expected))
        || !found.verdict().equals(expected.verdict())
        || !correlations(found).equals(correlations(expected))) {
      wrong.add(name);
    }
  }

  /** Of each its values and their errors, which digests leave out. */
  private static List<List<Double>> correlations(RunRecord run) {
    return run.only().correlations().values().stream()
        .map(CorrelationRecord::correlation)
        .flatMap(correlation -> Stream.of(correlation.value(), correlation.standardError()))
        .map(values -> Arrays.stream(values).boxed().toList())
        .toList();
  }

  private Found found(String what) {
    String text =
        wrong.isEmpty()
            ? figures.size() + " " + what + ", the same bits as " + bench.reference()
            : "other bits than " + bench.reference() + ": " + String.join("; ", wrong);
    return Found.of(wrong.isEmpty(), text, figures);
  }
}
