package perrin.run.text;

import java.util.List;
import perrin.backend.cpu.CpuBackend;
import perrin.backend.cuda.CudaBackend;
import perrin.backend.java.JavaBackend;
import perrin.experiment.Experiment;
import perrin.kernel.Kernel;
import perrin.kernel.compile.KernelCompiler;

/** What an experiment's formulas become, for people. */
public final class KernelText {
  /** Backends that have a text to show. */
  public static final List<String> BACKENDS =
      List.of(CpuBackend.NAME, CudaBackend.NAME, JavaBackend.NAME);

  private KernelText() {}

  /**
   * The text of an experiment's kernel. Needs no compiler.
   *
   * @param backend one of {@link #BACKENDS}
   * @throws perrin.experiment.ExperimentException for a formula that has no meaning
   */
  public static String of(Experiment experiment, String backend) {
    Kernel kernel = KernelCompiler.compile(experiment.point(0)).kernel();
    return switch (backend) {
      case CpuBackend.NAME -> CpuBackend.text(kernel);
      case CudaBackend.NAME -> CudaBackend.text(kernel, experiment.math());
      case JavaBackend.NAME -> JavaBackend.text(kernel);
      default -> throw new IllegalArgumentException("no text for the backend " + backend);
    };
  }
}
