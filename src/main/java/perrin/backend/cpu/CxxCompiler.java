package perrin.backend.cpu;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import perrin.backend.BackendException;
import perrin.backend.CacheFolder;
import perrin.files.WorkFolder;

/** The machine's C++ compiler. */
public final class CxxCompiler {
  private static final List<String> NAMES = List.of("g++", "clang++", "c++");
  private static final double VERSION_SECONDS = 30;

  private final Path program;

  /** What the program starts, where it is one such as ccache; else nothing. */
  private final List<String> started;

  /** That the environment's CXX names behind the programs. */
  private final List<String> options;

  private CxxCompiler(Path program, List<String> words) {
    this.program = program;
    long programs = words.stream().takeWhile(word -> !word.startsWith("-")).count();
    this.started = words.subList(0, (int) programs);
    this.options = words.subList((int) programs, words.size());
  }

  /**
   * The compiler named by the environment's CXX, split into words at spaces as make does ({@code
   * ccache g++ -O2}), else the first of g++, clang++, c++ on the PATH. It is not started.
   *
   * @throws BackendException where there is none
   */
  public static CxxCompiler find() {
    return find(System.getenv());
  }

  static CxxCompiler find(Map<String, String> environment) {
    String wanted = environment.getOrDefault("CXX", "").strip();
    String path = environment.getOrDefault("PATH", "");
    List<String> words = List.of(wanted.split("\\s+"));
    for (String name : wanted.isEmpty() ? NAMES : words.subList(0, 1)) {
      Optional<Path> program = onPath(name, path);
      if (program.isPresent()) {
        return new CxxCompiler(program.get(), words.subList(1, words.size()));
      }
    }
    String what = wanted.isEmpty() ? "no C++ compiler" : "CXX=" + wanted + ", no such program";
    throw new BackendException(
        what + " (install g++ or clang++, load a module that has one, or set CXX)");
  }

  private static Optional<Path> onPath(String name, String path) {
    Stream<Path> places =
        name.contains("/")
            ? Stream.of(Path.of(name).toAbsolutePath())
            : Stream.of(path.split(":"))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, name));
    return places.filter(Files::isExecutable).filter(Files::isRegularFile).findFirst();
  }

  /** Where it is. */
  public Path program() {
    return program;
  }

  /**
   * What tells it from others without starting it: another version is another file, or has another
   * size or date.
   */
  String identity() {
    List<String> parts = new ArrayList<>(List.of(identity(program)));
    String path = System.getenv().getOrDefault("PATH", "");
    started.forEach(name -> parts.add(onPath(name, path).map(CxxCompiler::identity).orElse(name)));
    parts.add(String.join(" ", options));
    return CacheFolder.hash(parts.toArray(String[]::new)).substring(0, 16);
  }

  private static String identity(Path program) {
    try {
      Path real = program.toRealPath();
      return real + " " + Files.size(real) + " " + Files.getLastModifiedTime(real);
    } catch (IOException e) {
      return program.toString();
    }
  }

  /** The program and what it starts, as the beginning of a command. */
  private List<String> command() {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(started);
    return command;
  }

  /** Its name, version and options, for people; asked once and then remembered. */
  public String description() {
    CacheFolder cache;
    try {
      cache = CacheFolder.open();
    } catch (BackendException e) {
      return asked(Path.of(System.getProperty("java.io.tmpdir"), "perrin"));
    }
    return description(cache);
  }

  String description(CacheFolder cache) {
    return description(identity(), cache)
        .orElseGet(() -> {
          String description = asked(cache.file("compiler"));
          try {
            cache.keep(entry(identity()), description.getBytes(StandardCharsets.UTF_8));
          } catch (IOException e) {
            return description; // asked again the next time
          }
          return description;
        });
  }

  /**
   * @param place where a folder to work in may be made
   */
  private String asked(Path place) {
    List<String> names = new ArrayList<>(List.of(program.getFileName().toString()));
    names.addAll(started);
    String words = String.join(" ", names) + " " + version(place);
    return options.isEmpty() ? words : words + " " + String.join(" ", options);
  }

  /** The description of a compiler that was here once. */
  static Optional<String> description(String identity, CacheFolder cache) {
    return cache.read(entry(identity)).map(text -> new String(text, StandardCharsets.UTF_8));
  }

  private static String entry(String identity) {
    return "compiler-" + identity;
  }

  private String version(Path place) {
    CompilerProcess.Outcome outcome;
    try (WorkFolder work = WorkFolder.beside(place)) {
      List<String> command = command();
      command.addAll(List.of("-dumpfullversion", "-dumpversion"));
      outcome = CompilerProcess.run(command, work.path(), VERSION_SECONDS);
    } catch (IOException e) {
      throw new BackendException(program + " cannot be run: " + e.getMessage(), e);
    }
    if (!outcome.finished()) {
      throw BackendException.fault(
          program + " does not say its version within " + (long) VERSION_SECONDS + " s", null);
    }
    return outcome.output().lines().findFirst().orElse("").strip();
  }

  /**
   * Compiles a text.
   *
   * @param work where it works
   * @param seconds that it may take
   * @return the library
   * @throws SlowException where it takes longer
   * @throws BackendException with the compiler's first complaint
   */
  Path compile(String source, List<String> flags, WorkFolder work, double seconds)
      throws IOException, SlowException {
    Path text = work.file("kernel.cpp");
    Path library = work.file("kernel.so");
    Files.writeString(text, source);
    List<String> command = command();
    command.addAll(flags);
    command.addAll(options); // behind ours: -O0 is to win
    command.addAll(List.of(text.toString(), "-o", library.toString()));
    CompilerProcess.Outcome outcome = CompilerProcess.run(command, work.path(), seconds);
    if (!outcome.finished()) {
      throw new SlowException(program + " took more than " + Math.round(seconds) + " s");
    }
    if (outcome.exit() != 0 || !Files.isRegularFile(library, LinkOption.NOFOLLOW_LINKS)) {
      if (isFull(outcome.output(), work.path())) {
        throw new IOException("No space left on device");
      }
      throw BackendException.fault(program + " failed: " + firstComplaint(outcome.output()), null);
    }
    return library;
  }

  /** It took too long, and would the next time. */
  static final class SlowException extends Exception {
    private static final long serialVersionUID = 1L;

    SlowException(String message) {
      super(message);
    }
  }

  /** A linker on a full disk may just die. */
  private static boolean isFull(String log, Path folder) throws IOException {
    return log.contains("No space left on device")
        || Files.getFileStore(folder).getUsableSpace() < 1 << 20;
  }

  private static String firstComplaint(String log) {
    List<String> lines = log.lines().toList();
    return lines.stream()
        .filter(line -> line.contains("error") && !line.startsWith("collect2"))
        .findFirst()
        .or(() -> lines.stream().filter(line -> line.contains("fatal")).findFirst())
        .orElse(log.isBlank() ? "it says nothing and makes no library" : log.strip());
  }
}
