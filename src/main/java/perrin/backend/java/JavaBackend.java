package perrin.backend.java;

import perrin.backend.Backend;
import perrin.backend.BackendException;
import perrin.backend.Ensemble;
import perrin.backend.HostEnsemble;
import perrin.backend.Program;
import perrin.backend.TileKernel;
import perrin.kernel.Kernel;

/** Plain Java, on every machine: the specification of the others, and the fallback. */
public final class JavaBackend implements Backend {
  public static final String NAME = "java";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String device() {
    return "plain Java " + Runtime.version().feature();
  }

  @Override
  public Ensemble open(Program program, int threads) {
    if (program.curand().isPresent()) {
      throw new BackendException("noise: source curand needs the cpu or the cuda backend");
    }
    return new HostEnsemble(program, compile(program.kernel()), threads);
  }

  /** A kernel for tiles of walkers. */
  public TileKernel compile(Kernel kernel) {
    return new JavaKernel(kernel);
  }

  @Override
  public boolean isSlow() {
    return true;
  }

  /** The operations that are interpreted, for people. */
  public static String text(Kernel kernel) {
    return kernel.title() + "\n" + String.join("\n", new JavaKernel(kernel).listing()) + "\n";
  }
}
