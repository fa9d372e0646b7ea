package perrin.kernel.compile;

import perrin.calculus.Node;
import perrin.errors.ExperimentException;
import perrin.experiment.LearningCoefficient;
import perrin.kernel.Sampling;
import perrin.kernel.landscape.Landscape;

/** What a learning coefficient adds to the code of a sample: the loss that it is of. */
final class LossCompiler implements SampleMeasure {
  private final Landscape landscape;

  LossCompiler(Landscape landscape) {
    this.landscape = landscape;
  }

  @Override
  public void addTo(SampleCompiler sample) {
    landscape
        .experiment()
        .outputs()
        .learning()
        .ifPresent(wanted -> {
          boolean constant =
              landscape.temperature().filter(kT -> kT.scope() == Node.Scope.RUN).isPresent();
          if (!constant || !(landscape.constant("kT") > 0)) {
            throw new ExperimentException(
                landscape.experiment().dt().where(),
                LearningCoefficient.KEY,
                "is measured in units of kT, and needs a temperature above 0 that does not change");
          }
          var value =
              wanted
                  .of()
                  .map(of -> sample.lower(LearningCoefficient.KEY + ".of", of))
                  .orElseGet(() -> sample.lower(sample.energy()));
          sample
              .outputs()
              .observe(
                  LearningCoefficient.KEY,
                  "loss",
                  Sampling.Purpose.LOSS,
                  Sampling.TimeSum.VALUES,
                  value);
        });
  }
}
