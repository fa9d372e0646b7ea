package perrin.run.judging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import perrin.experiment.Experiment;
import perrin.experiment.ExperimentFile;
import perrin.output.HistogramRecord;
import perrin.output.ObservableRecord;
import perrin.output.OutputException;
import perrin.output.PointRecord;
import perrin.output.RunFile;
import perrin.output.RunRecord;
import perrin.output.SampleTimes;
import perrin.run.BackendChoice;
import perrin.run.Progress;
import perrin.run.Runner;
import perrin.statistics.HistogramCounts;
import perrin.statistics.TimeMean;
import perrin.statistics.WalkerArray;
import perrin.statistics.distances.TotalVariation;
import perrin.statistics.verdict.Evidence;
import perrin.statistics.verdict.Verdict;

/** A verdict comes from the data: files in which they do not belong together are refused. */
class RunCheckTest {
  private static final String YAML =
      """
      coordinates: {x: 1, y: 2}
      energy: x^2/2 + y[0]^2 + y[1]^2
      start: {x: "normal(0, 1)", y: 0}
      method: leimkuhler-matthews
      temperature: 1
      dt: 0.1
      walkers: 20_000
      steps: 105
      burn-in: 20
      sample-every: 10
      histograms: {h: {of: "x", from: -4, to: 4, bins: 40}, xy: {of: ["x", "y[1]"], from: [-1, -1], to: [1, 1], bins: [3, 4]}}
      observables: {x2: "x^2", E: energy}
      check: {boltzmann: h, tolerance: 0.05}
      first-walker: 320
      seed: 5
      """;

  private static final RunCheck.Wanted AS_THE_RUN =
      new RunCheck.Wanted(Optional.empty(), Optional.empty());

  private static RunRecord run;

  @TempDir Path folder;

  @BeforeAll
  static void runOnce() {
    run = run(YAML);
  }

  private static RunRecord run(String yaml) {
    Experiment x = ExperimentFile.parse(yaml, "a.yaml", List.of());
    var options = new Runner.Options(new BackendChoice("java", 0), 2, 0, true);
    return Runner.run(x, options, Progress.SILENT, notice -> {});
  }

  private RunCheck check(RunRecord record) {
    Path file = folder.resolve("run.h5");
    RunFile.write(file, record);
    return RunCheck.of(file, AS_THE_RUN);
  }

  private String refused(RunRecord record) {
    String message = assertThrows(OutputException.class, () -> check(record)).getMessage();
    assertEquals(1, message.lines().count());
    return message.replace(folder + "/", "");
  }

  @Test
  void saysWhatTheRunSaid() {
    assertEquals(Verdict.Outcome.CONVERGED, run.verdict().worst().outcome());
    RunCheck check = check(run);
    assertEquals(run.verdict().line(), check.verdict().line());
    assertEquals(run.verdict().explanation(), check.verdict().explanation());
    assertEquals(
        List.of(
            "the verdict is judged anew from the data in the file; taken over from the run: the reference"
                + " density"),
        check.notices());
  }

  /** Every run that tests make elsewhere belongs together: shards, few walkers, odd numbers. */
  @Test
  void runsOfAllSizesBelongTogether() {
    for (String sizes :
        List.of(
            "walkers: 1,steps: 21",
            "walkers: 33,steps: 47",
            "walkers: 16_385,steps: 31",
            "walkers: 257,steps: 200",
            "walkers: 16_700,steps: 40")) {
      String yaml = YAML;
      for (String size : sizes.split(",")) {
        yaml = yaml.replaceAll("(?m)^" + size.split(":")[0] + ":.*", size);
      }
      yaml = yaml.replace("sample-every: 10", "sample-every: 1");
      for (String first : List.of("0", "16_352", "320")) {
        RunRecord record = run(yaml.replace("first-walker: 320", "first-walker: " + first));
        assertEquals(record.verdict().line(), check(record).verdict().line());
      }
    }
  }

