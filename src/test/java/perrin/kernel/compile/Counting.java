package perrin.kernel.compile;

import java.util.Optional;
import perrin.errors.Location;
import perrin.experiment.Experiment;
import perrin.experiment.Formula;
import perrin.kernel.landscape.WalkerIndices;

/** Kernels of experiments in which not all walkers belong to each sample. */
public final class Counting {
  private Counting() {}

  /** Those count for whom a condition holds. */
  public static KernelCompiler.Compiled where(Experiment experiment, String condition) {
    Formula formula = new Formula("if(" + condition + ", 1, 0)", Location.whole("test"));
    return KernelCompiler.compile(
        experiment, new Extensions(WalkerIndices.NONE, Optional.of(formula)));
  }
}
