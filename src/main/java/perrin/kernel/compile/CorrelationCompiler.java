package perrin.kernel.compile;

import java.util.ArrayList;
import java.util.List;
import perrin.experiment.Correlation;
import perrin.experiment.Experiment;
import perrin.kernel.Op;
import perrin.kernel.Sampling;
import perrin.kernel.landscape.Landscape;

/** What correlations add to the code of a sample: the components of what is correlated. */
final class CorrelationCompiler implements SampleMeasure {
  /** Numbers that a run remembers of its walkers for one correlation, unless told otherwise. */
  private static final long REMEMBERED = 1L << 23;

  private final Landscape landscape;
  private final Experiment experiment;

  CorrelationCompiler(Landscape landscape) {
    this.landscape = landscape;
    this.experiment = landscape.experiment();
  }

  /**
   * Where not all walkers count, the pairs of samples in which they did are summed like the
   * products.
   */
  @Override
  public void addTo(SampleCompiler sample) {
    experiment
        .correlationsByName()
        .forEach((name, correlation) -> {
          List<Op> components =
              switch (correlation) {
                case Correlation.Auto auto ->
                    List.of(sample.lower("correlations." + name + ".of", auto.of()));
                case Correlation.Displacement displacement -> components(sample, displacement);
              };
          var product =
              switch (correlation) {
                case Correlation.Auto _ -> Sampling.Product.CENTRED;
                case Correlation.Displacement _ -> Sampling.Product.DISPLACEMENT;
              };
          int lags = correlation.lags();
          int spacing = spacing(correlation, components.size());
          SampleOutputs outputs = sample.outputs();
          outputs.correlate(name, product, components, lags, spacing);
          sample
              .presence()
              .ifPresent(one ->
                  outputs.correlate(name, Sampling.Product.PLAIN, List.of(one), lags, spacing));
        });
  }

  /** The least spacing of origins that keeps them within what is wanted, or fits. */
  private int spacing(Correlation correlation, int components) {
    long fit = Math.max(1, REMEMBERED / components / experiment.walkers());
    long most = correlation.origins().isPresent() ? correlation.origins().getAsInt() : fit;
    return (int) (correlation.lags() / most) + 1;
  }

  private List<Op> components(SampleCompiler sample, Correlation.Displacement displacement) {
    List<Op> components = new ArrayList<>();
    var coordinates = experiment.coordinates();
    for (String name : displacement.of()) {
      var block = coordinates.find(name).orElseThrow();
      int first = coordinates.first(block);
      for (int i = first; i < first + block.length(); i++) {
        components.add(sample.lower(sample.position().component(landscape.graph(), i)));
      }
    }
    return components;
  }
}