  /** The figures of the verdict say what they like. */
  @Test
  void theVerdictIsNotTakenFromTheFile() {
    Evidence evidence = run.only().verdict().evidence();
    var c = evidence.comparison().orElseThrow();
    var other =
        new perrin.statistics.distances.Comparison(
            c.histogram(),
            c.values(),
            c.effective(),
            new TotalVariation(0.9, 0.89, 0.91, 64),
            c.kolmogorov(),
            c.kullbackLeibler(),
            c.halves(),
            c.outside());
    Verdict lie = Verdict.judge(evidence.with(other), 0.05);
    assertEquals(3, lie.exitCode());
    RunCheck check = check(run.judged(List.of(lie)));
    assertEquals(run.verdict().line(), check.verdict().line());
    assertTrue(
        check
            .notices()
            .contains("the run's own verdict was: not equilibrated; its data say: converged"),
        check.notices().toString());
  }

  @Test
  void impossibleFigures() {
    Evidence evidence = run.only().verdict().evidence();
    var c = evidence.comparison().orElseThrow();
    for (var distance :
        List.of(
            new TotalVariation(-1, -1, 0, 64),
            new TotalVariation(0.1, 0.2, 0.3, 64),
            new TotalVariation(0.1, 0.0, Double.POSITIVE_INFINITY, 64))) {
      var other =
          new perrin.statistics.distances.Comparison(
              c.histogram(),
              c.values(),
              c.effective(),
              distance,
              c.kolmogorov(),
              c.kullbackLeibler(),
              c.halves(),
              c.outside());
      Verdict lie = new Verdict(Verdict.Outcome.CONVERGED, evidence.with(other), 0.05);
      refused(run.judged(List.of(lie)));
    }
    Verdict lie = new Verdict(Verdict.Outcome.CONVERGED, evidence, 1.8e19);
    assertEquals(
        "run.h5: cannot be read: tolerance cannot be 1.8E19; is it a whole run file?",
        refused(run.judged(List.of(lie))));
  }

  private static RunRecord with(
      Map<String, HistogramRecord> histograms,
      Map<String, ObservableRecord> observables,
      Map<String, WalkerArray> finals,
      SampleTimes times) {
    return of(
        run,
        new PointRecord(
            histograms,
            times,
            observables,
            run.only().sections(),
            run.only().trajectory(),
            finals,
            run.only().verdict()));
  }

  private static RunRecord of(RunRecord run, PointRecord point) {
    return new RunRecord(
        run.header(),
        run.experiment(),
        run.sweep(),
        run.checked(),
        run.benchmark(),
        List.of(point));
  }

  private static RunRecord withCounts(UnaryOperator<long[]> change) {
    var histograms = new LinkedHashMap<>(run.only().histograms());
    HistogramRecord h = histograms.get("h");
    long[] flat = change.apply(h.counts().flat());
    histograms.put(
        "h",
        new HistogramRecord(
            HistogramCounts.of(h.counts().bins(), flat), h.axes(), h.samples(), h.boltzmann()));
    return with(histograms, run.only().observables(), run.only().finals(), run.only().times());
  }

  @Test
  void countsThatAreNotTheWalkers() {
    assertEquals(
        "run.h5: cannot be read: its data do not belong together: h has 0 values in group 0 of half"
            + " 0, must be 256 walkers x 4 samples; run the experiment again",
        refused(withCounts(flat -> new long[flat.length])));
    String more =
        refused(
            withCounts(flat -> {
              flat[HistogramCounts.index(40, 1, 7, 20)]++;
              return flat;
            }));
    assertTrue(more.contains("values in group 7 of half 1, must be"), more);
    String moved =
        refused(
            withCounts(flat -> {
              flat[HistogramCounts.index(40, 1, 7, 20)]++;
              flat[HistogramCounts.index(40, 1, 8, 20)]--;
              return flat;
            }));
    assertTrue(moved.contains("values in group 7 of half 1, must be"), moved);
    String negative =
        refused(
            withCounts(flat -> {
              flat[HistogramCounts.index(40, 1, 7, 20)] -= 100_000;
              flat[HistogramCounts.index(40, 1, 7, 21)] += 100_000;
              return flat;
            }));
    assertTrue(negative.contains("h has a count below 0"), negative);
  }

