package perrin.run;

import java.util.List;
import java.util.function.Consumer;
import perrin.backend.Backend;
import perrin.backend.BackendException;
import perrin.backend.TileKernel;
import perrin.backend.cpu.CpuBackend;
import perrin.backend.java.JavaBackend;
import perrin.kernel.Kernel;

/**
 * Which backend is wanted, and finding it.
 *
 * @param name one of {@link #NAMES}
 * @param width walkers in a vector of the cpu backend; 0 for the widest that the machine has
 */
public record BackendChoice(String name, int width) {
  /** The best that works, and each by its name. */
  public static final List<String> NAMES = List.of("auto", "java", "cpu", "cuda");

  /** A backend and the kernel it has made ready. */
  public record Ready(Backend backend, TileKernel kernel) {}

  /**
   * Makes a kernel ready on the wanted backend; {@code auto} takes the first that works and says
   * why not the ones before.
   *
   * @param notice told why a better backend was passed over
   * @throws BackendException where a backend named outright cannot be had
   */
  public Ready prepare(Kernel kernel, Consumer<String> notice) {
    return switch (name) {
      case "auto" -> best(kernel, notice);
      case "java" -> java(kernel);
      case "cpu" -> cpu(kernel);
      case "cuda" ->
          throw new BackendException(
              "cuda: not available in this version yet; use --backend cpu or java");
      default ->
          throw new BackendException(
              "no backend is called " + name + "; there are " + String.join(", ", NAMES));
    };
  }

  private Ready best(Kernel kernel, Consumer<String> notice) {
    try {
      return ready(new CpuBackend(width), kernel);
    } catch (BackendException e) {
      notice.accept("cpu: " + e.getMessage() + " — using java, many times slower");
      return java(kernel);
    }
  }

  private Ready cpu(Kernel kernel) {
    try {
      return ready(new CpuBackend(width), kernel);
    } catch (BackendException e) {
      throw new BackendException("cpu: " + e.getMessage() + "; or use --backend java", e);
    }
  }

  private static Ready java(Kernel kernel) {
    return ready(new JavaBackend(), kernel);
  }

  private static Ready ready(Backend backend, Kernel kernel) {
    return new Ready(backend, backend.compile(kernel));
  }
}
