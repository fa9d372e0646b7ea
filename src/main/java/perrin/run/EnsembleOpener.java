package perrin.run;

import perrin.backend.Backend;
import perrin.backend.Ensemble;
import perrin.backend.Program;
import perrin.run.text.Notice;

/** Makes the ensembles of runs: a {@link BackendChoice}, or what a test plants in its place. */
public interface EnsembleOpener {
  /** A backend and the ensemble that it has made; the ensemble is the caller's to close. */
  record Opened(Backend backend, Ensemble ensemble) {}

  /**
   * Makes a program's ensemble.
   *
   * @param threads of this machine to use at most
   * @param notice told about fallbacks
   * @throws perrin.backend.BackendException where that is not possible on this machine
   */
  Opened open(Program program, int threads, Notice notice);
}
