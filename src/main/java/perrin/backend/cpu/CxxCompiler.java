package perrin.backend.cpu;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import perrin.backend.BackendException;
import perrin.backend.CacheFolder;

/** The machine's C++ compiler, and the folder where its results are kept for the next time. */
public final class CxxCompiler {
  private static final List<String> NAMES = List.of("g++", "clang++", "c++");
  private static final long LIMIT_SECONDS = 120;

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

  private final Path program;
  private final String version;

  private CxxCompiler(Path program, String version) {
    this.program = program;
    this.version = version;
  }

  /**
   * The compiler named by the environment's CXX, else the first of g++, clang++, c++ on the PATH.
   *
   * @throws BackendException where there is none
   */
  public static CxxCompiler find() {
    String wanted = System.getenv("CXX");
    List<String> names = wanted == null || wanted.isBlank() ? NAMES : List.of(wanted.strip());
    for (String name : names) {
      Optional<Path> program = onPath(name);
      if (program.isPresent()) {
        return new CxxCompiler(program.get(), versionOf(program.get()));
      }
    }
    String what = names == NAMES ? "no C++ compiler" : "CXX=" + wanted + ", no such program";
    throw new BackendException(what + " (install g++ or clang++, or set CXX)");
  }

  /** Its name and version, for people. */
  public String description() {
    return program.getFileName() + " " + version;
  }

  /** Where it is. */
  public Path program() {
    return program;
  }

  /** A compiled library and how it came about. */
  public record Library(Path path, boolean cached, double seconds) {}

  /**
   * Compiles a text to a shared library, or finds it compiled before.
   *
   * @throws BackendException with the compiler's first complaint and the place of the text
   */
  public Library compile(String source, CpuTarget target) {
    long begun = System.nanoTime();
    List<String> flags = new ArrayList<>(FLAGS);
    flags.addAll(target.flags());
    flags.add("-DLANES=" + target.width());
    String key =
        CacheFolder.hash(
            source, String.join(" ", flags), program + version, CpuTarget.fingerprint());
    try {
      Path folder = Files.createDirectories(CacheFolder.path());
      Path library = folder.resolve(key + ".so");
      boolean cached = Files.exists(library);
      if (!cached) {
        build(source, flags, library);
      }
      return new Library(library, cached, (System.nanoTime() - begun) * 1e-9);
    } catch (IOException e) {
      throw CacheFolder.notWritable("the compiled kernel", e);
    }
  }

  private void build(String source, List<String> flags, Path library) throws IOException {
    Path text = library.resolveSibling(library.getFileName().toString().replace(".so", ".cpp"));
    Files.writeString(text, source);
    CacheFolder.put(
        library,
        fresh -> {
          List<String> command = new ArrayList<>(List.of(program.toString()));
          command.addAll(flags);
          command.addAll(List.of(text.toString(), "-o", fresh.toString()));
          run(command, text);
        });
  }

  private void run(List<String> command, Path text) throws IOException {
    Path log = Files.createTempFile("perrin", ".log");
    log.toFile().deleteOnExit();
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      process.getOutputStream().close();
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new BackendException(program + " took more than " + LIMIT_SECONDS + " s on " + text);
      }
      if (process.exitValue() != 0) {
        throw new BackendException(
            program + " failed on " + text + ": " + firstComplaint(Files.readString(log)));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BackendException("interrupted while compiling", e);
    } finally {
      Files.deleteIfExists(log);
    }
  }

  private static String firstComplaint(String log) {
    return log.lines()
        .filter(line -> line.contains("error") || line.contains("fatal"))
        .findFirst()
        .orElse(log.strip());
  }

  private static Optional<Path> onPath(String name) {
    Stream<Path> places =
        name.contains("/")
            ? Stream.of(Path.of(name))
            : Stream.of(Optional.ofNullable(System.getenv("PATH")).orElse("").split(":"))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, name));
    return places.filter(Files::isExecutable).filter(Files::isRegularFile).findFirst();
  }

  private static String versionOf(Path program) {
    try {
      Process process =
          new ProcessBuilder(program.toString(), "-dumpfullversion", "-dumpversion")
              .redirectErrorStream(true)
              .start();
      process.getOutputStream().close();
      String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return answer.lines().findFirst().orElse("").strip();
    } catch (IOException e) {
      throw new BackendException(program + " cannot be run: " + e.getMessage(), e);
    }
  }
}
