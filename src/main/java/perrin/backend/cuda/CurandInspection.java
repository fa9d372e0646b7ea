package perrin.backend.cuda;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import jcuda.Pointer;
import jcuda.driver.CUfunction;
import jcuda.driver.CUmodule;
import jcuda.driver.JCudaDriver;
import perrin.backend.BackendException;
import perrin.backend.curand.CurandSequence;
import perrin.backend.nvidia.CudaHeaders;
import perrin.backend.nvidia.CudaLibraries;
import perrin.experiment.CurandGenerator;
import perrin.experiment.Precision;

/** What cuRAND draws on the device, on the processor, and by its header: for gpu-check. */
public final class CurandInspection {
  private static final int BLOCK = 256;
  private static final String HEADER = "curand_kernel.h";

  private final CudaDevice device;
  private final CudaLibraries libraries;

  /**
   * @throws BackendException where there is no cuRAND
   */
  CurandInspection(CudaDevice device, CudaLibraries libraries) {
    this.device = device;
    this.libraries = libraries;
    CurandSequence.load(libraries);
  }

  /** Random words and Gaussians, of equal length, each the first of a fresh generator's. */
  public record Draws(int[] words, float[] normals) {}

  /** By the device, with cuRAND's host API. */
  public Draws onDevice(CurandGenerator kind, long seed, int count) {
    return device.guarded(
        "drawing",
        () -> {
          try (DeviceArray array = new DeviceArray((long) count * Integer.BYTES)) {
            Draws draws = new Draws(new int[count], new float[count]);
            ByteBuffer buffer = Buffers.direct(count * Integer.BYTES);
            try (var sequence = CurandSequence.onDevice(kind, seed)) {
              sequence.words(array.pointer(), count);
              array.download(0, buffer).asIntBuffer().get(draws.words);
            }
            try (var sequence = CurandSequence.onDevice(kind, seed)) {
              sequence.normals(Precision.SINGLE, array.pointer(), count);
              array.download(0, buffer).asFloatBuffer().get(draws.normals);
            }
            return draws;
          }
        });
  }

  /** By the processor, with cuRAND's host API. */
  public Draws onHost(CurandGenerator kind, long seed, int count) {
    Draws draws = new Draws(new int[count], new float[count]);
    ByteBuffer buffer = Buffers.direct(count * Integer.BYTES);
    try (var sequence = CurandSequence.onHost(kind, seed)) {
      sequence.words(Pointer.to(buffer), count);
      buffer.asIntBuffer().get(draws.words);
    }
    try (var sequence = CurandSequence.onHost(kind, seed)) {
      sequence.normals(Precision.SINGLE, Pointer.to(buffer), count);
      buffer.asFloatBuffer().get(draws.normals);
    }
    return draws;
  }

  /**
   * By the device API, in a kernel of its own: four values of each walker.
   *
   * @param block of the walkers' Philox subsequences
   * @return shape [walkers][4]
   * @throws BackendException where the header is not here, or does not compile
   */
  public Draws byHeader(long seed, long block, int walkers) {
    List<Path> folders = CudaHeaders.with(HEADER, libraries);
    if (folders.isEmpty()) {
      throw new BackendException(
          "no " + HEADER + " beside CUDA's libraries: install the toolkit, or nvidia-curand");
    }
    List<String> options = new ArrayList<>(Nvrtc.PORTABLE);
    folders.forEach(folder -> options.add("-I" + folder));
    return device.guarded(
        "perrin_curand",
        () -> {
          byte[] image = device.compile(CudaInspection.text("curand.cu"), "curand.cu", options);
          CUmodule module = CudaDevice.module(image);
          try {
            return launch(module, seed, block, walkers);
          } finally {
            JCudaDriver.cuModuleUnload(module);
          }
        });
  }

  private static Draws launch(CUmodule module, long seed, long block, int walkers) {
    Draws draws = new Draws(new int[4 * walkers], new float[4 * walkers]);
    long bytes = (long) draws.words.length * Integer.BYTES;
    try (DeviceArray words = new DeviceArray(bytes);
        DeviceArray normals = new DeviceArray(bytes)) {
      CUfunction function = new CUfunction();
      JCudaDriver.cuModuleGetFunction(function, module, "perrin_curand");
      Pointer arguments =
          Pointer.to(
              words.parameter(),
              normals.parameter(),
              Pointer.to(new int[] {walkers}),
              Pointer.to(new long[] {seed}),
              Pointer.to(new long[] {block}));
      int blocks = (walkers + BLOCK - 1) / BLOCK;
      JCudaDriver.cuLaunchKernel(function, blocks, 1, 1, BLOCK, 1, 1, 0, null, arguments, null);
      JCudaDriver.cuCtxSynchronize();
      ByteBuffer buffer = Buffers.direct((int) bytes);
      words.download(0, buffer).asIntBuffer().get(draws.words);
      normals.download(0, buffer).asFloatBuffer().get(draws.normals);
      return draws;
    }
  }
}
