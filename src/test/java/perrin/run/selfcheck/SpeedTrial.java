package perrin.run.selfcheck;

import perrin.experiment.MathMode;
import perrin.kernel.Kernel;
import perrin.kernel.compile.KernelCompiler;

/** The kernels that {@code perrin gpu-check} times, for tests elsewhere. */
public final class SpeedTrial {
  private SpeedTrial() {}

  public static Kernel kernel(int coordinates, MathMode math) {
    return KernelCompiler.compile(Speed.experiment(coordinates, math, 1024)).kernel();
  }
}
