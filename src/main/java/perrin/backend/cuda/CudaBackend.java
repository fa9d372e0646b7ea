package perrin.backend.cuda;

import java.util.List;
import java.util.function.Supplier;
import perrin.backend.Backend;
import perrin.backend.BackendException;
import perrin.backend.Ensemble;
import perrin.backend.Program;
import perrin.backend.curand.BufferedEnsemble;
import perrin.backend.curand.BufferedEnsemble.Pieces;
import perrin.backend.curand.CurandSequence;
import perrin.backend.cxx.CxxSource;
import perrin.backend.nvidia.CudaLibraries;
import perrin.experiment.MathMode;
import perrin.kernel.Kernel;

/** An NVIDIA GPU: NVRTC compiles the kernel's text, JCuda hands it to the driver. */
public final class CudaBackend implements Backend {
  public static final String NAME = "cuda";

  /** The frame that the emitted functions are put in. */
  public static final String FRAME = "cuda/langevin.cu";

  private final Supplier<CudaLibraries> libraries;
  private final CudaDevice device;

  /**
   * @param number of the device, from 0
   * @param libraries looked for once there is a device
   * @throws BackendException where there is no driver, no such device, or no NVRTC
   */
  public CudaBackend(int number, Supplier<CudaLibraries> libraries) {
    this.libraries = libraries;
    device = CudaDevice.open(number, libraries);
  }

  /**
   * Numbers of all devices that there are.
   *
   * @throws BackendException where there are none
   */
  public static List<Integer> devices() {
    CudaProbe probe = CudaProbe.look();
    if (!probe.usable()) {
      throw new BackendException(probe.reason());
    }
    return probe.devices().stream().map(CudaProbe.Device::ordinal).toList();
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String device() {
    return device.description();
  }

  /** With the special function units. */
  @Override
  public MathMode math(MathMode asked) {
    return asked;
  }

  @Override
  public Ensemble open(Program program, int threads) {
    Kernel kernel = program.kernel();
    try {
      if (program.curand().isPresent()) {
        CurandSequence.load(libraries.get());
      }
      return device.guarded(
          "opening",
          () -> {
            String text = text(program);
            BlockPlan plan =
                BlockPlan.of(kernel, BlockPlan.cells(program.grids()), device.sharedMemory());
            boolean buffered = program.curand().isPresent();
            DeviceModule module = device.load(text, program.math(), buffered, plan);
            CudaEnsemble ensemble = new CudaEnsemble(program, device, module);
            return ensemble.normals().isEmpty()
                ? ensemble
                : new BufferedEnsemble(
                    ensemble, ensemble.normals().get(), Pieces.of(program), kernel);
          });
    } catch (BackendException e) {
      device.close();
      throw e;
    }
  }

  /** Of a run: with sums of each walker where they are kept. */
  static String text(Program program) {
    String few = program.walkerSums() ? "#define WALKER_SUMS\n" : "";
    return few + text(program.kernel(), program.math());
  }

  /** One text, with all headers in it, that nvcc compiles as it is. */
  public static String text(Kernel kernel, MathMode math) {
    return new CxxSource(kernel, math == MathMode.FAST).complete(FRAME);
  }
}
