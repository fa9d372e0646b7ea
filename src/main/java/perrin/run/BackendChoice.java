package perrin.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import perrin.backend.Backend;
import perrin.backend.BackendException;
import perrin.backend.cpu.CpuBackend;
import perrin.backend.cuda.CudaBackend;
import perrin.backend.cuda.CudaLibraries;
import perrin.backend.java.JavaBackend;
import perrin.experiment.Experiment;
import perrin.experiment.MathMode;
import perrin.experiment.Precision;
import perrin.kernel.Kernel;

/**
 * Which backend is wanted, and finding it.
 *
 * @param name one of {@link #NAMES}
 * @param width walkers in a vector of the cpu backend; 0 for the widest that the machine has
 * @param device number of the GPU of the cuda backend
 * @param cudaLibraries folder with CUDA's libraries, looked at first
 */
public record BackendChoice(String name, int width, int device, Optional<Path> cudaLibraries)
    implements Opener {
  /** Without wishes for a GPU. */
  public BackendChoice(String name, int width) {
    this(name, width, 0, Optional.empty());
  }

  /** The best that works, and each by its name. */
  public static final List<String> NAMES = List.of("auto", "java", "cpu", "cuda");

  /**
   * Makes an experiment's ensemble on the wanted backend; {@code auto} takes the first that works
   * and says why not the ones before.
   *
   * @throws BackendException where a backend named outright cannot be had
   */
  @Override
  public Opened open(Experiment experiment, Kernel kernel, int threads, Notice notice) {
    List<String> wanted = name.equals("auto") ? List.of("cuda", "cpu", "java") : List.of(name);
    List<String> reasons = new ArrayList<>();
    boolean fault = false;
    for (String candidate : wanted) {
      try {
        Backend backend = backend(candidate, experiment.precision(), notice);
        Opened opened = new Opened(backend, backend.open(experiment, kernel, threads));
        if (!reasons.isEmpty()) {
          String slow = candidate.equals("java") ? ", many times slower" : "";
          String said = String.join("; ", reasons) + " — using " + candidate + slow;
          if (fault) {
            notice.urgent(said);
          } else if (candidate.equals("java")
              || !notice.isRead()
              || OnceADay.isDue("cuda-notice", said)) {
            notice.accept(said);
          }
        }
        if (experiment.math() == MathMode.FAST && !candidate.equals("cuda")) {
          notice.accept("math: fast is for a GPU; " + candidate + " computes in portable math");
        }
        return opened;
      } catch (BackendException e) {
        reasons.add(candidate + ": " + e.getMessage());
        fault |= e.isFault();
      }
    }
    throw new BackendException(String.join("; ", reasons) + instead(experiment));
  }

  private String instead(Experiment experiment) {
    if (experiment.curand().isPresent()) {
      return "; or use noise: {source: philox}, which every backend draws itself";
    }
    return name.equals("cpu") ? "; or use --backend java" : "; or use --backend auto";
  }

  private Backend backend(String candidate, Precision precision, Notice notice) {
    return switch (candidate) {
      case "java" -> new JavaBackend();
      case "cpu" -> new CpuBackend(width, precision, () -> notice.underway("compiling …"));
      case "cuda" -> new CudaBackend(device, this::libraries);
      default ->
          throw new BackendException("no such backend; there are " + String.join(", ", NAMES));
    };
  }

  private CudaLibraries libraries() {
    CudaLibraries usual = CudaLibraries.find();
    return cudaLibraries.map(usual::preferring).orElse(usual);
  }
}
