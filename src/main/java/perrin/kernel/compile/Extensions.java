package perrin.kernel.compile;

import java.util.Optional;
import perrin.experiment.Formula;
import perrin.kernel.landscape.WalkerIndices;

/**
 * What kernels can do beyond what experiments say.
 *
 * @param indices names of indices of the walkers' own
 * @param counted who belongs to a sample: those for whom it is not 0; empty for all
 */
record Extensions(WalkerIndices indices, Optional<Formula> counted) {
  static final Extensions NONE = new Extensions(WalkerIndices.NONE, Optional.empty());
}
