package perrin.backend;

import perrin.kernel.Kernel;

/** A way to compute: turns a kernel into something that moves tiles of walkers. */
public interface Backend {
  /** Its name on the command line. */
  String name();

  /** What it computes with, for people: {@code AVX-512 (g++ 12.2.0)}. */
  String device();

  /**
   * Makes the kernel ready to run.
   *
   * @throws BackendException where that is not possible on this machine
   */
  TileKernel compile(Kernel kernel);

  /** The text that this backend runs, for people. */
  String text(Kernel kernel);
}
