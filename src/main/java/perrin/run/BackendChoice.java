package perrin.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import perrin.backend.Backend;
import perrin.backend.BackendException;
import perrin.backend.Program;
import perrin.backend.SplitBackend;
import perrin.backend.cpu.CpuBackend;
import perrin.backend.cuda.CudaBackend;
import perrin.backend.java.JavaBackend;
import perrin.backend.nvidia.CudaLibraries;
import perrin.experiment.Precision;
import perrin.run.text.Notice;

/**
 * Which backend is wanted, and finding it.
 *
 * @param name one of {@link #NAMES}
 * @param width walkers in a vector of the cpu backend; 0 for the widest that the machine has
 * @param devices GPUs of the cuda backend; with several, walkers are shared among them
 * @param cudaLibraries folder with CUDA's libraries, looked at first
 */
public record BackendChoice(String name, int width, Devices devices, Optional<Path> cudaLibraries)
    implements EnsembleOpener {
  /** Without wishes for a GPU. */
  public BackendChoice(String name, int width) {
    this(name, width, Devices.FIRST, Optional.empty());
  }

  private static final String AUTO = "auto";

  /** Makes a backend as it is wanted. */
  private interface Maker {
    Backend make(BackendChoice wanted, Precision precision, Notice notice);
  }

  /** All backends, the fastest first; the last works everywhere. */
  private static final SequencedMap<String, Maker> BACKENDS = new LinkedHashMap<>();

  static {
    BACKENDS.put(CudaBackend.NAME, (wanted, _, _) -> wanted.cuda());
    BACKENDS.put(
        CpuBackend.NAME,
        (wanted, precision, notice) ->
            new CpuBackend(wanted.width, precision, () -> notice.underway("compiling …")));
    BACKENDS.put(JavaBackend.NAME, (_, _, _) -> new JavaBackend());
  }

  /** The best that works, and each by its name. */
  public static final List<String> NAMES = names();

  private static List<String> names() {
    List<String> names = new ArrayList<>(List.of(AUTO));
    names.addAll(BACKENDS.sequencedKeySet().reversed());
    return List.copyOf(names);
  }

  /**
   * Makes a program's ensemble on the wanted backend; {@code auto} takes the first that works and
   * says why not the ones before.
   *
   * @throws BackendException where a backend named outright cannot be had
   */
  @Override
  public Opened open(Program program, int threads, Notice notice) {
    List<String> wanted = name.equals(AUTO) ? candidates() : List.of(name);
    List<String> reasons = new ArrayList<>();
    boolean fault = false;
    for (String candidate : wanted) {
      try {
        Backend backend = backend(candidate, program.kernel().precision(), notice);
        Opened opened = new Opened(backend, backend.open(program, threads));
        if (!reasons.isEmpty()) {
          String slow = backend.isSlow() ? ", many times slower" : "";
          String said = String.join("; ", reasons) + " — using " + candidate + slow;
          if (fault) {
            notice.urgent(said);
          } else if (backend.isSlow() || !notice.isRead() || OnceADay.isDue("cuda-notice", said)) {
            notice.accept(said);
          }
        }
        if (backend.math(program.math()) != program.math()) {
          notice.accept("math: fast is for a GPU; " + candidate + " computes in portable math");
        }
        return opened;
      } catch (BackendException e) {
        reasons.add(candidate + ": " + e.getMessage());
        fault |= e.isFault();
      }
    }
    throw new BackendException(String.join("; ", reasons) + instead(program));
  }

  /** Of {@code auto}; devices that are asked for are asked for because of what they can do. */
  private List<String> candidates() {
    return devices.demanded() ? List.of(CudaBackend.NAME) : List.copyOf(BACKENDS.sequencedKeySet());
  }

  private Backend cuda() {
    List<Integer> numbers = devices.numbers().isEmpty() ? CudaBackend.devices() : devices.numbers();
    List<Backend> each = new ArrayList<>();
    numbers.forEach(number -> each.add(new CudaBackend(number, this::libraries)));
    return each.size() == 1 ? each.getFirst() : new SplitBackend(each);
  }

  private String instead(Program program) {
    if (program.curand().isPresent()) {
      return "; or use noise: {source: philox}, which every backend draws itself";
    }
    if (devices.demanded()) {
      return "; without --devices, a run takes what is there";
    }
    List<String> all = List.copyOf(BACKENDS.sequencedKeySet());
    List<String> slower = all.subList(all.indexOf(name) + 1, all.size());
    return "; or use --backend " + (slower.size() == 1 ? slower.getFirst() : AUTO);
  }

  private Backend backend(String candidate, Precision precision, Notice notice) {
    if (!BACKENDS.containsKey(candidate)) {
      throw new BackendException("no such backend; there are " + String.join(", ", NAMES));
    }
    return BACKENDS.get(candidate).make(this, precision, notice);
  }

  private CudaLibraries libraries() {
    CudaLibraries usual = CudaLibraries.find();
    return cudaLibraries.map(usual::preferring).orElse(usual);
  }
}
