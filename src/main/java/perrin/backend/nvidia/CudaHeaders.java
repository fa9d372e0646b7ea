package perrin.backend.nvidia;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** CUDA's headers, which lie beside its libraries in a toolkit or in Python's packages. */
public final class CudaHeaders {
  private CudaHeaders() {}

  /**
   * Folders for a compiler to look into.
   *
   * @param name of a header that one of them holds
   * @return the one with that header first; empty where there is none
   */
  public static List<Path> with(String name, CudaLibraries libraries) {
    Set<Path> folders = new LinkedHashSet<>();
    List<Path> beside = new ArrayList<>(libraries.wanted());
    beside.addAll(libraries.usual());
    for (Path library : beside) {
      add(library.resolve("include"), folders);
      Path parent = library.toAbsolutePath().normalize().getParent();
      if (parent != null) {
        add(parent.resolve("include"), folders);
        // Python has a folder for each package, such as nvidia/curand/{lib,include}.
        CudaLibraries.expand(parent.getParent(), List.of("nvidia/*/include", "*/include")).stream()
            .filter(folder -> folder.getParent().getParent().endsWith("nvidia"))
            .forEach(folder -> add(folder, folders));
      }
    }
    Optional<Path> first =
        folders.stream().filter(folder -> Files.exists(folder.resolve(name))).findFirst();
    List<Path> all = new ArrayList<>();
    first.ifPresent(folder -> {
      all.add(folder);
      folders.stream().filter(other -> !other.equals(folder)).forEach(all::add);
    });
    return List.copyOf(all);
  }

  /** With the folder of CUDA's C++ library in it, where CUDA 13 puts that. */
  private static void add(Path folder, Set<Path> folders) {
    if (Files.isDirectory(folder)) {
      folders.add(folder);
      if (Files.isDirectory(folder.resolve("cccl"))) {
        folders.add(folder.resolve("cccl"));
      }
    }
  }
}
