package perrin.backend.nvidia;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import perrin.backend.BackendException;
import perrin.backend.CacheFolder;
import perrin.backend.cuda.Oracle;

/** Where libraries are looked for, and what is said where there are none. */
class CudaLibrariesTest {
  /** In the header of a library: which processor it is for. */
  private static final int MACHINE = 18;

  private static final byte AARCH64 = (byte) 183;

  @TempDir Path root;

  private Path folder(String path) throws IOException {
    return Files.createDirectories(root.resolve(path));
  }

  @Test
  void usualPlaces() throws IOException {
    List<Path> expected =
        List.of(
            folder("module/targets/x86_64-linux/lib"),
            folder("usr/local/cuda-12.4/lib64"),
            folder("usr/local/cuda-13.0/lib64"),
            folder("project/.venv/lib/python3.12/site-packages/nvidia/cuda_nvrtc/lib"),
            folder("project/.venv/lib/python3.12/site-packages/nvidia/curand/lib"),
            folder("tools/lib/python3.13/site-packages/nvidia/cu13/lib"),
            folder("home/.local/lib/python3.11/site-packages/nvidia/cu13/lib"),
            folder("usr/lib/python3/dist-packages/nvidia/curand/lib"),
            folder("opt/torch/.venv/lib/python3.12/site-packages/nvidia/cuda_nvrtc/lib"));
    Files.createFile(folder("tools/bin").resolve("python3"));
    folder("opt/torch/.venv/lib/python3.12/site-packages/torch/lib");
    Map<String, String> environment =
        Map.of(
            "CUDA_HOME", root.resolve("module").toString(),
            "VIRTUAL_ENV", root.resolve("project/.venv").toString(),
            "PATH", root.resolve("nowhere") + ":" + root.resolve("tools/bin"));
    CudaLibraries libraries = CudaLibraries.of(environment, root, root.resolve("home"));
    assertEquals(expected, libraries.usual());
    assertEquals(List.of(), libraries.wanted());
  }

  @Test
  void askedForFoldersComeFirst() throws IOException {
    Map<String, String> environment = Map.of(CudaLibraries.VARIABLE, "/a:/b");
    CudaLibraries libraries = CudaLibraries.of(environment, root, root);
    assertEquals(List.of(Path.of("/a"), Path.of("/b")), libraries.wanted());
    Path own = folder("own");
    assertEquals(List.of(own, Path.of("/a"), Path.of("/b")), libraries.preferring(own).wanted());
  }

  @Test
  void aFolderThatIsNone() {
    Path none = root.resolve("none");
    var libraries = new CudaLibraries(List.of(), List.of());
    var failure = assertThrows(BackendException.class, () -> libraries.preferring(none));
    assertEquals("CUDA libraries: " + none + " is not a folder", failure.getMessage());
  }

  @Test
  void aMissingLibrary() {
    var libraries = new CudaLibraries(List.of(root), List.of(root));
    assertEquals(
        "no NVRTC (libperrin-a.so.2, libperrin-a.so.1): install the CUDA toolkit, or name the"
            + " folder with --cuda-libraries or PERRIN_CUDA_LIBRARIES",
        failure(libraries, "libperrin-a.so.2", "libperrin-a.so.1"));
  }

  @Test
  void aLibraryOfAnotherMachineIsNamed() throws IOException {
    byte[] library = Files.readAllBytes(JCudaNatives.unpack("JCurand", CacheFolder.at(root)));
    library[MACHINE] = AARCH64;
    Path broken = Files.write(root.resolve("libperrin-b.so.1"), library);
    for (CudaLibraries libraries :
        List.of(
            new CudaLibraries(List.of(root), List.of()),
            new CudaLibraries(List.of(), List.of(root)))) {
      String message = failure(libraries, "libperrin-b.so.1");
      assertTrue(message.contains(broken + " is there but cannot be loaded"), message);
    }
  }

  private static String failure(CudaLibraries libraries, String... names) {
    return assertThrows(BackendException.class, () -> libraries.open("NVRTC", List.of(names)))
        .getMessage();
  }

  @Test
  void theLoaderIsAskedBeforeTheUsualPlaces() {
    var libraries = new CudaLibraries(List.of(), List.of(root));
    assertEquals("libc.so.6", libraries.open("C", List.of("libc.so.6")).where());
  }

  @Test
  void theOracle() {
    CudaLibraries libraries = Oracle.libraries();
    CudaLibraries.Opened curand = libraries.open("cuRAND", List.of("libcurand.so.10"));
    assertTrue(curand.symbols().find("curandCreateGeneratorHost").isPresent());
    assertEquals(libraries.wanted().getFirst() + "/libcurand.so.10", curand.where());
  }
}
