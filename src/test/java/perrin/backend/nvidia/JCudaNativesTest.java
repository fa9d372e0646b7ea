package perrin.backend.nvidia;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import jcuda.Pointer;
import jcuda.driver.CUdevice;
import jcuda.jcurand.JCurand;
import jcuda.jcurand.curandGenerator;
import jcuda.jcurand.curandRngType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import perrin.backend.BackendException;
import perrin.backend.CacheFolder;
import perrin.backend.cpu.CxxCompiler;
import perrin.backend.cuda.CudaProbe;
import perrin.backend.cuda.Oracle;

/**
 * JCuda's libraries are loaded from the cache folder, and nothing is left elsewhere. Each time in a
 * JVM of its own, for a JVM loads them once.
 */
class JCudaNativesTest {
  @TempDir Path folder;
  private Path cache;
  private Path temporary;

  @BeforeEach
  void folders() throws IOException {
    cache = folder.resolve("cache");
    temporary = Files.createDirectory(folder.resolve("temporary"));
  }

  @Test
  void unpacksOnceAndAnewWhatIsDamaged() throws IOException {
    CacheFolder kept = CacheFolder.at(cache);
    Path library = JCudaNatives.unpack("JCurand", kept);
    assertEquals(kept.path().resolve("libJCurand-11.8.0-linux-x86_64.so"), library);
    long size = Files.size(library);
    assertTrue(size > 70_000);
    FileTime then = FileTime.fromMillis(0);
    Files.setLastModifiedTime(library, then);
    assertEquals(library, JCudaNatives.unpack("JCurand", kept));
    assertEquals(then, Files.getLastModifiedTime(library));
    Files.write(library, new byte[100]);
    JCudaNatives.unpack("JCurand", kept);
    assertEquals(size, Files.size(library));
    assertEquals(List.of("libJCurand-11.8.0-linux-x86_64.so"), files(cache));
  }

  @Test
  void noDriver() throws IOException, InterruptedException {
    assumeFalse(CudaProbe.look().driver() > 0, "skipped: this machine has a driver");
    assertEquals(List.of("no NVIDIA driver (libcuda.so.1 not found)"), load("driver", "/none"));
  }

  /**
   * JCuda binds the driver's functions when they are called: an empty library is enough to load.
   */
  @Test
  void theDriversLibrary() throws IOException, InterruptedException {
    compileEmptyDriver();
    for (int time = 0; time < 2; time++) {
      assertEquals(List.of("loaded"), load("driver", folder.toString()));
      assertEquals(List.of("libJCudaDriver-11.8.0-linux-x86_64.so"), files(unpacked()));
    }
  }

  @Test
  void librariesThatSomebodyUnpackedAlready() throws IOException, InterruptedException {
    compileEmptyDriver();
    JCudaNatives.unpack("JCudaDriver", CacheFolder.at(folder));
    assertEquals(
        List.of("loaded"), load("driver", folder.toString(), "-Djava.library.path=" + folder));
    assertFalse(Files.exists(cache));
  }

  /** The known answer of Philox4x32-10 for key and counter 0. */
  @Test
  void curandsLibrary() throws IOException, InterruptedException {
    Path oracle = Oracle.libraries().wanted().getFirst();
    assertEquals(List.of("6627e8d5 e169c58d"), load(oracle.toString(), ""));
    assertEquals(List.of("libJCurand-11.8.0-linux-x86_64.so"), files(unpacked()));
  }

  private Path unpacked() {
    return cache.resolve("jcuda-11.8.0");
  }

  private static List<String> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(Files::isRegularFile).map(p -> p.getFileName().toString()).toList();
    }
  }

  /** {@code libcuda.so.1} in the test's folder. */
  private void compileEmptyDriver() throws IOException, InterruptedException {
    Path source = Files.writeString(folder.resolve("empty.c"), "int nothing;\n");
    CxxCompiler compiler;
    try {
      compiler = CxxCompiler.find();
    } catch (BackendException e) {
      assumeTrue(false, "skipped: " + e.getMessage());
      return;
    }
    List<String> command = new ArrayList<>(List.of(compiler.program().toString(), "-shared"));
    command.addAll(List.of("-o", folder.resolve("libcuda.so.1").toString(), source.toString()));
    assertEquals(0, new ProcessBuilder(command).inheritIO().start().waitFor());
  }

  /** What {@link Loader} prints in a JVM whose folders are this test's. */
  private List<String> load(String what, String libraryPath, String... options)
      throws IOException, InterruptedException {
    String classes =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-Djava.io.tmpdir=" + temporary);
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", classes, Loader.class.getName(), what));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("PERRIN_CACHE", cache.toString());
    builder.environment().put("LD_LIBRARY_PATH", libraryPath);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    assertEquals(List.of(), files(temporary));
    return output.lines().toList();
  }

  /** Loads the driver's library, or cuRAND's from a folder, and uses it. */
  static final class Loader {
    private Loader() {}

    public static void main(String[] arguments) {
      try {
        if (arguments[0].equals("driver")) {
          JCudaNatives.loadDriver();
          System.out.println(new CUdevice() == null ? "" : "loaded");
        } else {
          JCudaNatives.loadCurand(new CudaLibraries(List.of(Path.of(arguments[0])), List.of()));
          System.out.println(firstWords());
        }
      } catch (BackendException e) {
        System.out.println(e.getMessage());
      }
    }

    private static String firstWords() {
      JCurand.setExceptionsEnabled(true);
      int[] words = new int[8];
      curandGenerator generator = new curandGenerator();
      JCurand.curandCreateGeneratorHost(generator, curandRngType.CURAND_RNG_PSEUDO_PHILOX4_32_10);
      JCurand.curandSetPseudoRandomGeneratorSeed(generator, 0);
      JCurand.curandGenerate(generator, Pointer.to(words), words.length);
      JCurand.curandDestroyGenerator(generator);
      List<String> hex = new ArrayList<>();
      Arrays.stream(words).limit(2).forEach(word -> hex.add(Integer.toHexString(word)));
      return String.join(" ", hex);
    }
  }
}
