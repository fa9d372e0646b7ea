package perrin.backend.cpu;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import perrin.backend.BackendException;
import perrin.backend.CacheFolder;
import perrin.files.WorkFolder;

/**
 * Compiles kernels, or finds them compiled before. An entry of the cache is called {@code
 * KERNEL-COMPILER.so}: the hash of the text, the flags and the processor, and that of the compiler.
 * Where the compiler has gone, any compiler's is taken: all give the same bits.
 */
public final class CompiledKernels {
  private static final double LIMIT_SECONDS = 120;

  /** Some 20 seconds of g++. */
  private static final int MAX_LINES = 60_000;

  /** How long a kernel that takes too long is not tried again. */
  private static final Duration REMEMBERED = Duration.ofDays(1);

  /** No operation is fused, moved or assumed away that is not written so; nothing is linked. */
  private static final List<String> FLAGS =
      List.of(
          "-O3",
          "-std=c++17",
          "-ffp-contract=off",
          "-fno-math-errno",
          "-fno-trapping-math",
          "-fno-exceptions",
          "-fno-rtti",
          "-fPIC",
          "-shared",
          "-nostdlib",
          "-fvisibility=hidden");

  private final Map<String, String> environment;
  private final double limit;
  private final CacheFolder cache;
  private Runnable compiling = () -> {};

  CompiledKernels(Map<String, String> environment, double limit, CacheFolder cache) {
    this.environment = environment;
    this.limit = limit;
    this.cache = cache;
  }

  /**
   * With this machine's compiler and cache.
   *
   * @throws BackendException where there is no folder for the cache
   */
  public static CompiledKernels open() {
    return new CompiledKernels(System.getenv(), LIMIT_SECONDS, CacheFolder.open());
  }

  /** The same, with somebody who is told where a kernel must be compiled, before it is. */
  CompiledKernels telling(Runnable compiling) {
    this.compiling = compiling;
    return this;
  }

  /** Where they are kept. */
  public Path folder() {
    return cache.path();
  }

  /**
   * A compiled library and how it came about.
   *
   * @param image its content
   * @param file where it is kept; it may not be there
   * @param compiler that made it, for people
   */
  record Library(byte[] image, Path file, boolean cached, String compiler) {}

  /**
   * A kernel's library.
   *
   * @throws BackendException with the compiler's first complaint
   */
  Library get(String source, CpuTarget target) {
    List<String> flags = flags(target);
    String kernel =
        CacheFolder.hash(source, String.join(" ", flags), CpuTarget.fingerprint()) + "-";
    CxxCompiler compiler;
    try {
      compiler = CxxCompiler.find(environment);
    } catch (BackendException e) {
      return withoutCompiler(kernel).orElseThrow(() -> e);
    }
    String entry = kernel + compiler.identity();
    Optional<Library> kept = kept(entry + ".so");
    if (kept.isPresent()) {
      return kept.get();
    }
    refuseIfLong(source);
    refuseIfSlow(entry);
    compiling.run();
    byte[] image = build(compiler, source, flags, entry);
    try {
      cache.keep(entry + ".so", image);
    } catch (IOException e) {
      throw cache.notWritable("the compiled kernel", e);
    }
    Path file = cache.file(entry + ".so");
    return new Library(image, file, false, compiler.description(cache));
  }

  /**
   * Compiles a kernel whether or not it is there, and does not keep it.
   *
   * @return seconds that this took
   */
  public double tried(String source, CpuTarget target) {
    long begun = System.nanoTime();
    build(CxxCompiler.find(environment), source, flags(target), CacheFolder.hash(source));
    return (System.nanoTime() - begun) * 1e-9;
  }

  private static List<String> flags(CpuTarget target) {
    List<String> flags = new ArrayList<>(FLAGS);
    flags.addAll(target.flags());
    flags.add("-DLANES=" + target.width());
    return flags;
  }

  private Optional<Library> kept(String name) {
    String identity = name.substring(name.indexOf('-') + 1, name.length() - ".so".length());
    return cache
        .read(name)
        .filter(image -> isKernel(image, cache.file(name)))
        .map(image ->
            new Library(
                image,
                cache.file(name),
                true,
                CxxCompiler.description(identity, cache).orElse("a compiler")));
  }

  private Optional<Library> withoutCompiler(String kernel) {
    return cache.names(kernel, ".so").stream()
        .map(this::kept)
        .flatMap(Optional::stream)
        .findFirst();
  }

  private byte[] build(CxxCompiler compiler, String source, List<String> flags, String entry) {
    try (WorkFolder work = cache.work()) {
      byte[] image = Files.readAllBytes(compiler.compile(source, flags, work, limit));
      if (!isKernel(image, work.file("kernel.so"))) {
        throw BackendException.fault(
            compiler.program()
                + " made a library that is no kernel or cannot be loaded; set CXX to another"
                + " compiler",
            null);
      }
      return image;
    } catch (CxxCompiler.SlowException e) {
      throw remembered(entry, e.getMessage());
    } catch (IOException e) {
      throw cache.notWritable("the compiled kernel", e);
    }
  }

  private static boolean isKernel(byte[] image, Path file) {
    try (Arena arena = Arena.ofConfined()) {
      SymbolLookup symbols = LoadedLibrary.open(image, file, arena);
      return NativeKernel.ENTRY_POINTS.stream().allMatch(name -> symbols.find(name).isPresent());
    } catch (BackendException e) {
      return false;
    }
  }

  /** So that the next runs do not wait again. */
  private BackendException remembered(String entry, String problem) {
    Instant until = Instant.now().plus(REMEMBERED).truncatedTo(ChronoUnit.SECONDS);
    try {
      cache.keep(entry + ".slow", (until + "\n" + problem).getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      return slow(problem, ""); // the next run waits again
    }
    return slow(problem, "");
  }

  private static void refuseIfLong(String source) {
    long lines = source.lines().count();
    if (lines > MAX_LINES) {
      throw BackendException.fault(
          "the kernel has "
              + lines
              + " lines, more than a compiler takes in time ("
              + MAX_LINES
              + "); use fewer coordinates, observables or assignments",
          null);
    }
  }

  private void refuseIfSlow(String entry) {
    Optional<byte[]> slow = cache.read(entry + ".slow");
    if (slow.isPresent()) {
      String[] lines = new String(slow.get(), StandardCharsets.UTF_8).split("\n", 2);
      if (Instant.now().isBefore(Instant.parse(lines[0]))) {
        String again =
            " (not tried again before "
                + lines[0]
                + ", or until "
                + cache.file(entry + ".slow")
                + " is deleted)";
        throw slow(lines[1], again);
      }
    }
  }

  private static BackendException slow(String problem, String again) {
    return BackendException.fault(
        problem + " on this kernel" + again + "; use fewer coordinates, observables or terms",
        null);
  }
}