  @Test
  void finalStatesThatWereNotCounted() {
    RunRecord last = run(YAML.replace("steps: 105", "steps: 100"));
    var finals = new LinkedHashMap<>(last.only().finals());
    float[] sevens = new float[20_000];
    Arrays.fill(sevens, 7);
    finals.put("x", new WalkerArray.Singles(sevens));
    RunRecord changed =
        of(
            last,
            new PointRecord(
                last.only().histograms(),
                last.only().times(),
                last.only().observables(),
                last.only().sections(),
                last.only().trajectory(),
                finals,
                last.only().verdict()));
    assertEquals(last.verdict().line(), check(last).verdict().line());
    assertEquals(
        "run.h5: cannot be read: its data do not belong together: more final values of x than h"
            + " counts; run the experiment again",
        refused(changed));
  }

  @Test
  void meansThatAreNotTheCohorts() {
    var observables = new LinkedHashMap<>(run.only().observables());
    ObservableRecord o = observables.get("x2");
    double[] mean = o.mean().clone();
    mean[0] += 1;
    observables.put("x2", new ObservableRecord(mean, o.variance(), o.timeMean(), o.cohortSums()));
    String message =
        refused(
            with(run.only().histograms(), observables, run.only().finals(), run.only().times()));
    assertTrue(message.contains("the means of x2 are not those of the cohorts' sums"), message);
    observables.put(
        "x2", new ObservableRecord(o.mean(), o.variance(), new TimeMean(3, 0.1), o.cohortSums()));
    refused(with(run.only().histograms(), observables, run.only().finals(), run.only().times()));
  }

  @Test
  void samplesAndWalkersOfAnotherRun() {
    long[] steps = run.only().times().step().clone();
    steps[2]++;
    refused(
        with(
            run.only().histograms(),
            run.only().observables(),
            run.only().finals(),
            new SampleTimes(steps, run.only().times().time())));
    refused(with(Map.of(), run.only().observables(), run.only().finals(), run.only().times()));
    refused(with(run.only().histograms(), Map.of(), run.only().finals(), run.only().times()));
    var finals = new LinkedHashMap<>(run.only().finals());
    finals.remove("x");
    refused(with(run.only().histograms(), run.only().observables(), finals, run.only().times()));
  }

  /** What the file has no data for is named. */
  @Test
  void whatIsTakenFromTheFileIsNamed() {
    RunRecord noFinals =
        with(run.only().histograms(), run.only().observables(), Map.of(), run.only().times());
    assertTrue(
        check(noFinals).notices().getFirst().contains("whether walkers are independent"),
        check(noFinals).notices().toString());
    RunRecord identities =
        run(YAML.replace("check: {boltzmann: h, ", "check: {rhat: true, bias: true, "));
    String notice = check(identities).notices().getFirst();
    assertEquals(identities.verdict().line(), check(identities).verdict().line());
    assertTrue(notice.contains("why no density was compared"), notice);
    assertTrue(notice.contains("the identities"), notice);
    assertTrue(notice.contains("nested R-hat"), notice);
    assertTrue(notice.contains("companion run"), notice);
  }

  @Test
  void sweeps() {
    var x =
        ExperimentFile.parse(
            YAML + "sweep: {temperature: [0.5, 1], dt: [0.1, 0.05, 0.2]}\n", "a.yaml", List.of());
    var options = new Runner.Options(new BackendChoice("java", 0), 2, 0, true);
    var record = Runner.run(x, options, Progress.SILENT, notice -> {});
    Path file = folder.resolve("sweep.h5");
    RunFile.write(file, record);
    RunCheck check = RunCheck.of(file, AS_THE_RUN);
    assertEquals(record.verdict().line(), check.verdict().line());
    assertEquals(
        record.verdict().verdicts().stream().map(Verdict::line).toList(),
        check.verdict().verdicts().stream().map(Verdict::line).toList());
  }
}
