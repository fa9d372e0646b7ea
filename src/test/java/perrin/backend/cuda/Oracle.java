package perrin.backend.cuda;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import perrin.backend.nvidia.CudaLibraries;

/**
 * NVIDIA's libraries for tests, which Maven's profile {@code cuda-oracle} fetches. They need no
 * GPU.
 */
public final class Oracle {
  /** The CUDA of a driver that takes whatever the oracle makes. */
  static final int ANY_DRIVER = 99000;

  private static final Optional<Path> FOLDER =
      Optional.ofNullable(System.getProperty("perrin.cuda.oracle")).map(Path::of);

  private Oracle() {}

  /** The libraries; without the profile the test is skipped. */
  public static CudaLibraries libraries() {
    assumeTrue(FOLDER.isPresent(), "skipped: needs NVIDIA's libraries (mvn -Pcuda-oracle)");
    return new CudaLibraries(List.of(), List.of()).preferring(FOLDER.get());
  }

  static Nvrtc nvrtc() {
    return Nvrtc.open(libraries(), ANY_DRIVER);
  }
}
