package perrin.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import perrin.backend.NotFiniteException;
import perrin.errors.ExperimentException;
import perrin.experiment.Check;
import perrin.experiment.Experiment;
import perrin.output.HistogramRecord;
import perrin.output.RunHeader;
import perrin.output.RunRecord;
import perrin.run.judging.References;
import perrin.run.text.Notice;

/** Carries out a sweep: its points one after the other, each a run by itself. */
final class SweepRunner {
  private final Experiment experiment;
  private final Runner.Options options;
  private final Progress progress;
  private final List<String> words;
  private final List<RunRecord> records = new ArrayList<>();
  private final List<References> references = new ArrayList<>();

  /**
   * @param experiment in which something is swept
   */
  SweepRunner(Experiment experiment, Runner.Options options, Progress progress) {
    this.experiment = experiment;
    this.options = options;
    this.progress = progress;
    words = experiment.sweep().words();
  }

  /** As {@link Runner#run}. */
  RunRecord run(Notice notice) {
    long begun = System.nanoTime();
    prepare(notice);
    double preparing = (System.nanoTime() - begun) * 1e-9;
    for (int point = 0; point < points(); point++) {
      run(point, point == 0 ? notice : _ -> {});
    }
    RunRecord first = records.getFirst();
    return new RunRecord(
        first.header().of(experiment.sha256(), timing((System.nanoTime() - begun) * 1e-9)),
        experiment.canonicalJson(),
        experiment.sweep(),
        first.checked(),
        phases(preparing),
        records.stream().map(RunRecord::only).toList());
  }

  private int points() {
    return words.size();
  }

  /** What is wrong with the last point is to be found before the first has cost any time. */
  private void prepare(Notice notice) {
    for (int point = 0; point < points(); point++) {
      try {
        references.add(Runner.prepare(experiment.point(point), points(), options, notice));
      } catch (ExperimentException e) {
        throw at(point, e);
      }
    }
  }

  private void run(int point, Notice notice) {
    try {
      records.add(
          Runner.run(
              experiment.point(point),
              points(),
              references.get(point),
              options.with(options.keeper().at(point)),
              new Part(point),
              notice));
    } catch (ExperimentException e) {
      throw at(point, e);
    } catch (NotFiniteException e) {
      throw e.at(words.get(point), experiment.point(point).firstWalker());
    }
  }

  /** The points', with the formulas' time from before. */
  private Map<String, Double> phases(double preparing) {
    var sums = new LinkedHashMap<String, Double>();
    sums.put("formulas", preparing);
    records.forEach(record ->
        record.benchmark().forEach((phase, seconds) -> sums.merge(phase, seconds, Double::sum)));
    return sums;
  }

  private ExperimentException at(int point, ExperimentException e) {
    return new ExperimentException(
        e.where(), e.field(), e.problem() + " (at " + words.get(point) + ")");
  }

  private RunHeader.Timing timing(double wallSeconds) {
    double stepping =
        records.stream().mapToDouble(record -> record.benchmark().get("stepping")).sum();
    return RunHeader.Timing.of(walkerSteps(points()), stepping, wallSeconds);
  }

  /** Of the points before one. */
  private double walkerSteps(int point) {
    double steps = 0;
    for (int before = 0; before < point; before++) {
      steps += (double) experiment.walkers() * experiment.point(before).steps();
    }
    return steps;
  }

  /** One point's progress as part of all points'. */
  private final class Part implements Progress {
    private final int point;
    private boolean companion;

    Part(int point) {
      this.point = point;
    }

    @Override
    public void companion(String name) {
      companion = true; // twice as many steps as the point has, after it
    }

    @Override
    public void begins(String backend, String device) {
      if (point == 0) {
        progress.begins(backend, device);
      }
    }

    @Override
    public void resumes(long done, long total) {
      progress.resumes(done, total);
    }

    @Override
    public void memory(String plan) {
      if (point == 0) {
        progress.memory(plan);
      }
    }

    @Override
    public boolean looks() {
      return !companion && progress.looks();
    }

    @Override
    public void look(String whole, Map<String, HistogramRecord> histograms) {
      progress.look(words.get(point), histograms);
    }

    @Override
    public void steps(double done, double total) {
      double own = (double) experiment.walkers() * experiment.point(point).steps();
      double times = experiment.check().filter(Check::bias).isPresent() ? 3 : 1;
      double before = walkerSteps(point) * times + (companion ? own : 0);
      progress.steps(before + done, walkerSteps(points()) * times);
    }
  }
}
