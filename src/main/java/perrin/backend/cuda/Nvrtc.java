package perrin.backend.cuda;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import perrin.backend.BackendException;
import perrin.backend.nvidia.CudaLibraries;

/** NVIDIA's run-time compiler: CUDA C++ to machine code for one device. */
public final class Nvrtc {
  /** As the processor computes: no contraction, exact division and roots, small numbers kept. */
  public static final List<String> PORTABLE =
      List.of("-fmad=false", "-prec-div=true", "-prec-sqrt=true", "-ftz=false", "-default-device");

  /** Kernels take their parameters as __grid_constant__, which CUDA 11.7 brought. */
  private static final int OLDEST = 11070;

  /** Of CUDA 13, 12, and 11.2 and later, of which those before 11.7 are refused. */
  private static final List<String> NAMES =
      List.of("libnvrtc.so.13", "libnvrtc.so.12", "libnvrtc.so.11.2");

  /** {@code kernel.cu(3): error: …}, {@code ptxas error : …} or {@code nvrtc: error: …}. */
  private static final Pattern ERROR =
      Pattern.compile(
          "^(?:.*\\((\\d+)\\): |[a-z]+:? )?(?:catastrophic )?(?:error|fatal)\\b[ #\\w-]*: *(.*)$");

  /** Lines to show on either side of an error. */
  private static final int CONTEXT = 2;

  private final NativeFunctions nvrtc;
  private final String where;
  private final int version;
  private final List<Integer> capabilities;

