package perrin.backend;

import java.util.List;
import java.util.Optional;
import perrin.experiment.CurandGenerator;
import perrin.experiment.Experiment;
import perrin.experiment.MathMode;
import perrin.kernel.Kernel;

/**
 * What a backend is to carry out: all that it needs to know of an experiment, or of a part of its
 * walkers.
 *
 * @param kernel what walkers do
 * @param walkers which
 * @param grids cells of the histograms, in the kernel's order
 * @param math that functions are computed in, where the backend has more than one
 * @param curand the generator of the steps' Gaussians, where cuRAND makes them
 * @param plan when walkers are looked at and sampled
 * @param walkerSums whether sums over time are kept for each walker, as {@link WalkerSums} says of
 *     all walkers of the run: of a part of them, too
 */
public record Program(
    Kernel kernel,
    WalkerRange walkers,
    List<Grid> grids,
    MathMode math,
    Optional<CurandGenerator> curand,
    EventPlan plan,
    boolean walkerSums) {
  public Program {
    grids = List.copyOf(grids);
  }

  /** An experiment's. */
  public static Program of(Experiment experiment, Kernel kernel) {
    return new Program(
        kernel,
        new WalkerRange(experiment.firstWalker(), experiment.walkers()),
        Grid.of(experiment),
        experiment.math(),
        experiment.curand(),
        EventPlan.of(experiment, kernel),
        WalkerSums.kept(experiment.walkers(), kernel.sampling().timeRows()));
  }

  /** The same of other walkers: of a shard, a device's share, a few. */
  public Program of(WalkerRange range) {
    return new Program(kernel, range, grids, math, curand, plan, walkerSums);
  }
}
