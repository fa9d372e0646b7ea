package perrin.kernel.compile;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import perrin.backend.Backend;
import perrin.backend.Chunk;
import perrin.backend.Ensemble;
import perrin.backend.Program;
import perrin.calculus.Index;
import perrin.calculus.Indices;
import perrin.calculus.Node;
import perrin.experiment.Experiment;
import perrin.kernel.landscape.WalkerIndices;
import perrin.language.FormulaReader;
import perrin.statistics.WalkerArray;

/**
 * Indices of the walkers' own, for tests: each is a formula of the position, rounded. Formulas of
 * an experiment name them like {@code r}, or like {@code batch[2]}, and then they are formulas of b
 * too.
 */
public record OwnIndices(Map<String, Own> byName) {
  /**
   * @param length the index is one of 0 … length − 1
   */
  public record Own(String formula, int length) {}

  /** What the compiler asks. */
  WalkerIndices asked() {
    return (name, at, indices, names) -> {
      Own own = byName.get(name);
      if (own == null) {
        return Optional.empty();
      }
      List<Index> place = at.get();
      Indices known = place.isEmpty() ? indices : indices.with("b", place.getFirst());
      Node value =
          names
              .landscape()
              .translator()
              .translate(own.formula(), FormulaReader.formula(own.formula()), names, known)
              .getFirst();
      return Optional.of(Index.ofWalker(value, own.length()));
    };
  }

  public KernelCompiler.Compiled compile(Experiment experiment) {
    return KernelCompiler.compile(experiment, new Extensions(asked(), Optional.empty()));
  }

  /**
   * Runs an experiment.
   *
   * @param chunk steps at a time, 0 for all at once
   * @return all variables' values at the end, shape [variables][walkers], and then what was summed
   *     over all samples, shape [sums][cohorts], and counted
   */
  public List<double[]> run(Experiment experiment, Backend backend, long chunk) {
    return run(experiment, backend, chunk, experiment.steps());
  }

  /** As above, of which some steps are made. */
  List<double[]> run(Experiment experiment, Backend backend, long chunk, long steps) {
    KernelCompiler.Compiled compiled = compile(experiment);
    Program program = Program.of(experiment, compiled.kernel());
    try (Ensemble ensemble = backend.open(program, 1)) {
      ensemble.start(experiment.seed(), compiled.schedule().ofRun());
      long each = chunk == 0 ? Math.max(1, steps) : chunk;
      for (long from = 0; from < steps; from += each) {
        long to = Math.min(steps, from + each);
        double[] rows = compiled.schedule().ofSteps(from, to);
        ensemble.run(new Chunk(from, to, program.plan()), rows);
      }
      ensemble.await();
      List<double[]> found = new ArrayList<>();
      for (int i = 0; i < compiled.kernel().variables().size(); i++) {
        WalkerArray values = ensemble.variable(i);
        found.add(IntStream.range(0, values.walkers()).mapToDouble(values::value).toArray());
      }
      for (int row = 0; row < compiled.kernel().sampling().timeRows(); row++) {
        found.add(ensemble.cohortSums(row));
      }
      return found;
    }
  }
}
