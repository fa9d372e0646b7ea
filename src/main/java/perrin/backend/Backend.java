package perrin.backend;

import perrin.experiment.MathMode;

/** A way to compute: turns a kernel into an ensemble that moves. */
public interface Backend {
  /** Its name on the command line. */
  String name();

  /** What it computes with, for people: {@code AVX-512 (g++ 12.2.0)}. */
  String device();

  /**
   * Makes a program's ensemble.
   *
   * @param threads of this machine to use at most
   * @throws BackendException where that is not possible on this machine
   */
  Ensemble open(Program program, int threads);

  /**
   * The math it computes in where an experiment asks for this one; portable math is all that most
   * have.
   */
  default MathMode math(MathMode asked) {
    return MathMode.PORTABLE;
  }

  /** Whether it is many times slower than the others on most machines. */
  default boolean isSlow() {
    return false;
  }
}
