package perrin.run;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import perrin.backend.Backend;
import perrin.backend.BackendException;
import perrin.backend.Ensemble;
import perrin.backend.cpu.CpuBackend;
import perrin.backend.java.JavaBackend;
import perrin.experiment.Experiment;
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

  /** A backend and the ensemble that it has made; the ensemble is the caller's to close. */
  public record Opened(Backend backend, Ensemble ensemble) {}

  /**
   * Makes an experiment's ensemble on the wanted backend; {@code auto} takes the first that works
   * and says why not the ones before.
   *
   * @param kernel of that experiment
   * @param threads of this machine to use at most
   * @param notice told why a better backend was passed over
   * @throws BackendException where a backend named outright cannot be had
   */
  public Opened open(Experiment experiment, Kernel kernel, int threads, Consumer<String> notice) {
    Function<Backend, Opened> opening =
        backend -> new Opened(backend, backend.open(experiment, kernel, threads));
    return switch (name) {
      case "auto" -> best(opening, notice);
      case "java" -> opening.apply(new JavaBackend());
      case "cpu" -> cpu(opening);
      case "cuda" ->
          throw new BackendException(
              "cuda: not available in this version yet; use --backend cpu or java");
      default ->
          throw new BackendException(
              "no backend is called " + name + "; there are " + String.join(", ", NAMES));
    };
  }

  private Opened best(Function<Backend, Opened> opening, Consumer<String> notice) {
    try {
      return opening.apply(new CpuBackend(width));
    } catch (BackendException e) {
      notice.accept("cpu: " + e.getMessage() + " — using java, many times slower");
      return opening.apply(new JavaBackend());
    }
  }

  private Opened cpu(Function<Backend, Opened> opening) {
    try {
      return opening.apply(new CpuBackend(width));
    } catch (BackendException e) {
      throw new BackendException("cpu: " + e.getMessage() + "; or use --backend java", e);
    }
  }
}
