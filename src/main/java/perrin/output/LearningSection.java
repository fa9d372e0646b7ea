package perrin.output;

import io.jhdf.api.Group;
import perrin.experiment.Experiment;
import perrin.experiment.Formula;
import perrin.experiment.LearningCoefficient;
import perrin.kernel.Kernel;
import perrin.kernel.Sampling;
import perrin.kernel.landscape.HostObservables;
import perrin.kernel.landscape.LocalEnergy;
import perrin.statistics.Interval;
import perrin.statistics.TimeMean;

/** The learning coefficient: {@code /learning_coefficient/value} with attributes. */
final class LearningSection implements Section<LearningRecord> {
  static final LearningSection INSTANCE = new LearningSection();

  private LearningSection() {}

  @Override
  public String group() {
    return "learning_coefficient";
  }

  @Override
  public LearningRecord nothing() {
    return LearningRecord.NOTHING;
  }

  @Override
  public LearningRecord collect(Source source) {
    return source
        .experiment()
        .outputs()
        .learning()
        .map(wanted -> record(source, wanted))
        .orElse(LearningRecord.NOTHING);
  }

  private static LearningRecord record(Source source, LearningCoefficient wanted) {
    int row =
        source.kernel().sampling().observed().stream()
            .filter(observed -> observed.purpose() == Sampling.Purpose.LOSS)
            .mapToInt(Sampling.Observed::row)
            .findFirst()
            .orElseThrow();
    Experiment experiment = source.experiment();
    TimeMean loss = source.counted().timeMean(experiment.firstWalker() / Kernel.COHORT, row);
    HostObservables formulas = new HostObservables(experiment, true);
    double minimum = minimum(experiment, formulas, wanted);
    double kT = formulas.number("temperature", experiment.temperature().orElseThrow());
    TimeMean coefficient =
        new TimeMean(
            (loss.mean() - minimum) / kT, loss.standardError() / kT, loss.degreesOfFreedom());
    return new LearningRecord(coefficient, loss, minimum);
  }

  private static double minimum(
      Experiment experiment, HostObservables formulas, LearningCoefficient wanted) {
    if (wanted.minimum().isPresent()) {
      return formulas.number(LearningCoefficient.KEY + ".minimum", wanted.minimum().get());
    }
    double[] place = formulas.place(LearningCoefficient.KEY + ".at", wanted.at());
    return wanted
        .of()
        .flatMap((Formula of) -> formulas.of(LearningCoefficient.KEY + ".of", of))
        .map(tape -> tape.value(place))
        .orElseGet(() -> LocalEnergy.of(experiment).energy(place));
  }

  @Override
  public void write(ResultTree group, LearningRecord record) {
    group.putDataset("value", new double[] {record.coefficient().mean()});
    Interval interval = record.coefficient().interval();
    group.putAttribute("standard_error", record.coefficient().standardError());
    group.putAttribute("degrees_of_freedom", record.coefficient().degreesOfFreedom());
    group.putAttribute("low", interval.low());
    group.putAttribute("high", interval.high());
    group.putAttribute("loss", record.loss().mean());
    group.putAttribute("loss_standard_error", record.loss().standardError());
    group.putAttribute("minimum", record.minimum());
  }

  @Override
  public LearningRecord read(Group group, PointReader point) {
    double degrees = point.number(group, "degrees_of_freedom");
    return new LearningRecord(
        new TimeMean(
            point.numbers(group.getChild("value"))[0],
            point.number(group, "standard_error"),
            degrees),
        new TimeMean(
            point.number(group, "loss"), point.number(group, "loss_standard_error"), degrees),
        point.number(group, "minimum"));
  }
}
