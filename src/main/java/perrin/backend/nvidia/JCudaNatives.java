package perrin.backend.nvidia;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import jcuda.JCudaVersion;
import jcuda.LibUtils;
import perrin.backend.BackendException;
import perrin.backend.CacheFolder;

/**
 * Loads JCuda's own libraries from the cache folder. JCuda by itself looks for them on
 * java.library.path, which is fixed when the JVM starts, and else unpacks them into java.io.tmpdir
 * and leaves them there, half-written if two programs start at a time. But it takes a file that is
 * there already: so ours are put into the cache folder, whole, and JCuda is shown that folder while
 * it loads.
 */
public final class JCudaNatives {
  private static final String TEMPORARY_FOLDER = "java.io.tmpdir";

  private JCudaNatives() {}

  /**
   * Makes {@code JCudaDriver} usable.
   *
   * @throws BackendException where the driver is missing or the library does not load
   */
  @SuppressWarnings("restricted")
  public static void loadDriver() {
    try {
      // A class of JCuda's that failed to initialise once could not be used in this JVM any more.
      SymbolLookup.libraryLookup("libcuda.so.1", Arena.global());
    } catch (IllegalArgumentException e) {
      throw new BackendException("no NVIDIA driver (libcuda.so.1 not found)", e);
    }
    load("JCudaDriver", "jcuda.driver.JCudaDriver");
  }

  /**
   * Makes {@code JCurand} usable; needs no GPU.
   *
   * @throws BackendException where cuRAND is missing or the library does not load
   */
  public static void loadCurand(CudaLibraries libraries) {
    libraries.open("cuRAND", List.of("libcurand.so.10"));
    load("JCurand", "jcuda.jcurand.JCurand");
  }

  private static synchronized void load(String library, String user) {
    String usual = System.getProperty(TEMPORARY_FOLDER);
    if (!isOnLibraryPath(fileName(library))) {
      System.setProperty(TEMPORARY_FOLDER, unpack(library).toString());
    }
    try {
      Class.forName(user);
    } catch (ClassNotFoundException | LinkageError e) {
      String cause = cause(e);
      String remedy =
          cause.contains("failed to map segment")
              ? "; its file system is mounted noexec: set PERRIN_CACHE to a folder on another"
              : "";
      throw new BackendException("JCuda's " + library + " cannot be loaded: " + cause + remedy, e);
    } finally {
      System.setProperty(TEMPORARY_FOLDER, usual);
    }
  }

  private static boolean isOnLibraryPath(String name) {
    return Arrays.stream(System.getProperty("java.library.path", "").split(File.pathSeparator))
        .anyMatch(folder -> Files.exists(Path.of(folder, name)));
  }

  private static String fileName(String library) {
    return LibUtils.createLibraryFileName(
        LibUtils.createPlatformLibraryName(library + "-" + JCudaVersion.get()));
  }

  /** Of the many lines that JCuda has to say, the one that tells why. */
  private static String cause(Throwable e) {
    String sign = "UnsatisfiedLinkError: ";
    return String.valueOf(e.getMessage())
        .lines()
        .filter(line -> line.contains(sign))
        .map(line -> line.substring(line.indexOf(sign) + sign.length()))
        .reduce((first, second) -> second)
        .orElse(e.toString());
  }

  /** The folder where a library lies unpacked. */
  private static Path unpack(String library) {
    CacheFolder folder = CacheFolder.open().inside("jcuda-" + JCudaVersion.get());
    try {
      unpack(library, folder);
      return folder.path();
    } catch (IOException e) {
      throw folder.notWritable("JCuda's libraries", e);
    }
  }

  /** Puts a library into a folder, unless it is there, whole. */
  static Path unpack(String library, CacheFolder folder) throws IOException {
    String name = fileName(library);
    try (InputStream resource = JCudaNatives.class.getResourceAsStream("/lib/" + name)) {
      if (resource == null) {
        throw new BackendException("JCuda has no library for this kind of machine (" + name + ")");
      }
      byte[] content = resource.readAllBytes();
      if (!folder.read(name).map(kept -> Arrays.equals(kept, content)).orElse(false)) {
        folder.keep(name, content);
      }
    }
    return folder.file(name);
  }
}