  Nvrtc(SymbolLookup library, String where) {
    this.nvrtc = new NativeFunctions(library);
    this.where = where;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment numbers = arena.allocate(JAVA_INT, 2);
      call("nvrtcVersion", numbers, numbers.asSlice(Integer.BYTES));
      version = 1000 * numbers.get(JAVA_INT, 0) + 10 * numbers.getAtIndex(JAVA_INT, 1);
      if (version < OLDEST) {
        throw new BackendException(
            description()
                + ", is too old: Perrin's kernels need 11.7 or later (__grid_constant__); install a"
                + " newer CUDA, or name its folder with --cuda-libraries or "
                + CudaLibraries.VARIABLE);
      }
      capabilities = capabilities(arena);
    } catch (NoSuchElementException e) {
      throw new BackendException(where + " is no NVRTC: " + e.getMessage(), e);
    }
  }

  /**
   * Opens the newest NVRTC, but none that is newer than the driver if there is another: the driver
   * need not take what it makes.
   *
   * @param driver the CUDA that the driver serves, see {@link CudaProbe#driver}
   * @throws BackendException where there is none, or it is too old or does not work
   */
  public static Nvrtc open(CudaLibraries libraries, int driver) {
    CudaLibraries.Opened library = libraries.open("NVRTC", names(driver));
    return new Nvrtc(library.symbols(), library.where());
  }

  static List<String> names(int driver) {
    return NAMES.stream()
        .sorted(Comparator.comparing(name -> major(name) > driver / 1000))
        .toList();
  }

  private static int major(String name) {
    return Integer.parseInt(name.replaceAll(".*\\.so\\.(\\d+).*", "$1"));
  }

  /** Its version and place, for people. */
  public String description() {
    return "NVRTC " + CudaProbe.version(version) + ", " + where;
  }

  /** Compute capabilities that it compiles for, as 10·major + minor. */
  public List<Integer> capabilities() {
    return capabilities;
  }

  private List<Integer> capabilities(Arena arena) {
    MemorySegment count = arena.allocate(JAVA_INT);
    call("nvrtcGetNumSupportedArchs", count);
    MemorySegment all = arena.allocate(JAVA_INT, count.get(JAVA_INT, 0));
    call("nvrtcGetSupportedArchs", all);
    return Arrays.stream(all.toArray(JAVA_INT)).sorted().boxed().toList();
  }

  /**
   * A compiled text.
   *
   * @param image what the driver loads: machine code, or PTX that it compiles further
   * @param architecture what it is for: {@code sm_90}, or {@code compute_90} for PTX
   * @param log what the compiler had to say
   */
  public record Module(byte[] image, String architecture, String log) {}

  /**
   * Compiles a text for a device.
   *
   * @param title of the text, for people
   * @param capability the device's, as 10·major + minor
   * @param driver the CUDA that the driver serves
   * @throws BackendException with the first error and the lines that it is about
   */
  public Module compile(
      String text, String title, int capability, int driver, List<String> options) {
    String architecture = architecture(capability, driver);
    List<String> all = new ArrayList<>(List.of("-arch=" + architecture, "-std=c++17"));
    all.addAll(options);
    try (Program program = new Program(text)) {
      int failed = program.compile(all);
      String log = program.log();
      if (failed != 0) {
        throw refused(text, title, architecture, failed, log);
      }
      return new Module(program.image(architecture), architecture, log);
    }
  }

  /** Of machine code for the device; of PTX where it is newer than this compiler. */
  private String architecture(int capability, int driver) {
    if (capabilities.contains(capability)) {
      return "sm_" + capability;
    }
    String device = "the device has compute capability " + dotted(capability);
    String compiler = "NVRTC " + CudaProbe.version(version);
    int newest =
        capabilities.stream()
            .filter(known -> known < capability)
            .max(Comparator.naturalOrder())
            .orElseThrow(() -> {
              String oldest = dotted(capabilities.getFirst());
              return new BackendException(
                  device
                      + ", and "
                      + compiler
                      + " compiles for "
                      + oldest
                      + " and later: let it find the libraries of an older CUDA");
            });
    if (version > driver) {
      throw new BackendException(
          device
              + ", which "
              + compiler
              + " does not know, and the driver takes PTX of CUDA "
              + CudaProbe.version(driver)
              + " and earlier only: update the driver");
    }
    return "compute_" + newest;
  }

  private static String dotted(int capability) {
    return capability / 10 + "." + capability % 10;
  }

  private BackendException refused(
      String text, String title, String architecture, int failed, String log) {
    String begin =
        "NVRTC "
            + CudaProbe.version(version)
            + " does not compile the kernel of "
            + title
            + " for "
            + architecture
            + ": ";
    Throwable whole = new IllegalStateException("NVRTC's log:\n" + log);
    for (String line : log.lines().toList()) {
      Matcher error = ERROR.matcher(line);
      if (error.matches()) {
        String excerpt =
            error.group(1) == null ? "" : excerpt(text, Integer.parseInt(error.group(1)));
        return new BackendException(begin + error.group(2) + excerpt, whole);
      }
    }
    String all = log.isBlank() ? nvrtc.text("nvrtcGetErrorString", failed) : log.strip();
    return new BackendException(begin + all, whole);
  }

  /** A line with its number and its neighbours. */
  private static String excerpt(String text, int number) {
    List<String> lines = text.lines().toList();
    StringBuilder excerpt = new StringBuilder();
    int last = Math.min(lines.size(), number + CONTEXT);
    for (int i = Math.max(1, number - CONTEXT); i <= last; i++) {
      String mark = i == number ? ">" : " ";
      excerpt.append(String.format(Locale.ROOT, "\n%s %5d | %s", mark, i, lines.get(i - 1)));
    }
    return excerpt.toString();
  }

  private void call(String function, Object... arguments) {
    int failed = nvrtc.call(function, arguments);
    if (failed != 0) {
      throw new BackendException(
          where + ": " + function + ": " + nvrtc.text("nvrtcGetErrorString", failed));
    }
  }

  /** A text in the compiler's hands. */
  private final class Program implements AutoCloseable {
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment handle = arena.allocate(ADDRESS);

    Program(String text) {
      MemorySegment source = arena.allocateFrom(text);
      MemorySegment name = arena.allocateFrom("kernel.cu");
      MemorySegment none = MemorySegment.NULL;
      call("nvrtcCreateProgram", handle, source, name, 0, none, none);
    }

    private MemorySegment program() {
      return handle.get(ADDRESS, 0);
    }

    int compile(List<String> options) {
      MemorySegment array = arena.allocate(ADDRESS, options.size());
      for (int i = 0; i < options.size(); i++) {
        array.setAtIndex(ADDRESS, i, arena.allocateFrom(options.get(i)));
      }
      return nvrtc.call("nvrtcCompileProgram", program(), options.size(), array);
    }

    String log() {
      return new String(bytes("nvrtcGetProgramLog"), StandardCharsets.UTF_8).replace("\0", "");
    }

    byte[] image(String architecture) {
      return bytes(architecture.startsWith("sm_") ? "nvrtcGetCUBIN" : "nvrtcGetPTX");
    }

    private byte[] bytes(String function) {
      MemorySegment size = arena.allocate(JAVA_LONG);
      call(function + "Size", program(), size);
      MemorySegment bytes = arena.allocate(Math.max(1, size.get(JAVA_LONG, 0)));
      call(function, program(), bytes);
      return bytes.asSlice(0, size.get(JAVA_LONG, 0)).toArray(JAVA_BYTE);
    }

    @Override
    public void close() {
      nvrtc.call("nvrtcDestroyProgram", handle);
      arena.close();
    }
  }
}
