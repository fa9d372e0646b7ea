package perrin.backend.nvidia;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Headers are found wherever CUDA's libraries are. */
class CudaHeadersTest {
  private static final String HEADER = "curand_kernel.h";

  @TempDir Path root;

  @Test
  void ofAToolkit() throws IOException {
    Path include = header("usr/local/cuda-13.0/include");
    Path cccl = folder("usr/local/cuda-13.0/include/cccl");
    folder("usr/local/cuda-13.0/lib64");
    assertEquals(List.of(include, cccl), found());
  }

  /** Each package has its own; CUDA 13's share one. */
  @Test
  void ofPythonsPackages() throws IOException {
    String packages = "opt/env/.venv/lib/python3.12/site-packages/nvidia/";
    folder(packages + "cuda_nvrtc/lib");
    Path runtime = folder(packages + "cuda_runtime/include");
    Path include = header(packages + "curand/include");
    assertEquals(List.of(include, runtime), found());
  }

  @Test
  void noneWithoutTheHeader() throws IOException {
    folder("usr/local/cuda/lib64");
    folder("usr/local/cuda/include");
    assertEquals(List.of(), found());
  }

  private List<Path> found() {
    return CudaHeaders.with(HEADER, CudaLibraries.of(Map.of(), root, root.resolve("home")));
  }

  private Path folder(String name) throws IOException {
    return Files.createDirectories(root.resolve(name));
  }

  private Path header(String name) throws IOException {
    Path folder = folder(name);
    Files.writeString(folder.resolve(HEADER), "");
    return folder;
  }
}
