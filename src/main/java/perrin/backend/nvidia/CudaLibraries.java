package perrin.backend.nvidia;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import perrin.backend.BackendException;

/**
 * Where NVIDIA's libraries may lie: they come with the CUDA toolkit, or with Python packages.
 *
 * @param wanted folders that somebody asked for: whatever version they hold is taken
 * @param usual folders to look into otherwise, after the loader's own search
 */
public record CudaLibraries(List<Path> wanted, List<Path> usual) {
  /** Names folders to look into first, with colons between. */
  public static final String VARIABLE = "PERRIN_CUDA_LIBRARIES";

  private static final List<String> TOOLKIT = List.of("lib64", "targets/x86_64-linux/lib", "lib");

  /** From the folder of a Python installation or a virtual environment. */
  private static final List<String> PACKAGES =
      List.of(
          "lib/python3*/site-packages/nvidia/*/lib",
          "lib/python3*/dist-packages/nvidia/*/lib",
          "lib64/python3*/site-packages/nvidia/*/lib");

  public CudaLibraries {
    wanted = List.copyOf(wanted);
    usual = List.copyOf(usual);
  }

  /** In this machine's places, and first in PERRIN_CUDA_LIBRARIES. */
  public static CudaLibraries find() {
    return of(System.getenv(), Path.of("/"), Path.of(System.getProperty("user.home")));
  }

  /**
   * In this folder first.
   *
   * @throws BackendException where there is no such folder
   */
  public CudaLibraries preferring(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new BackendException("CUDA libraries: " + folder + " is not a folder");
    }
    List<Path> all = new ArrayList<>(List.of(folder));
    all.addAll(wanted);
    return new CudaLibraries(all, usual);
  }

  static CudaLibraries of(Map<String, String> environment, Path root, Path home) {
    Set<Path> usual = new LinkedHashSet<>();
    for (String variable : List.of("CUDA_HOME", "CUDA_PATH", "CONDA_PREFIX")) {
      paths(environment, variable).forEach(prefix -> usual.addAll(expand(prefix, TOOLKIT)));
    }
    for (Path toolkit : expand(root, List.of("usr/local/cuda", "usr/local/cuda-*", "opt/cuda"))) {
      usual.addAll(expand(toolkit, TOOLKIT));
    }
    for (Path python : pythons(environment, root, home)) {
      usual.addAll(expand(python, PACKAGES));
    }
    return new CudaLibraries(paths(environment, VARIABLE).toList(), List.copyOf(usual));
  }

  /** Folders that may hold Python packages: the active environment's first. */
  private static List<Path> pythons(Map<String, String> environment, Path root, Path home) {
    Set<Path> folders = new LinkedHashSet<>();
    paths(environment, "VIRTUAL_ENV").forEach(folders::add);
    paths(environment, "CONDA_PREFIX").forEach(folders::add);
    paths(environment, "PATH")
        .filter(folder -> Files.exists(folder.resolve("python3")))
        .filter(folder -> folder.getParent() != null)
        .forEach(folder -> folders.add(folder.getParent()));
    folders.add(home.resolve(".local"));
    folders.addAll(expand(root, List.of("usr", "usr/local", "opt/*/.venv", "opt/*")));
    return List.copyOf(folders);
  }

  private static Stream<Path> paths(Map<String, String> environment, String variable) {
    return Arrays.stream(environment.getOrDefault(variable, "").split(":"))
        .filter(path -> !path.isBlank())
        .map(Path::of);
  }

  /** The folders below a folder that fit one of the patterns, such as {@code opt/*}. */
  static List<Path> expand(Path folder, List<String> patterns) {
    List<Path> found = new ArrayList<>();
    for (String pattern : patterns) {
      List<Path> fitting = List.of(folder);
      for (String name : pattern.split("/")) {
        fitting = fitting.stream().flatMap(parent -> children(parent, name).stream()).toList();
      }
      found.addAll(fitting);
    }
    return found;
  }

  private static List<Path> children(Path parent, String pattern) {
    List<Path> children = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(parent, pattern)) {
      all.forEach(child -> {
        if (Files.isDirectory(child)) {
          children.add(child);
        }
      });
    } catch (IOException _) {
      return List.of(); // no such folder, or not ours to read: nothing for us there
    }
    children.sort(null);
    return children;
  }

  /** A library in the program's memory, where it stays. */
  public record Opened(String name, Optional<Path> folder, SymbolLookup symbols) {

    /** Its place, for people. */
    public String where() {
      return folder.map(path -> path.resolve(name).toString()).orElse(name);
    }
  }

  /**
   * Opens a library.
   *
   * @param what its name, for people
   * @param names of its files, the best first
   * @throws BackendException where there is none
   */
  public Opened open(String what, List<String> names) {
    List<Path> broken = new ArrayList<>();
    for (String name : names) {
      for (Path folder : wanted) {
        Optional<Opened> library = openFile(folder, name, broken);
        if (library.isPresent()) {
          return library.get();
        }
      }
    }
    for (String name : names) {
      Optional<Opened> library =
          lookup(name).map(symbols -> new Opened(name, Optional.empty(), symbols));
      for (int i = 0; library.isEmpty() && i < usual.size(); i++) {
        library = openFile(usual.get(i), name, broken);
      }
      if (library.isPresent()) {
        return library.get();
      }
    }
    throw new BackendException(
        "no " + what + " (" + String.join(", ", names) + "): " + remedy(broken));
  }

  private static String remedy(List<Path> broken) {
    return broken.isEmpty()
        ? "install the CUDA toolkit, or name the folder with --cuda-libraries or " + VARIABLE
        : broken.getFirst() + " is there but cannot be loaded: is it for another machine?";
  }

  private static Optional<Opened> openFile(Path folder, String name, List<Path> broken) {
    Path file = folder.resolve(name);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    openCompanions(folder, name);
    Optional<Opened> library =
        lookup(file.toAbsolutePath().toString())
            .map(symbols -> new Opened(name, Optional.of(folder), symbols));
    if (library.isEmpty()) {
      broken.add(file);
    }
    return library;
  }

  /**
   * A library opens its companion (libnvrtc.so.13 wants libnvrtc-builtins.so.13.1) by its bare
   * name; one that is open already is found under it wherever it lies.
   */
  private static void openCompanions(Path folder, String name) {
    String stem = name.substring(0, name.indexOf(".so"));
    String major = name.substring(stem.length()).replaceAll("^(\\.so\\.\\d+).*", "$1");
    String pattern = stem + "-builtins" + major + ".*";
    try (DirectoryStream<Path> companions = Files.newDirectoryStream(folder, pattern)) {
      companions.forEach(file -> lookup(file.toAbsolutePath().toString()));
    } catch (IOException _) {
      // without it the library says itself what it misses
    }
  }

  /** For good: these libraries keep threads and handlers, and do not survive being closed. */
  @SuppressWarnings("restricted")
  private static Optional<SymbolLookup> lookup(String file) {
    try {
      return Optional.of(SymbolLookup.libraryLookup(file, Arena.global()));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
