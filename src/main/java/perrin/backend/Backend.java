package perrin.backend;

import perrin.experiment.Experiment;
import perrin.kernel.Kernel;

/** A way to compute: turns a kernel into an ensemble that moves. */
public interface Backend {
  /** Its name on the command line. */
  String name();

  /** What it computes with, for people: {@code AVX-512 (g++ 12.2.0)}. */
  String device();

  /**
   * Makes an experiment's ensemble.
   *
   * @param kernel of that experiment
   * @param threads of this machine to use at most
   * @throws BackendException where that is not possible on this machine
   */
  Ensemble open(Experiment experiment, Kernel kernel, int threads);

  /** The text that this backend runs, for people. */
  String text(Kernel kernel);
}
