package perrin.run;

import java.util.List;
import perrin.backend.cuda.CudaBackend;
import perrin.backend.cxx.CxxSource;
import perrin.backend.java.JavaBackend;
import perrin.experiment.Experiment;
import perrin.kernel.Kernel;
import perrin.kernel.KernelCompiler;

/** What an experiment's formulas become, for people. */
public final class KernelText {
  /** Backends that have a text to show. */
  public static final List<String> BACKENDS = List.of("cpu", "cuda", "java");

  private static final String CPU_FRAME = "cpu/frame.h";

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
      case "cpu" -> new CxxSource(kernel).readable(CPU_FRAME);
      case "cuda" -> CudaBackend.text(kernel, experiment.math());
      case "java" -> new JavaBackend().text(kernel);
      default -> throw new IllegalArgumentException("no text for the backend " + backend);
    };
  }
}
